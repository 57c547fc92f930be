"""Restoring: into an empty place only, all or nothing, and what comes back verifies."""

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from evidence.backups import age
from evidence.backups.archive import Source
from evidence.backups.manifest import About
from evidence.backups.sealed import write_sealed
from evidence.data_folder import held_files
from evidence.exceptions import BackupError
from evidence.models import Backup
from evidence.services import restores
from evidence.services.backups import begin_backup, copied, make_backup
from evidence.services.database_copies import read_copy
from evidence.services.exhibits import changed_exhibits
from evidence.services.restores import restore_backup, sweep_cut_off
from incidents.chain_check import check_chain
from incidents.models import Anchor, Case, SignInToken
from incidents.services.access import issue_sign_in_token
from tests.factories import make_case, make_exhibit, make_incident
from tests.program import command

# A restore is one transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)
PASSPHRASE = "一句 记得住的话"
TASKS = ("django_tasks_database_dbtaskresult", "django_tasks_db_dbtaskresult")


@pytest.fixture(autouse=True)
def cheap_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "WORK_FACTOR", 10)


@pytest.fixture
def old(data_folder: Path, settings) -> Path:
    """A place with a case, an original, a bundle's file and a checked clause."""
    settings.DATA_DIR = data_folder / "old"
    settings.EXHIBITS_DIR = settings.DATA_DIR / "exhibits"
    for name in ("exhibits", "bundles/1", "catalogue"):
        (settings.DATA_DIR / name).mkdir(parents=True)
    (settings.DATA_DIR / "bundles/1/HG-2026-0001-01.pdf").write_bytes(b"%PDF-1.7")
    (settings.DATA_DIR / "catalogue/checked.toml").write_text("# 核对")
    case = make_case()
    make_exhibit(case=case, incident=make_incident(case=case))
    issue_sign_in_token()
    return settings.DATA_DIR


@pytest.fixture
def new(data_folder: Path) -> Path:
    (data_folder / "new").mkdir()
    return data_folder / "new"


def back_up(folder: Path) -> bytes:
    target = folder.parent / "whole.tar.age"
    backup = make_backup(started=begin_backup(actor=None, target=target), passphrase=PASSPHRASE)
    assert backup.failure == ""
    return target.read_bytes()


def edited(folder: Path, *commands: str) -> bytes:
    """Seal a backup whose database differs by these commands."""
    copy, target = folder.parent / "database.sqlite3", folder.parent / "edited.tar.age"
    about = copied(copy)
    with closing(sqlite3.connect(copy)) as database:
        for each in commands:
            database.execute(each)
        database.commit()
    about = About(
        about.software, about.taken_at, "sqlite", read_copy(copy).migrations, about.chains
    )
    sources = [Source(copy.name, copy), *held_files()]
    write_sealed(target, PASSPHRASE, about, sources, lambda _size: None)
    return target.read_bytes()


def move_to(folder: Path, settings) -> None:
    """Stand where nothing is yet: no rows, no files."""
    call_command("flush", interactive=False, verbosity=0)
    settings.DATA_DIR, settings.EXHIBITS_DIR = folder, folder / "exhibits"


def restore(content: bytes, passphrase: str = PASSPHRASE):
    return restore_backup(source=io.BytesIO(content), passphrase=passphrase)


def refusal(content: bytes, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(BackupError) as refused:
        restore(content, passphrase)
    return str(refused.value)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".busy"
    }


def test_everything_comes_back_and_verifies(old: Path, new: Path, settings) -> None:
    before, content = files_of(old), back_up(old)
    move_to(new, settings)
    assert restore(content).cases == 1
    assert files_of(new) == before
    case = Case.objects.get()
    assert check_chain(case).ok
    assert not list(changed_exhibits(case))


def test_originals_come_back_read_only(old: Path, new: Path, settings) -> None:
    content = back_up(old)
    move_to(new, settings)
    restore(content)
    assert {path.stat().st_mode & 0o777 for path in new.glob("exhibits/*/*")} == {0o400}


def test_the_restored_backup_counts_as_the_last_one(old: Path, new: Path, settings) -> None:
    content = back_up(old)
    move_to(new, settings)
    restored = restore(content)
    backup = Backup.objects.get()
    assert (backup.state, backup.size, backup.taken_at) == ("done", len(content), restored.taken_at)
    assert Anchor.objects.filter(place="backup", name=backup.name).count() == 1


def test_links_of_the_old_machine_do_not_come_back(old: Path, new: Path, settings) -> None:
    content = back_up(old)
    move_to(new, settings)
    restore(content)
    assert not SignInToken.objects.exists()


def test_an_older_backup_is_brought_up_to_date_before_it_counts(old, new, settings) -> None:
    tables = set(connection.introspection.table_names()).intersection(TASKS)
    forget = "DELETE FROM django_migrations WHERE app LIKE 'django_tasks%'"
    content = edited(old, forget, *(f"DROP TABLE {table}" for table in tables))
    move_to(new, settings)
    assert restore(content).cases == 1
    assert set(connection.introspection.table_names()).issuperset(tables)


def changed(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


SPOILT = {
    "one bit": (changed, "坏了"),
    "cut": (lambda content: content[:-100], "不完整"),
    "cut in two": (lambda content: content[: len(content) // 2], "不完整"),
    "foreign": (lambda content: b"PK\x03\x04" + content, "不是 HarassGuard 的备份"),
    "empty": (lambda content: b"", "不是 HarassGuard 的备份"),
}


@pytest.mark.parametrize("way", SPOILT)
def test_a_spoilt_file_is_refused_with_its_reason_and_nothing_written(
    way: str, old: Path, new: Path, settings
) -> None:
    spoil, reason = SPOILT[way]
    content = spoil(back_up(old))
    move_to(new, settings)
    assert reason in refusal(content)
    assert (files_of(new), Case.objects.count()) == ({}, 0)


def test_an_age_file_that_holds_something_else_is_foreign(new: Path, settings) -> None:
    move_to(new, settings)
    diary = io.BytesIO()
    writer = age.SealingWriter(diary, PASSPHRASE)
    writer.write(b"dear diary")
    writer.finish()
    assert "不是 HarassGuard 的备份" in refusal(diary.getvalue())


def test_a_wrong_passphrase_is_refused_as_such(old: Path, new: Path, settings) -> None:
    content = back_up(old)
    move_to(new, settings)
    assert "备份密码不对" in refusal(content, "另一句")
    assert files_of(new) == {}


def test_a_backup_of_a_later_version_is_refused_as_such(old: Path, new: Path, settings) -> None:
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('incidents', '9999_x', '')"
    content = edited(old, later)
    move_to(new, settings)
    assert "更新的版本" in refusal(content)
    assert files_of(new) == {}


def test_a_chain_that_ends_elsewhere_than_said_is_damage(old: Path, new: Path, settings) -> None:
    kept = "DROP TRIGGER incidents_custodyevent_kept_delete"
    content = edited(old, kept, "DELETE FROM incidents_custodyevent WHERE sequence > 1")
    move_to(new, settings)
    assert "坏了" in refusal(content)
    assert files_of(new) == {}


def test_a_place_with_records_is_left_as_it_is(old: Path) -> None:
    content, before = back_up(old), files_of(old)
    assert "已经有记录" in refusal(content)
    assert files_of(old) == before


def test_originals_without_a_database_are_not_covered_over(old: Path, new, settings) -> None:
    content = back_up(old)
    move_to(new, settings)
    (new / "exhibits").mkdir()
    (new / "exhibits" / "left").write_text("the only copy")
    assert "已经有记录" in refusal(content)
    assert (new / "exhibits" / "left").exists()


def test_a_database_that_cannot_be_loaded_leaves_no_files(old, new, settings, monkeypatch) -> None:
    content = back_up(old)
    move_to(new, settings)
    full = OSError(28, "No space left on device")

    def refuse(_path: Path) -> None:
        raise full

    monkeypatch.setattr(restores, "load_copy", refuse)
    assert "磁盘满了" in refusal(content)
    assert files_of(new) == {}


def test_a_restore_that_was_cut_off_is_swept_and_can_be_done_again(old, new, settings) -> None:
    """The files lay in place already, the database did not yet."""
    content = back_up(old)
    move_to(new, settings)
    for name in ("exhibits/ab", ".restore-x"):
        (new / name).mkdir(parents=True)
    (new / "exhibits/ab/half").touch()
    (new / ".restoring").touch()
    sweep_cut_off()
    assert files_of(new) == {}
    assert restore(content).cases == 1


def test_sweeping_takes_nothing_that_a_database_speaks_of(old: Path) -> None:
    (old / ".restoring").touch()
    before = files_of(old)
    sweep_cut_off()
    assert files_of(old).keys() == before.keys() - {".restoring"}


def test_a_command_without_a_passphrase_says_where_it_looks(old: Path, monkeypatch) -> None:
    monkeypatch.delenv("HARASSGUARD_BACKUP_PASSPHRASE", raising=False)
    with pytest.raises(CommandError, match="HARASSGUARD_BACKUP_PASSPHRASE") as refused:
        call_command("backup", "x.age")
    assert refused.value.returncode == 2


@pytest.mark.parametrize("target", ["/nowhere/x.age", "taken.age"])
def test_a_place_that_cannot_be_written_is_bad_input(old, monkeypatch, target: str) -> None:
    monkeypatch.setenv("HARASSGUARD_BACKUP_PASSPHRASE", PASSPHRASE)
    (old / "taken.age").touch()
    with pytest.raises(CommandError) as refused:
        call_command("backup", out=old / target)
    assert refused.value.returncode == 2


def test_the_commands_carry_a_case_from_one_folder_to_another(tmp_path: Path) -> None:
    first, second, file = tmp_path / "first", tmp_path / "second", tmp_path / "hg.tar.age"
    (tmp_path / "passphrase").write_text(f"{PASSPHRASE}\r\n", encoding="utf-8")
    secret = "--passphrase-file", str(tmp_path / "passphrase"), "--json"
    assert command("migrate", data=first).returncode == 0
    assert command("demo", data=first).returncode == 0
    made = command("backup", "--out", str(file), *secret, data=first)
    assert json.loads(made.stdout)["cases"][0]["sequence"] > 1000, made.stderr
    restored = command("restore", str(file), *secret, data=second)
    assert json.loads(restored.stdout)["cases"] == 1, restored.stderr
    checked = command("verify_case", "--case", "1", "--json", data=second)
    assert json.loads(checked.stdout)["ok"], checked.stdout
