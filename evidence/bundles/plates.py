"""How a picture is laid on the page: its size, and how a long screenshot is cut."""

import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

# Millimetres on the page.
PAGE_WIDTH = 161.0
PAIR_WIDTH = 76.0
PAIR_HEIGHT = 160.0
SINGLE_HEIGHT = 168.0
SMALL_HEIGHT = 95.0
OVERLAP = 8.0
# From this height to width on, a picture is cut so that its words stay readable.
LONG = 2.8
# A slice two of which stand side by side.
SLICE_RATIO = 2.0
ORIENTATION = 0x0112
TURNED = (5, 6, 7, 8)
# Nothing is printed larger than 96 dots an inch: small pictures stay small.
MM_PER_PIXEL = 25.4 / 96


@dataclass(frozen=True, slots=True)
class Slice:
    """One cut: the height shown, and how far the picture is moved up behind it (millimetres)."""

    number: int
    height: float
    offset: float


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture's size on the page in millimetres; `slices` is empty when it is shown whole."""

    width: float
    height: float
    slices: tuple[Slice, ...] = ()
    is_narrow: bool = False


def shown_size(path: Path, width: int, height: int) -> tuple[int, int]:
    """Return width and height as a viewer shows them, after EXIF rotation."""
    with Image.open(path) as image:
        # Asking a PNG without EXIF for it would decode the whole picture.
        if "exif" not in image.info and image.format != "TIFF":
            return width, height
        turned = image.getexif().get(ORIENTATION) in TURNED
    return (height, width) if turned else (width, height)


def plate_for(width: int, height: int) -> Plate:
    """Fit a picture: tall ones may stand in pairs, a very long one is cut, others stand alone."""
    ratio = height / width
    if ratio > LONG:
        return sliced(width, ratio)
    if ratio >= 1.2:
        return fitted(width, ratio, PAIR_WIDTH, PAIR_HEIGHT, is_narrow=True)
    return fitted(width, ratio, PAGE_WIDTH, SMALL_HEIGHT, is_narrow=False)


def fitted(pixels: int, ratio: float, widest: float, tallest: float, *, is_narrow: bool) -> Plate:
    width = min(widest, tallest / ratio, pixels * MM_PER_PIXEL)
    return Plate(round(width, 2), round(width * ratio, 2), is_narrow=is_narrow)


def sliced(pixels: int, ratio: float) -> Plate:
    """Cut a long picture into equal parts, each repeating the end of the one before."""
    width = min(PAIR_WIDTH, pixels * MM_PER_PIXEL)
    whole = width * ratio
    tallest = min(PAIR_HEIGHT, width * SLICE_RATIO)
    step = tallest - OVERLAP
    count = max(2, math.ceil((whole - OVERLAP) / step))
    even = (whole - OVERLAP) / count
    slices = tuple(
        Slice(number + 1, round(even + OVERLAP, 2), round(number * even, 2))
        for number in range(count)
    )
    return Plate(round(width, 2), round(whole, 2), slices)
