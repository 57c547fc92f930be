"""Putting whole files into a PDF, as PDF/A-3 allows: their bytes, digest, and what they are."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, String

from evidence.bundles.printing.store import finish_file, start_file

# Streams of these are packed; others are taken to be packed already.
TEXTS = ("application/json", "text/")
PACKED, AS_IT_IS = 6, 0


@dataclass(frozen=True, slots=True)
class Enclosure:
    """
    A file to be put into the PDF, its bytes read when they are written.

    `relationship` is one of PDF/A-3's: Data for what the pages were made from, Source for an
    original. `sha256` is what the bytes must come to.
    """

    name: str
    media_type: str
    description: str
    relationship: str
    moment: datetime
    sha256: str
    chunks: Callable[[], Iterable[bytes]]


def write_enclosures(enclosures: Iterable[Enclosure], target: Path) -> dict[str, int]:
    """
    Write a PDF without pages that holds these files; returns the object of each by name.

    What is joined to it is written from there, file by file, so that memory stays flat.
    """
    numbers = {}
    with target.open("wb") as file:
        offsets = start_file(file)
        for each in enclosures:
            for written in objects_of(each, len(offsets) + 1, file):
                offsets.append(written)
            numbers[each.name] = len(offsets)
        finish_file(file, offsets)
    return numbers


def objects_of(each: Enclosure, number: int, file: BinaryIO) -> Iterator[int]:
    """Write a file's stream, its length, its facts and its name; yields where each begins."""
    kind = each.media_type.replace("/", "#2F")
    yield file.tell()
    file.write(
        f"{number} 0 obj\n<< /Type /EmbeddedFile /Subtype /{kind} /Filter /FlateDecode "
        f"/Length {number + 1} 0 R /Params {number + 2} 0 R >>\nstream\n".encode()
    )
    start, tally = file.tell(), Tally()
    for packed in packing(tally.counted(each.chunks()), is_text=each.media_type.startswith(TEXTS)):
        file.write(packed)
    length = file.tell() - start
    file.write(b"\nendstream\nendobj\n")
    moment = f"(D:{each.moment.astimezone(UTC):%Y%m%d%H%M%S}Z)"
    facts = f"/Size {tally.size} /CheckSum <{tally.md5.hexdigest()}> /ModDate {moment}"
    name, said = (f"<{bytes(String(text)).hex()}>" for text in (each.name, each.description))
    held = f"/EF << /F {number} 0 R /UF {number} 0 R >> /AFRelationship /{each.relationship}"
    for at, content in enumerate(
        (
            str(length),
            f"<< {facts} >>",
            f"<< /Type /Filespec /F {name} /UF {name} /Desc {said} {held} >>",
        ),
        start=number + 1,
    ):
        yield file.tell()
        file.write(f"{at} 0 obj\n{content}\nendobj\n".encode())


class Tally:
    """Counts bytes and makes the sum that PDF keeps with a file (MD5 by ISO 32000-1, 7.11.4)."""

    def __init__(self) -> None:
        self.size = 0
        self.md5 = md5(usedforsecurity=False)

    def counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.size += len(chunk)
            self.md5.update(chunk)
            yield chunk


def packing(chunks: Iterable[bytes], *, is_text: bool) -> Iterator[bytes]:
    packer = zlib.compressobj(PACKED if is_text else AS_IT_IS)
    for chunk in chunks:
        yield packer.compress(chunk)
    yield packer.flush()


def enclose(pdf: pikepdf.Pdf, held: pikepdf.Pdf, numbers: dict[str, int]) -> None:
    """Name files of another PDF as this one's own; `held` must stay open until it is saved."""
    found: dict[bytes, Any] = {
        bytes(String(name)): pdf.copy_foreign(held.get_object(number, 0))
        for name, number in numbers.items()
    }
    names = Array()
    for name in sorted(found):
        names.append(String(name))
        names.append(found[name])
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=names)
    pdf.Root.AF = Array(found.values())
