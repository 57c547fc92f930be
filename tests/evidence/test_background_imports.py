"""Imports in the background: batches, progress, stopping, going on after a crash, exactly once."""

from io import BytesIO

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from evidence.exceptions import ImportStopped
from evidence.models import ImportedRow, ImportRun
from evidence.models.imports import ImportState, ImportWork
from evidence.services import importing
from evidence.services.exhibits import acquire_exhibit
from evidence.services.import_reading import Choice, take_rows
from evidence.services.importing import carry_out, keep_batch
from evidence.services.imports import (
    apply_import,
    continue_import,
    preview_import,
    request_import,
    request_undo,
    stop_import,
    undo_import,
)
from incidents.chain_check import check_chain
from incidents.models import Incident
from tests.evidence.exports import call, calls, mms, smses
from tests.factories import jpeg

ROWS = 25


@pytest.fixture
def run(case, monkeypatch) -> ImportRun:
    """An import of 25 calls, asked for, to be done ten at a time."""
    monkeypatch.setattr(importing, "BATCH", 10)
    content = calls(*(call("95555", f"2018-04-24 {hour:02}:00") for hour in range(24)), call())
    return request_import(run=preview(case, content), choice=Choice(), actor=case.owner)


def preview(case, content: bytes) -> ImportRun:
    exhibit = acquire_exhibit(case=case, source=BytesIO(content), name="a.xml", actor=case.owner)
    exhibit = getattr(exhibit, "exhibit", exhibit)
    return preview_import(case=case, exhibit=exhibit, actor=case.owner)


def keep_first_batch(run: ImportRun) -> None:
    """Do what an attempt does before it is killed between two batches."""
    taken = take_rows(run, Choice())
    keep_batch(run, taken.pending[:10], run.case.owner)


def test_batches_make_one_whole_import(run):
    done = carry_out(run=run)
    assert (done.state, done.work, done.counts["kept"]) == (ImportState.APPLIED, "", ROWS)
    numbers = run.case.incidents.order_by("number").values_list("occurred_at", flat=True)
    assert list(numbers) == sorted(numbers)


def test_an_attempt_that_was_cut_off_is_neither_lost_nor_doubled(run):
    keep_first_batch(run)
    assert ImportRun.objects.get().done == 10
    done = carry_out(run=run)
    assert done.counts == {
        "rows": ROWS,
        "kept": ROWS,
        "duplicates": 0,
        "rejected": 0,
        "left_out": 0,
        "lost_attachments": 0,
    }
    assert run.case.incidents.count() == ImportedRow.objects.count() == ROWS
    assert check_chain(run.case).ok


def test_two_attempts_at_once_keep_each_row_once(run):
    plan = take_rows(run, Choice()).pending
    carry_out(run=run)
    with pytest.raises(ImportStopped):
        keep_batch(run, plan[:10], run.case.owner)
    assert run.case.incidents.count() == ROWS


def test_a_late_twin_of_a_batch_adds_nothing(run):
    plan = take_rows(run, Choice()).pending
    keep_batch(run, plan[:10], run.case.owner)
    keep_batch(run, plan[5:15], run.case.owner)
    assert run.case.incidents.count() == 15


def test_what_another_import_brought_meanwhile_counts_as_a_repeat(case, run):
    plan = take_rows(run, Choice()).pending
    other = preview(case, calls(call("95555", "2018-04-24 03:00")))
    apply_import(run=other, choice=Choice(), actor=case.owner)
    keep_batch(run, plan, case.owner)
    assert case.incidents.count() == ROWS


def test_a_stopped_import_keeps_what_it_brought_and_goes_on(run):
    keep_first_batch(run)
    assert stop_import(run=run)
    with pytest.raises(ImportStopped):
        keep_batch(run, take_rows(run, Choice()).pending, run.case.owner)
    assert run.case.incidents.count() == 10
    assert carry_out(run=continue_import(run=run)).counts["kept"] == ROWS


def test_a_stopped_import_can_be_taken_back(run):
    keep_first_batch(run)
    stop_import(run=run)
    assert undo_import(run=run, actor=run.case.owner) == 10
    assert ImportRun.objects.get().state == ImportState.UNDONE
    assert not Incident.objects.standing().exists()
    assert check_chain(run.case).ok


def test_taking_back_goes_on_where_it_was_cut_off(run):
    carry_out(run=run)
    asked = request_undo(run=run, actor=run.case.owner)
    importing.withdraw_batch(asked, run.case.owner, ROWS)
    assert Incident.objects.standing().count() == ROWS - 10
    assert carry_out(run=asked).state == ImportState.UNDONE
    assert not Incident.objects.standing().exists()


def test_the_choice_survives_until_it_is_carried_out(case):
    content = calls(call("95555"), call("05371234501"))
    choice = Choice(lines=frozenset({"95555"}))
    asked = request_import(run=preview(case, content), choice=choice, actor=case.owner)
    done = carry_out(run=ImportRun.objects.get(pk=asked.pk))
    assert (done.counts["kept"], done.counts["left_out"]) == (1, 1)
    assert done.lines == ["95555"]


def test_a_picture_is_tied_once_however_often_an_attempt_is_made(case):
    run = preview(case, smses(mms(jpeg())))
    asked = request_import(run=run, choice=Choice(), actor=case.owner)
    keep_first_batch(asked)
    carry_out(run=asked)
    assert case.incidents.get().exhibit_uses.count() == 1


def test_a_disk_that_refuses_leaves_a_sentence_and_a_way_on(run, monkeypatch):
    def refuse(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(importing, "take_rows", refuse)
        stopped = carry_out(run=run)
    assert stopped.work == ImportWork.STOPPED
    assert "No space left" in stopped.failure
    assert carry_out(run=continue_import(run=run)).state == ImportState.APPLIED


@pytest.fixture
def large(run, client_in) -> str:
    """The address of an import that is under way."""
    return reverse("import-detail", args=[run.pk])


def test_a_large_import_is_left_to_the_background(case, client_in):
    rows = (
        call("95555", f"2018-04-{1 + at // 1440:02} {at // 60 % 24:02}:{at % 60:02}")
        for at in range(501)
    )
    run = preview(case, calls(*rows))
    client_in.post(reverse("import-detail", args=[run.pk]), {"numbers": ["0"]})
    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]
    assert not case.incidents.exists()
    assert "正在导入" in client_in.get(reverse("import-detail", args=[run.pk])).text


def test_progress_is_shown_and_asked_for_again(run, large, client_in):
    keep_first_batch(run)
    ImportRun.objects.update(total=ROWS)
    page = client_in.get(large, headers={"HX-Request": "true"}).text
    assert "10 / 25" in page
    assert "hx-trigger" in page


def test_a_polling_page_loads_again_when_the_work_is_done(run, large, client_in):
    carry_out(run=run)
    assert "HX-Refresh" in client_in.get(large, headers={"HX-Request": "true"}).headers


def test_stopping_offers_to_go_on_and_to_take_back(run, large, client_in):
    client_in.post(reverse("import-stop", args=[run.pk]))
    page = client_in.get(large).text
    assert "接着导入" in page
    assert "撤回已经导入的" in page
    client_in.post(reverse("import-continue", args=[run.pk]))
    assert ImportRun.objects.get().work == ImportWork.IMPORTING
    assert DBTaskResult.objects.count() == 1


def test_what_is_under_way_is_not_begun_twice(run, client_in):
    for name in ("import-continue", "import-undo"):
        client_in.post(reverse(name, args=[run.pk]))
    assert ImportRun.objects.get().work == ImportWork.IMPORTING
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("name", ["import-stop", "import-continue", "import-undo"])
def test_nobody_else_steers_an_import(run, stranger_in, name):
    assert stranger_in.post(reverse(name, args=[run.pk])).status_code == 404
