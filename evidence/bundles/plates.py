"""How a picture is laid on the page: its size, and how a long screenshot is cut."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from evidence.bundles.scope import PAIRED

# Millimetres on the page.
PAGE_WIDTH = 161.0
PAIR_WIDTH = 76.0
THIRD_WIDTH = 50.0
PAIR_HEIGHT = 160.0
SINGLE_HEIGHT = 172.0
WIDE_HEIGHT = 95.0
# Two rows of these, with what is written beside them, fill a page below a section's heading.
SMALL_HEIGHT = 84.0
WHOLE_HEIGHT = 220.0
OVERLAP = 8.0
# From this height to width on, a picture is cut so that its words stay readable.
LONG = 2.8
# From this height to width on, one is tall enough to stand beside another.
TALL = 1.2
# A slice, of which two or three stand side by side.
SLICE_RATIO = 2.0
ORIENTATION = 0x0112
TURNED = (5, 6, 7, 8)
# Nothing is printed larger than 96 dots an inch: small pictures stay small.
MM_PER_PIXEL = 25.4 / 96
# What is made for print has no more dots an inch than this at its printed size.
MOST_DOTS = 300
SHEET_DOTS = 200


@dataclass(frozen=True, slots=True)
class Grid:
    """How many stand side by side, and how large each may be (millimetres)."""

    columns: int
    widest: float
    tallest: float


GRIDS = {
    1: Grid(1, PAGE_WIDTH, SINGLE_HEIGHT),
    PAIRED: Grid(2, PAIR_WIDTH, PAIR_HEIGHT),
    4: Grid(2, PAIR_WIDTH, SMALL_HEIGHT),
    6: Grid(3, THIRD_WIDTH, SMALL_HEIGHT),
}
# From so many a page on, pages of documents and wide pictures stand side by side as well.
CROWDED = 4


@dataclass(frozen=True, slots=True)
class Slice:
    """One cut: the height shown, and how far the picture is moved up behind it (millimetres)."""

    number: int
    height: float
    offset: float


@dataclass(frozen=True, slots=True)
class Plate:
    """
    A picture's size on the page in millimetres; `slices` is empty when it is shown whole.

    `columns` is how many such pictures, or slices of one, may stand side by side.
    """

    width: float
    height: float
    slices: tuple[Slice, ...] = ()
    columns: int = 1

    @property
    def drawn(self) -> int:
        """Say how often the picture is drawn."""
        return len(self.slices) or 1


def shown_size(path: Path, width: int, height: int) -> tuple[int, int]:
    """Return width and height as a viewer shows them, after EXIF rotation."""
    with Image.open(path) as image:
        # Asking a PNG without EXIF for it would decode the whole picture.
        if "exif" not in image.info and image.format != "TIFF":
            return width, height
        turned = image.getexif().get(ORIENTATION) in TURNED
    return (height, width) if turned else (width, height)


def plate_for(width: int, height: int, per_page: int = PAIRED) -> Plate:
    """Fit a picture: tall ones stand side by side, very long ones are cut, wide ones are alone."""
    grid, ratio = GRIDS[per_page], height / width
    if ratio > LONG:
        return sliced(width, ratio, max(2, grid.columns))
    if per_page == 1:
        return fitted(width, ratio, grid)
    if ratio >= TALL or per_page >= CROWDED:
        return fitted(width, ratio, grid)
    return fitted(width, ratio, Grid(1, PAGE_WIDTH, WIDE_HEIGHT))


def sheet_plate(width: int, height: int, per_page: int, *, is_first: bool) -> Plate:
    """
    Fit a page of a document: alone, so that its words stay readable, unless many go on a page.

    The first leaves room above for what is written of the whole.
    """
    ratio = height / width
    if ratio > LONG:
        return sliced(width, ratio, 2)
    if per_page >= CROWDED:
        return fitted(width, ratio, Grid(2, PAIR_WIDTH, PAIR_HEIGHT))
    return fitted(width, ratio, Grid(1, PAGE_WIDTH, SINGLE_HEIGHT if is_first else WHOLE_HEIGHT))


def sheet_pixels(per_page: int) -> int:
    """Return how many dots wide a page of a document is drawn."""
    if per_page >= CROWDED:
        return dots(PAIR_WIDTH, MOST_DOTS)
    return dots(PAGE_WIDTH, SHEET_DOTS)


def picture_pixels(width: int, height: int, per_page: int) -> int:
    """Return how many dots wide a copy of a picture is made for print."""
    return max(1, min(width, dots(plate_for(width, height, per_page).width, MOST_DOTS)))


def dots(millimetres: float, dots_an_inch: int) -> int:
    return int(millimetres / 25.4 * dots_an_inch)


def fitted(pixels: int, ratio: float, grid: Grid) -> Plate:
    width = min(grid.widest, grid.tallest / ratio, pixels * MM_PER_PIXEL)
    return Plate(round(width, 2), round(width * ratio, 2), columns=grid.columns)


def sliced(pixels: int, ratio: float, columns: int) -> Plate:
    """
    Cut a long picture into parts that each repeat the end of the one before.

    The first row of parts leaves room above for what is written of the whole; if there are more
    rows, they fill their pages.
    """
    widest = PAIR_WIDTH if columns == 2 else THIRD_WIDTH
    width = min(widest, pixels * MM_PER_PIXEL)
    whole = width * ratio
    first = min(PAIR_HEIGHT, width * SLICE_RATIO)
    reach = columns * (first - OVERLAP)
    if whole - OVERLAP <= reach:
        count = max(2, math.ceil((whole - OVERLAP) / (first - OVERLAP)))
        steps = [(whole - OVERLAP) / count] * count
    else:
        tallest = min(WHOLE_HEIGHT, 2 * width * SLICE_RATIO)
        count = math.ceil((whole - OVERLAP - reach) / (tallest - OVERLAP))
        steps = [first - OVERLAP] * columns + [(whole - OVERLAP - reach) / count] * count
    return Plate(round(width, 2), round(whole, 2), tuple(cut(steps)), columns)


def cut(steps: Sequence[float]) -> Iterator[Slice]:
    """Yield the parts, each reaching into the next by the overlap."""
    above = 0.0
    for number, step in enumerate(steps, start=1):
        yield Slice(number, round(step + OVERLAP, 2), round(above, 2))
        above += step
