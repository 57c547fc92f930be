"""Printing a composed bundle: its parts laid out or taken from the shelf, then joined."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from evidence import storage
from evidence.bundles.compose import Document
from evidence.bundles.parts import frame, front
from evidence.bundles.printing.enclosing import Enclosure
from evidence.bundles.printing.join import Places, join, pages_of, pictures_in
from evidence.bundles.printing.leaf import FontsChanged
from evidence.bundles.printing.shelf import Shelf, Task
from evidence.bundles.printing.workers import Workshop, follow

STYLES = Path("templates/bundles")
SHELF = ".parts"
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Printed:
    """
    What the layout says of the pages, to be compared with the file. `pictures` gives for the
    digest of each picture that of its bytes in the file, which are the same for a JPEG.
    """

    pages: int
    contents: int
    strays: tuple[str, ...]
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Printing:
    """
    What is to be printed, and where: all parts but the first, which are being laid out, the files
    to enclose, the PDF to write, and a folder for what is needed on the way.
    """

    document: Document
    inner: Sequence[Task]
    enclosures: Sequence[Enclosure]
    target: Path
    aside: Path


def shelf() -> Shelf:
    return Shelf(settings.BUNDLES_DIR / SHELF)


def begin(pages: Sequence[str], workshop: Workshop) -> list[Task]:
    """Have all parts laid out but the first, which prints what is not known yet."""
    styles = read_styles("print.css")
    tasks = [Task(html, styles) for html in pages[1:]]
    workshop.begin(tasks)
    return tasks


def print_document(printing: Printing, workshop: Workshop, tell: Tell) -> Printed:
    """
    Write the PDF; `tell` hears how many steps are done: every part is laid out, then joined.

    Raises IssueError when anything at all could not be drawn, and what `tell` raises.
    """
    try:
        return print_parts(printing, workshop, tell)
    except FontsChanged:
        # What is on the shelf is too old to be used.
        workshop.shelf.clear()
        return print_parts(printing, workshop, tell)


def print_parts(printing: Printing, workshop: Workshop, tell: Tell) -> Printed:
    styles, held = read_styles("print.css"), workshop.shelf
    around = Task(frame(printing.document), styles + read_styles("frame.css"))
    tasks = [Task(front(printing.document), styles), *printing.inner]
    total = len(tasks) + 1
    workshop.lay_out([*tasks, around], lambda done, _all: tell(min(done, len(tasks)), total))
    leaves, border = [held.leaf(task.key) for task in tasks], held.leaf(around.key)
    fonts = workshop.cut_fonts([*leaves, border])
    pictures = {digest: storage.path_of(digest) for digest in pictures_in(leaves)}
    places = Places(printing.target, printing.aside, pictures)
    joined = workshop.do(join, leaves, border, fonts, printing.enclosures, places)
    for _ in follow([joined]):
        tell(len(tasks), total)
    held.sweep()
    pages = pages_of(leaves)
    strays = tuple(stray for page in pages for stray in page.strays)
    return Printed(len(pages), len(leaves[0].pages), strays, joined.result())


def forget_parts() -> None:
    """Remove every part that is kept, as when a person's data is erased."""
    shelf().clear()


def read_styles(name: str) -> str:
    return (Path(settings.BASE_DIR) / STYLES / name).read_text(encoding="utf-8")
