"""Carrying out imports a few hundred rows at a time, so that nobody waits and nothing is lost."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.exceptions import EvidenceError, ImportStopped
from evidence.importers.base import Rejected
from evidence.models import ImportedRow, ImportRun
from evidence.models.imports import ImportState, ImportWork
from evidence.services.exhibits import acquire_original, use_exhibit
from evidence.services.import_reading import Choice, Pending, Taken, take_rows
from incidents import custody
from incidents.models import Incident, User
from incidents.models.custody import Action
from incidents.models.incident import Origin
from incidents.services.findings import warm_up
from incidents.services.incidents import log_incidents, withdraw_incidents
from incidents.services.planned import batches

logger = logging.getLogger(__name__)
# About half a second of the one writer's time that SQLite allows.
BATCH = 200
# SQLite lets a writer that waits look again after at most a tenth of a second.
PAUSE_SECONDS = 0.12


def carry_out(*, run: ImportRun) -> ImportRun:
    """Do what a run is asked for; returns the run as it then is."""
    if run.work == ImportWork.IMPORTING:
        return carry_out_import(run)
    return carry_out_undo(run) if run.work == ImportWork.UNDOING else run


def carry_out_import(run: ImportRun) -> ImportRun:
    """
    Make incidents of the rows that were asked for, each once, however often this is begun.

    Every batch is whole in itself: incidents, their rows, custody and findings together. Returns
    the run as it then is; a failure is kept with it as a sentence.
    """
    with failures_kept(run):
        actor = actor_of(run)
        choice = Choice.of_json(run.wanted)
        warm_up()
        taken = take_rows(run, choice)
        tell(run, done=taken.done, total=taken.done + len(taken.pending))
        for batch in batches(taken.pending, BATCH):
            keep_batch(run, batch, actor)
            let_others_write()
        finish_import(run, choice, taken, actor)
    return ImportRun.objects.get(pk=run.pk)


@contextmanager
def failures_kept(run: ImportRun) -> Iterator[None]:
    """Leave a run where it stopped, with the reason; when the program ends, it goes on later."""
    try:
        yield
    except ImportStopped:
        pass
    except EvidenceError as error:
        stop(run, str(error))
    except (OSError, DatabaseError) as error:
        logger.exception("An import stopped half-way.")
        stop(run, _("磁盘写不进去：%(reason)s。腾出空间后接着做。") % {"reason": reason_of(error)})
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        stop(run, _("程序出错，停在半路。已经导入的都在，可以接着做，也可以撤回。"))
        raise


def reason_of(error: OSError | DatabaseError) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def break_off(*, run: ImportRun) -> None:
    """Give up a run that ended the program each time that it was tried."""
    stop(run, _("做到一半，程序几次中断。已经导入的都在，可以接着做，也可以撤回。"))


def stop(run: ImportRun, sentence: str = "") -> bool:
    """Stop what is under way; returns whether there was something."""
    under_way = ImportRun.objects.filter(pk=run.pk).under_way()
    return under_way.update(work=ImportWork.STOPPED, failure=sentence[:300]) == 1


def actor_of(run: ImportRun) -> User:
    return User.objects.get(pk=run.wanted["actor"])


def tell(run: ImportRun, *, done: int, total: int) -> None:
    ImportRun.objects.filter(pk=run.pk).update(done=done, total=total)


def let_others_write() -> None:
    if not connection.in_atomic_block:
        time.sleep(PAUSE_SECONDS)


def hold(run: ImportRun, work: ImportWork) -> None:
    """Keep others from working on a run; raises ImportStopped when it is not wanted any more."""
    held = ImportRun.objects.select_for_update().filter(pk=run.pk, work=work)
    if not held.values_list("pk", flat=True).first():
        raise ImportStopped


@transaction.atomic
def keep_batch(run: ImportRun, pending: Sequence[Pending], actor: User) -> None:
    """Keep rows that neither this run nor another has kept since the file was read."""
    hold(run, ImportWork.IMPORTING)
    pending = not_kept_yet(run, pending)
    made = log_incidents(
        case=run.case, news=[item.new for item in pending], actor=actor, origin=Origin.IMPORT
    )
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(run=run, incident=incident, position=item.position, key=item.key)
            for incident, item in zip(made, pending, strict=True)
        ),
        batch_size=500,
    )
    for incident, item in zip(made, pending, strict=True):
        for original in item.originals:
            exhibit = acquire_original(case=run.case, original=original, actor=actor)
            use_exhibit(exhibit=exhibit, name=original.name, actor=actor, incident=incident)
    ImportRun.objects.filter(pk=run.pk).update(done=run.rows.count())


def not_kept_yet(run: ImportRun, pending: Sequence[Pending]) -> list[Pending]:
    rows = ImportedRow.objects.filter(run__case=run.case)
    own = rows.filter(run=run, position__in=[item.position for item in pending])
    others = rows.exclude(run=run).filter(
        key__in=[item.key for item in pending], incident__withdrawn_at__isnull=True
    )
    kept, keys = (
        set(own.values_list("position", flat=True)),
        set(others.values_list("key", flat=True)),
    )
    return [item for item in pending if item.position not in kept and item.key not in keys]


@transaction.atomic
def finish_import(run: ImportRun, choice: Choice, taken: Taken, actor: User) -> None:
    hold(run, ImportWork.IMPORTING)
    current = ImportRun.objects.select_related("case").get(pk=run.pk)
    current.state = ImportState.APPLIED
    current.counts = taken.counts(kept=current.rows.count())
    current.rejections = [rejection_json(rejected) for rejected in taken.rejections.kept]
    current.lines = sorted(choice.lines) if choice.lines is not None else []
    current.contact = choice.contact
    current.from_date, current.to_date = choice.from_date, choice.to_date
    current.applied_at = timezone.now()
    save_step(current, Action.IMPORTED, actor)


def rejection_json(rejected: Rejected) -> dict[str, object]:
    return {
        "position": rejected.position,
        "reason": rejected.reason.value,
        "detail": rejected.detail,
    }


def save_step(run: ImportRun, action: Action, actor: User) -> None:
    """Write down that a piece of work is whole, in the run and in the chain."""
    run.work, run.failure, run.wanted = "", "", {}
    run.save()
    custody.append(case=run.case, action=action, subject=run, actor=actor, fields=["state"])


def carry_out_undo(run: ImportRun) -> ImportRun:
    """Withdraw what a run made and still stands, a batch at a time; returns the run as it is."""
    with failures_kept(run):
        actor = actor_of(run)
        total = run.rows.count()
        while withdraw_batch(run, actor, total):
            let_others_write()
        finish_undo(run, actor)
    return ImportRun.objects.get(pk=run.pk)


@transaction.atomic
def withdraw_batch(run: ImportRun, actor: User, total: int) -> int:
    """Withdraw some of a run's incidents; returns how many, 0 when none stands any more."""
    hold(run, ImportWork.UNDOING)
    standing = Incident.objects.filter(imported_row__run=run).standing()
    left = standing.count()
    withdrawn = withdraw_incidents(
        case=run.case,
        incidents=list(standing.order_by("occurred_at", "number")[:BATCH]),
        reason=_("撤回导入"),
        actor=actor,
    )
    tell(run, done=total - left + withdrawn, total=total)
    return withdrawn


@transaction.atomic
def finish_undo(run: ImportRun, actor: User) -> None:
    hold(run, ImportWork.UNDOING)
    current = ImportRun.objects.select_related("case").get(pk=run.pk)
    current.state = ImportState.UNDONE
    current.undone_at = timezone.now()
    save_step(current, Action.UNDONE, actor)
