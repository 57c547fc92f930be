"""A small bag, and ways to spoil it."""

import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from evidence.bundles.bag import payload_of_bytes, write_bag
from evidence.bundles.manifest import Listed, write_list

MOMENT = datetime(2018, 6, 12, 12, 5, tzinfo=UTC)
NAME = "HG-2018-0001-01"
PICTURE = b"\xff\xd8 picture"


def make_bag(folder: Path, content: bytes = b"one") -> Path:
    target = folder / f"{NAME}.zip"
    payloads = [
        payload_of_bytes("data/records/incidents.csv", content),
        payload_of_bytes("data/exhibits/1-1.jpg", PICTURE),
    ]
    listed = [Listed(payload.path, payload.digests) for payload in payloads]
    write_bag(
        target=target,
        name=NAME,
        payloads=[*payloads, payload_of_bytes(f"data/{NAME}.pdf", b"%PDF-1.7")],
        tags=[
            ("VERIFY.txt", "怎样核对".encode()),
            ("contents-sha256.txt", write_list(listed, "sha256")),
        ],
        info=[("External-Description", "小柳与甲平台"), ("External-Identifier", NAME)],
        moment=MOMENT,
    )
    return target


def unpacked(folder: Path) -> Path:
    with zipfile.ZipFile(make_bag(folder)) as archive:
        archive.extractall(folder / "out")
    return folder / "out" / NAME


def with_entry(path: Path, name: str, content: bytes = b"x", method: int = 0) -> Path:
    """Add one entry to a bag as anyone could."""
    with zipfile.ZipFile(path, "a", method) as archive:
        archive.writestr(name, content)
    return path


def locked(path: Path) -> Path:
    """Mark the first entry as encrypted, in both places where a ZIP says so."""
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(content)
    return path


def crowded(path: Path, entries: int) -> Path:
    """Write a ZIP that is nothing but a directory of very many names."""
    row = b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHLL", 1, 0, 0, 0, 0, 0, 0) + b"a"
    size = len(row) * entries
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 1, 1, size, 0, 0)
    path.write_bytes(row * entries + end)
    return path
