"""Originals reach the disk whole or not at all, and refusals are told in words."""

import io
import os
import subprocess
import sys
from errno import EIO, ENOSPC, EROFS
from hashlib import new, sha256

import pytest

from evidence import storage
from evidence.exceptions import StorageError


class Full(io.BytesIO):
    """A stream that the disk stops taking half-way."""

    def __init__(self, code: int) -> None:
        super().__init__(b"x" * 100)
        self.code = code

    def read(self, _size: int | None = -1) -> bytes:
        if self.tell() == 0:
            return super().read(50)
        raise OSError(self.code, os.strerror(self.code))


@pytest.fixture(autouse=True)
def incoming(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.FILE_UPLOAD_TEMP_DIR


def names(settings) -> list[str]:
    return sorted(path.name for path in settings.EXHIBITS_DIR.rglob("*") if path.is_file())


def test_bytes_lie_under_their_digest_and_cannot_be_written_to(settings):
    stored = storage.store(io.BytesIO(b"abc"))
    assert stored.sha256 == sha256(b"abc").hexdigest()
    assert stored.sm3 == new("sm3", b"abc").hexdigest()
    assert stored.size == 3
    assert names(settings) == [stored.sha256]
    assert storage.path_of(stored.sha256).stat().st_mode & 0o777 == 0o400


def test_many_files_are_stored_in_the_order_given_and_equal_ones_once(settings):
    contents = [b"one", b"two", b"one", b"x" * 3_000_000]
    taken = storage.store_all(map(io.BytesIO, contents), then=lambda path: path.stat().st_size)
    assert [stored.sha256 for stored, _size in taken] == [sha256(c).hexdigest() for c in contents]
    assert [size for _stored, size in taken] == [3, 3, 3, 3_000_000]
    assert len(names(settings)) == 3


@pytest.mark.parametrize(
    ("code", "words"), [(ENOSPC, "磁盘满了"), (EROFS, "不能写入"), (EIO, "没有收下")]
)
def test_a_refusal_is_told_and_leaves_nothing(settings, code, words):
    with pytest.raises(StorageError, match=words):
        storage.store(Full(code))
    assert names(settings) == []


def test_a_refused_file_among_others_leaves_none_half_made(settings):
    sources = [io.BytesIO(b"one"), Full(ENOSPC), io.BytesIO(b"two")]
    with pytest.raises(StorageError):
        storage.store_all(sources, then=storage.nothing)
    assert not any(name.startswith(storage.UNFINISHED) for name in names(settings))


def test_a_folder_that_cannot_be_made_is_told(settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.EXHIBITS_DIR = tmp_path / "file" / "exhibits"
    with pytest.raises(StorageError):
        storage.store(io.BytesIO(b"abc"))


def test_sweeping_removes_what_a_crash_left_and_nothing_else(settings, incoming):
    stored = storage.store(io.BytesIO(b"abc"))
    (settings.EXHIBITS_DIR / ".in-left").write_bytes(b"half")
    (incoming / "tmpabc.upload.jpg").write_bytes(b"half")
    assert storage.sweep() == 2
    assert names(settings) == [stored.sha256]
    assert storage.sweep() == 0


WRITER = """
import sys
from evidence.locks import lock
file = open(sys.argv[1], "wb")
lock(file, wait=False)
print("ready", flush=True)
sys.stdin.read()
"""


def test_sweeping_leaves_what_is_being_written_until_its_writer_dies(settings):
    settings.EXHIBITS_DIR.mkdir()
    path = settings.EXHIBITS_DIR / ".in-busy"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
    ) as writer:
        assert writer.stdout.readline() == b"ready\n"
        assert storage.sweep() == 0
        writer.kill()
    assert storage.sweep() == 1
    assert not path.exists()


def test_digests_tell_what_is_there_now(settings):
    kept, changed, gone = (storage.store(io.BytesIO(text)).sha256 for text in (b"a", b"b", b"c"))
    path = storage.path_of(changed)
    path.chmod(0o600)
    path.write_bytes(b"B")
    storage.path_of(gone).unlink()
    assert storage.digests_of([kept, changed, gone]) == [kept, sha256(b"B").hexdigest(), None]
