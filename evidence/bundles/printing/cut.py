"""Cutting a font that all parts share to the glyphs that any of them uses."""

from pathlib import Path

from weasyprint import HTML  # type: ignore[import-untyped]

from evidence.bundles.printing.layout import NoFetcher, watched, write
from evidence.bundles.printing.leaf import FontUse
from evidence.bundles.printing.typefaces import Cutting, specimen_of


def cut_font(use: FontUse, target: Path) -> None:
    """
    Write a page whose resources hold a font, cut to the glyphs that the parts use.

    Raises IssueError when the font is not found again.
    """
    cutting = Cutting(use)
    with watched():
        document = HTML(string=specimen_of(use), url_fetcher=NoFetcher()).render()
        document.fonts = cutting
        write(document, target)
    cutting.demand_found()
