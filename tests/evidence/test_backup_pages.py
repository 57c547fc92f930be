"""Pages of backups: who may, what is asked, and restoring on the first visit."""

import threading
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from evidence.backups import age
from evidence.data_folder import take_lock
from evidence.models import Backup
from evidence.models.backup import BackupState
from evidence.reminding import Reminder, reminder_at
from incidents.models import Case, User
from incidents.services.access import issue_sign_in_token
from tests.factories import make_incident

A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def cheap_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "WORK_FACTOR", 10)


@pytest.fixture
def keeper_in(client_in: Client, owner: User, case: Case) -> Client:
    """The client of who runs the program; to anybody else these pages do not exist."""
    owner.is_staff = True
    owner.save()
    return client_in


def finished(folder: Path, **values: object) -> Backup:
    now = timezone.now()
    values = {"state": BackupState.DONE, "name": "x.tar.age", "size": 4, "taken_at": now} | values
    backup = Backup.objects.create(started_at=now, **values)
    backup.path.parent.mkdir(exist_ok=True)
    backup.path.write_bytes(b"age!")
    return backup


def test_who_does_not_run_the_program_finds_no_backups(client_in: Client, data_folder) -> None:
    backup = finished(data_folder)
    assert client_in.get("/backup/").status_code == 404
    assert client_in.get(f"/backup/{backup.pk}/file/").status_code == 404
    assert client_in.post(f"/backup/{backup.pk}/forget/").status_code == 404


def test_the_page_asks_for_a_passphrase_twice(keeper_in: Client) -> None:
    page = keeper_in.get("/backup/").content.decode()
    assert page.count('type="password"') == 2


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("short", "short", "太短了"),
        ("a long passphrase", "a long passphrasf", "两遍不一样"),
        ("a long passphrase", "", "这个字段是必填项"),
    ],
)
def test_a_slip_of_the_finger_begins_nothing(keeper_in, first, second, said) -> None:
    answer = keeper_in.post("/backup/", {"passphrase": first, "passphrase_again": second})
    assert said in answer.content.decode()
    assert not Backup.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_button_makes_a_backup_that_its_passphrase_opens(keeper_in: Client) -> None:
    words = "a long passphrase"
    answer = keeper_in.post("/backup/", {"passphrase": words, "passphrase_again": words})
    assert answer["Location"] == "/backup/"
    for thread in set(threading.enumerate()) - {threading.main_thread()}:
        thread.join(30)
    backup = Backup.objects.get()
    assert backup.is_here, backup.failure
    assert pyrage.passphrase.decrypt(backup.path.read_bytes(), words).startswith(b"backup.json")
    assert "备份好了" in keeper_in.get("/backup/").content.decode()


def test_while_another_backup_runs_none_is_begun(keeper_in: Client) -> None:
    words = "a long passphrase"
    with take_lock():
        answer = keeper_in.post("/backup/", {"passphrase": words, "passphrase_again": words})
    assert "正在进行" in answer.content.decode()


def test_a_running_backup_shows_how_far_it_is(keeper_in: Client) -> None:
    Backup.objects.create(started_at=timezone.now(), name="x", stage="pack", done=1, total=4)
    with take_lock():
        page = keeper_in.get("/backup/").content.decode()
        part = keeper_in.get("/backup/", headers={"HX-Request": "true"}).content.decode()
    assert "25 %" in page
    assert "25 %" in part
    assert "<html" not in part


def test_a_polling_page_loads_again_when_there_is_nothing_to_wait_for(keeper_in: Client) -> None:
    assert keeper_in.get("/backup/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_backup_can_be_stopped(keeper_in: Client) -> None:
    backup = Backup.objects.create(started_at=timezone.now(), name="x")
    keeper_in.post(f"/backup/{backup.pk}/stop/")
    assert Backup.objects.get().state == BackupState.CANCELLED


def test_a_finished_file_can_be_taken_away_and_forgotten(keeper_in, data_folder) -> None:
    backup = finished(data_folder)
    answer = keeper_in.get(f"/backup/{backup.pk}/file/")
    assert b"".join(answer.streaming_content) == b"age!"
    assert 'filename="x.tar.age"' in answer["Content-Disposition"]
    keeper_in.post(f"/backup/{backup.pk}/forget/")
    assert not backup.path.exists()
    assert keeper_in.get(f"/backup/{backup.pk}/file/").status_code == 404


def test_no_records_need_no_reminder(db) -> None:
    assert reminder_at(timezone.now()) is None


def test_a_week_of_records_without_any_backup_is_reminded_of(case: Case) -> None:
    make_incident(case=case)
    assert reminder_at(timezone.now() + 6 * A_DAY) is None
    assert reminder_at(timezone.now() + 8 * A_DAY) == Reminder(days=None)


def test_new_records_a_week_after_the_last_backup_are_reminded_of(case, data_folder) -> None:
    finished(data_folder)
    make_incident(case=case)
    assert reminder_at(timezone.now() + 6 * A_DAY) is None
    assert reminder_at(timezone.now() + 9 * A_DAY) == Reminder(days=9)


def test_an_old_backup_with_nothing_after_it_is_enough(case: Case, data_folder: Path) -> None:
    make_incident(case=case)
    finished(data_folder)
    assert reminder_at(timezone.now() + 90 * A_DAY) is None


def test_a_failed_backup_is_none(case: Case, data_folder: Path) -> None:
    finished(data_folder, state=BackupState.FAILED)
    assert reminder_at(timezone.now() + 8 * A_DAY) == Reminder(days=None)


def test_the_overview_reminds_who_runs_the_program(keeper_in, case, data_folder) -> None:
    assert "去备份" not in keeper_in.get("/").content.decode()
    finished(data_folder, taken_at=timezone.now() - 12 * A_DAY)
    make_incident(case=case)
    assert "上次备份是 12 天前" in keeper_in.get("/").content.decode()


def test_nobody_else_is_reminded(client_in: Client, case: Case, data_folder: Path) -> None:
    finished(data_folder, taken_at=timezone.now() - 12 * A_DAY)
    make_incident(case=case)
    assert "上次备份" not in client_in.get("/").content.decode()


def test_the_first_visit_offers_to_restore(client: Client, db) -> None:
    address = f"/start/{issue_sign_in_token()}/"
    assert f"{address}restore/" in client.get(address).content.decode()
    assert client.get(f"{address}restore/").status_code == 200


def test_restoring_needs_the_printed_link(client: Client, db) -> None:
    assert client.get("/start/made-up/restore/").status_code == 410


def test_who_has_set_up_already_is_led_in_instead(client: Client, case: Case) -> None:
    token = issue_sign_in_token()
    assert client.get(f"/start/{token}/restore/")["Location"] == f"/start/{token}/"


def test_a_refused_file_says_why_on_its_page(client: Client, db) -> None:
    address = f"/start/{issue_sign_in_token()}/restore/"
    file = SimpleUploadedFile("x.age", b"PK\x03\x04 no backup")
    answer = client.post(address, {"file": file, "passphrase": "a long passphrase"})
    assert "不是 HarassGuard 的备份" in answer.content.decode()
    assert "a long passphrase" not in answer.content.decode()
