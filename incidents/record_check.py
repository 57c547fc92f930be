"""Comparing each record of a case, and its old values, with what the chain says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.apps import apps

from incidents.link_check import AT_ONCE, FIELDS, Break, ChainProblem, fields_of
from incidents.models import Case, CustodyEvent, Recorded, Revision
from incidents.models.custody import ERASING, Action
from incidents.models.recorded import plain

# Done through incidents.services.records, which keeps every value that it replaces.
AMENDING = frozenset({Action.AMENDED, Action.WITHDRAWN, Action.RESTORED})

Content = dict[str, object]


class Said(NamedTuple):
    """What one link says of a record."""

    action: str
    fields: Sequence[str]
    digest: str


class Old(NamedTuple):
    """One revision: a column before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Subject:
    """One record: its columns (None when it is gone), its links and revisions, oldest first."""

    model: type[Recorded]
    key: int
    content: Content | None
    links: Sequence[Said]
    revisions: Sequence[Old]

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}:{self.key}"


def recorded_models() -> list[type[Recorded]]:
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def subjects_of(case: Case, model: type[Recorded]) -> Iterator[Subject]:
    """Yield the records of one kind that are there or spoken of, in the order of their keys."""
    rows, links, revisions = rows_of(case, model), said_of(case, model), revisions_of(case, model)
    row, said, old = next(rows, None), next(links, None), next(revisions, None)
    while row or said or old:
        key = min(one[0] for one in (row, said, old) if one)
        subject = Subject(
            model,
            key,
            row[1] if row and row[0] == key else None,
            said[1] if said and said[0] == key else (),
            old[1] if old and old[0] == key else (),
        )
        row = next(rows, None) if row and row[0] == key else row
        said = next(links, None) if said and said[0] == key else said
        old = next(revisions, None) if old and old[0] == key else old
        yield subject


def rows_of(case: Case, model: type[Recorded]) -> Iterator[tuple[int, Content]]:
    columns = model.columns()
    held = model._default_manager.filter(**{model.case_path: case.pk}).order_by("pk")
    for key, *values in held.values_list("pk", *columns).iterator(chunk_size=AT_ONCE):
        yield key, {name: plain(value) for name, value in zip(columns, values, strict=True)}


def said_of(case: Case, model: type[Recorded]) -> Iterator[tuple[int, list[Said]]]:
    links = CustodyEvent.objects.filter(case=case, subject_type=model._meta.label_lower)
    rows = links.order_by("subject_id", "sequence").values_list(
        "subject_id", "action", FIELDS, "subject_digest"
    )
    for key, group in groupby(rows.iterator(chunk_size=AT_ONCE), key=itemgetter(0)):
        yield (
            key,
            [Said(action, fields_of(fields), digest) for _key, action, fields, digest in group],
        )


def revisions_of(case: Case, model: type[Recorded]) -> Iterator[tuple[int, list[Old]]]:
    kept = Revision.objects.filter(case=case, subject_type=model._meta.label_lower)
    rows = kept.order_by("subject_id", "pk").values_list("subject_id", "field", "before", "after")
    for key, group in groupby(rows.iterator(chunk_size=AT_ONCE), key=itemgetter(0)):
        yield key, [Old._make(rest) for _key, *rest in group]


def problems_of(subject: Subject) -> Iterator[ChainProblem]:
    """Name what disagrees about one record."""
    if flaw := flaw_of(subject):
        yield ChainProblem(subject.name, flaw)
        return
    if subject.content is None:
        return
    for column in left_behind(subject, subject.content):
        yield ChainProblem(subject.name, Break.NOT_ERASED, column)
    if subject.revisions and not leads_back(subject, subject.content):
        yield ChainProblem(subject.name, Break.HISTORY)


def flaw_of(subject: Subject) -> Break | None:
    content, links = subject.content, subject.links
    if content is None:
        return Break.MISSING
    if not links:
        return None if subject.model.is_unspoken(content) else Break.ADDED
    return Break.ALTERED if subject.model.digest_of(content) != links[-1].digest else None


def left_behind(subject: Subject, content: Content) -> Iterator[str]:
    """Name the columns that a link says were erased, and that hold more than erasing leaves."""
    erased = {
        column for said in subject.links if said.action == Action.ERASED for column in said.fields
    }
    empty = subject.model.emptied(subject.key)
    for column in sorted(erased):
        kept = [old for old in subject.revisions if old.field == column]
        if content.get(column) != empty.get(column) or any(map(has_values, kept)):
            yield column


def has_values(old: Old) -> bool:
    return old.before is not None or old.after is not None


def leads_back(subject: Subject, content: Content) -> bool:
    """
    Undo amendments from the newest to the oldest: each must give what the chain had before it.

    What was erased cannot be undone; before that, nothing is left to compare.
    """
    past, revisions = dict(content), list(subject.revisions)
    for at in range(len(subject.links) - 1, 0, -1):
        said, before = subject.links[at], subject.links[at - 1]
        if said.action in ERASING:
            return True
        if said.action not in AMENDING:
            # What is done otherwise keeps no old values, unless it changed nothing.
            if said.digest != before.digest:
                return True
            continue
        if not undo(past, revisions, said.fields):
            return False
        if subject.model.digest_of(past) != before.digest:
            return False
    return not revisions


def undo(past: Content, revisions: list[Old], fields: Sequence[str]) -> bool:
    """Put back the values before one amendment; returns whether they were kept."""
    count = len(fields)
    step = {old.field: old for old in revisions[len(revisions) - count :]} if count else {}
    if step.keys() != set(fields):
        return False
    del revisions[len(revisions) - count :]
    if any(past.get(name) != old.after for name, old in step.items()):
        return False
    past.update((name, old.before) for name, old in step.items())
    return True


def unknown_kinds(kinds: set[str], models: Sequence[type[Recorded]]) -> Iterator[ChainProblem]:
    """Name what the chain speaks of and this program does not know."""
    for kind in sorted(kinds - {model._meta.label_lower for model in models}):
        yield ChainProblem(kind, Break.MISSING)
