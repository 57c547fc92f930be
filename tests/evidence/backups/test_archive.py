"""The archive inside a backup: every byte is listed, and what differs is named."""

import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evidence.backups.archive import Arriving, Source, pack, unpack
from evidence.backups.manifest import ABOUT, MANIFEST, About, ChainHead, about_from, is_safe
from evidence.backups.refusal import Refusal, Refused

ABOUT_US = About(
    software="HarassGuard 0.1.0",
    taken_at=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
    database="sqlite",
    migrations=("incidents.0001_initial",),
    chains=(ChainHead("HG-2026-0001", 3, "ab" * 32),),
)


def look(_about: bytes) -> None:
    pass


def packed(folder: Path, *names: str) -> bytes:
    sources = []
    for name in names:
        path = folder / name.replace("/", "-")
        path.write_bytes(name.encode() * 1000)
        sources.append(Source(f"files/{name}", path))
    target = io.BytesIO()
    pack(target, ABOUT_US.as_json(), sources, lambda _size: None)
    return target.getvalue()


def tar_of(*members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size, entry.type = len(content), kind if name != ABOUT else tarfile.REGTYPE
            tar.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def refused(content: bytes) -> Refused:
    with pytest.raises(Refused) as found:
        unpack(io.BytesIO(content), look, lambda _arriving: None)
    return found.value


def test_what_was_packed_comes_out_again(tmp_path: Path) -> None:
    arrived: dict[str, Path] = {}

    def place(arriving: Arriving):
        arrived[arriving.name] = tmp_path / f"out-{len(arrived)}"
        return arrived[arriving.name].open("wb")

    members = unpack(io.BytesIO(packed(tmp_path, "exhibits/aa/aa1", "b")), look, place)
    assert [member.name for member in members] == [ABOUT, "files/exhibits/aa/aa1", "files/b"]
    assert arrived["files/b"].read_bytes() == b"b" * 1000


def test_any_tar_tool_and_sha256sum_can_read_it(tmp_path: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed(tmp_path, "a", "b"))) as tar:
        assert tar.getnames() == [ABOUT, "files/a", "files/b", MANIFEST]
        listed = tar.extractfile(MANIFEST).read().decode()
    assert [line[64:] for line in listed.splitlines()] == [f"  {ABOUT}", "  files/a", "  files/b"]


def test_the_member_that_differs_is_named(tmp_path: Path) -> None:
    content = packed(tmp_path, "a", "b").replace(b"bbbb", b"bbbc", 1)
    assert (refused(content).reason, refused(content).detail) == (Refusal.DAMAGED, "files/b")


def test_a_file_that_went_away_is_told_and_left_out(tmp_path: Path) -> None:
    gone = Source("files/gone", tmp_path / "gone")
    result = pack(io.BytesIO(), ABOUT_US.as_json(), [gone], lambda _size: None)
    assert (result.gone, len(result.members)) == (("files/gone",), 1)


def test_an_archive_without_its_list_is_refused() -> None:
    assert refused(tar_of((ABOUT, ABOUT_US.as_json()))).reason == Refusal.TRUNCATED


def test_another_archive_is_foreign() -> None:
    assert refused(tar_of(("readme.txt", b"abc"))).reason == Refusal.FOREIGN
    assert refused(b"no archive at all" * 100).reason == Refusal.FOREIGN
    assert refused(b"").reason == Refusal.FOREIGN


@pytest.mark.parametrize(
    "name", ["../up", "/abs", "files/../../up", "files/./x", "files/.x", "a\\b", "C:x", "files//x"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    about = (ABOUT, ABOUT_US.as_json())
    assert refused(tar_of(about, (name, b"abc"))).reason == Refusal.DAMAGED


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(kind: bytes) -> None:
    content = tar_of((ABOUT, ABOUT_US.as_json()), ("files/x", b""), kind=kind)
    assert refused(content).reason == Refusal.DAMAGED


def test_chinese_names_are_safe() -> None:
    assert is_safe("files/catalogue/核对.toml")


def test_a_backup_says_of_itself_what_it_said() -> None:
    assert about_from(ABOUT_US.as_json()) == ABOUT_US


def test_a_later_format_is_refused_as_newer() -> None:
    said = json.loads(ABOUT_US.as_json()) | {"format": 2}
    with pytest.raises(Refused) as found:
        about_from(json.dumps(said).encode())
    assert found.value.reason == Refusal.NEWER


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"kind": "other", "format": 1}', b"\xff"])
def test_words_of_another_kind_are_foreign(content: bytes) -> None:
    with pytest.raises(Refused) as found:
        about_from(content)
    assert found.value.reason == Refusal.FOREIGN
