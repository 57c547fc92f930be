"""Writing a bundle as one ZIP that holds a valid BagIt bag (RFC 8493)."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path

from evidence.bundles.checker import INFO, MANIFEST, MARKER, SM3_LIST, TAG_MANIFEST
from evidence.bundles.manifest import (
    ALGORITHMS,
    Digests,
    Listed,
    Tally,
    digests_of_bytes,
    write_list,
)
from evidence.bundles.wording import iso_day, local
from evidence.exceptions import FixityError

CHECKER = Path(__file__).with_name("checker.py")
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
FILE_MODE = 0o100644 << 16
UNIX = 3
# Formats that are compressed already; packing them again only costs time.
STORED_ENDINGS = frozenset(
    [
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "heic",
        "pdf",
        "mp3",
        "mp4",
        "m4a",
        "aac",
        "ogg",
        "amr",
        "3gp",
        "webm",
        "zip",
        "docx",
        "xlsx",
    ]
)


@dataclass(frozen=True, slots=True)
class Payload:
    """One file under data/: its path in the bag, its digests and where its bytes come from."""

    path: str
    digests: Digests
    chunks: Callable[[], Iterable[bytes]]


def payload_of_bytes(path: str, content: bytes) -> Payload:
    return Payload(path, digests_of_bytes(content), lambda: [content])


def payload_of_file(path: str, source: Path) -> Payload:
    """Take a file of our own making; its digests are those of the bytes that are there now."""
    with ThreadPoolExecutor(len(ALGORITHMS)) as pool:
        found = pool.map(partial(digest_of_file, source), ALGORITHMS)
    digests = Digests(source.stat().st_size, *found)
    return Payload(path, digests, partial(read_chunks, source))


def digest_of_file(source: Path, algorithm: str) -> str:
    with source.open("rb") as file:
        return file_digest(file, algorithm).hexdigest()


def read_chunks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while chunk := file.read(2**20):
            yield chunk


def bag_info(
    fields: Iterable[tuple[str, str]], payloads: Iterable[Digests], moment: datetime
) -> bytes:
    sizes = [digests.size for digests in payloads]
    lines = [
        *fields,
        ("Bagging-Date", iso_day(moment)),
        ("Payload-Oxum", f"{sum(sizes)}.{len(sizes)}"),
    ]
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in lines).encode()


def write_bag(
    *,
    target: Path,
    name: str,
    payloads: Iterable[Payload],
    tags: Iterable[tuple[str, bytes]],
    info: Iterable[tuple[str, str]],
    moment: datetime,
) -> None:
    """
    Write the bag `name` as a ZIP; the same content and moment give the same bytes.

    `tags` are further files of the bag's own. Raises FixityError naming a payload whose bytes are
    no longer those of its digest.
    """
    with open_bag(target, name, moment) as bag:
        for payload in sorted(payloads, key=lambda payload: payload.path):
            bag.put(payload)
        bag.finish(tags, info)


@contextmanager
def open_bag(target: Path, name: str, moment: datetime) -> Iterator["Bag"]:
    with zipfile.ZipFile(target, "w") as archive:
        yield Bag(archive, name, moment)


class Bag:
    """A bag that is being written; the lists of its files come last."""

    def __init__(self, archive: zipfile.ZipFile, name: str, moment: datetime) -> None:
        self.archive = archive
        self.name = name
        self.moment = moment
        self.held: dict[str, Digests] = {}

    def put(self, payload: Payload) -> None:
        """Write a file; raises FixityError when its bytes are no longer those of its digest."""
        tally = sha256()
        for chunk in self.copied(payload.path, payload.chunks(), payload.digests.size):
            tally.update(chunk)
        if tally.hexdigest() != payload.digests.sha256:
            raise FixityError(payload.path)
        self.held[payload.path] = payload.digests

    def take(self, path: str, chunks: Iterable[bytes], size: int) -> Digests:
        """Write a file that should have so many bytes; returns what was read."""
        tally = Tally()
        for chunk in self.copied(path, chunks, size):
            tally.update(chunk)
        self.held[path] = tally.digests()
        return self.held[path]

    def copied(self, path: str, chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
        """Write what passes by; a file that has grown is not read to its end."""
        info = entry(f"{self.name}/{path}", self.moment)
        info.file_size, written = size, 0
        with self.archive.open(info, "w") as target:
            for chunk in chunks:
                target.write(chunk)
                yield chunk
                written += len(chunk)
                if written > size:
                    return

    def listed(self) -> list[Listed]:
        return [Listed(path, self.held[path]) for path in sorted(self.held)]

    def contents(self) -> bytes:
        """Return the list of what is there so far: all but the PDF, which prints its SHA-256."""
        return write_list(self.listed(), "sha256")

    def finish(self, tags: Iterable[tuple[str, bytes]], info: Iterable[tuple[str, str]]) -> None:
        """Write the lists of all files, and the bag's own."""
        listed = self.listed()
        tag_files = {
            MARKER: BAGIT,
            INFO: bag_info(info, self.held.values(), self.moment),
            MANIFEST: write_list(listed, "sha256"),
            "manifest-sha512.txt": write_list(listed, "sha512"),
            SM3_LIST: write_list(listed, "sm3"),
            "verify.py": CHECKER.read_bytes(),
            **dict(tags),
        }
        tagged = [Listed(path, digests_of_bytes(content)) for path, content in tag_files.items()]
        tag_files[TAG_MANIFEST] = write_list(tagged, "sha256")
        tag_files["tagmanifest-sha512.txt"] = write_list(tagged, "sha512")
        for path, content in sorted(tag_files.items()):
            self.archive.writestr(entry(f"{self.name}/{path}", self.moment), content)


def entry(path: str, moment: datetime) -> zipfile.ZipInfo:
    """Describe one file of the ZIP so that nothing in it depends on this machine."""
    stamp = local(moment)
    info = zipfile.ZipInfo(path, (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute, 0))
    info.create_system = UNIX
    info.external_attr = FILE_MODE
    stored = path.rpartition(".")[2].lower() in STORED_ENDINGS
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    return info
