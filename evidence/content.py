"""Recognising what a stored original is from its bytes, never from its name."""

import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from evidence.models.exhibit import ExhibitKind

# A 1080 × 20,000 long screenshot has 22 million pixels; four times that is no screenshot.
MAX_PIXELS = 100_000_000
# JPEG opens MPO as well.
IMAGE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")

# Leading bytes, offset, media type, kind (facts of the file formats).
SIGNATURES: tuple[tuple[bytes, int, str, ExhibitKind], ...] = (
    (b"%PDF-", 0, "application/pdf", ExhibitKind.DOCUMENT),
    (b"ftypM4A", 4, "audio/mp4", ExhibitKind.AUDIO),
    (b"ftyp3gp", 4, "video/3gpp", ExhibitKind.VIDEO),
    (b"ftypheic", 4, "image/heic", ExhibitKind.IMAGE),
    (b"ftypmif1", 4, "image/heic", ExhibitKind.IMAGE),
    (b"ftyp", 4, "video/mp4", ExhibitKind.VIDEO),
    (b"ID3", 0, "audio/mpeg", ExhibitKind.AUDIO),
    (b"\xff\xfb", 0, "audio/mpeg", ExhibitKind.AUDIO),
    (b"\xff\xf3", 0, "audio/mpeg", ExhibitKind.AUDIO),
    (b"\xff\xf1", 0, "audio/aac", ExhibitKind.AUDIO),
    (b"#!AMR", 0, "audio/amr", ExhibitKind.AUDIO),
    (b"OggS", 0, "audio/ogg", ExhibitKind.AUDIO),
    (b"WAVE", 8, "audio/wav", ExhibitKind.AUDIO),
    (b"fLaC", 0, "audio/flac", ExhibitKind.AUDIO),
    (b"\x1aE\xdf\xa3", 0, "video/webm", ExhibitKind.VIDEO),
    (b"PK\x03\x04", 0, "application/zip", ExhibitKind.OTHER),
    (b"\xd0\xcf\x11\xe0", 0, "application/vnd.ms-office", ExhibitKind.DOCUMENT),
)
RECORD_ROOTS = (b"<calls", b"<smses", b"<alllogs")


@dataclass(frozen=True, slots=True)
class Look:
    """What an original is; `unreadable` is a code saying why it cannot be shown, or ""."""

    kind: ExhibitKind
    media_type: str
    width: int | None = None
    height: int | None = None
    unreadable: str = ""


def look_at(path: Path) -> Look:
    """Say what the file at `path` is, decoding images fully so that damage shows now."""
    with path.open("rb") as file:
        head = file.read(4096)
    for signature, offset, media_type, kind in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            unreadable = "heic" if media_type == "image/heic" else ""
            return Look(kind, media_type, unreadable=unreadable)
    if any(root in head for root in RECORD_ROOTS):
        return Look(ExhibitKind.RECORDS, "application/xml")
    return look_at_image(path) or Look(ExhibitKind.OTHER, media_type_of_text(head))


def look_at_image(path: Path) -> Look | None:
    """Return what Pillow makes of the file, or None when it is no picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=IMAGE_FORMATS) as image:
                media_type = Image.MIME.get(image.format or "", "application/octet-stream")
                width, height = image.size
                if width * height > MAX_PIXELS:
                    return Look(ExhibitKind.IMAGE, media_type, width, height, "too_large")
                return Look(ExhibitKind.IMAGE, media_type, width, height, damage(image))
        except Image.DecompressionBombError:
            return Look(ExhibitKind.IMAGE, "application/octet-stream", unreadable="too_large")
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            return None


def damage(image: Image.Image) -> str:
    """Decode the whole picture; returns "damaged" when it breaks off, else ""."""
    try:
        image.load()
    except (OSError, SyntaxError, ValueError):
        return "damaged"
    return ""


def media_type_of_text(head: bytes) -> str:
    """Tell text from bytes; nothing here is ever served inline."""
    if b"\0" in head:
        return "application/octet-stream"
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return "text/plain" if error.start > len(head) - 4 else "application/octet-stream"
    return "text/plain"
