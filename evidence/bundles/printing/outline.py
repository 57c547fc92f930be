"""The bookmarks of a joined PDF, nested by their levels, each with the page that it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from evidence.bundles.printing.leaf import LeafPage, Mark


@dataclass(slots=True)
class Knot:
    """One bookmark with those below it."""

    mark: Mark
    page: int
    below: list["Knot"] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """Count the bookmarks that show when this one is opened."""
        return sum(1 + (knot.shown if knot.mark.is_open else 0) for knot in self.below)


def write_outline(pdf: pikepdf.Pdf, pages: Sequence[LeafPage]) -> None:
    root = Knot(Mark(0, "", 0, 0, True), 0)
    path = [root]
    for number, page in enumerate(pages):
        for mark in page.marks:
            while path[-1].mark.level >= mark.level:
                path.pop()
            knot = Knot(mark, number)
            path[-1].below.append(knot)
            path.append(knot)
    if root.below:
        outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=root.shown))
        objects = [page.obj for page in pdf.pages]
        hang(pdf, outlines, root, objects)
        pdf.Root.Outlines = outlines


def hang(pdf: pikepdf.Pdf, parent: pikepdf.Object, knot: Knot, pages: Sequence[object]) -> None:
    """Write the bookmarks below one, each knowing its neighbours."""
    items = []
    for below in knot.below:
        mark = below.mark
        place = Array([pages[below.page], Name.XYZ, mark.x, mark.y, 0])
        title = String(titled(mark.label, below.page + 1))
        item = pdf.make_indirect(Dictionary(Title=title, Dest=place, Parent=parent))
        if below.below:
            item.Count = below.shown if mark.is_open else -below.shown
            hang(pdf, item, below, pages)
        items.append(item)
    for before, after in zip(items, items[1:], strict=False):
        before.Next, after.Prev = after, before
    parent.First, parent.Last = items[0], items[-1]


def titled(label: str, number: int) -> str:
    return f"{label}　第{number}页"
