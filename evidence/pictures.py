"""Opening pictures that came from outside, within limits, and saying whether they are whole."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path

from PIL import Image
from pillow_heif import register_heif_opener

from evidence.embedded import exif_facts, text_facts

register_heif_opener()

# A 1080 × 20,000 long screenshot has 22 million pixels; four times that is no screenshot.
MAX_PIXELS = 100_000_000
# JPEG opens MPO as well.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")
ANIMATED = frozenset({"GIF", "WEBP", "PNG", "AVIF"})
# What readers of foreign files raise when the bytes are not what they should be.
FOREIGN = (
    *(OSError, EOFError, SyntaxError, ValueError, LookupError, TypeError, AttributeError),
    *(ArithmeticError, RuntimeError, MemoryError, AssertionError, struct.error, zlib.error),
    Image.DecompressionBombError,
)
TOO_LARGE, DAMAGED = "too_large", "damaged"
UNKNOWN = "application/octet-stream"
# What a page of a PDF can hold as it is.
PLAIN_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PLAIN_MODES = frozenset({"", "1", "L", "LA", "P", "RGB", "RGBA"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its header: size in pixels as stored, what it says of itself, what is wrong."""

    media_type: str
    width: int | None = None
    height: int | None = None
    unreadable: str = ""
    facts: dict[str, str] = field(default_factory=dict)


@contextmanager
def quietly() -> Iterator[None]:
    """Let no odd picture print warnings; filters are the whole process's, so set them once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def look_at_picture(path: Path) -> Picture | None:
    """Read a picture's header and see that it does not break off; None when it is no picture."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            return Picture(
                media_type=Image.MIME.get(image.format or "", UNKNOWN),
                width=image.width,
                height=image.height,
                unreadable=trouble_of(image, path),
                facts=facts_of(image),
            )
    except Image.DecompressionBombError:
        return Picture(UNKNOWN, unreadable=TOO_LARGE)
    except FOREIGN:
        return None


def trouble_of(image: Image.Image, path: Path) -> str:
    if image.width * image.height > MAX_PIXELS:
        return TOO_LARGE
    return "" if is_whole(path, image.format or "") else DAMAGED


def facts_of(image: Image.Image) -> dict[str, str]:
    """Return what the file says of itself; whatever cannot be read of that is left out."""
    try:
        facts = text_facts(image.info) if image.format == "PNG" else {}
        # Asking for the EXIF of a PNG without any would decode the whole picture.
        if "exif" in image.info or image.format == "TIFF":
            facts |= exif_facts(image.getexif())
        if image.mode not in PLAIN_MODES:
            facts["ColourMode"] = image.mode
        return facts | ({"Animated": "yes"} if is_animated(image) else {})
    except FOREIGN:
        return {}


def is_animated(image: Image.Image) -> bool:
    return image.format in ANIMATED and getattr(image, "is_animated", False)


def prints_as_it_is(media_type: str, facts: dict[str, str]) -> bool:
    """Say whether a PDF can hold the file itself, and show it rightly."""
    return media_type in PLAIN_TYPES and facts.get("ColourMode", "") in PLAIN_MODES


def is_whole(path: Path, kind: str) -> bool:
    """Say whether the file goes on to its end mark; quick, and says nothing of what is between."""
    ends = ENDS.get(kind)
    if ends is None:
        return True
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return ends(content)


def jpeg_ends(content: mmap) -> bool:
    """Walk to the scan; after it 0xFF 0xD9 can only be the end (ITU-T T.81, B.1.1.5)."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        if content[at + 1] == 0xFF:
            at += 1
        elif content[at + 1] == 0xDA:
            return content.find(b"\xff\xd9", at) != -1
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


def png_ends(content: mmap) -> bool:
    """Walk the chunks to IEND."""
    at = 8
    while at + 12 <= len(content):
        if content[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + int.from_bytes(content[at : at + 4])
    return False


def riff_ends(content: mmap) -> bool:
    return int.from_bytes(content[4:8], "little") + 8 <= len(content)


ENDS = {"JPEG": jpeg_ends, "MPO": jpeg_ends, "PNG": png_ends, "WEBP": riff_ends}


def decode(path: Path) -> str:
    """
    Decode a picture whole, every frame of an animation within the limit of pixels.

    Returns why it cannot be shown, or "". Takes 20 ms for a screenshot: look_at_picture is quick.
    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            pixels = image.width * image.height
            if pixels > MAX_PIXELS:
                return TOO_LARGE
            image.load()
            frames = getattr(image, "n_frames", 1) if is_animated(image) else 1
            for frame in range(1, min(frames, MAX_PIXELS // pixels)):
                image.seek(frame)
                image.load()
    except Image.DecompressionBombError:
        return TOO_LARGE
    except FOREIGN:
        return DAMAGED
    return ""
