"""The history of an incident in words: custody events, with the old values that they replaced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.models import CustodyEvent, Finding, Incident, Revision, User
from incidents.models.custody import DECIDING, Action
from incidents.models.incident import Label
from incidents.revisions import shown
from incidents.wording import duration_text

AMENDING = {Action.AMENDED, Action.WITHDRAWN, Action.RESTORED}
FIELDS = {field.attname: field for field in Incident._meta.concrete_fields}
# Said by the event itself.
UNSAID = {"withdrawn_at"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its name, and its value before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a history, newest first on the page."""

    at: datetime
    what: str
    who: str
    changes: tuple[Change, ...] = ()
    reason: str = ""


# Other records that an incident's history speaks of, by type and id, and what to call each.
About = Mapping[tuple[str, int], str]
# Notes of earlier decisions, by finding and moment of replacement.
Notes = Mapping[tuple[int, datetime], tuple[Change, ...]]


def history_of(incident: Incident, about: About, viewer: User) -> list[Step]:
    """Return what was done to an incident and to the records that hang on it, newest first."""
    wanted = Q(subject_type=incident.subject_type, subject_id=incident.pk)
    for subject_type in {kind for kind, _pk in about}:
        ids = [pk for kind, pk in about if kind == subject_type]
        wanted |= Q(subject_type=subject_type, subject_id__in=ids)
    events = list(
        CustodyEvent.objects.filter(wanted, case_id=incident.case_id).order_by("sequence")
    )
    people = names_of(events, viewer)
    groups = iter(by_moment(revisions_of(incident)))
    notes = replaced_notes(events)
    steps = []
    for event in events:
        step = Step(event.at, what_happened(event, about), people[event.actor])
        if event.action in DECIDING:
            step = replace(step, changes=notes.get((event.subject_id, event.at), ()))
        is_own = event.subject_type == incident.subject_type
        if is_own and event.action in AMENDING:
            step = with_changes(step, next(groups, []))
        steps.append(step)
    return merge(steps)[::-1]


def what_happened(event: CustodyEvent, about: About) -> str:
    name = about.get((event.subject_type, event.subject_id), "")
    if event.action == Action.CREATED and not name:
        return _("记下事件")
    return f"{Action(event.action).label} {name}".strip()


def revisions_of(incident: Incident) -> list[Revision]:
    return list(
        Revision.objects.filter(
            subject_type=incident.subject_type, subject_id=incident.pk
        ).order_by("at", "pk")
    )


def replaced_notes(
    events: Iterable[CustodyEvent],
) -> dict[tuple[int, datetime], tuple[Change, ...]]:
    """Find the notes of earlier decisions, by finding and by the moment they were replaced."""
    ids = {event.subject_id for event in events if event.action in DECIDING}
    name = str(Finding._meta.get_field("note").verbose_name)
    return {
        (one.subject_id, one.at): (Change(name, str(one.before), str(one.after)),)
        for one in Revision.objects.filter(
            subject_type=Finding._meta.label_lower, subject_id__in=ids, field="note"
        )
    }


def by_moment(revisions: Iterable[Revision]) -> list[list[Revision]]:
    """Gather the fields that one amendment changed; each has one event of its own."""
    groups: dict[datetime, list[Revision]] = {}
    for revision in revisions:
        groups.setdefault(revision.at, []).append(revision)
    return list(groups.values())


def with_changes(step: Step, revisions: list[Revision]) -> Step:
    changes = tuple(
        Change(
            field_words(revision.field),
            value_words(revision.field, revision.before),
            value_words(revision.field, revision.after),
        )
        for revision in revisions
        if revision.field not in UNSAID
    )
    return replace(step, changes=changes, reason=revisions[0].reason if revisions else "")


def merge(steps: list[Step]) -> list[Step]:
    """Say the same thing done at the same moment once, with how often."""
    merged: list[Step] = []
    counts: list[int] = []
    for step in steps:
        if merged and not step.changes and same(merged[-1], step):
            counts[-1] += 1
        else:
            merged.append(step)
            counts.append(1)
    return [
        replace(step, what=f"{step.what} × {count}") if count > 1 else step
        for step, count in zip(merged, counts, strict=True)
    ]


def same(one: Step, other: Step) -> bool:
    return (one.at, one.what, one.who) == (other.at, other.what, other.who)


def names_of(events: Iterable[CustodyEvent], viewer: User) -> dict[str, str]:
    """Name the actors of events: the viewer is “you”, a reporter has no account."""
    actors = {event.actor for event in events}
    ids = [int(actor.partition(":")[2]) for actor in actors if actor.startswith("user:")]
    users = User.objects.in_bulk(ids)
    return {actor: name_of(actor, users, viewer) for actor in actors}


def name_of(actor: str, users: Mapping[int, User], viewer: User) -> str:
    kind, _colon, number = actor.partition(":")
    if kind != "user":
        return pgettext("one person", "亲友")
    user = users.get(int(number))
    return _("你") if user == viewer else str(user or actor)


def field_words(name: str) -> str:
    return str(FIELDS[name].verbose_name)


def value_words(name: str, value: object) -> str:
    if isinstance(value, list) and value:
        return _("、").join(str(Label(label).label) for label in value)
    if name == "duration_s" and isinstance(value, int):
        return duration_text(value)
    if name == "contact_id" and value is None:
        return pgettext("in a sentence", "我")
    return shown(FIELDS[name], value if value != [] else None)
