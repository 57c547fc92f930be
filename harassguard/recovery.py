"""Taking up again what a worker that died had under way, and sweeping what it left behind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from evidence import storage
from evidence.models import Bundle, ImportRun
from evidence.models.bundle import BundleState
from evidence.services import bundles, custody_checks, importing
from evidence.services.backup_states import sweep_backups
from evidence.services.restores import sweep_cut_off
from evidence.tasks import check_custody, issue, work_on_import
from incidents.models import CustodyCheck, Review
from incidents.services import reviews
from incidents.tasks import review

# What ends the program each time is not tried for ever.
TRIES = 3
# Each try of an import gets further, unless it is the reading of the file that ends the program.
IMPORT_TRIES = 20


class WorkerDied(Exception):
    """The worker ended in the middle of the task."""


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work: what of it waits or was cut off, how it is taken up, how it is given up."""

    task: Task[Any, Any]
    waiting: Callable[[], Iterable[int]]
    take_up: Callable[[int], object]
    give_up: Callable[[int], object]
    tries: int = TRIES


def waiting_bundles() -> list[int]:
    waiting = Bundle.objects.filter(state__in=(BundleState.QUEUED, BundleState.RUNNING))
    return [bundle.pk for bundle in waiting if not bundles.is_at_work(bundle)]


JOBS = (
    Job(
        issue,
        waiting_bundles,
        lambda pk: bundles.queue_again(bundle=Bundle.objects.get(pk=pk)),
        lambda pk: bundles.break_off(bundle=Bundle.objects.get(pk=pk)),
    ),
    Job(
        work_on_import,
        lambda: list(ImportRun.objects.under_way().values_list("pk", flat=True)),
        lambda pk: None,
        lambda pk: importing.break_off(run=ImportRun.objects.get(pk=pk)),
        IMPORT_TRIES,
    ),
    Job(
        review,
        lambda: list(Review.objects.waiting().values_list("pk", flat=True)),
        lambda pk: reviews.queue_review_again(review=Review.objects.get(pk=pk)),
        lambda pk: reviews.break_off_review(review=Review.objects.get(pk=pk)),
    ),
    Job(
        check_custody,
        lambda: list(CustodyCheck.objects.waiting().values_list("pk", flat=True)),
        lambda pk: custody_checks.queue_check_again(check=CustodyCheck.objects.get(pk=pk)),
        lambda pk: custody_checks.break_off_check(check=CustodyCheck.objects.get(pk=pk)),
    ),
)

Named = tuple[str, int]


def sweep_leftovers() -> None:
    """Clear away what uploads, backups and restores left that were cut off."""
    storage.sweep()
    sweep_cut_off()
    sweep_backups()


def take_up_again() -> int:
    """
    Queue again what no living worker does; returns how many pieces of work.

    Call while no other worker runs on this database. What was tried too often is given up, with
    a sentence on its page and a button that tries again.
    """
    given_up = release_tasks()
    ready = {named(task) for task in DBTaskResult.objects.filter(status=TaskResultStatus.READY)}
    taken_up = 0
    for job in JOBS:
        for pk in job.waiting():
            name = (job.task.module_path, pk)
            if name in given_up:
                job.give_up(pk)
                continue
            job.take_up(pk)
            if name not in ready:
                job.task.enqueue(pk)
            taken_up += 1
    return taken_up


def release_tasks() -> set[Named]:
    """Make tasks of dead workers ready again; returns those that were tried too often."""
    given_up = set()
    tries = {job.task.module_path: job.tries for job in JOBS}
    for task in DBTaskResult.objects.running():
        if len(task.worker_ids) < tries.get(task.task_path, TRIES):
            task.status = TaskResultStatus.READY
            task.save(update_fields=["status"])
        else:
            task.set_failed(WorkerDied())
            given_up.add(named(task))
    return given_up


def named(task: DBTaskResult[Any, Any]) -> Named:
    """Name a piece of work by its task and by the row that it is about."""
    arguments = task.args_kwargs["args"]
    return task.task_path, int(arguments[0]) if arguments else 0
