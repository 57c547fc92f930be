"""Laying out one part of a bundle with WeasyPrint, which this package alone knows."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pydyf  # type: ignore[import-untyped]
from PIL import ImageFile
from weasyprint.urls import FatalURLFetchingError, URLFetcher  # type: ignore[import-untyped]

from evidence.bundles.printing.columns import characters, drawn, specimen
from evidence.bundles.printing.leaf import Leaf, merged
from evidence.bundles.printing.marking import paint
from evidence.bundles.printing.places import Survey, points
from evidence.bundles.printing.punctuation import set_closer
from evidence.bundles.printing.source import read_css, read_html
from evidence.bundles.printing.structure import Note, Raw, Tree
from evidence.bundles.printing.typefaces import Ledger
from evidence.exceptions import IssueError

# WeasyPrint turns this on for the whole process; taking in exhibits relies on its being off.
ImageFile.LOAD_TRUNCATED_IMAGES = False
set_closer()

VARIANT = "pdf/a-3u"
LOGGER = logging.getLogger("weasyprint")
# An annotation that is printed, as PDF/A asks.
PRINTED = 4
LEADS_TO = "转到"
LONGEST_NAME = 60


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
        document = read_html(html, NoFetcher()).render(
            stylesheets=[read_css(styles)], pdf_variant=VARIANT
        )
        document.fonts = ledger = Ledger()
        survey = Survey()
        for page in document.pages:
            survey.read(page)
        known = specimen(characters([column for page in survey.beside for column in page]))
        links = [links_of(page) for page in document.pages]
        for page, sheet in zip(document.pages, survey.tree.sheets, strict=True):
            # WeasyPrint would drop links to other parts.
            page.links, page.anchors, page.bookmarks = [], {}, []
            page.paint = partial(paint, page, sheet)
        texts = [drawn(page, known) if page else b"" for page in survey.beside]
        write(document, target, partial(finish, survey.tree, links, texts))
    return Leaf(target, tuple(survey.pages), merged([*ledger.uses(), *known.fonts]))


def write(document: Any, target: Path, finisher: Any = None) -> None:
    with warnings.catch_warnings():
        # WeasyPrint leaves its colour profile's file for the collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        document.write_pdf(target, pdf_variant=VARIANT, finisher=finisher)


def finish(
    tree: Tree,
    links: Sequence[Sequence[tuple[Any, str]]],
    texts: Sequence[bytes],
    _document: Any,
    pdf: pydyf.PDF,
) -> None:
    """Give pages their links, columns and structure; have viewers show title and outline."""
    pages = [each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/Page"]
    notes = []
    for number, (page, found, text) in enumerate(zip(pages, links, texts, strict=True)):
        page["Tabs"], page["StructParents"] = "/S", number
        if found:
            made = [Raw(pdf, opening) for _element, opening in found]
            page["Annots"] = pydyf.Array(note.reference for note in made)
            for (element, _opening), note in zip(found, made, strict=True):
                node = tree.known.get(element)
                if node is not None:
                    node.kids.append(Note(number, note.number))
                    notes.append((node, note))
        if text:
            stream = pydyf.Stream([text], compress=True)
            pdf.add_object(stream)
            page["Contents"] = pydyf.Array([stream.reference, page["Contents"]])
    tree.write(pdf, notes)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["PageMode"] = "/UseOutlines"


def links_of(page: Any) -> list[tuple[Any, str]]:
    """Return whose each link of a page is, and it as a PDF annotation that leads to a name."""
    height = page.height
    found = []
    for _kind, target, (x1, y1, x2, y2), box in page.links:
        edges = (points(x1), points(height - y2), points(x2), points(height - y1))
        found.append((box.element, note_of(target, edges, said_of(box.element))))
    return found


def note_of(target: str, edges: tuple[float, ...], said: str) -> str:
    place = " ".join(str(edge) for edge in edges)
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{place}]/Border[0 0 0]/F {PRINTED}"
        f"/Dest{text_string(target)}/Contents{text_string(said)}>>"
    )


def text_string(words: str) -> str:
    written: bytes = pydyf.String(words).data
    return written.decode("ascii")


def said_of(element: Any) -> str:
    """Say where a link leads, for those who do not see what stands beside it."""
    label = element.get("aria-label")
    return label or f"{LEADS_TO}{''.join(element.itertext()).strip()[:LONGEST_NAME]}"
