"""Writing a bundle as one ZIP that holds a valid BagIt bag (RFC 8493)."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evidence.bundles.checker import INFO, MANIFEST, MARKER, SM3_LIST, TAG_MANIFEST
from evidence.bundles.manifest import Digests, Listed, Tally, digests_of_bytes, write_list
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
    tally = Tally()
    for chunk in read_chunks(source):
        tally.update(chunk)
    return Payload(path, tally.digests(), lambda: read_chunks(source))


def read_chunks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while chunk := file.read(2**20):
            yield chunk


def contents_list(payloads: Iterable[Payload]) -> bytes:
    """Return the list of everything but the PDF, whose SHA-256 the PDF prints."""
    return write_list([Listed(payload.path, payload.digests) for payload in payloads], "sha256")


def bag_info(
    fields: Iterable[tuple[str, str]], payloads: Iterable[Payload], moment: datetime
) -> bytes:
    sizes = [payload.digests.size for payload in payloads]
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
    ordered = sorted(payloads, key=lambda payload: payload.path)
    listed = [Listed(payload.path, payload.digests) for payload in ordered]
    tag_files = {
        MARKER: BAGIT,
        INFO: bag_info(info, ordered, moment),
        MANIFEST: write_list(listed, "sha256"),
        "manifest-sha512.txt": write_list(listed, "sha512"),
        SM3_LIST: write_list(listed, "sm3"),
        "verify.py": CHECKER.read_bytes(),
        **dict(tags),
    }
    tagged = [Listed(path, digests_of_bytes(content)) for path, content in tag_files.items()]
    tag_files[TAG_MANIFEST] = write_list(tagged, "sha256")
    tag_files["tagmanifest-sha512.txt"] = write_list(tagged, "sha512")
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in sorted(tag_files.items()):
            archive.writestr(entry(f"{name}/{path}", moment), content)
        for payload in ordered:
            write_payload(archive, entry(f"{name}/{payload.path}", moment), payload)


def entry(path: str, moment: datetime) -> zipfile.ZipInfo:
    """Describe one file of the ZIP so that nothing in it depends on this machine."""
    stamp = local(moment)
    info = zipfile.ZipInfo(path, (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute, 0))
    info.create_system = UNIX
    info.external_attr = FILE_MODE
    stored = path.rpartition(".")[2].lower() in STORED_ENDINGS
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    return info


def write_payload(archive: zipfile.ZipFile, info: zipfile.ZipInfo, payload: Payload) -> None:
    tally = Tally()
    info.file_size = payload.digests.size
    with archive.open(info, "w") as target:
        for chunk in payload.chunks():
            tally.update(chunk)
            target.write(chunk)
    if tally.digests() != payload.digests:
        raise FixityError(payload.path)
