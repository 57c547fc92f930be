"""Imports as a person steers them: look first, take what was chosen, stop, go on, take it back."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from evidence.exceptions import ImportNotPossible
from evidence.importers.base import Importer
from evidence.models import Exhibit, ImportRun
from evidence.models.imports import ImportState, ImportWork
from evidence.services.import_reading import Choice, importer_for, survey_file
from evidence.services.importing import carry_out_import, carry_out_undo, rejection_json, stop
from evidence.survey import FoundNumber
from incidents.models import Case, Incident, User
from incidents.models.recorded import plain
from incidents.services.records import create_record


def preview_import(
    *, case: Case, exhibit: Exhibit, actor: User, importer: Importer | None = None
) -> ImportRun:
    """
    Read a stored export through and record what it holds; no incident is made yet.

    Raises UnknownFormat when no importer reads it.
    """
    with storage.open_original(exhibit.sha256) as source:
        reader = importer or importer_for(source)
        seen = survey_file(case=case, source=source, importer=reader)
    run = ImportRun(
        case=case,
        exhibit=exhibit,
        format=reader.slug,
        counts={
            "rows": seen.rows,
            "kept": seen.kept,
            "duplicates": seen.duplicates,
            "rejected": seen.rejections.count,
        },
        rejections=[rejection_json(rejected) for rejected in seen.rejections.kept],
        found=[number_json(number) for number in seen.numbers.values()],
        first_at=seen.first_at,
        last_at=seen.last_at,
        started_at=timezone.now(),
        started_by=actor,
    )
    return create_record(record=run, case=case, actor=actor)


def number_json(number: FoundNumber) -> dict[str, object]:
    return {name: plain(value) for name, value in asdict(number).items()}


@transaction.atomic
def request_import(*, run: ImportRun, choice: Choice, actor: User) -> ImportRun:
    """
    Note what a person takes from an export; `carry_out_import` then does it.

    Raises ImportNotPossible when the run was applied or undone before, or is under way.
    """
    current = ImportRun.objects.select_for_update().get(pk=run.pk)
    if current.state != ImportState.PREVIEWED or current.work:
        raise ImportNotPossible(_("这次导入已经做过了。"))
    wanted = {**choice.as_json(), "actor": actor.pk}
    return begin(current, ImportWork.IMPORTING, wanted)


@transaction.atomic
def continue_import(*, run: ImportRun) -> ImportRun:
    """
    Let a stopped import go on with what was chosen then.

    Raises ImportNotPossible when the run is not stopped, or was stopped on the way back.
    """
    current = ImportRun.objects.select_for_update().get(pk=run.pk)
    if current.state != ImportState.PREVIEWED or current.work != ImportWork.STOPPED:
        raise ImportNotPossible(_("这次导入没有停在半路。"))
    return begin(current, ImportWork.IMPORTING, current.wanted)


def stop_import(*, run: ImportRun) -> bool:
    """Stop an import before its next batch; what it brought stays. Returns whether it ran."""
    return stop(run)


@transaction.atomic
def request_undo(*, run: ImportRun, actor: User) -> ImportRun:
    """
    Note that an import, whole or half, is to be taken back; `carry_out_undo` then does it.

    Raises ImportNotPossible when there is nothing to take back, or work is under way.
    """
    current = ImportRun.objects.select_for_update().get(pk=run.pk)
    is_whole = current.state == ImportState.APPLIED and not current.work
    if not is_whole and current.work != ImportWork.STOPPED:
        raise ImportNotPossible(_("这次导入没有可以撤回的。"))
    return begin(current, ImportWork.UNDOING, {"actor": actor.pk})


def begin(run: ImportRun, work: ImportWork, wanted: dict[str, object]) -> ImportRun:
    run.work, run.wanted, run.failure = work, wanted, ""
    run.done = run.total = 0
    run.save(update_fields=["work", "wanted", "failure", "done", "total"])
    return run


def apply_import(*, run: ImportRun, choice: Choice, actor: User) -> ImportRun:
    """
    Make incidents of the chosen rows while the caller waits, each tied to its row.

    Raises ImportNotPossible as request_import does. See ImportRun.failure for what stopped it.
    """
    return carry_out_import(request_import(run=run, choice=choice, actor=actor))


def undo_import(*, run: ImportRun, actor: User) -> int:
    """
    Withdraw every incident of an import while the caller waits; the export stays an exhibit.

    Returns how many stood. Raises ImportNotPossible as request_undo does.
    """
    standing = Incident.objects.filter(imported_row__run=run).standing().count()
    carry_out_undo(request_undo(run=run, actor=actor))
    return standing
