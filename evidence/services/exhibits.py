"""Acquiring originals, saying what they belong to, and checking that they are unchanged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from evidence.content import Look, look_at
from evidence.embedded import legible_name
from evidence.exceptions import EmptyFile
from evidence.models import Exhibit, ExhibitUse
from evidence.models.exhibit import Fixity
from evidence.pictures import quietly
from incidents import custody
from incidents.models import Case, Incident, Report, User
from incidents.models.custody import Action
from incidents.services.records import amend_record

LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Original:
    """A file whose bytes are on the disk already; `name` is as it was given."""

    name: str
    stored: storage.Stored
    look: Look


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a person says of where files come from; both may be left out."""

    source: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Acquired:
    """A file taken into the case; `is_repeat` when the case held the same bytes before."""

    exhibit: Exhibit
    name: str
    is_repeat: bool


def keep_originals(files: Iterable[tuple[str, BinaryIO]]) -> list[Original]:
    """
    Put the bytes of named files on the disk; nothing in the case speaks of them yet.

    Do this before a transaction: hashing a long recording must not keep others from writing.
    When it returns all of them are durable. Raises EmptyFile for a file of no bytes, StorageError
    when the disk refuses.
    """
    named = list(files)
    with quietly():
        taken = storage.store_all((source for _name, source in named), then=look_at)
    originals = [
        Original(file_name(name), stored, look)
        for (name, _source), (stored, look) in zip(named, taken, strict=True)
    ]
    for original in originals:
        if original.stored.size == 0:
            sentence = _("“%(name)s”是空文件，没有内容可以保存。请重新选一次。")
            raise EmptyFile(sentence % {"name": original.name})
    return originals


def file_name(given: str) -> str:
    """Return a name that every database and page can hold; a long one keeps its ending."""
    name = legible_name(given) or "file"
    ending = PurePath(name).suffix[:20]
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - len(ending)] + ending


def keep_original(source: BinaryIO, name: str) -> Original:
    """Put one file's bytes on the disk; raises as keep_originals does."""
    return keep_originals([(name, source)])[0]


def keep_uploads(files: Iterable[UploadedFile[bytes]]) -> list[Original]:
    """Put uploaded files' bytes on the disk; raises as keep_originals does."""
    return keep_originals((file.name or "", cast(BinaryIO, file)) for file in files)


def acquire_exhibit(*, case: Case, source: BinaryIO, name: str, actor: User | None) -> Exhibit:
    """
    Keep an original and open its custody; the same bytes give the exhibit already held.

    Raises EmptyFile for a file of no bytes, StorageError when the disk refuses.
    """
    return acquire_original(case=case, original=keep_original(source, name), actor=actor)


def acquire_original(*, case: Case, original: Original, actor: User | None) -> Exhibit:
    """Take bytes already kept into the case, once, and open their custody."""
    return acquire_originals(case=case, originals=[original], actor=actor)[0].exhibit


@transaction.atomic
def acquire_originals(
    *,
    case: Case,
    originals: Sequence[Original],
    actor: User | None,
    provenance: Provenance = Provenance(),  # noqa: B008 - frozen
) -> list[Acquired]:
    """Take bytes already kept into the case, each once, all or none, and open their custody."""
    digests = [original.stored.sha256 for original in originals]
    held = {exhibit.sha256: exhibit for exhibit in case.exhibits.holding(digests)}
    last = case.exhibits.aggregate(last=Max("number"))["last"] or 0
    fresh: dict[str, Exhibit] = {}
    acquired = []
    for original in originals:
        digest = original.stored.sha256
        is_repeat = digest in held or digest in fresh
        if not is_repeat:
            fresh[digest] = exhibit_of(case, original, actor, provenance)
            fresh[digest].number = last + len(fresh)
        exhibit = held.get(digest) or fresh[digest]
        acquired.append(Acquired(exhibit, original.name, is_repeat))
    Exhibit.objects.bulk_create(fresh.values(), batch_size=500)
    entries = [custody.Entry(Action.ACQUIRED, exhibit) for exhibit in fresh.values()]
    custody.append_all(case=case, entries=entries, actor=actor)
    return acquired


def given_names(acquired: Iterable[Acquired]) -> dict[Exhibit, str]:
    """Return each exhibit once, with the name that it was given first."""
    names: dict[Exhibit, str] = {}
    for one in acquired:
        names.setdefault(one.exhibit, one.name)
    return names


def exhibit_of(
    case: Case, original: Original, actor: User | None, provenance: Provenance
) -> Exhibit:
    """Describe an original as an exhibit that has no number yet."""
    stored, look = original.stored, original.look
    return Exhibit(
        case=case,
        sha256=stored.sha256,
        sm3=stored.sm3,
        size=stored.size,
        kind=look.kind,
        media_type=look.media_type,
        original_name=original.name,
        width=look.width,
        height=look.height,
        duration_ms=look.duration_ms,
        metadata=look.facts,
        source=provenance.source,
        device=provenance.device,
        unreadable=look.unreadable,
        acquired_at=timezone.now(),
        acquired_by=actor,
    )


def use_exhibit(
    *,
    exhibit: Exhibit,
    name: str,
    actor: User | None,
    incident: Incident | None = None,
    report: Report | None = None,
) -> ExhibitUse:
    """Say what an exhibit was brought in for; saying so twice changes nothing."""
    use_exhibits(
        case=exhibit.case, named={exhibit: name}, actor=actor, incident=incident, report=report
    )
    return ExhibitUse.objects.get(exhibit=exhibit, incident=incident, report=report)


@transaction.atomic
def use_exhibits(
    *,
    case: Case,
    named: Mapping[Exhibit, str],
    actor: User | None,
    incident: Incident | None = None,
    report: Report | None = None,
) -> int:
    """Say what exhibits were brought in for, under the names given; returns how many are new."""
    there = ExhibitUse.objects.filter(incident=incident, report=report)
    held = set(there.filter(exhibit__in=named).values_list("exhibit_id", flat=True))
    moment = timezone.now()
    uses = ExhibitUse.objects.bulk_create(
        (
            ExhibitUse(
                exhibit=exhibit,
                incident=incident,
                report=report,
                given_name=file_name(name),
                used_at=moment,
            )
            for exhibit, name in named.items()
            if exhibit.pk not in held
        ),
        batch_size=500,
    )
    entries = [custody.Entry(Action.REFERENCED, use) for use in uses]
    custody.append_all(case=case, entries=entries, actor=actor)
    return len(uses)


def amend_provenance(*, exhibit: Exhibit, provenance: Provenance, actor: User) -> Exhibit:
    """Put down what a person says of where an exhibit comes from, keeping what was said before."""
    return amend_record(
        record=exhibit,
        case=exhibit.case,
        changes={"source": provenance.source, "device": provenance.device},
        reason="",
        actor=actor,
    )


@transaction.atomic
def check_exhibit(*, exhibit: Exhibit, actor: User) -> Fixity:
    """Read an original again, say whether it is what was acquired, and note the answer."""
    now = storage.digest_of(exhibit.sha256)
    if now is None:
        fixity = Fixity.MISSING
    else:
        fixity = Fixity.UNCHANGED if now == exhibit.sha256 else Fixity.ALTERED
    custody.append(
        case=exhibit.case,
        action=Action.CHECKED,
        subject=exhibit,
        actor=actor,
        fields=[fixity.value],
    )
    return fixity


def changed_exhibits(case: Case) -> list[Exhibit]:
    """Read every original of a case again; returns those that are gone or altered."""
    exhibits = list(case.exhibits.all())
    found = storage.digests_of(exhibit.sha256 for exhibit in exhibits)
    return [exhibit for exhibit, now in zip(exhibits, found, strict=True) if now != exhibit.sha256]
