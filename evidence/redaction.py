"""Blacking out areas of a picture for good: pixels are overwritten, then encoded anew."""

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

COLOUR = "#000000"
BLACK = (0, 0, 0)
WHOLE = 100.0
# Formats that keep every pixel apart from its neighbours; any other mixes them within blocks.
EXACT_TYPES = frozenset({"image/png", "image/gif", "image/bmp", "image/tiff"})
# The block of a JPEG with halved colours: what shows at a letter's edge reaches no further.
BLOCK = 16
QUALITY = 92
# What a JPEG can hold in height.
TALLEST_JPEG = 65_000
# Along which edges EXIF orientations count from the far end.
FAR_X, FAR_Y = frozenset({2, 3, 6, 7}), frozenset({3, 4, 7, 8})

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in per cent of the upright picture: from left and top, to right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def is_sound(self) -> bool:
        edges = (self.left, self.top, self.right, self.bottom)
        within = all(0 <= edge <= WHOLE for edge in edges)
        return within and self.width > 0 and self.height > 0


@dataclass(frozen=True, slots=True)
class Grid:
    """The blocks that a picture was stored in, and from which ends they are counted."""

    block: int = 1
    orientation: int = 1


def grid_for(media_type: str, orientation: int) -> Grid:
    return Grid(1 if media_type in EXACT_TYPES else BLOCK, orientation)


def boxes_of(areas: Iterable[Area], size: tuple[int, int], grid: Grid) -> list[Box]:
    """Return areas in pixels, widened to whole blocks: a block's rim tells of what is inside."""
    width, height = size
    boxes = []
    for area in areas:
        left, right = span(area.left, area.right, width, grid.block, grid.orientation in FAR_X)
        top, bottom = span(area.top, area.bottom, height, grid.block, grid.orientation in FAR_Y)
        boxes.append((left, top, right, bottom))
    return boxes


def span(first: float, last: float, length: int, block: int, is_far: bool) -> tuple[int, int]:
    """Widen one side of an area to whole blocks, which may be counted from the far end."""
    if is_far:
        low, high = span(WHOLE - last, WHOLE - first, length, block, is_far=False)
        return length - high, length - low
    low = math.floor(first * length / WHOLE) // block * block
    high = math.ceil(math.ceil(last * length / WHOLE) / block) * block
    return low, min(high, length)


def overwritten(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """Return a new picture of the same pixels, without those in the boxes and with nothing else."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    for box in boxes:
        bare.paste(BLACK, box)
    return bare


def encoded(picture: Image.Image, media_type: str) -> tuple[bytes, str]:
    """Return the bytes and media type of a picture: without loss where the original had none."""
    stream = io.BytesIO()
    if media_type in EXACT_TYPES or picture.height > TALLEST_JPEG:
        picture.save(stream, "PNG")
        return stream.getvalue(), "image/png"
    picture.save(stream, "JPEG", quality=QUALITY, subsampling=0)
    return stream.getvalue(), "image/jpeg"
