"""Printing a composed bundle: its parts laid out or taken from the shelf, then joined."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from evidence.bundles.compose import Document
from evidence.bundles.parts import frame, parts
from evidence.bundles.printing.join import join, pages_of
from evidence.bundles.printing.leaf import FontsChanged
from evidence.bundles.printing.shelf import Shelf, Task
from evidence.bundles.printing.workers import Workshop

STYLES = Path("templates/bundles")
SHELF = ".parts"
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Printed:
    """What the layout says of the pages, to be compared with the file."""

    pages: int
    contents: int
    strays: tuple[str, ...]


def print_document(document: Document, target: Path, folder: Path, tell: Tell) -> Printed:
    """
    Write the PDF; `folder` takes what is needed on the way, `tell` hears how many steps are done:
    every part is laid out, then joined.

    Raises IssueError when anything at all could not be drawn, and what `tell` raises.
    """
    shelf = Shelf(settings.BUNDLES_DIR / SHELF)
    try:
        return print_parts(document, shelf, target, folder, tell)
    except FontsChanged:
        shelf.clear()
        return print_parts(document, shelf, target, folder, tell)


def print_parts(
    document: Document, shelf: Shelf, target: Path, folder: Path, tell: Tell
) -> Printed:
    """Print with what is on the shelf; raises FontsChanged when it is too old to be used."""
    styles = read_styles("print.css")
    around = Task(frame(document), styles + read_styles("frame.css"))
    tasks = [Task(html, styles) for html in parts(document)]
    total = 2 * len(tasks)
    with Workshop(shelf) as workshop:
        workshop.lay_out([*tasks, around], lambda done, _all: tell(min(done, len(tasks)), total))
        leaves, border = [shelf.leaf(task.key) for task in tasks], shelf.leaf(around.key)
        fonts = workshop.cut_fonts([*leaves, border])
    join(leaves, border, fonts, target, folder, lambda done: tell(len(tasks) + done, total))
    shelf.sweep()
    pages = pages_of(leaves)
    strays = tuple(stray for page in pages for stray in page.strays)
    return Printed(len(pages), len(leaves[0].pages), strays)


def forget_parts() -> None:
    """Remove every part that is kept, as when a person's data is erased."""
    Shelf(settings.BUNDLES_DIR / SHELF).clear()


def read_styles(name: str) -> str:
    return (Path(settings.BASE_DIR) / STYLES / name).read_text(encoding="utf-8")
