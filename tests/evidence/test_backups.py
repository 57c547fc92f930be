"""Making backups: what goes in, what is said, and what is left when one does not come through."""

import io
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest

from evidence import storage
from evidence.backups import age
from evidence.backups.sealed import Opened, read_sealed
from evidence.data_folder import held_files, take_lock
from evidence.exceptions import BackupError
from evidence.models import Backup
from evidence.models.backup import BackupState
from evidence.services import backups
from evidence.services.backup_states import cancel_backup, sweep_backups
from evidence.services.backups import Started, begin_backup, make_backup
from incidents.models import Anchor, Case
from tests.factories import jpeg, make_exhibit, make_incident

# SQLite copies no database from within a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)
PASSPHRASE = "一句 记得住的话"


@pytest.fixture(autouse=True)
def cheap_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "WORK_FACTOR", 10)


@pytest.fixture
def filled(case: Case) -> Case:
    make_exhibit(case=case, incident=make_incident(case=case))
    return case


def back_up(**values: object) -> Backup:
    return make_backup(started=begin_backup(actor=None, **values), passphrase=PASSPHRASE)


def read(path: Path) -> Opened:
    with path.open("rb") as file:
        return read_sealed(
            file,
            PASSPHRASE,
            look=lambda _about: None,
            place=lambda _arriving: None,
            tell=lambda _size: None,
        )


def names(backup: Backup) -> list[str]:
    return [member.name for member in read(backup.path).members]


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"exhibits", "backups", ".busy"}


def test_a_backup_holds_database_originals_and_settings(filled: Case, data_folder: Path) -> None:
    (data_folder / "catalogue").mkdir()
    (data_folder / "catalogue" / "checked.toml").write_text("# 核对")
    digest = filled.exhibits.get().sha256
    assert names(back_up()) == [
        "backup.json",
        "database.sqlite3",
        "files/catalogue/checked.toml",
        f"files/exhibits/{digest[:2]}/{digest}",
    ]


def test_what_can_be_made_again_or_is_under_way_stays_out(filled: Case, data_folder: Path) -> None:
    for name in ("static/a.css", "incoming/x", "bundles/.work-1/x", "backups/old.tar.age"):
        path = data_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for name in ("secret.key", "static.collected", "harassguard.sqlite3-wal", ".worker"):
        (data_folder / name).touch()
    (data_folder / "link").symlink_to("/etc/passwd")
    assert [source.name[:14] for source in held_files()] == ["files/exhibits"]


def test_files_of_issued_bundles_are_taken_along(filled: Case, data_folder: Path) -> None:
    (data_folder / "bundles" / "7").mkdir(parents=True)
    (data_folder / "bundles" / "7" / "HG-2026-0001-01.pdf").write_bytes(b"%PDF")
    assert "files/bundles/7/HG-2026-0001-01.pdf" in names(back_up())


def test_it_is_an_age_file_for_its_owner_alone(filled: Case) -> None:
    backup = back_up()
    assert backup.path.stat().st_mode & 0o777 == 0o600
    content = backup.path.read_bytes()
    assert sha256(content).hexdigest() == backup.sha256
    assert pyrage.passphrase.decrypt(content, PASSPHRASE).startswith(b"backup.json")


def test_the_newest_link_is_in_it_and_anchored(filled: Case) -> None:
    newest = filled.custody_events.latest("sequence")
    backup = back_up()
    (chain,) = read(backup.path).about.chains
    assert (chain.case, chain.sequence, chain.head) == (
        filled.number,
        newest.sequence,
        newest.digest,
    )
    anchor = Anchor.objects.get(case=filled, place="backup")
    assert (anchor.digest, anchor.name) == (newest.digest, backup.name)


def test_the_passphrase_is_nowhere_but_in_memory(filled: Case, data_folder: Path) -> None:
    backup = back_up()
    assert all(PASSPHRASE not in str(value) for value in vars(backup).values())
    for path in data_folder.rglob("*"):
        assert path.is_dir() or PASSPHRASE.encode() not in path.read_bytes()


def test_originals_that_were_gone_or_altered_are_named(filled: Case) -> None:
    gone = make_exhibit(case=filled, content=jpeg(colour="#112233"))
    altered = filled.exhibits.exclude(pk=gone.pk).get()
    storage.path_of(gone.sha256).unlink()
    storage.path_of(altered.sha256).chmod(0o600)
    storage.path_of(altered.sha256).write_bytes(b"other bytes")
    backup = back_up()
    assert backup.state == BackupState.DONE
    assert {name[-64:] for name in backup.faults} == {gone.sha256, altered.sha256}


def test_only_the_newest_file_stays_on_this_machine(filled: Case, tmp_path: Path) -> None:
    first, second = back_up(), back_up(target=tmp_path / "backups" / "later.tar.age")
    assert (first.is_here, second.is_here) == (False, True)


def test_a_file_that_is_there_is_never_written_over(filled: Case, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.write_text("mine")
    with pytest.raises(BackupError, match="已经有了"):
        back_up(target=target)
    assert target.read_text() == "mine"


def test_two_at_once_are_refused(filled: Case) -> None:
    with take_lock(), pytest.raises(BackupError, match="正在进行"):
        begin_backup(actor=None)


def test_a_full_disk_is_said_and_leaves_nothing(filled: Case, data_folder, monkeypatch) -> None:
    monkeypatch.setattr(backups, "SPARE_BYTES", 2**60)
    backup = back_up()
    assert backup.state == BackupState.FAILED
    assert "地方不够" in backup.failure
    assert not list((data_folder / "backups").iterdir())
    assert not left_in(data_folder)


def test_a_folder_that_cannot_be_written_is_said(filled: Case, tmp_path: Path) -> None:
    backup = back_up(target=tmp_path / "nowhere" / "x")
    assert (backup.state, backup.failure[:4]) == (BackupState.FAILED, "写不进去")


def test_a_file_that_does_not_read_back_is_never_called_done(filled: Case, monkeypatch) -> None:
    """The disk gives back one bit that is not as it was written."""
    write = backups.write_sealed

    def damage(path: Path, *values: object):
        packed = write(path, *values)
        content = bytearray(path.read_bytes())
        content[-100] ^= 1
        path.write_bytes(content)
        return packed

    monkeypatch.setattr(backups, "write_sealed", damage)
    backup = back_up()
    assert (backup.state, backup.is_here) == (BackupState.FAILED, False)
    assert "对不上" in backup.failure
    assert not list(backup.path.parent.iterdir())


def test_one_that_was_stopped_leaves_nothing(filled: Case, data_folder: Path) -> None:
    started = begin_backup(actor=None)
    assert cancel_backup(backup=started.backup)
    assert make_backup(started=started, passphrase=PASSPHRASE).state == BackupState.CANCELLED
    assert not list((data_folder / "backups").iterdir())
    assert begin_backup(actor=None).lock.close() is None


def cut_off(started: Started) -> None:
    """Leave what a killed process leaves: a part, a folder of work, and no lock."""
    started.part.write_bytes(b"half")
    (started.target.parent.parent / ".backup-x").mkdir()
    started.lock.close()


def test_what_a_crash_left_is_swept_and_told(filled: Case, data_folder: Path) -> None:
    started = begin_backup(actor=None)
    cut_off(started)
    sweep_backups()
    assert not list((data_folder / "backups").iterdir())
    assert not left_in(data_folder)
    backup = Backup.objects.get()
    assert (backup.state, backup.failure[:3]) == (BackupState.FAILED, "中途断")


def test_one_that_is_under_way_is_not_swept(filled: Case) -> None:
    started = begin_backup(actor=None)
    started.part.write_bytes(b"half")
    sweep_backups()
    assert started.part.exists()
    assert Backup.objects.get().state == BackupState.RUNNING
    started.lock.close()


def test_a_checked_file_whose_word_was_lost_is_called_done(filled: Case) -> None:
    """The process died between the rename and the row."""
    started = begin_backup(actor=None)
    started.target.write_bytes(b"checked")
    Backup.objects.update(size=7, sha256="ab", chains=[])
    started.lock.close()
    sweep_backups()
    assert Backup.objects.get().is_here


def test_a_big_original_does_not_fill_the_memory(filled: Case) -> None:
    make_exhibit(case=filled, content=bytes(64 * 2**20), name="录音.bin")
    tracemalloc.start()
    back_up()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * 2**20


def test_the_reader_takes_any_stream(filled: Case) -> None:
    content = back_up().path.read_bytes()
    assert age.OpeningReader(io.BytesIO(content), PASSPHRASE).read(6) == b"backup"
