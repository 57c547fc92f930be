"""Reading exports into the case: look first, then keep what was chosen, or take all of it back."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from evidence.exceptions import ImportNotPossible, UnknownFormat
from evidence.importers import HEAD_BYTES, IMPORTERS, choose
from evidence.importers.base import OUTGOING, Communication, Importer, Rejected
from evidence.models import Exhibit, ImportedRow, ImportRun
from evidence.models.imports import ImportState
from evidence.services.exhibits import acquire_exhibit, use_exhibit
from evidence.survey import FoundNumber, Row, Survey, sift, survey
from incidents import custody
from incidents.models import Case, Contact, Incident, User
from incidents.models.custody import Action
from incidents.models.incident import Channel, Direction, Narrator, Origin
from incidents.models.recorded import plain
from incidents.phone import read_line
from incidents.services.incidents import NewIncident, log_incidents, withdraw_incidents
from incidents.services.records import create_record

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person takes from an export. `lines` None means all numbers; days are Shanghai's."""

    lines: frozenset[str] | None = None
    contact: Contact | None = None
    from_date: date | None = None
    to_date: date | None = None

    def takes(self, communication: Communication) -> bool:
        day = timezone.localtime(communication.occurred_at).date()
        if (self.from_date and day < self.from_date) or (self.to_date and day > self.to_date):
            return False
        return self.lines is None or read_line(communication.number).normalised in self.lines


@dataclass(frozen=True, slots=True)
class Pending:
    """A chosen row, ready to become an incident; its attachments are already exhibits."""

    new: NewIncident
    key: str
    position: int
    exhibits: tuple[tuple[Exhibit, str], ...]


@dataclass(slots=True)
class Taken:
    """What came of reading a file with a choice."""

    rows: int = 0
    duplicates: int = 0
    left_out: int = 0
    lost_attachments: int = 0
    rejections: list[Rejected] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "kept": len(self.pending),
            "duplicates": self.duplicates,
            "rejected": len(self.rejections),
            "left_out": self.left_out,
            "lost_attachments": self.lost_attachments,
        }


def importer_for(source: BinaryIO, slug: str = "auto") -> Importer:
    """
    Return the importer that reads a file, by its beginning or by name; rewinds the file.

    Raises UnknownFormat when there is none.
    """
    if slug == "auto":
        found = choose(source.read(HEAD_BYTES))
        source.seek(0)
    else:
        found = next((importer for importer in IMPORTERS if importer.slug == slug), None)
    if found is None:
        raise UnknownFormat(_("认不出这是哪种备份，没有读取其中的记录。"))
    return found


def known_keys(case: Case) -> set[str]:
    """Return the keys of imported rows whose incidents still stand."""
    rows = ImportedRow.objects.filter(run__case=case, incident__withdrawn_at__isnull=True)
    return set(rows.values_list("key", flat=True))


def survey_file(*, case: Case, source: BinaryIO, importer: Importer) -> Survey:
    """Count what a file would bring to a case; writes nothing."""
    return survey(sift(importer.read(source), known_keys(case)))


@transaction.atomic
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
            "rejected": len(seen.rejections),
        },
        rejections=[rejection_json(rejected) for rejected in seen.rejections],
        found=[number_json(number) for number in seen.numbers.values()],
        first_at=seen.first_at,
        last_at=seen.last_at,
        started_at=timezone.now(),
        started_by=actor,
    )
    return create_record(record=run, case=case, actor=actor)


def rejection_json(rejected: Rejected) -> dict[str, object]:
    return {
        "position": rejected.position,
        "reason": rejected.reason.value,
        "detail": rejected.detail,
    }


def number_json(number: FoundNumber) -> dict[str, object]:
    return {name: plain(value) for name, value in asdict(number).items()}


@transaction.atomic
def apply_import(*, run: ImportRun, choice: Choice, actor: User) -> ImportRun:
    """
    Make incidents of the chosen rows, all or none, each tied to its row.

    Raises ImportNotPossible when the run was applied or undone before.
    """
    current = ImportRun.objects.select_for_update().get(pk=run.pk)
    if current.state != ImportState.PREVIEWED:
        raise ImportNotPossible(_("这次导入已经做过了。"))
    taken = take_rows(current, choice, actor)
    taken.pending.sort(key=lambda pending: (pending.new.occurred_at, pending.position))
    for at in range(0, len(taken.pending), BATCH):
        keep_rows(current, taken.pending[at : at + BATCH], actor)
    current.state = ImportState.APPLIED
    current.counts = taken.counts()
    current.rejections = [rejection_json(rejected) for rejected in taken.rejections]
    current.lines = sorted(choice.lines) if choice.lines is not None else []
    current.contact = choice.contact
    current.from_date, current.to_date = choice.from_date, choice.to_date
    current.applied_at = timezone.now()
    return save_step(current, Action.IMPORTED, actor)


def take_rows(run: ImportRun, choice: Choice, actor: User) -> Taken:
    """Read the stored export again, keeping attachments of chosen rows as they pass by."""
    taken = Taken()
    with storage.open_original(run.exhibit.sha256) as source:
        for row in sift(reader_of(run).read(source), known_keys(run.case)):
            taken.rows += 1
            if isinstance(row, Rejected):
                taken.rejections.append(row)
            elif row.is_repeat:
                taken.duplicates += 1
            elif not choice.takes(row.communication):
                taken.left_out += 1
            else:
                taken.lost_attachments += sum(
                    attachment.content is None for attachment in row.communication.attachments
                )
                taken.pending.append(pending_of(row, run.case, choice, actor))
    return taken


def reader_of(run: ImportRun) -> Importer:
    return next(importer for importer in IMPORTERS if importer.slug == run.format)


def pending_of(row: Row, case: Case, choice: Choice, actor: User) -> Pending:
    communication = row.communication
    return Pending(
        new=incident_from(communication, choice.contact),
        key=row.key,
        position=communication.position,
        exhibits=tuple(keep_attachments(communication, case, actor)),
    )


def incident_from(communication: Communication, contact: Contact | None) -> NewIncident:
    """Turn a row into an incident: what came in quotes the collector, what went out does not."""
    own = Narrator.RELATIVE if contact else Narrator.BORROWER
    duration = communication.duration_s
    started = communication.occurred_at
    return NewIncident(
        channel=Channel(communication.channel),
        direction=Direction(communication.direction),
        number=communication.number,
        contact=contact,
        occurred_at=started,
        occurred_until=started + timedelta(seconds=duration) if duration else None,
        connected=communication.connected,
        duration_s=duration,
        narrative=communication.text,
        narrator=own if communication.direction == OUTGOING else Narrator.COLLECTOR,
    )


def keep_attachments(
    communication: Communication, case: Case, actor: User
) -> Iterator[tuple[Exhibit, str]]:
    for attachment in communication.attachments:
        if attachment.content:
            name = attachment.name or attachment.media_type.replace("/", ".")
            source = BytesIO(attachment.content)
            yield acquire_exhibit(case=case, source=source, name=name, actor=actor), name


def keep_rows(run: ImportRun, pending: Sequence[Pending], actor: User) -> None:
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
        for exhibit, name in item.exhibits:
            use_exhibit(exhibit=exhibit, name=name, actor=actor, incident=incident)


@transaction.atomic
def undo_import(*, run: ImportRun, actor: User) -> int:
    """
    Withdraw every incident of an import; the export stays an exhibit. Returns how many.

    Raises ImportNotPossible when the run is not applied.
    """
    current = ImportRun.objects.select_for_update().get(pk=run.pk)
    if current.state != ImportState.APPLIED:
        raise ImportNotPossible(_("这次导入没有可以撤回的。"))
    withdrawn = withdraw_incidents(
        case=current.case,
        incidents=Incident.objects.filter(imported_row__run=current).standing(),
        reason=_("撤回导入"),
        actor=actor,
    )
    current.state = ImportState.UNDONE
    current.undone_at = timezone.now()
    save_step(current, Action.UNDONE, actor)
    return withdrawn


def save_step(run: ImportRun, action: Action, actor: User) -> ImportRun:
    run.save()
    custody.append(case=run.case, action=action, subject=run, actor=actor, fields=["state"])
    return run
