"""Looking whether a finished PDF is sound: syntax, files in it, structure, bookmarks, pictures."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import pikepdf

DRAWN_PICTURE = re.compile(rb"(/Picture\d+) Do\b")
PIECE = 2**20
# In place of a digest, for what cannot be unpacked.
SPOILT = ""
SAID_PAGE = re.compile(r"第(\d+)页$")


def flaws(pdf: pikepdf.Pdf) -> list[str]:
    """
    Read every object and unpack every stream that no digest is compared of; returns what is wrong.

    `qpdf --check` does no more, but unpacks pictures too, which takes as long as all the rest.
    """
    found = []
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and not is_compared(each):
            try:
                each.read_bytes()
            except pikepdf.PdfError as error:
                found.append(str(error))
    return [*found, *pdf.get_warnings()]


def is_compared(stream: Any) -> bool:
    return bool(stream.get("/Subtype") == "/Image" or stream.get("/Type") == "/EmbeddedFile")


def enclosed(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return the SHA-256 of every file in the PDF that the catalog claims as its own, by name."""
    names: Any = pdf.Root.Names
    if "/EmbeddedFiles" not in names:
        return {}
    claimed = {each.objgen for each in pdf.Root.get("/AF", [])}
    return {
        str(name): digest_of(each.EF.UF)
        for name, each in pikepdf.NameTree(names.EmbeddedFiles).items()
        if each.objgen in claimed
    }


def digest_of(stream: Any) -> str:
    """Return the SHA-256 of a packed file, which may be much larger than it is packed."""
    unpacker, found = zlib.decompressobj(), sha256()
    waiting = stream.read_raw_bytes()
    try:
        while waiting:
            found.update(unpacker.decompress(waiting, PIECE))
            waiting = unpacker.unconsumed_tail
    except zlib.error:
        return SPOILT
    found.update(unpacker.flush())
    return found.hexdigest()


def pages_without_structure(pdf: pikepdf.Pdf) -> list[int]:
    """Return the pages (from 1) of which nothing has a place in the structure."""
    root: Any = pdf.Root.get("/StructTreeRoot")
    numbers = {} if root is None else dict(pikepdf.NumberTree(root.ParentTree).items())
    return [
        number
        for number, page in enumerate(pdf.pages, start=1)
        if not len(numbers.get(int(page.obj.get("/StructParents", -1)), ()))
    ]


def bookmarks(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield title and page of every bookmark."""
    waiting = [pdf.Root.Outlines.First] if "/Outlines" in pdf.Root else []
    while waiting:
        item = waiting.pop()
        yield str(item.Title), item.Dest[0]
        waiting += [item[key] for key in ("/Next", "/First") if key in item]


def wrong_bookmarks(pdf: pikepdf.Pdf, pages: Mapping[Any, int]) -> list[str]:
    """Return the bookmarks that do not lead to the page that they print."""
    return [
        title
        for title, page in bookmarks(pdf)
        if (said := SAID_PAGE.search(title)) is None or int(said[1]) != pages.get(page.objgen)
    ]


def pictures(pdf: pikepdf.Pdf) -> Counter[str]:
    """Count how often each picture is drawn, by the SHA-256 of its bytes as they stand there."""
    drawn: Counter[tuple[int, int]] = Counter()
    for page in pdf.pages:
        for name in DRAWN_PICTURE.findall(page.Contents[0].read_bytes()):
            drawn[page.Resources.XObject[name.decode()].objgen] += 1
    found: Counter[str] = Counter()
    for (number, generation), times in drawn.items():
        held: Any = pdf.get_object(number, generation)
        found[sha256(held.read_raw_bytes()).hexdigest()] += times
    return found
