"""Putting pictures into a PDF: JPEGs byte for byte, others without loss."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from evidence.bundles.printing.leaf import Window
from evidence.bundles.printing.store import finish_file, start_file

ORIENTATION = 0x0112
# How a picture is turned so that its top is up: (a, b, c, d, e, f) on the unit square.
UPRIGHT = 1
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
JPEG = "/DCTDecode"
WHITE = "#ffffff"
COMPRESSION = 6


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture's object in the album, its EXIF orientation, and the SHA-256 of what is there."""

    number: int
    orientation: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A picture as PDF keeps it: its size in pixels, its colours, its coding, its bytes."""

    size: tuple[int, int]
    space: str
    coding: str
    content: bytes


def write_album(pictures: Mapping[str, Path], target: Path) -> dict[str, Kept]:
    """
    Write a PDF without pages that holds pictures, by their digests; returns where each is.

    What is joined to it is written from there, picture by picture, so that memory stays flat.
    """
    kept: dict[str, Kept] = {}
    with target.open("wb") as file:
        offsets = start_file(file)
        for number, (digest, path) in enumerate(pictures.items(), start=len(offsets) + 1):
            picture, orientation = coded(path)
            offsets.append(file.tell())
            write_picture(file, number, picture)
            kept[digest] = Kept(number, orientation, sum_of(picture, digest))
        finish_file(file, offsets)
    return kept


def sum_of(picture: Coded, digest: str) -> str:
    """Return what a picture's bytes in the PDF come to; those of a JPEG are its file's."""
    return digest if picture.coding == JPEG else sha256(picture.content).hexdigest()


def write_picture(file: BinaryIO, number: int, picture: Coded) -> None:
    width, height = picture.size
    file.write(
        f"{number} 0 obj\n<< /Type /XObject /Subtype /Image /Width {width} /Height {height} "
        f"/ColorSpace {picture.space} /BitsPerComponent 8 /Filter {picture.coding} "
        f"/Length {len(picture.content)} >>\nstream\n".encode()
    )
    file.write(picture.content)
    file.write(b"\nendstream\nendobj\n")


def coded(path: Path) -> tuple[Coded, int]:
    """Return a picture as PDF keeps it, and its EXIF orientation."""
    with Image.open(path) as image:
        turn = int(image.getexif().get(ORIENTATION, UPRIGHT)) if "exif" in image.info else UPRIGHT
        if image.format in JPEGS and image.mode in SPACES:
            return Coded(image.size, SPACES[image.mode], JPEG, path.read_bytes()), turn
        plain = opaque(image)
    content = zlib.compress(plain.tobytes(), COMPRESSION)
    return Coded(plain.size, SPACES[plain.mode], "/FlateDecode", content), turn


def opaque(image: Image.Image) -> Image.Image:
    """Lay a picture on white paper, in grey or colour."""
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, WHITE)
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")


def placing(window: Window, name: str, orientation: int) -> bytes:
    """Return what draws a picture upright in its window, cut to it when only a part shows."""
    a, b, c, d, e, f = TURNS.get(orientation, TURNS[UPRIGHT])
    wide, high = window.width, window.whole
    bottom = window.y + window.height + window.offset - high
    matrix = (a * wide, b * high, c * wide, d * high, e * wide + window.x, f * high + bottom)
    placed = " ".join(f"{number:.3f}" for number in matrix)
    cut = ""
    if window.whole != window.height:
        cut = f"{window.x} {window.y} {window.width} {window.height} re W n "
    return f"q {cut}{placed} cm {name} Do Q\n".encode()
