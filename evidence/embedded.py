"""What a picture's file says of itself: facts of the file, written down as found, no proof."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from PIL.ExifTags import GPSTAGS, IFD, TAGS
from PIL.Image import Exif

LONGEST = 200
# Which tags are kept: times, device, program, and how the picture was held.
KEPT = frozenset(
    {
        "DateTime", "DateTimeOriginal", "DateTimeDigitized",
        "OffsetTime", "OffsetTimeOriginal", "OffsetTimeDigitized",
        "Make", "Model", "BodySerialNumber", "HostComputer", "Software", "Orientation",
        "ImageDescription", "UserComment", "Artist",
    }
)  # fmt: skip
GPS_KEPT = frozenset(
    {
        "GPSLatitudeRef", "GPSLatitude", "GPSLongitudeRef", "GPSLongitude", "GPSAltitude",
        "GPSTimeStamp", "GPSDateStamp",
    }
)  # fmt: skip
PNG_TEXTS = frozenset(
    {"Author", "Comment", "Creation Time", "Description", "Software", "Source", "Title"}
)
# Where somebody was is hers to give away.
SENSITIVE = "GPS"
CHARSETS = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16"}


def is_sensitive(name: str) -> bool:
    return name.startswith(SENSITIVE)


def exif_facts(exif: Exif) -> dict[str, str]:
    """Return the kept tags of an EXIF block by name."""
    tags = [*exif.items(), *exif.get_ifd(IFD.Exif).items()]
    named = [(TAGS.get(tag, ""), value) for tag, value in tags]
    named += [(GPSTAGS.get(tag, ""), value) for tag, value in exif.get_ifd(IFD.GPSInfo).items()]
    return dict(legible((name, value) for name, value in named if name in KEPT | GPS_KEPT))


def text_facts(info: Mapping[Any, object]) -> dict[str, str]:
    """Return the kept text chunks of a PNG."""
    return dict(legible((str(name), value) for name, value in info.items() if name in PNG_TEXTS))


def legible(named: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    for name, value in named:
        if text := clean(as_text(value)):
            yield name, text


def as_text(value: object) -> str:
    if isinstance(value, bytes):
        charset = CHARSETS.get(value[:8])
        return value[8:].decode(charset, "replace") if charset else value.decode("utf-8", "replace")
    if isinstance(value, tuple):
        return " ".join(as_text(part) for part in value)
    return str(value)


def clean(text: str) -> str:
    return legible_name(text)[:LONGEST]


def legible_name(text: str) -> str:
    """Leave out what no page and no JSON can hold: control characters, lone surrogates."""
    return "".join(char for char in text if char.isprintable()).strip()
