"""Joining laid-out parts to one PDF: numbers, pictures, links, bookmarks, structure, fonts."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from evidence.bundles.printing.enclosing import Enclosure, enclose, write_enclosures
from evidence.bundles.printing.leaf import Leaf, LeafPage, Window
from evidence.bundles.printing.numerals import (
    DECORATION,
    FOOT,
    NUMBER,
    Numerals,
    filled,
    marked,
    read_numerals,
)
from evidence.bundles.printing.outline import write_outline
from evidence.bundles.printing.pictures import Kept, placing, write_album
from evidence.bundles.printing.reading_order import write_reading_order

# Pages of the frame: what stands around a cover and around any other page, and two specimens.
COVER, PAGE, FOOT_SPECIMEN, NUMBER_SPECIMEN = range(4)
MARKS = ("/Lang", "/Metadata", "/OutputIntents", "/PageMode", "/ViewerPreferences")
FRAMES = {COVER: "/CoverFrame", PAGE: "/PageFrame"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn on every page: forms by name, and how and where numbers are written."""

    forms: dict[str, Any]
    foot: Numerals
    number: Numerals
    middle: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Places:
    """Where the file goes, where what is needed on the way may lie, and each picture's file."""

    target: Path
    aside: Path
    pictures: Mapping[str, Path]


def pictures_in(leaves: Sequence[Leaf]) -> list[str]:
    """Return the digests of the pictures that these parts show."""
    windows = (window for page in pages_of(leaves) for window in page.windows)
    return list(dict.fromkeys(window.digest for window in windows))


def numbers_of(leaves: Sequence[Leaf]) -> dict[str, int]:
    """Return the page (from 1) of every anchor once the parts follow one another."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages_of(leaves), start=1):
        for anchor in page.anchors:
            found.setdefault(anchor, number)
    return found


def pages_of(leaves: Sequence[Leaf]) -> list[LeafPage]:
    return [page for leaf in leaves for page in leaf.pages]


def join(
    leaves: Sequence[Leaf],
    frame: Leaf,
    fonts: Sequence[Path],
    enclosures: Sequence[Enclosure],
    places: Places,
) -> dict[str, str]:
    """
    Write the parts as one file; `fonts` are files that hold one each.

    The first part gives title, language and PDF/A's marks.
    Returns the SHA-256 of every picture as it stands in the file, by that of its own file.
    """
    with ExitStack() as stack:

        def opened(path: Path) -> pikepdf.Pdf:
            return stack.enter_context(pikepdf.open(path))

        album, held = places.aside / "album.pdf", places.aside / "enclosures.pdf"
        kept = write_album(places.pictures, album)
        pdf = stack.enter_context(pikepdf.open(album, access_mode=pikepdf.AccessMode.stream))
        first = opened(leaves[0].pdf)
        take_marks(pdf, first)
        sources = [first, *(opened(leaf.pdf) for leaf in leaves[1:])]
        for source in sources:
            for page in source.pages:
                pdf.pages.append(page)
        write_reading_order(pdf, sources)
        shared = {
            key: pdf.copy_foreign(font)
            for path in fonts
            for key, font in opened(path).pages[0].Resources.Font.items()
        }
        binder = Binder(pdf, leaves, read_frame(pdf, opened(frame.pdf), frame), shared, kept)
        binder.bind()
        name_places(pdf, leaves)
        write_outline(pdf, pages_of(leaves))
        if enclosures:
            written = write_enclosures(enclosures, held)
            enclose(pdf, opened(held), written)
        pdf.save(
            places.target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            # The same content gives the same bytes.
            deterministic_id=True,
        )
    for path in (album, held):
        path.unlink(missing_ok=True)
    return {digest: picture.sha256 for digest, picture in kept.items()}


def take_marks(pdf: pikepdf.Pdf, first: pikepdf.Pdf) -> None:
    """Take over what the first part says of the whole: title, language, PDF/A, how to show it."""
    for key in MARKS:
        value = first.Root[key]
        if not value.is_indirect and isinstance(value, Array | Dictionary):
            value = first.make_indirect(value)
        pdf.Root[key] = pdf.copy_foreign(value) if value.is_indirect else value
    pdf.trailer.Info = pdf.copy_foreign(first.trailer.Info)


def read_frame(pdf: pikepdf.Pdf, source: pikepdf.Pdf, leaf: Leaf) -> Frame:
    forms = {
        name: pdf.copy_foreign(source.pages[number].as_form_xobject())
        for number, name in FRAMES.items()
    }
    middle, baseline = leaf.pages[FOOT_SPECIMEN].foot or (0, 0)
    return Frame(
        forms,
        read_numerals(source.pages[FOOT_SPECIMEN], leaf, FOOT),
        read_numerals(source.pages[NUMBER_SPECIMEN], leaf, NUMBER),
        middle,
        baseline,
    )


class Binder:
    """Finishes the joined pages of one file."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        leaves: Sequence[Leaf],
        frame: Frame,
        fonts: dict[str, Any],
        kept: dict[str, Kept],
    ) -> None:
        self.pdf = pdf
        self.leaves = leaves
        self.frame = frame
        self.fonts = fonts
        self.kept = kept
        self.numbers = numbers_of(leaves)
        self.colours = pdf.pages[0].Resources.ColorSpace

    def bind(self) -> None:
        for form in self.frame.forms.values():
            self.share(form.Resources)
        pages = iter(enumerate(self.pdf.pages, start=1))
        for leaf in self.leaves:
            self.bind_leaf(leaf, [next(pages) for _ in leaf.pages])

    def bind_leaf(self, leaf: Leaf, pages: Sequence[tuple[int, pikepdf.Page]]) -> None:
        """Finish the pages of a part; they share one dictionary of what they draw with."""
        held = pages[0][1].Resources
        self.share(held)
        for name, form in self.frame.forms.items():
            held.XObject[name] = form
        for window in (window for page in leaf.pages for window in page.windows):
            number = self.kept[window.digest].number
            held.XObject[picture_name(number)] = self.pdf.get_object(number, 0)
        for (number, page), known in zip(pages, leaf.pages, strict=True):
            drawn = [self.stamp(number, known), *map(self.placed, known.windows)]
            page.contents_add(b"".join(drawn), prepend=True)

    def placed(self, window: Window) -> bytes:
        kept = self.kept[window.digest]
        drawn = placing(window, picture_name(kept.number), kept.orientation)
        return marked(drawn, window.mark, "Figure")

    def share(self, held: Any) -> None:
        """Have a part use the fonts and colours of all."""
        for key, font in self.fonts.items():
            held.Font[key] = font
        held.ColorSpace = self.colours

    def stamp(self, number: int, page: LeafPage) -> bytes:
        """Return what draws the frame of a page and the numbers printed on it."""
        frame, pages = self.frame, len(self.pdf.pages)
        foot = f"第 {number} 页　共 {pages} 页"
        left = frame.middle - frame.foot.width(foot, frame.foot.size) / 2
        border = f"q {FRAMES[COVER if number == 1 else PAGE]} Do Q\n".encode()
        said = frame.foot.drawn(foot, left, frame.baseline, frame.foot.size)
        return b"".join(
            [
                marked(border + said, DECORATION),
                *(filled(blank, frame.number, self.numbers, pages) for blank in page.blanks),
            ]
        )


def picture_name(number: int) -> str:
    return f"/Picture{number}"


def name_places(pdf: pikepdf.Pdf, leaves: Sequence[Leaf]) -> None:
    """Give every anchor its named destination; names are sorted as bytes, as PDF asks."""
    places: dict[bytes, tuple[int, float, float]] = {}
    for number, page in enumerate(pages_of(leaves)):
        for anchor, (x, y) in page.anchors.items():
            places.setdefault(bytes(String(anchor)), (number, x, y))
    pages = [page.obj for page in pdf.pages]
    names = Array()
    for name in sorted(places):
        number, x, y = places[name]
        names.append(String(name))
        names.append(Array([pages[number], Name.XYZ, x, y, 0]))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
