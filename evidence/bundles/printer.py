"""Printing a composed bundle: its parts laid out or taken from the shelf, then joined."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from evidence.bundles.compose import Document
from evidence.bundles.parts import frame, front, parts
from evidence.bundles.printing.join import join, numbers_of
from evidence.bundles.printing.leaf import Leaf
from evidence.bundles.printing.shelf import Shelf, Task, fonts_key
from evidence.bundles.printing.workers import Workshop

STYLES = Path("templates/bundles")
SHELF = ".parts"
# Before the pages are counted, contents are laid out with numbers as wide as they can be.
MANY = 1234567890
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
    shelf, styles = Shelf(settings.BUNDLES_DIR / SHELF), read_styles("print.css")
    around = Task(frame(document), styles + read_styles("frame.css"))
    tasks = [Task(html, styles) for html in parts(document)]
    draft = Task(front(document, {}, MANY), styles)
    with Workshop(shelf) as workshop:
        made = [*tasks, draft, around]
        workshop.lay_out(made, lambda done, _total: tell(done, 2 * len(made)))
        body = [shelf.leaf(task.key) for task in tasks]
        first = numbered_front(document, workshop, body, draft)
        border = shelf.leaf(around.key)
        fonts = fonts_key([first, *body, border])
        workshop.cut_fonts(fonts, [leaf.pdf.stem for leaf in (first, *body, border)])
    leaves = [first, *body]
    join(
        leaves,
        border,
        shelf.pdf(fonts),
        target,
        folder,
        lambda done: tell(len(made) + done, 2 * len(made)),
    )
    shelf.sweep()
    pages = [page for leaf in leaves for page in leaf.pages]
    strays = tuple(stray for page in pages for stray in page.strays)
    return Printed(len(pages), len(first.pages), strays)


def numbered_front(
    document: Document, workshop: Workshop, body: Sequence[Leaf], draft: Task
) -> Leaf:
    """Lay out cover and contents with the numbers that come of their own length."""
    shelf, first = workshop.shelf, workshop.shelf.leaf(draft.key)
    while True:
        leaves = [first, *body]
        pages = sum(len(leaf.pages) for leaf in leaves)
        task = Task(front(document, numbers_of(leaves), pages), draft.styles)
        workshop.lay_out([task], lambda _done, _total: None)
        numbered = shelf.leaf(task.key)
        if len(numbered.pages) == len(first.pages):
            return numbered
        first = numbered


def forget_parts() -> None:
    """Remove every part that is kept, as when a person's data is erased."""
    Shelf(settings.BUNDLES_DIR / SHELF).clear()


def read_styles(name: str) -> str:
    return (Path(settings.BASE_DIR) / STYLES / name).read_text(encoding="utf-8")
