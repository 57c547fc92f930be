"""What a part says to those who hear it read: headings, paragraphs, lists, links, figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf  # type: ignore[import-untyped]

from evidence.bundles.printing.leaf import PICTURE

# By the names that PDF has for them (ISO 32000-1, 14.8.4); any other element is passed through.
ROLES = {
    "section": "Sect", "blockquote": "BlockQuote", "p": "P", "a": "Link", "svg": "Figure",
    "img": "Figure", "figcaption": "Caption", "ul": "L", "ol": "L", "dl": "L", "li": "LI",
    "dt": "Lbl", "dd": "LBody", "table": "Table", "thead": "THead", "tbody": "TBody", "tr": "TR",
    "th": "TH", "td": "TD", **{f"h{level}": f"H{level}" for level in range(1, 7)},
}  # fmt: skip
# These hold others and no words of their own.
GROUPS = frozenset(["Document", "Sect", "L", "LI", "Table", "THead", "TBody", "TR"])
UNNAMED = "图"
COLUMN_HEAD = b"/A<</O/Table/Scope/Column>>"


@dataclass(slots=True, eq=False)
class Run:
    """What a node draws on one page, before or after those below it; by its marks' numbers."""

    node: "Node"
    page: int
    marks: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Note:
    """An annotation, by its object's number."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Node:
    """One element of the structure, in the order in which it is read."""

    role: str
    page: int
    kids: list["Node | Run | Note"] = field(default_factory=list)
    alt: str = ""
    area: tuple[float, ...] = ()
    columns: int = 1
    number: int = 0


@dataclass(slots=True, eq=False)
class Sheet:
    """One page: whose mark each number is, and which run each box is drawn for."""

    page: int
    marked: list[Node] = field(default_factory=list)
    runs: dict[Any, Run] = field(default_factory=dict)

    def reserve(self, node: Node | None) -> int:
        """Keep a mark for what is drawn later; -1 for what nobody reads."""
        if node is None:
            return -1
        run = Run(node, self.page)
        node.kids.append(run)
        return self.mark(run)

    def mark(self, run: Run) -> int:
        run.marks.append(len(self.marked))
        self.marked.append(run.node)
        return run.marks[-1]

    def draws(self, box: Any, node: Node) -> None:
        """Note that a box is drawn for a node; neighbours share a run."""
        last = node.kids[-1] if node.kids else None
        if not isinstance(last, Run) or last.page != self.page:
            last = Run(node, self.page)
            node.kids.append(last)
        self.runs[box] = last


class Tree:
    """The structure of one part, built in the order of its boxes."""

    def __init__(self) -> None:
        self.root = Node("Document", 0)
        self.sheets: list[Sheet] = []
        self.known: dict[Any, Node | None] = {}
        self.paragraph = self.root

    def at(self, element: Any, parent: Node, page: int) -> Node | None:
        """Return the node of an element, None when it is decoration or said already."""
        if element not in self.known:
            self.known[element] = self.opened(element, parent, page)
        node = self.known[element]
        # The head of a table is drawn again on each page.
        repeats = node is not None and node.role == "THead" and node.page != page
        return None if repeats else node

    def opened(self, element: Any, parent: Node, page: int) -> Node | None:
        if element.get("aria-hidden") == "true":
            return None
        role = role_of(element, parent)
        if not role:
            return parent
        if role == "Link" and parent.role in GROUPS:
            parent = self.loose(parent, page)
        node = Node(role, page, columns=int(element.get("colspan", 1)))
        parent.kids.append(node)
        if role == "LI" and element.tag == "li":
            body = Node("LBody", page)
            node.kids.append(body)
            return body
        return node

    def loose(self, group: Node, page: int) -> Node:
        """Return the paragraph of words that stand in a group as such."""
        if not group.kids or group.kids[-1] is not self.paragraph:
            self.paragraph = Node("P", page)
            group.kids.append(self.paragraph)
        return self.paragraph

    def write(self, pdf: pydyf.PDF, notes: Sequence[tuple[Node, "Raw"]]) -> None:
        """Add the structure to a part's file; `notes` are its annotations, by whose they are."""
        pages = [reference.decode() for reference in pdf.page_references]
        home = Raw(pdf)
        is_drawn(self.root)
        kids = placed(self.root, pdf)
        for kid in kids:
            fill(kid, home.number, pdf, pages)
        numbers = []
        for sheet in self.sheets:
            listed = Raw(pdf, f"[{' '.join(f'{node.number} 0 R' for node in sheet.marked)}]")
            numbers.append(f"{sheet.page} {listed.number} 0 R")
        for at, (node, note) in enumerate(notes, start=len(pages)):
            note.data = note.data.removesuffix(b">>") + f"/StructParent {at}>>".encode()
            numbers.append(f"{at} {node.number} 0 R")
        home.data = (
            f"<</Type/StructTreeRoot/K[{' '.join(f'{kid.number} 0 R' for kid in kids)}]"
            f"/ParentTree<</Nums[{' '.join(numbers)}]>>>>"
        ).encode()
        pdf.catalog["StructTreeRoot"] = home.reference


class Raw(pydyf.Object):  # type: ignore[misc]
    """An object of a file, written as it stands."""

    data = b""

    def __init__(self, pdf: pydyf.PDF, data: str = "") -> None:
        super().__init__()
        self.data = data.encode()
        pdf.add_object(self)


def role_of(element: Any, parent: Node) -> str:
    """Return what an element is, "" when it is nothing of its own."""
    if element.get("role") == "heading":
        return f"H{element.get('aria-level')}"
    if element.get(PICTURE):
        return "Figure"
    tag = element.tag.rpartition("}")[2]
    if tag == "div" and parent.role == "L":
        return "LI"
    return ROLES.get(tag, "")


def is_drawn(kid: Node | Run | Note) -> bool:
    """Say whether anything is drawn for a node, and drop from it those for which nothing is."""
    match kid:
        case Node():
            kid.kids = [each for each in kid.kids if is_drawn(each)]
            return bool(kid.kids)
        case Run():
            return bool(kid.marks)
    return True


def placed(node: Node, pdf: pydyf.PDF) -> list[Node]:
    """Give the nodes right below one their objects."""
    kids = [kid for kid in node.kids if isinstance(kid, Node)]
    for kid in kids:
        kid.number = Raw(pdf).number
    return kids


def fill(node: Node, parent: int, pdf: pydyf.PDF, pages: Sequence[str]) -> None:
    """Write a node and those below it."""
    below = placed(node, pdf)
    kids = " ".join(written(node, pages))
    opening = f"<</Type/StructElem/S/{node.role}/P {parent} 0 R/K[{kids}]/Pg {pages[node.page]}"
    pdf.objects[node.number].data = opening.encode() + extra(node) + b">>"
    for kid in below:
        fill(kid, node.number, pdf, pages)


def written(node: Node, pages: Sequence[str]) -> Iterator[str]:
    for kid in node.kids:
        match kid:
            case Node():
                yield f"{kid.number} 0 R"
            case Note():
                yield f"<</Type/OBJR/Obj {kid.number} 0 R/Pg {pages[kid.page]}>>"
            case Run() if kid.page == node.page:
                yield from map(str, kid.marks)
            case Run():
                yield from (f"<</Type/MCR/Pg {pages[kid.page]}/MCID {n}>>" for n in kid.marks)


def extra(node: Node) -> bytes:
    if node.columns > 1:
        return f"/A<</O/Table/ColSpan {node.columns}>>".encode()
    if node.role == "TH":
        return COLUMN_HEAD
    if node.role != "Figure":
        return b""
    place = " ".join(f"{number:.2f}" for number in node.area)
    layout = f"/A<</O/Layout/Placement/Block/BBox[{place}]>>/Alt".encode()
    alt: bytes = pydyf.String(node.alt or UNNAMED).data
    return layout + alt
