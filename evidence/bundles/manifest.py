"""Digests of the files of a bag, and the lists in which they are written down."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

ALGORITHMS = ("sha256", "sha512", "sm3")
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Digests:
    """Size in bytes and digests (hex) of one file."""

    size: int
    sha256: str
    sha512: str
    sm3: str

    def get(self, algorithm: str) -> str:
        return {"sha256": self.sha256, "sha512": self.sha512, "sm3": self.sm3}[algorithm]


class Tally:
    """Digests bytes as they pass by."""

    def __init__(self) -> None:
        self.size = 0
        self._hashes = {name: hashlib.new(name) for name in ALGORITHMS}

    def update(self, chunk: bytes) -> None:
        self.size += len(chunk)
        for each in self._hashes.values():
            each.update(chunk)

    def digests(self) -> Digests:
        return Digests(self.size, *(self._hashes[name].hexdigest() for name in ALGORITHMS))


def digests_of(chunks: Iterable[bytes]) -> Digests:
    tally = Tally()
    for chunk in chunks:
        tally.update(chunk)
    return tally.digests()


def digests_of_bytes(content: bytes) -> Digests:
    return digests_of([content])


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a list: its path in the bag and its digests."""

    path: str
    digests: Digests


def write_list(files: Iterable[Listed], algorithm: str) -> bytes:
    """Return a list as sha256sum writes it, in the order of paths."""
    lines = (
        f"{file.digests.get(algorithm)}  {file.path}\n"
        for file in sorted(files, key=lambda file: file.path)
    )
    return "".join(lines).encode()


def safe_name(number: str, original: str, fallback_ending: str = "") -> str:
    """
    Return an ASCII name that every system can unpack, opening with the exhibit's number.

    What cannot be kept of the original name is dropped; the records hold it whole.
    """
    stem, dot, ending = unicodedata.normalize("NFC", original).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    kept = UNSAFE.sub("-", stem).strip("-._")[:40].strip("-._")
    ending = ending.lower() if re.fullmatch(r"[A-Za-z0-9]{1,5}", ending) else fallback_ending
    name = f"{number}-{kept}" if kept else number
    return f"{name}.{ending}" if ending else name
