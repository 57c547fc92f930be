"""Two versions of a record side by side: what somebody typed, and what is stored by now."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.models import Recorded, Revision
from incidents.revisions import newer_revisions

R = TypeVar("R", bound=Recorded)

USE = "use-"
STORED = "stored"
# What a form says about the amendment itself.
ASIDE = frozenset({"reason"})

Values = list[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field in two versions, in words; `takes_stored` is what is offered first."""

    name: str
    label: str
    typed: str
    stored: str
    takes_stored: bool


def conflicts_of(
    form: forms.BaseForm, record: R, seen: int, make: Callable[[R], forms.BaseForm]
) -> Iterator[Conflict]:
    """
    Compare a posted form with the record as it is stored; `make` builds its unbound form.

    What the person did not touch since she opened the page (`seen`) is offered as it is stored,
    what she wrote as she wrote it.
    """
    stored, opened = make(record), make(as_seen(record, seen))
    for name, field in stored.fields.items():
        if name in ASIDE:
            continue
        typed, now = typed_values(form, name), shown_values(stored, name)
        if typed != now:
            yield Conflict(
                name=name,
                label=str(field.label or name),
                typed=words_of(field, typed),
                stored=words_of(field, now),
                takes_stored=typed == shown_values(opened, name),
            )


def settled(data: QueryDict, stored: forms.BaseForm) -> QueryDict:
    """Return what was posted, with the stored value wherever that was chosen."""
    merged = data.copy()
    for name in stored.fields:
        if data.get(USE + name) == STORED:
            merged.setlist(name, shown_values(stored, name))
            if not merged.getlist(name):
                del merged[name]
    return merged


def as_seen(record: R, seen: int) -> R:
    """Return a copy of a record as it was when its newest revision was `seen`."""
    earlier = copy(record)
    earlier._state = copy(record._state)
    earlier._state.fields_cache = {}
    columns = {field.attname: field for field in record._meta.concrete_fields}
    revisions: Sequence[Revision] = list(newer_revisions(record, seen))
    for revision in reversed(revisions):
        if revision.field in columns:
            value = columns[revision.field].to_python(revision.before)
            setattr(earlier, revision.field, value)
    return earlier


def typed_values(form: forms.BaseForm, name: str) -> Values:
    """Return what was posted for a field, with plain line breaks."""
    given = form.data.getlist(name) if isinstance(form.data, QueryDict) else []
    if isinstance(form.fields[name].widget, forms.CheckboxInput):
        return ["on"] if given else []
    return tidied(given)


def shown_values(form: forms.BaseForm, name: str) -> Values:
    """Return what a browser would post for a field of an unbound form that nobody touched."""
    widget, value = form.fields[name].widget, form[name].value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = widget.format_value(value)
    return tidied(shown if isinstance(shown, list) else [shown])


def tidied(values: Sequence[object]) -> Values:
    texts = [str(value or "").replace("\r\n", "\n").strip() for value in values]
    return sorted(text for text in texts if text)


def words_of(field: forms.Field, values: Values) -> str:
    """Write posted values as the field shows them."""
    if isinstance(field.widget, forms.CheckboxInput):
        return _("是") if values else _("不是")
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        chosen = field.queryset.filter(pk__in=values) if values else ()
        return _("、").join(map(str, chosen)) or str(field.empty_label or _("没有写"))
    if isinstance(field, forms.ChoiceField):
        names = {str(value): str(label) for value, label in field.choices}  # type: ignore[misc, union-attr]
        return _("、").join(names.get(one, one) for one in values or [""]) or _("没有写")
    return "\n".join(values) or _("没有写")
