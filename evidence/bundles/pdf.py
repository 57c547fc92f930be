"""Laying out the pages: the only module that knows WeasyPrint."""

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pydyf  # type: ignore[import-untyped]
from django.conf import settings
from PIL import ImageFile
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import (  # type: ignore[import-untyped]
    MarginBox,
    TextBox,
)
from weasyprint.urls import (  # type: ignore[import-untyped]
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from evidence import storage
from evidence.exceptions import IssueError

# WeasyPrint turns this on for the whole process; taking in exhibits relies on its being off.
ImageFile.LOAD_TRUNCATED_IMAGES = False

VARIANT = "pdf/a-3u"
SCHEME = "exhibit:"
STYLES = Path("bundles/print.css")
LOGGER = logging.getLogger("weasyprint")
PROGRESS = logging.getLogger("weasyprint.progress")
# A link of this class prints the page of its target; its last class names the list it is in.
NUMBERED = "pg"
# Pixels by which letters may reach beyond their line without reaching anything.
SLACK = 4
PAGE_STEP = "Step 5 - Creating layout - Page %d"


@dataclass(frozen=True, slots=True)
class Reference:
    """A link that prints a page number: in which list, for which anchor, reading what."""

    listing: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What the finished layout shows, to be compared with the file."""

    pages: int
    references: tuple[Reference, ...]
    feet: tuple[str, ...]
    strays: tuple[str, ...]


class ExhibitFetcher(URLFetcher):  # type: ignore[misc]
    """Serves originals by digest, and stops the whole rendering at any other address."""

    def __init__(self, served: frozenset[str]) -> None:
        super().__init__(allowed_protocols=())
        self.served = served

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        digest = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or digest not in self.served:
            refuse(url)
        try:
            with storage.open_original(digest) as file:
                content = file.read()
        except OSError:
            refuse(url)
        # Told where the file is, WeasyPrint reads it again when it writes instead of keeping it.
        return URLFetcherResponse(storage.path_of(digest).as_uri(), content)


def refuse(url: str) -> NoReturn:
    raise FatalURLFetchingError(f"refused: {url}")


class Watch(logging.Handler):
    """Keeps WeasyPrint's errors, which it would otherwise pass over."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())


class Ticker(logging.Handler):
    """Tells of each page as it is laid out; what `tell` raises stops the layout."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == PAGE_STEP and isinstance(record.args, tuple):
            self.tell(int(str(record.args[0])))


@contextmanager
def listening(watch: Watch, ticker: Ticker) -> Iterator[None]:
    level, propagates = PROGRESS.level, PROGRESS.propagate
    PROGRESS.setLevel(logging.INFO)
    PROGRESS.propagate = False
    LOGGER.addHandler(watch)
    PROGRESS.addHandler(ticker)
    try:
        yield
    finally:
        LOGGER.removeHandler(watch)
        PROGRESS.removeHandler(ticker)
        PROGRESS.setLevel(level)
        PROGRESS.propagate = propagates


def write_pdf(
    *, html: str, pictures: frozenset[str], target: Path, tell: Callable[[int], None]
) -> Printed:
    """
    Write the PDF and return what its pages show. `pictures` are the digests that may be placed;
    `tell` hears of each page.

    Raises IssueError when anything at all could not be loaded or drawn.
    """
    watch = Watch()
    styles = Path(settings.BASE_DIR) / "templates" / STYLES
    with listening(watch, Ticker(tell)):
        try:
            document = HTML(string=html, url_fetcher=ExhibitFetcher(pictures)).render(
                stylesheets=[CSS(filename=str(styles))], pdf_variant=VARIANT
            )
            printed = read_layout(document)
            with warnings.catch_warnings():
                # WeasyPrint leaves its colour profile's file for the collector to close.
                warnings.simplefilter("ignore", ResourceWarning)
                document.write_pdf(target, pdf_variant=VARIANT, finisher=finish)
        except FatalURLFetchingError as error:
            raise IssueError("有一件证据的图片读不出来，证据包没有出具。请先校验证据。") from error
    if watch.errors:
        raise IssueError(f"排版时有内容没有画出来，证据包没有出具（{watch.errors[0][:120]}）。")
    return printed


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    """Have viewers show the title and open the outline."""
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["PageMode"] = "/UseOutlines"


def read_layout(document: Any) -> Printed:
    """Read from the boxes what is printed: page numbers beside links, and the foot of each page."""
    references: list[Reference] = []
    feet: list[str] = []
    strays: list[str] = []
    for page in document.pages:
        for _kind, target, _rectangle, box in page.links:
            classes = (box.element.get("class") or "").split()
            if NUMBERED in classes:
                references.append(Reference(classes[-1], target, text_of(box)))
        feet.append(foot_of(page))
        strays += strays_on(page)
    return Printed(len(document.pages), tuple(references), tuple(feet), tuple(strays))


def text_of(box: Any) -> str:
    return "".join(part.text for part in box.descendants() if isinstance(part, TextBox))


def foot_of(page: Any) -> str:
    """Return the text of the page's bottom centre."""
    return "".join(
        text_of(box)
        for box in page._page_box.children
        if isinstance(box, MarginBox) and box.at_keyword == "@bottom-center"
    )


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
