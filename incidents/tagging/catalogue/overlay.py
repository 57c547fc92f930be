"""Reads and writes the overlay: clauses whose official wording a user has read and entered."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from incidents.tagging.catalogue.fields import Problem, Table
from incidents.tagging.catalogue.model import Check, Checked, Clause, Grade, Period, Text
from incidents.tagging.catalogue.sources import ARTICLE

HEADING = "# Clauses whose official wording somebody has read. Kept by the program; see /rules/.\n"


@dataclass(frozen=True, slots=True)
class Overlay:
    """Clauses as they stand after checking, what was entered, and its digest."""

    clauses: Mapping[str, Clause]
    entries: tuple[Checked, ...] = ()
    digest: str | None = None


def read_overlay(
    path: Path | None, clauses: Mapping[str, Clause], problems: list[Problem]
) -> Overlay:
    """Read an overlay; one that does not exist yet is empty."""
    if path is None or not path.exists():
        return Overlay({})
    raw = path.read_bytes()
    try:
        values = tomllib.loads(raw.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(path.name, "whole file", f"is not readable as TOML: {error}"))
        return Overlay({})
    entries = tuple(_read_entries(Table(values, path.name, "", problems), clauses))
    return Overlay(
        {entry.clause: _apply(entry, clauses[entry.clause]) for entry in entries},
        entries,
        hashlib.sha256(raw).hexdigest(),
    )


def write_overlay(entries: Iterable[Checked]) -> str:
    """Write entries as TOML, in the order of their clauses; reading it gives them again."""
    ordered = sorted(entries, key=lambda entry: entry.clause)
    return "\n".join([HEADING, *map(_written, ordered)])


def _read_entries(table: Table, clauses: Mapping[str, Clause]) -> Iterator[Checked]:
    seen: set[str] = set()
    for entry in table.tables("checked", "checked clause", name="clause"):
        checked = _read_entry(entry)
        entry.finish()
        if checked.clause not in clauses:
            entry.wrong("there is no such clause")
        elif checked.clause in seen:
            entry.wrong("this clause is there twice")
        else:
            yield checked
        seen.add(checked.clause)
    table.finish()


def _read_entry(table: Table) -> Checked:
    article = table.string("article")
    if article and not ARTICLE.fullmatch(article):
        table.wrong(f"“article” is “{article}”, which is not of the form 第…条")
    first, last = table.day("from"), table.day("to")
    if first is not None and last is not None and last < first:
        table.wrong("“to” lies before “from”")
    return Checked(
        clause=table.string("clause", required=True),
        words=table.string("words", required=True),
        place=table.string("place", required=True),
        day=table.day("day", required=True) or date.min,
        by=table.string("by", required=True),
        article=article,
        starts_mid_sentence=table.flag("starts_mid_sentence"),
        first=first,
        last=last,
        entered_by=table.string("entered_by"),
        entered_at=table.string("entered_at"),
    )


def _apply(entry: Checked, clause: Clause) -> Clause:
    return replace(
        clause,
        grade=Grade.CHECKED,
        article=entry.article or clause.article,
        words=entry.words or None,
        starts_mid_sentence=entry.starts_mid_sentence,
        withheld="",
        is_weak=False,
        period=_period(entry, clause.period),
        check=Check(place=entry.place, day=entry.day, by=entry.by),
    )


def _period(entry: Checked, shipped: Period) -> Period:
    first, last = entry.first, entry.last
    if first is None and last is None:
        return shipped
    return Period(
        first=first or shipped.first,
        last=last or shipped.last,
        first_text=Text(f"{first} 起施行", f"in force from {first}")
        if first
        else shipped.first_text,
        last_text=Text(f"至 {last}", f"until {last}") if last else shipped.last_text,
    )


def _written(entry: Checked) -> str:
    values: dict[str, str | date | bool | None] = {
        "clause": entry.clause,
        "article": entry.article,
        "words": entry.words,
        "starts_mid_sentence": entry.starts_mid_sentence,
        "place": entry.place,
        "day": entry.day,
        "by": entry.by,
        "from": entry.first,
        "to": entry.last,
        "entered_by": entry.entered_by,
        "entered_at": entry.entered_at,
    }
    lines = [f"{key} = {_value(value)}" for key, value in values.items() if value]
    return "\n".join(["[[checked]]", *lines, ""])


def _value(value: str | date | bool | None) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's too, except that TOML wants U+007F escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else str(value)
