"""What a worker that died had under way: taken up again, or given up with a sentence."""

import subprocess
import sys
from io import BytesIO

import pytest
from django.urls import reverse
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from evidence.bundles.scope import Scope
from evidence.locks import held, is_held
from evidence.models import Bundle, ImportRun
from evidence.models.bundle import BundleState, Recipient
from evidence.services.bundles import WORKING, request_bundle, sweep_bundles, working_folder
from evidence.services.exhibits import acquire_exhibit
from evidence.services.import_reading import Choice
from evidence.services.imports import preview_import, request_import
from evidence.tasks import issue, work_on_import
from harassguard.recovery import IMPORT_TRIES, TRIES, take_up_again
from tests.evidence.exports import call, calls
from tests.factories import make_incident


@pytest.fixture
def bundle(case) -> Bundle:
    make_incident(case=case)
    return request_bundle(case=case, recipient=Recipient.POLICE, scope=Scope(), actor=case.owner)


def claimed(task, pk: int, *, tries: int = 1) -> DBTaskResult:
    """Queue a task as a worker leaves it that is killed at work."""
    result = DBTaskResult.objects.get(pk=task.enqueue(pk).id)
    for number in range(tries):
        result.claim(f"worker {number}")
    return result


def test_an_issue_that_was_cut_off_is_made_again(bundle):
    Bundle.objects.update(state=BundleState.RUNNING)
    task = claimed(issue, bundle.pk)
    assert take_up_again() == 1
    bundle.refresh_from_db()
    task.refresh_from_db()
    assert (bundle.state, task.status) == (BundleState.QUEUED, TaskResultStatus.READY)


def test_an_issue_that_ends_the_program_each_time_is_given_up(bundle, client_in):
    Bundle.objects.update(state=BundleState.RUNNING)
    claimed(issue, bundle.pk, tries=TRIES)
    take_up_again()
    page = client_in.get(reverse("bundle-detail", args=[bundle.pk])).text
    assert "几次中断" in page
    assert "再做一次" in page
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()


def test_an_issue_without_a_task_gets_one(bundle):
    take_up_again()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [bundle.pk]


def test_an_issue_that_waits_for_its_task_is_left_alone(bundle):
    issue.enqueue(bundle.pk)
    take_up_again()
    assert DBTaskResult.objects.count() == 1


def test_an_issue_in_another_living_process_is_left_alone(bundle, data_folder):
    Bundle.objects.update(state=BundleState.RUNNING)
    (data_folder / "bundles").mkdir()
    with working_folder(bundle) as folder:
        take_up_again()
        assert sweep_bundles() == 0
        assert folder.is_dir()
    bundle.refresh_from_db()
    assert bundle.state == BundleState.RUNNING


def test_leftovers_of_issues_are_swept(bundle, data_folder):
    for name in (f"{WORKING}{bundle.pk}-x", str(bundle.pk)):
        (data_folder / "bundles" / name).mkdir(parents=True)
    assert sweep_bundles() == 2
    assert list((data_folder / "bundles").iterdir()) == []


@pytest.fixture
def run(case) -> ImportRun:
    """An import that was asked for."""
    content = BytesIO(calls(call()))
    exhibit = acquire_exhibit(case=case, source=content, name="a.xml", actor=case.owner)
    preview = preview_import(case=case, exhibit=exhibit, actor=case.owner)
    return request_import(run=preview, choice=Choice(), actor=case.owner)


def test_an_import_that_was_cut_off_goes_on(run):
    task = claimed(work_on_import, run.pk)
    take_up_again()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert task.task.call(run.pk) == ""
    assert run.case.incidents.count() == 1


def test_an_import_that_ends_the_program_each_time_offers_to_go_on(run, client_in):
    claimed(work_on_import, run.pk, tries=IMPORT_TRIES)
    take_up_again()
    page = client_in.get(reverse("import-detail", args=[run.pk])).text
    assert "几次中断" in page
    assert "接着导入" in page


def test_a_lock_goes_with_its_process(tmp_path):
    path = tmp_path / "lock"
    code = (
        "import sys, time; from pathlib import Path; from evidence.locks import held\n"
        "with held(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        assert is_held(path)
        process.kill()
        process.wait()
    assert not is_held(path)
    with held(path, wait=False):
        assert is_held(path)
