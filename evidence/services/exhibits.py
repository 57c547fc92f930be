"""Acquiring originals, saying what they belong to, and checking that they are unchanged."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from evidence.content import Look, look_at
from evidence.exceptions import EmptyFile
from evidence.models import Exhibit, ExhibitUse
from evidence.models.exhibit import Fixity
from incidents import custody
from incidents.models import Case, Incident, Report, User
from incidents.models.custody import Action


@dataclass(frozen=True, slots=True)
class Original:
    """A file whose bytes are on the disk already; `name` is as it was given."""

    name: str
    stored: storage.Stored
    look: Look


def keep_original(source: BinaryIO, name: str) -> Original:
    """
    Put a file's bytes on the disk; nothing in the case speaks of them yet.

    Do this before a transaction: hashing a long recording must not keep others from writing.
    Raises EmptyFile for a file of no bytes, OSError when the disk refuses.
    """
    stored = storage.store(source)
    if stored.size == 0:
        raise EmptyFile(_("“%(name)s”是空文件，没有内容可以保存。请重新选一次。") % {"name": name})
    return Original(name, stored, look_at(storage.path_of(stored.sha256)))


def keep_uploads(files: Iterable[UploadedFile[bytes]]) -> list[Original]:
    """Put uploaded files' bytes on the disk; raises as keep_original does."""
    return [keep_original(cast(BinaryIO, file), file.name or "file") for file in files]


def acquire_exhibit(*, case: Case, source: BinaryIO, name: str, actor: User | None) -> Exhibit:
    """
    Keep an original and open its custody; the same bytes give the exhibit already held.

    Raises EmptyFile for a file of no bytes, OSError when the disk refuses.
    """
    return acquire_original(case=case, original=keep_original(source, name), actor=actor)


@transaction.atomic
def acquire_original(*, case: Case, original: Original, actor: User | None) -> Exhibit:
    """Take bytes already kept into the case, once, and open their custody."""
    stored, look = original.stored, original.look
    held = case.exhibits.filter(sha256=stored.sha256).first()
    if held:
        return held
    exhibit = Exhibit.objects.create(
        case=case,
        number=(case.exhibits.aggregate(last=Max("number"))["last"] or 0) + 1,
        sha256=stored.sha256,
        sm3=stored.sm3,
        size=stored.size,
        kind=look.kind,
        media_type=look.media_type,
        original_name=original.name[:255],
        width=look.width,
        height=look.height,
        unreadable=look.unreadable,
        acquired_at=timezone.now(),
        acquired_by=actor,
    )
    custody.append(case=case, action=Action.ACQUIRED, subject=exhibit, actor=actor)
    return exhibit


@transaction.atomic
def use_exhibit(
    *,
    exhibit: Exhibit,
    name: str,
    actor: User | None,
    incident: Incident | None = None,
    report: Report | None = None,
) -> ExhibitUse:
    """Say what an exhibit was brought in for; saying so twice changes nothing."""
    held = ExhibitUse.objects.filter(exhibit=exhibit, incident=incident, report=report).first()
    if held:
        return held
    use = ExhibitUse.objects.create(
        exhibit=exhibit,
        incident=incident,
        report=report,
        given_name=name[:255],
        used_at=timezone.now(),
    )
    custody.append(case=exhibit.case, action=Action.REFERENCED, subject=use, actor=actor)
    return use


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
    return [
        exhibit
        for exhibit in case.exhibits.all()
        if storage.digest_of(exhibit.sha256) != exhibit.sha256
    ]
