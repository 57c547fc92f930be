"""Putting pictures into a PDF: JPEGs byte for byte, others without loss."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pikepdf
from PIL import Image

from evidence import storage
from evidence.bundles.printing.leaf import Window

ORIENTATION = 0x0112
# How a picture is turned so that its top is up: (a, b, c, d, e, f) on the unit square.
TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}
# A phone may append a second picture to a JPEG; readers stop before it.
JPEGS = ("JPEG", "MPO")
WHITE = "#ffffff"
COMPRESSION = 6
# Pictures that are written into one file before they are joined with the pages.
BATCH = 16


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture ready to be drawn on the unit square, and how it is turned there."""

    image: Any
    turn: tuple[int, int, int, int, int, int]


class Album:
    """
    The pictures of one file, copied into it from files written in batches.

    What is copied is read only when the joined file is written, so that memory stays flat.
    """

    def __init__(self, target: pikepdf.Pdf, folder: Path) -> None:
        self.target = target
        self.folder = folder
        self.opened: list[pikepdf.Pdf] = []

    def take(self, digests: list[str]) -> dict[str, Placed]:
        placed: dict[str, Placed] = {}
        for start in range(0, len(digests), BATCH):
            placed |= self.take_batch(digests[start : start + BATCH], start)
        return placed

    def take_batch(self, digests: list[str], start: int) -> dict[str, Placed]:
        path = self.folder / f"pictures-{start}.pdf"
        turns = []
        with pikepdf.new() as batch:
            batch.Root.Pictures = pikepdf.Array()
            for digest in digests:
                image, turn = drawn(batch, storage.path_of(digest))
                batch.Root.Pictures.append(image)
                turns.append(turn)
            batch.save(path, compress_streams=False)
        source = pikepdf.open(path, access_mode=pikepdf.AccessMode.stream)
        self.opened.append(source)
        images = [self.target.copy_foreign(image) for image in source.Root.Pictures]
        return {
            digest: Placed(image, TURNS.get(turn, TURNS[1]))
            for digest, image, turn in zip(digests, images, turns, strict=True)
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        for source in self.opened:
            source.close()


def drawn(pdf: pikepdf.Pdf, path: Path) -> tuple[pikepdf.Object, int]:
    """Return a picture as a PDF image, and its EXIF orientation."""
    with Image.open(path) as image:
        turn = int(image.getexif().get(ORIENTATION, 1)) if "exif" in image.info else 1
        if image.format in JPEGS and image.mode in SPACES:
            space, content = SPACES[image.mode], path.read_bytes()
            return stream_of(pdf, image.size, space, "/DCTDecode", content), turn
        plain = opaque(image)
        content = zlib.compress(plain.tobytes(), COMPRESSION)
        return stream_of(pdf, plain.size, SPACES[plain.mode], "/FlateDecode", content), turn


def opaque(image: Image.Image) -> Image.Image:
    """Lay a picture on white paper, in grey or colour."""
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, WHITE)
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")


def stream_of(
    pdf: pikepdf.Pdf, size: tuple[int, int], space: str, coding: str, content: bytes
) -> pikepdf.Object:
    image = pdf.make_stream(content)
    image.Type = pikepdf.Name.XObject
    image.Subtype = pikepdf.Name.Image
    image.Width, image.Height = size
    image.ColorSpace = pikepdf.Name(space)
    image.BitsPerComponent = 8
    image.Filter = pikepdf.Name(coding)
    return image


def placing(window: Window, name: str, turn: tuple[int, int, int, int, int, int]) -> bytes:
    """Return what draws a picture in its window, cut to it when only a part shows."""
    a, b, c, d, e, f = turn
    wide, high = window.width, window.whole
    bottom = window.y + window.height + window.offset - high
    matrix = (a * wide, b * high, c * wide, d * high, e * wide + window.x, f * high + bottom)
    placed = " ".join(f"{number:.3f}" for number in matrix)
    cut = ""
    if window.whole != window.height:
        cut = f"{window.x} {window.y} {window.width} {window.height} re W n "
    return f"q {cut}{placed} cm {name} Do Q\n".encode()
