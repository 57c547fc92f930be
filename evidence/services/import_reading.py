"""Reading an export against a case: which rows are new, and which of them a person chose."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from evidence.exceptions import UnknownFormat
from evidence.importers import HEAD_BYTES, IMPORTERS, choose
from evidence.importers.base import OUTGOING, Communication, Importer, Rejected
from evidence.models import ImportedRow, ImportRun
from evidence.services.exhibits import Original, keep_original
from evidence.survey import Rejections, Row, Survey, sift, survey
from incidents.models import Case, Contact
from incidents.models.incident import Channel, Direction, Narrator
from incidents.models.recorded import plain
from incidents.phone import read_line
from incidents.services.incidents import NewIncident


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

    def as_json(self) -> dict[str, object]:
        return {
            "lines": None if self.lines is None else sorted(self.lines),
            "contact": self.contact and self.contact.pk,
            "from_date": plain(self.from_date),
            "to_date": plain(self.to_date),
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> "Choice":
        contact, lines = stored["contact"], stored["lines"]
        first, last = (stored[name] for name in ("from_date", "to_date"))
        return cls(
            lines=None if lines is None else frozenset(lines),
            contact=Contact.objects.get(pk=contact) if contact else None,
            from_date=date.fromisoformat(first) if first else None,
            to_date=date.fromisoformat(last) if last else None,
        )


@dataclass(frozen=True, slots=True)
class Pending:
    """A chosen row, ready to become an incident; its attachments' bytes are on the disk already."""

    new: NewIncident
    key: str
    position: int
    originals: tuple[Original, ...]

    @property
    def order(self) -> tuple[object, int]:
        return self.new.occurred_at, self.position


@dataclass(slots=True)
class Taken:
    """What came of reading a file with a choice; `done` rows were kept by an earlier attempt."""

    rows: int = 0
    done: int = 0
    duplicates: int = 0
    left_out: int = 0
    lost_attachments: int = 0
    rejections: Rejections = field(default_factory=Rejections)
    pending: list[Pending] = field(default_factory=list)

    def counts(self, kept: int) -> dict[str, int]:
        """Account for every row; what another import brought meanwhile is a repeat."""
        return {
            "rows": self.rows,
            "kept": kept,
            "duplicates": self.duplicates + self.done + len(self.pending) - kept,
            "rejected": self.rejections.count,
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


def known_keys(case: Case, besides: ImportRun | None = None) -> set[str]:
    """Return the keys of imported rows whose incidents still stand, but for those of one run."""
    rows = ImportedRow.objects.filter(run__case=case, incident__withdrawn_at__isnull=True)
    if besides is not None:
        rows = rows.exclude(run=besides)
    return set(rows.values_list("key", flat=True))


def survey_file(*, case: Case, source: BinaryIO, importer: Importer) -> Survey:
    """Count what a file would bring to a case; writes nothing."""
    return survey(sift(importer.read(source), known_keys(case)))


def take_rows(run: ImportRun, choice: Choice) -> Taken:
    """Read the stored export again; attachments of chosen rows go to the disk as they pass by."""
    taken = Taken()
    done = set(run.rows.values_list("position", flat=True))
    with storage.open_original(run.exhibit.sha256) as source:
        for row in sift(reader_of(run).read(source), known_keys(run.case, besides=run)):
            taken.rows += 1
            take_row(taken, row, choice, done)
    taken.pending.sort(key=lambda pending: pending.order)
    return taken


def take_row(taken: Taken, row: Row | Rejected, choice: Choice, done: Collection[int]) -> None:
    if isinstance(row, Rejected):
        taken.rejections.add(row)
    elif row.communication.position in done:
        taken.done += 1
        taken.lost_attachments += lost_attachments(row.communication)
    elif row.is_repeat:
        taken.duplicates += 1
    elif not choice.takes(row.communication):
        taken.left_out += 1
    else:
        taken.lost_attachments += lost_attachments(row.communication)
        taken.pending.append(pending_of(row, choice))


def lost_attachments(communication: Communication) -> int:
    return sum(attachment.content is None for attachment in communication.attachments)


def reader_of(run: ImportRun) -> Importer:
    return next(importer for importer in IMPORTERS if importer.slug == run.format)


def pending_of(row: Row, choice: Choice) -> Pending:
    communication = row.communication
    return Pending(
        new=incident_from(communication, choice.contact),
        key=row.key,
        position=communication.position,
        originals=tuple(keep_attachments(communication)),
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


def keep_attachments(communication: Communication) -> Iterator[Original]:
    for attachment in communication.attachments:
        if attachment.content:
            name = attachment.name or attachment.media_type.replace("/", ".")
            yield keep_original(BytesIO(attachment.content), name)
