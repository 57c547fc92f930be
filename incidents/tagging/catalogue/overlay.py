"""Reads the overlay: clauses whose official wording a user has read and entered."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from incidents.tagging.catalogue.fields import Problem, Table
from incidents.tagging.catalogue.model import Check, Clause, Grade, Period, Text
from incidents.tagging.catalogue.sources import ARTICLE


@dataclass(frozen=True, slots=True)
class Overlay:
    """Clauses as they stand after checking, and the digest of what was entered."""

    clauses: Mapping[str, Clause]
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
    table = Table(values, path.name, "", problems)
    checked: dict[str, Clause] = {}
    for entry in table.tables("checked", "checked clause", name="clause"):
        clause = clauses.get(entry.string("clause", required=True))
        if clause is None:
            entry.wrong("there is no such clause")
            continue
        checked[clause.id] = _apply(entry, clause)
        entry.finish()
    table.finish()
    return Overlay(checked, hashlib.sha256(raw).hexdigest())


def _apply(table: Table, clause: Clause) -> Clause:
    words = table.string("words", required=True)
    place, by = table.string("place", required=True), table.string("by", required=True)
    day = table.day("day", required=True)
    article = table.string("article")
    if article and not ARTICLE.fullmatch(article):
        table.wrong(f"“article” is “{article}”, which is not of the form 第…条")
    if day is None:
        return clause
    return replace(
        clause,
        grade=Grade.CHECKED,
        article=article or clause.article,
        words=words or None,
        starts_mid_sentence=table.flag("starts_mid_sentence"),
        withheld="",
        is_weak=False,
        period=_period(table, clause.period),
        check=Check(place=place, day=day, by=by),
    )


def _period(table: Table, shipped: Period) -> Period:
    first, last = table.day("from"), table.day("to")
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
