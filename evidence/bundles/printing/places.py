"""Reading from the boxes of a page where everything stands that is drawn, or counted, later."""

from dataclasses import replace
from typing import Any

from weasyprint.formatting_structure.boxes import (  # type: ignore[import-untyped]
    BlockBox,
    LineBox,
    MarginBox,
    ReplacedBox,
    TextBox,
)
from weasyprint.layout.absolute import AbsolutePlaceholder  # type: ignore[import-untyped]

from evidence.bundles.printing.columns import Column, columns_of
from evidence.bundles.printing.leaf import (
    NUMBERED,
    PICTURE,
    UNTIL,
    Blank,
    LeafPage,
    Mark,
    Window,
)
from evidence.bundles.printing.structure import GROUPS, Node, Sheet, Tree

# A block that can be led to; an `id` would have its style computed all by itself.
ANCHOR = "data-anchor"
# Points to a CSS pixel.
SCALE = 0.75
POINTS_PER_MM = 72 / 25.4
# Pixels by which letters may reach beyond their line without reaching anything.
SLACK = 4


def points(pixels: float) -> float:
    return round(float(pixels) * SCALE, 2)


class Survey:
    """Goes over the boxes of a part, page by page, and builds its structure on the way."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.pages: list[LeafPage] = []
        # By page what stands beside paragraphs; one that runs on has it only once.
        self.beside: list[list[Column]] = []
        self.seen: set[Any] = set()

    def read(self, page: Any) -> None:
        """Note what one page holds."""
        self.height = page.height
        self.sheet = Sheet(len(self.pages))
        self.tree.sheets.append(self.sheet)
        anchors = {
            name: (points(corner[0]), points(self.height - corner[1]))
            for name, corner in page.anchors.items()
        }
        marks = [
            Mark(level, label, points(x), points(self.height - y), state == "open")
            for level, label, (x, y), state in page.bookmarks
        ]
        self.page = LeafPage(anchors, marks, [], [], [], foot_of(page))
        self.pages.append(self.page)
        self.columns: list[Column] = []
        self.beside.append(self.columns)
        self.area = area_of(page._page_box)
        for child in page._page_box.children:
            if not isinstance(child, MarginBox):
                self.walk(child, self.tree.root)

    def walk(self, box: Any, node: Node | None, above: Any = None) -> None:
        """Read a box in a node; `above` is the element of the box that it is in."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, TextBox):
            self.read_text(box, node)
            return
        element = box.element
        if node is not None and element is not None and element is not above:
            node = self.tree.at(element, node, self.sheet.page)
        if isinstance(box, ReplacedBox):
            self.read_figure(box, node)
        elif isinstance(box, BlockBox) and element is not None:
            self.read_block(box, node)
        else:
            self.go_below(box, node)

    def go_below(self, box: Any, node: Node | None) -> None:
        for child in box.children:
            self.walk(child, node, box.element)

    def read_text(self, box: Any, node: Node | None) -> None:
        left, top, right, bottom = self.area
        if not (
            left <= box.position_x
            and box.position_x + box.width <= right
            and top <= box.position_y
            and box.position_y + box.height <= bottom
        ):
            self.page.strays.append(box.text)
        if node is not None and node.role in GROUPS:
            # Between blocks in a line there is a space that nobody reads.
            node = self.tree.loose(node, self.sheet.page) if box.text.strip() else None
        if node is not None:
            self.sheet.draws(box, node)

    def read_figure(self, box: Any, node: Node | None) -> None:
        if node is not None:
            describe(node, box, self.height, box.element.get("aria-label", ""))
            self.sheet.draws(box, node)

    def read_block(self, box: Any, node: Node | None) -> None:
        """Read a block, and note what is to be drawn in its place, beside it, or after it."""
        self.read_surroundings(box, node)
        self.go_below(box, node)
        if box.element.get(NUMBERED):
            mark = self.sheet.reserve(node)
            self.page.blanks.append(blank_of(box, self.height, mark))

    def read_surroundings(self, box: Any, node: Node | None) -> None:
        element = box.element
        if name := element.get(ANCHOR):
            corner = points(box.border_box_x()), points(self.height - box.border_box_y())
            self.page.anchors.setdefault(name, corner)
        if element.get(PICTURE):
            if node is not None:
                describe(node, box, self.height, element.get("data-alt", ""))
            self.page.windows.append(window_of(box, self.height, self.sheet.reserve(node)))
        elif element not in self.seen:
            found = list(columns_of(box, self.height, SCALE))
            if found:
                self.seen.add(element)
                mark = self.sheet.reserve(node)
                self.columns += [replace(column, mark=mark) for column in found]


def area_of(box: Any) -> tuple[float, float, float, float]:
    """Return the edges of the area between the page's margins, with a little slack."""
    left, top = box.content_box_x(), box.content_box_y()
    return left - SLACK, top - SLACK, left + box.width + SLACK, top + box.height + SLACK


def describe(node: Node, box: Any, height: float, alt: str) -> None:
    left, top = box.content_box_x(), box.content_box_y()
    edges = (left, height - top - box.height, left + box.width, height - top)
    node.alt, node.area = alt, tuple(points(edge) for edge in edges)


def blank_of(box: Any, height: float, mark: int) -> Blank:
    """Return where the number after a block's last line is to be drawn."""
    line = [child for child in box.children if isinstance(child, LineBox)][-1]
    left = box.border_box_x()
    return Blank(
        box.element.get(NUMBERED),
        (box.element.get("href") or "").removeprefix("#"),
        points(left),
        points(line.position_x + line.width),
        points(left + box.border_width()),
        points(height - line.position_y - line.baseline),
        points(float(box.style["font_size"])),
        box.element.get(UNTIL, ""),
        mark,
    )


def window_of(box: Any, height: float, mark: int) -> Window:
    """Return a picture's place; how it is cut stands in the element's data, in millimetres."""
    data = box.element.get
    left, top = box.content_box_x(), box.content_box_y()
    whole = data("data-whole")
    return Window(
        data(PICTURE),
        points(left),
        points(height - top - box.height),
        points(box.width),
        points(box.height),
        points(box.height) if whole is None else round(float(whole) * POINTS_PER_MM, 2),
        round(float(data("data-above", 0)) * POINTS_PER_MM, 2),
        mark,
    )


def foot_of(page: Any) -> tuple[float, float] | None:
    """Return the centre and the baseline of the text in the page's bottom centre."""
    for box in page._page_box.children:
        if isinstance(box, MarginBox) and box.at_keyword == "@bottom-center":
            for text in box.descendants():
                if isinstance(text, TextBox):
                    middle = box.content_box_x() + box.width / 2
                    line = page.height - text.position_y - text.baseline
                    return points(middle), points(line)
    return None
