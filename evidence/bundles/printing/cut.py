"""Cutting the one font that all parts share, to the glyphs that any of them uses."""

from pathlib import Path

from weasyprint import HTML  # type: ignore[import-untyped]

from evidence.bundles.printing.layout import NoFetcher, watched, write
from evidence.bundles.printing.leaf import FontUse
from evidence.bundles.printing.typefaces import Cutting, specimens


def cut_fonts(uses: list[FontUse], target: Path) -> None:
    """
    Write a page whose resources hold every font, cut to what the parts use.

    Raises IssueError when a font is not found again.
    """
    cutting = Cutting({use.key: use for use in uses})
    with watched():
        document = HTML(string=specimens(uses), url_fetcher=NoFetcher()).render()
        document.fonts = cutting
        write(document, target)
    cutting.demand_all()
