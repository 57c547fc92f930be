"""Erasing a person's data on request, so that the chain still verifies around what is gone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.bundles.printer import forget_parts
from evidence.erasing import COLUMNS, Striker, can_be_struck
from evidence.models import Exhibit
from incidents import custody
from incidents.exceptions import BadDecision
from incidents.figures.kept import forget_drawings
from incidents.models import (
    Case,
    Contact,
    Finding,
    Incident,
    Line,
    Recorded,
    ReportAddition,
    Revision,
    User,
)
from incidents.models.custody import Action
from incidents.models.recorded import new_nonce
from incidents.services.findings import retag_around
from incidents.services.patterns import refresh_patterns
from incidents.services.reports import revoke_link

AT_ONCE = 500
DERIVED = ("reasons", "uncited")

Person = Contact | Line


@dataclass(frozen=True, slots=True)
class Strike:
    """A record whose texts name the person: the columns that change, without the words."""

    model: type[Recorded]
    key: int
    values: dict[str, object]


@dataclass(slots=True)
class Erased:
    """How much went: records emptied, records in which words were struck, old values emptied."""

    emptied: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    revisions: int = 0


def own_records(person: Person) -> list[Recorded]:
    """Return what holds nothing but this person's data: a contact's own reports go as well."""
    if isinstance(person, Line):
        return [person]
    reports = list(person.reports.order_by("pk"))
    additions = ReportAddition.objects.filter(report__contact=person).order_by("pk")
    return [person, *reports, *additions]


def words_for(person: Person) -> list[str]:
    """Return what the person is called in the case, as far as it can be found in texts."""
    if isinstance(person, Line):
        words = [person.display, person.raw] if person.identifies else []
    else:
        told = [str(report.submitted.get("name") or "") for report in person.reports.all()]
        words = [person.name, person.phone, *told]
    trimmed = (word.strip() for word in words)
    return [word for word in dict.fromkeys(trimmed) if can_be_struck(word)]


def foresee(person: Person, words: Iterable[str]) -> Erased:
    """Count what erasing would touch; nothing is written."""
    striker, own = Striker.of(words), own_records(person)
    names = {(record.subject_type, record.pk) for record in own}
    seen = Erased(emptied=len(own))
    for strike in strikes(person.case, striker):
        if (strike.model._meta.label_lower, strike.key) not in names:
            seen.struck[strike.model._meta.label_lower] += 1
    seen.revisions = len(old_values(person.case, striker, own))
    return seen


@transaction.atomic
def erase_person(*, person: Person, words: Iterable[str], actor: User) -> Erased:
    """
    Erase a contact with all reports, or a line, and strike `words` wherever the case has them.

    What happened stays, and whom it concerned stays countable; originals, issued bundles and
    backups are not touched. Raises BadDecision when it was done before.
    """
    locked = type(person)._default_manager.select_for_update().get(pk=person.pk)
    if locked.erased_at is not None:
        raise BadDecision(_("这些信息已经删除过了。"))
    case, striker, own = person.case, Striker.of(words), own_records(locked)
    close_links(locked, actor)
    old = old_values(case, striker, own)
    entries = [empty(record) for record in own]
    erased = Erased(emptied=len(own))
    touched: list[int] = []
    struck: set[tuple[str, int]] = {(record.subject_type, record.pk) for record in own}
    for strike in list(strikes(case, striker)):
        entries.append(carry_out(strike))
        kind = strike.model._meta.label_lower
        struck.add((kind, strike.key))
        erased.struck[kind] += 1
        if strike.model is Incident:
            touched.append(strike.key)
    entries += forget_old(old, struck)
    erased.revisions = len(old)
    custody.append_all(case=case, entries=entries, actor=actor)
    forget_derived(case, striker, touched)
    # Pages and figures kept for the next time hold the words as well.
    transaction.on_commit(forget_parts)
    transaction.on_commit(forget_drawings)
    return erased


def close_links(person: Person, actor: User) -> None:
    """Close the ways in that are still open: nothing more is to come from this person."""
    if isinstance(person, Contact):
        for link in person.report_links.filter(revoked_at=None):
            revoke_link(link=link, actor=actor)


def empty(record: Recorded) -> custody.Entry:
    """Leave nothing of a record but that it was there; its salt goes as well."""
    values = record.emptied(record.pk)
    fields = tuple(values)
    values["nonce"] = new_nonce()
    if "erased_at" in record.columns():
        values["erased_at"] = timezone.now()
    write(record, values)
    return custody.Entry(Action.ERASED, record, fields)


def carry_out(strike: Strike) -> custody.Entry:
    """Write a record without the words, under another salt."""
    record = strike.model._default_manager.get(pk=strike.key)
    values = strike.values | {"nonce": new_nonce()}
    if isinstance(record, Incident):
        # Whoever is amending it at this moment must not write the words back.
        values["version"] = record.version + 1
    write(record, values)
    return custody.Entry(Action.STRUCK, record, tuple(strike.values))


def write(record: Recorded, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    type(record)._default_manager.filter(pk=record.pk).update(**values)


def strikes(case: Case, striker: Striker) -> Iterator[Strike]:
    """Find the records whose texts hold the words."""
    if not striker.patterns:
        return
    for kind, columns in COLUMNS.items():
        model: type[Recorded] = apps.get_model(kind)
        rows = model._default_manager.filter(**{model.case_path: case.pk}).order_by("pk")
        for key, *values in rows.values_list("pk", *columns).iterator(chunk_size=AT_ONCE):
            changed = {
                name: clipped(model, name, new)
                for name, value in zip(columns, values, strict=True)
                if (new := striker.value(value)) != value
            }
            if changed:
                yield Strike(model, key, changed)


def clipped(model: type[Recorded], column: str, value: object) -> object:
    """Keep a text within its column: what replaces a word may be longer."""
    longest = getattr(model._meta.get_field(column), "max_length", None)
    return value[:longest] if longest and isinstance(value, str) else value


def old_values(case: Case, striker: Striker, own: Iterable[Recorded]) -> list[Revision]:
    """Find the revisions of the person's own records, and those whose old values hold the words."""
    mine = Q(pk__in=())
    for record in own:
        mine |= Q(subject_type=record.subject_type, subject_id=record.pk)
    kept = Revision.objects.filter(case=case).order_by("pk")
    found = {revision.pk: revision for revision in kept.filter(mine)}
    for revision in kept.iterator(chunk_size=AT_ONCE):
        said = [revision.before, revision.after, revision.reason]
        if striker.value(said) != said:
            found[revision.pk] = revision
    return list(found.values())


def forget_old(
    revisions: Iterable[Revision], known: set[tuple[str, int]]
) -> Iterator[custody.Entry]:
    """Empty revisions; yield a link for each record that no other link of this erasing names."""
    gone = list(revisions)
    for at in range(0, len(gone), AT_ONCE):
        Revision.objects.filter(pk__in=[one.pk for one in gone[at : at + AT_ONCE]]).empty()
    fields: dict[tuple[str, int], list[str]] = {}
    for revision in gone:
        fields.setdefault((revision.subject_type, revision.subject_id), []).append(revision.field)
    for (kind, key), names in fields.items():
        if (kind, key) not in known:
            record = apps.get_model(kind)._default_manager.get(pk=key)
            # The salt of the old digests goes too, or the old value could still be guessed.
            write(record, {"nonce": new_nonce()})
            yield custody.Entry(Action.STRUCK, record, tuple(dict.fromkeys(names)))


def forget_derived(case: Case, striker: Striker, touched: list[int]) -> None:
    """Derive anew what was read from texts, and strike the words from what no tagging renews."""
    for at in range(0, len(touched), AT_ONCE):
        batch = Incident.objects.filter(pk__in=touched[at : at + AT_ONCE])
        retag_around(case=case, incidents=batch)
    case.reviews.all().delete()
    if touched:
        Case.objects.filter(pk=case.pk).update(patterns_mark="")
        refresh_patterns(Case.objects.get(pk=case.pk))
    for finding in case.findings.only("pk", *DERIVED).order_by("pk").iterator(AT_ONCE):
        said = {name: getattr(finding, name) for name in DERIVED}
        without = {name: striker.value(value) for name, value in said.items()}
        if without != said:
            Finding.objects.filter(pk=finding.pk).update(**without)


def related_exhibits(person: Person) -> list[Exhibit]:
    """Return the originals that came from the person, or show what happened to them."""
    if isinstance(person, Line):
        about = Q(uses__incident__line=person) | Q(import_runs__rows__incident__line=person)
    else:
        about = Q(uses__incident__contact=person) | Q(uses__report__contact=person)
        about |= Q(import_runs__contact=person)
    return list(person.case.exhibits.filter(about).distinct().order_by("number"))


def forget_traces() -> bool:
    """
    Write the database's file anew, since what is deleted stays in it until it is overwritten.

    Call outside a transaction; returns False when other work kept the file from being rewritten.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, _pages, _moved = cursor.fetchone()
    except OperationalError:
        return False
    return not is_busy
