#!/usr/bin/env python3
"""Checks a bundle, zipped or unpacked, against its own lists; needs Python 3.8 and nothing else.

A copy of this file lies in every bundle as verify.py. It reads, and never writes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import stat
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, cast

ALGORITHMS = ("sha256", "sha512", "sm3")
MARKER, INFO, MANIFEST = "bagit.txt", "bag-info.txt", "manifest-sha256.txt"
TAG_MANIFEST, CONTENTS, SM3_LIST = "tagmanifest-sha256.txt", "contents-sha256.txt", "sm3.txt"
OTHER_LISTS = {CONTENTS: "sha256", SM3_LIST: "sm3"}
PAYLOAD = "data/"
LIST_NAME = re.compile(r"(?:tag)?manifest-([a-z0-9]+)\.txt")
LINE = re.compile(r"([0-9a-fA-F]+)[ \t]+\*?(.+)")
CHUNK, SHARES, MAX_LIST = 2**20, 32, 32 * 2**20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, LookupError, RuntimeError)
NO_ZIP = "打不开：不是 ZIP，或者已经损坏。", "It is no ZIP, or it is damaged."
NO_BAG = "里面没有找到证据包。", "There is no bundle in it."


class Trouble(str, Enum):  # noqa: UP042 (StrEnum is younger)
    MISSING = "missing"
    ADDED = "added"
    ALTERED = "altered"


WORDS = {Trouble.MISSING: "缺少", Trouble.ADDED: "多出", Trouble.ALTERED: "改动"}


@dataclass(frozen=True, order=True)
class Problem:
    """One file of the bag, by its path there, and what is wrong with it."""

    path: str
    problem: Trouble


@dataclass(frozen=True)
class Report:
    """What a check found; `digests` are the SHA-256 that the lists promise, by path."""

    problems: tuple[Problem, ...]
    files: int
    size: int
    checked: tuple[str, ...]
    skipped: tuple[str, ...]
    info: dict[str, str]
    digests: dict[str, str]


class Refused(Exception):
    """The file is no bundle; the words say why, in Chinese and in English."""


class Folder:
    """A bag unpacked on disk; links are never followed."""

    twice: frozenset[str] = frozenset()

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sizes: dict[str, int] = {}
        for folder, folders, files in os.walk(str(root)):
            for path in (Path(folder) / name for name in (*files, *folders)):
                status = path.lstat()
                if not stat.S_ISDIR(status.st_mode):
                    self.sizes[path.relative_to(root).as_posix()] = status.st_size

    def open(self, name: str) -> BinaryIO:
        path = self.root / name
        if not stat.S_ISREG(path.lstat().st_mode):
            raise OSError(name)
        return cast(BinaryIO, path.open("rb", buffering=0))


class Archive:
    """A bag inside a ZIP, read without unpacking; what lies beside the bag is named ../…"""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        entries = [info for info in archive.infolist() if not info.is_dir()]
        self.prefix = prefix_of({info.filename for info in entries})
        counts = Counter(self.inside(info.filename) for info in entries)
        self.sizes = {self.inside(info.filename): info.file_size for info in entries}
        self.twice = frozenset(name for name, count in counts.items() if count > 1)

    def inside(self, name: str) -> str:
        return name[len(self.prefix) :] if name.startswith(self.prefix) else f"../{name}"

    def open(self, name: str) -> BinaryIO:
        entry = self.archive.getinfo(self.prefix + name)
        if entry.compress_type not in METHODS:
            raise OSError(name)
        return cast(BinaryIO, self.archive.open(entry))


def bag_folder(path: Path) -> Path:
    """Find the bag: the folder itself, or the only one in it."""
    for tried in ([path], path.iterdir()):
        found = [each for each in tried if (each / MARKER).exists() or (each / MANIFEST).exists()]
        if len(found) == 1:
            return found[0]
    raise Refused(*NO_BAG)


def prefix_of(names: set[str]) -> str:
    """Find the bag's folder in a ZIP: none, or the only one that holds its lists."""
    tops = sorted({name.partition("/")[0] + "/" for name in names if "/" in name})
    for tag_file in (MANIFEST, MARKER):
        found = [top for top in ("", *tops) if top + tag_file in names]
        if len(found) == 1 or "" in found:
            return found[0]
    raise Refused(*NO_BAG)


def check(
    place: Path | BinaryIO,
    algorithms: Sequence[str] = ALGORITHMS,
    vet: Callable[[zipfile.ZipFile], None] = lambda _archive: None,
) -> Report:
    """
    Compare every file of a bundle with its lists; `vet` may look at a ZIP before it is read.
    Raises Refused when it is no bundle, OSError when it cannot be read.
    """
    usable = [name for name in algorithms if name in hashlib.algorithms_available]
    if isinstance(place, Path) and place.is_dir():
        return Check(Folder(bag_folder(place)), usable).report()
    try:
        archive = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused(*NO_ZIP) from error
    with archive:
        vet(archive)
        return Check(Archive(archive), usable).report()


class Check:
    """One bag beside its own lists: `expected` holds what they promise of each path."""

    def __init__(self, bag: Folder | Archive, usable: Sequence[str]) -> None:
        self.bag, self.usable = bag, usable
        self.found = {Problem(name, Trouble.ADDED) for name in bag.twice}
        self.expected: dict[str, set[tuple[str, str]]] = {}
        self.lists = {name: self.read_list(name) for name in bag.sizes if algorithm_of(name)}

    def add(self, names: Iterable[str], trouble: Trouble) -> None:
        self.found.update(Problem(name, trouble) for name in names)

    def read_list(self, name: str) -> dict[str, str]:
        try:
            with self.bag.open(name) as file:
                entries = read_list(file.read(MAX_LIST + 1))
        except (*UNREADABLE, ValueError):
            self.add([name], Trouble.ALTERED)
            return {}
        for path, digest in entries.items():
            self.expected.setdefault(path, set()).add((algorithm_of(name), digest))
        return entries

    def report(self) -> Report:
        sizes, info = self.bag.sizes, self.read_info()
        used = set(map(algorithm_of, self.lists))
        self.compare_names(sizes.keys())
        self.compare_digests()
        self.compare_oxum(info.get("Payload-Oxum"))
        return Report(
            problems=tuple(sorted(self.found)),
            files=len(sizes),
            size=sum(sizes.values()),
            checked=tuple(name for name in self.usable if name in used),
            skipped=tuple(sorted(used - set(self.usable))),
            info=info,
            digests={**self.lists.get(TAG_MANIFEST, {}), **self.lists.get(MANIFEST, {})},
        )

    def compare_names(self, names: Iterable[str]) -> None:
        """Every list of the payload names all of it; only the contents leave out the PDF."""
        required = {MARKER, MANIFEST, TAG_MANIFEST, *self.expected}
        self.add(required.difference(names), Trouble.MISSING)
        whole = {name: self.lists[name] for name in self.lists if not name.startswith("tag")}
        if any(whole.values()):
            self.add(set(names).difference(self.expected, self.lists), Trouble.ADDED)
        promised = {path for path in self.expected if path.startswith(PAYLOAD)}
        short = [name for name, entries in whole.items() if entries and promised - entries.keys()]
        self.add(set(short) - {CONTENTS}, Trouble.ALTERED)

    def compare_digests(self) -> None:
        """Digest the files, several at once, the largest first."""
        sizes = self.bag.sizes
        names = sorted(sizes.keys() & self.expected.keys(), key=lambda name: -sizes[name])
        shares = [names[at::SHARES] for at in range(SHARES)]
        with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
            for altered in pool.map(self.altered_among, shares):
                self.add(altered, Trouble.ALTERED)

    def altered_among(self, names: Iterable[str]) -> list[str]:
        buffer = memoryview(bytearray(CHUNK))
        return [name for name in names if not self.is_as_promised(name, buffer)]

    def is_as_promised(self, name: str, buffer: memoryview) -> bool:
        """Digest one file and hold it against every list that names it."""
        promised = {pair for pair in self.expected[name] if pair[0] in self.usable}
        hashes = {algorithm: hashlib.new(algorithm) for algorithm, _digest in promised}
        try:
            with self.bag.open(name) as file:
                while count := file.readinto(buffer):  # type: ignore[attr-defined]
                    for each in hashes.values():
                        each.update(buffer[:count])
        except UNREADABLE:
            return False
        return promised == {(key, each.hexdigest()) for key, each in hashes.items()}

    def read_info(self) -> dict[str, str]:
        """Return the fields of bag-info.txt, as far as they can be read."""
        try:
            with self.bag.open(INFO) as file:
                lines = file.read(CHUNK).decode().splitlines()
        except (*UNREADABLE, ValueError):
            return {}
        return {line.partition(":")[0]: line.partition(":")[2].strip() for line in lines}

    def compare_oxum(self, oxum: str | None) -> None:
        """Hold size and number of the payload against bag-info.txt, when its files are right."""
        payload = [size for name, size in self.bag.sizes.items() if name.startswith(PAYLOAD)]
        is_wrong = any(each.path.startswith(PAYLOAD) for each in self.found)
        if oxum not in (None, f"{sum(payload)}.{len(payload)}") and not is_wrong:
            self.add([INFO], Trouble.ALTERED)


def algorithm_of(name: str) -> str:
    """Return the digest by which a file lists others, "" when it is no list."""
    match = LIST_NAME.fullmatch(name)
    return match[1] if match else OTHER_LISTS.get(name, "")


def read_list(content: bytes) -> dict[str, str]:
    """Return path to digest (lower-case hex); raises ValueError naming the line that is neither."""
    found: dict[str, str] = {}
    if len(content) > MAX_LIST:
        raise ValueError("too long")
    for number, line in enumerate(content.decode().splitlines(), start=1):
        match = LINE.fullmatch(line)
        if match is None or match[2] in found:
            raise ValueError(f"line {number}")
        found[match[2]] = match[1].lower()
    return found


def tell(report: Report) -> None:
    for each in report.problems:
        say(f"{WORDS[each.problem]} {each.problem.value:8} {each.path}")
    wrong, names = len(report.problems), ", ".join(report.checked)
    say(f"{names}: {report.files} 个文件 files, {wrong} 处不同 differences")
    say(f"没有核对 not checked: {', '.join(report.skipped) or '-'}")
    say("应与 PDF 封面的清单摘要相同 must equal the digest on the cover of the PDF:")
    say(report.digests.get(CONTENTS, "?"))
    say("有不同 NOT WHOLE" if wrong else "完整 WHOLE")


def say(line: str) -> None:
    """Write a line; what a hostile name could do to a terminal is spelt out instead."""
    safe = "".join(each if each.isprintable() else repr(each)[1:-1] for each in line)
    sys.stdout.buffer.write(f"{safe}{os.linesep}".encode(sys.stdout.encoding, "backslashreplace"))


def main() -> int:
    """Return 0 when the bundle is whole, 1 when it is not, 2 when it is no bundle."""
    parser = argparse.ArgumentParser(description="核对证据包 / Check a bundle")
    parser.add_argument("path", type=Path, nargs="?", default=Path(__file__).resolve().parent)
    parser.add_argument("--sha256", action="store_true", help="只用 SHA-256 / SHA-256 only")
    chosen = parser.parse_args()
    try:
        report = check(chosen.path, ALGORITHMS[:1] if chosen.sha256 else ALGORITHMS)
    except (Refused, OSError) as error:
        say(f"{chosen.path}: {' / '.join(map(str, error.args))}")
        return 2
    tell(report)
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
