"""Laying out one part of a bundle: the only module, with its fonts, that knows WeasyPrint."""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pydyf  # type: ignore[import-untyped]
from PIL import ImageFile
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import (  # type: ignore[import-untyped]
    BlockBox,
    LineBox,
    MarginBox,
    TextBox,
)
from weasyprint.urls import FatalURLFetchingError, URLFetcher  # type: ignore[import-untyped]

from evidence.bundles.printing.columns import Column, characters, columns_of, drawn, specimen
from evidence.bundles.printing.leaf import Blank, Leaf, LeafPage, Mark, Window, merged
from evidence.bundles.printing.typefaces import Ledger
from evidence.exceptions import IssueError

# WeasyPrint turns this on for the whole process; taking in exhibits relies on its being off.
ImageFile.LOAD_TRUNCATED_IMAGES = False

VARIANT = "pdf/a-3u"
LOGGER = logging.getLogger("weasyprint")
# Points to a CSS pixel.
SCALE = 0.75
POINTS_PER_MM = 72 / 25.4
# A block with this attribute leaves room for a number; it says of what kind.
NUMBERED = "data-blank"
# A block with this attribute leaves room for a picture; it names its file by digest.
PICTURE = "data-picture"
# Pixels by which letters may reach beyond their line without reaching anything.
SLACK = 4
# An annotation that is printed, as PDF/A asks.
PRINTED = 4


class NoFetcher(URLFetcher):  # type: ignore[misc]
    """Stops the whole layout at any address: a part must hold everything itself."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        raise FatalURLFetchingError(f"refused: {url}")


class Watch(logging.Handler):
    """Keeps WeasyPrint's errors, which it would otherwise pass over."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())


@contextmanager
def watched() -> Iterator[None]:
    """Raise IssueError at the end when anything could not be loaded or drawn."""
    watch = Watch()
    LOGGER.addHandler(watch)
    try:
        yield
    except FatalURLFetchingError as error:
        raise IssueError("排版时有内容要从别处读取，证据包没有出具。") from error
    finally:
        LOGGER.removeHandler(watch)
    if watch.errors:
        raise IssueError(f"排版时有内容没有画出来，证据包没有出具（{watch.errors[0][:120]}）。")


def lay_out(html: str, styles: str, target: Path) -> Leaf:
    """
    Write the pages of one part, their links leading to names, and return what stands where.

    Their fonts are left out of the file: all parts share them once joined. Raises IssueError.
    """
    with watched():
        document = HTML(string=html, url_fetcher=NoFetcher()).render(
            stylesheets=[CSS(string=styles)], pdf_variant=VARIANT
        )
        document.fonts = ledger = Ledger()
        pages = tuple(read_page(page) for page in document.pages)
        beside = columns_on(document.pages)
        known = specimen(characters([column for page in beside for column in page]))
        notes = [notes_of(page) for page in document.pages]
        for page in document.pages:
            # WeasyPrint would drop links to other parts.
            page.links, page.anchors, page.bookmarks = [], {}, []
        texts = [drawn(page, known) if page else b"" for page in beside]
        write(document, target, partial(finish, notes, texts))
    return Leaf(target, pages, merged([*ledger.uses(), *known.fonts]))


def write(document: Any, target: Path, finisher: Any = None) -> None:
    with warnings.catch_warnings():
        # WeasyPrint leaves its colour profile's file for the collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        document.write_pdf(target, pdf_variant=VARIANT, finisher=finisher)


def columns_on(pages: Iterable[Any]) -> list[list[Column]]:
    """Return by page what stands beside paragraphs; one that runs on has it only once."""
    seen: set[Any] = set()
    found = []
    for page in pages:
        columns: list[Column] = []
        for box in page._page_box.descendants():
            element = box.element
            if isinstance(box, BlockBox) and element is not None and element not in seen:
                beside = list(columns_of(box, page.height, SCALE))
                if beside:
                    seen.add(element)
                    columns += beside
        found.append(columns)
    return found


def finish(notes: list[list[Any]], texts: list[bytes], _document: Any, pdf: pydyf.PDF) -> None:
    """Give pages their links and columns; have viewers show the title and open the outline."""
    pages = [each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/Page"]
    for page, links, text in zip(pages, notes, texts, strict=True):
        if links:
            page["Annots"] = pydyf.Array(links)
        if text:
            stream = pydyf.Stream([text], compress=True)
            pdf.add_object(stream)
            page["Contents"] = pydyf.Array([stream.reference, page["Contents"]])
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["PageMode"] = "/UseOutlines"


def notes_of(page: Any) -> list[Any]:
    """Return a page's links as PDF annotations that lead to named destinations."""
    height = page.height
    return [
        pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Link",
                "Rect": pydyf.Array(
                    [points(x1), points(height - y2), points(x2), points(height - y1)]
                ),
                "Border": pydyf.Array([0, 0, 0]),
                "Dest": pydyf.String(target),
                "F": PRINTED,
            }
        )
        for _kind, target, (x1, y1, x2, y2), _box in page.links
    ]


def points(pixels: float) -> float:
    return round(float(pixels) * SCALE, 2)


def read_page(page: Any) -> LeafPage:
    """Read from the boxes where everything is that other parts or the joining need."""
    height = page.height
    anchors = {
        name: (points(corner[0]), points(height - corner[1]))
        for name, corner in page.anchors.items()
    }
    marks = [
        Mark(level, label, points(x), points(height - y), state == "open")
        for level, label, (x, y), state in page.bookmarks
    ]
    blanks, windows = [], []
    for box in page._page_box.descendants():
        if not isinstance(box, BlockBox) or box.element is None:
            continue
        if box.element.get(PICTURE):
            windows.append(window_of(box, height))
        elif box.element.get(NUMBERED):
            blanks.append(blank_of(box, height))
    strays = list(strays_on(page))
    return LeafPage(anchors, marks, blanks, windows, strays, foot_of(page))


def blank_of(box: Any, height: float) -> Blank:
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
    )


def window_of(box: Any, height: float) -> Window:
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


def strays_on(page: Any) -> Iterator[str]:
    """Yield words that lie outside the area between the page's margins."""
    area = page._page_box
    left, top = area.content_box_x(), area.content_box_y()
    right, bottom = left + area.width, top + area.height
    for child in area.children:
        if isinstance(child, MarginBox):
            continue
        for box in child.descendants():
            if isinstance(box, TextBox) and not (
                left - SLACK <= box.position_x
                and box.position_x + box.width <= right + SLACK
                and top - SLACK <= box.position_y
                and box.position_y + box.height <= bottom + SLACK
            ):
                yield box.text
