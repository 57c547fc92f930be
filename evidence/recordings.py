"""How long a recording is and what its file says of itself; nothing is decoded."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

from tinytag import TinyTag, TinyTagException

from evidence.embedded import clean
from evidence.pictures import FOREIGN

INCOMPLETE = "incomplete"
FRAME_MS = 20
# Ten hours of frames; what claims more is not read to its end.
MOST_FRAMES = 1_800_000
# Bytes a frame by its type, the byte of the type included (RFC 4867, 5.3; 3GPP TS 26.101, 26.201).
NARROW = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1}
WIDE = {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}
AMR, AMR_WB = b"#!AMR\n", b"#!AMR-WB\n"
SILK = re.compile(rb"\x02?#!SILK_V3")
# ADTS (ISO/IEC 13818-7): samples a second by index; each block of a frame holds 1,024.
AAC_RATES = (
    *(96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000),
    *(22_050, 16_000, 12_000, 11_025, 8_000, 7_350),
)
AAC_SAMPLES = 1024
# ISO/IEC 14496-12.
CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"udta"})
EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
MOST_BOXES = 2_000
SMALL_BOX = 2**16
# Ogg holds some 13 pages a second of sound; ten hours of them are read.
MOST_READS = 1_000_000
LARGEST_READ = 2**24
# Where a phone writes the place (ISO 6709).
PLACE = re.compile(rb"[+-]\d{2}\.\d{2,}[+-]\d{3}\.\d{2,}")


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording by its file: milliseconds when they can be told, and what is wrong with it."""

    duration_ms: int | None = None
    has_video: bool = False
    unreadable: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def look_at_recording(path: Path, media_type: str) -> Recording:
    """Read a recording's length; a file that cannot be understood has none."""
    try:
        return READERS.get(media_type, read_tagged)(path)
    except (*FOREIGN, TinyTagException):
        return Recording()


def read_amr(path: Path) -> Recording:
    """Count the frames of an AMR file, which phones write for calls."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        is_wide = content[: len(AMR_WB)] == AMR_WB
        sizes, at = (WIDE, len(AMR_WB)) if is_wide else (NARROW, len(AMR))
        frames, end = count(content, at, lambda at: sizes.get((content[at] >> 3) & 15, 0))
        return Recording(frames * FRAME_MS, unreadable="" if end == len(content) else INCOMPLETE)


def read_silk(path: Path) -> Recording:
    """Count the packets of a SILK file, as chat programs keep voice messages."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        start = SILK.match(content)
        at = start.end() if start else len(content)
        packets, _end = count(content, at, lambda at: silk_packet(content, at))
        return Recording(packets * FRAME_MS)


def silk_packet(content: mmap, at: int) -> int:
    size = int.from_bytes(content[at : at + 2], "little", signed=True)
    return size + 2 if size > 0 else 0


def read_aac(path: Path) -> Recording:
    """Count the frames of a bare AAC stream."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        rate = AAC_RATES[(content[2] >> 2) & 15]
        frames, end = count(content, 0, lambda at: aac_frame(content, at))
        return Recording(
            frames * AAC_SAMPLES * 1000 // rate,
            unreadable="" if end == len(content) else INCOMPLETE,
        )


def aac_frame(content: mmap, at: int) -> int:
    head = int.from_bytes(content[at : at + 7])
    return (head >> 13) & 0x1FFF if head >> 44 == 0xFFF else 0


def count(content: mmap, at: int, size_at: Callable[[int], int]) -> tuple[int, int]:
    """Step from frame to frame; returns how many were whole, and where it stopped."""
    frames, end = 0, len(content)
    while at < end and frames < MOST_FRAMES:
        size = size_at(at)
        if not size or at + size > end:
            return frames, at
        at += size
        frames += 1
    return frames, end


def read_mp4(path: Path) -> Recording:
    """Read the boxes of an MP4 or 3GP file: length, pictures or not, when and where it was made."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        found: dict[bytes, list[bytes]] = {}
        for kind, content in small_boxes(file, 0, size):
            found.setdefault(kind, []).append(content)
    header = found.get(b"mvhd", [])
    kinds = {content[8:12] for content in found.get(b"hdlr", [])}
    facts = {}
    if header and (made := made_at(header[0])):
        facts["MediaCreateDate"] = made
    place = PLACE.search(b"".join(found.get(b"\xa9xyz", []) + found.get(b"meta", [])))
    if place:
        facts["GPSPosition"] = clean(place[0].decode("ascii"))
    return Recording(
        duration_ms=length_of(header[0]) if header else None,
        has_video=b"vide" in kinds,
        unreadable="" if header and b"" not in found else INCOMPLETE,
        facts=facts,
    )


def small_boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the small boxes at every level; a box that ends after the file counts as b""."""
    open_ends = [(start, end)]
    for _number in range(MOST_BOXES):
        while open_ends and open_ends[-1][0] + 8 > open_ends[-1][1]:
            open_ends.pop()
        if not open_ends:
            return
        at, limit = open_ends.pop()
        kind, body, after = box_at(file, at, limit)
        if after > limit:
            yield b"", b""
            return
        open_ends.append((after, limit))
        if kind in CONTAINERS:
            open_ends.append((body, after))
        elif after - body <= SMALL_BOX:
            file.seek(body)
            yield kind, file.read(after - body)


def box_at(file: BinaryIO, at: int, limit: int) -> tuple[bytes, int, int]:
    """Return the kind of a box, where its content begins, and where the box ends."""
    file.seek(at)
    head = file.read(16)
    size, body = int.from_bytes(head[:4]), at + 8
    if size == 1:
        size, body = int.from_bytes(head[8:16]), at + 16
    elif size == 0:
        size = limit - at
    return head[4:8], body, max(at + size, body)


def length_of(header: bytes) -> int | None:
    """Return milliseconds from a movie header; its first byte says how wide its fields are."""
    wide = header[0] == 1
    at, width = (20, 8) if wide else (12, 4)
    scale = int.from_bytes(header[at : at + 4])
    length = int.from_bytes(header[at + 4 : at + 4 + width])
    is_unknown = not scale or length == 2 ** (8 * width) - 1
    return None if is_unknown else length * 1000 // scale


def made_at(header: bytes) -> str:
    seconds = int.from_bytes(header[4:12] if header[0] == 1 else header[4:8])
    return (EPOCH_1904 + timedelta(seconds=seconds)).isoformat() if seconds else ""


class Patient(io.BufferedReader):
    """Reads for a while, and in small pieces; searching gigabytes of noise for a frame ends."""

    def __init__(self, raw: io.FileIO) -> None:
        super().__init__(raw)
        self.left = MOST_READS

    def read(self, size: int | None = -1) -> bytes:
        self.left -= 1
        if self.left < 0 or size is None or size > LARGEST_READ:
            raise EOFError(self.name)
        return super().read(size if size >= 0 else LARGEST_READ)


def read_tagged(path: Path) -> Recording:
    """Read MP3, Ogg, WAV and FLAC."""
    with Patient(io.FileIO(path)) as file:
        tag = TinyTag.get(path, file_obj=file, image=False)
    named = {"Title": tag.title, "Artist": tag.artist, "Comment": tag.comment, "Date": tag.year}
    facts = {name: text for name, value in named.items() if value and (text := clean(str(value)))}
    return Recording(round(tag.duration * 1000) if tag.duration else None, facts=facts)


READERS: dict[str, Callable[[Path], Recording]] = {
    "audio/amr": read_amr,
    "audio/amr-wb": read_amr,
    "audio/silk": read_silk,
    "audio/aac": read_aac,
    "audio/mp4": read_mp4,
    "video/mp4": read_mp4,
    "video/3gpp": read_mp4,
    "video/quicktime": read_mp4,
}
