"""Loads the catalogue from its folder, validates all of it and names it by a digest."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from incidents.tagging.catalogue.fields import CatalogueError, Problem, Table
from incidents.tagging.catalogue.model import Catalogue, Clause, Instrument, PatternWords
from incidents.tagging.catalogue.overlay import read_overlay
from incidents.tagging.catalogue.pattern_titles import PATTERNS, read_patterns
from incidents.tagging.catalogue.ruleset import Ruleset, read_ruleset
from incidents.tagging.catalogue.sources import duplicates, read_instruments

FOLDER = Path(__file__).parent
RULES = "rules.toml"
REQUIRED = ("cbrc-2009-60", "nifa-2018", "npcsc-2012")
# Remarks that the program itself puts beside a clause.
REMARKS = ("signature_unknown", "membership_unknown", "police_decides", "weak_source")
RULE_IDS = tuple(f"R{number}" for number in range(1, 20))

__all__ = ["FOLDER", "REQUIRED", "Catalogue", "CatalogueError", "Problem", "load", "shipped"]


def load(folder: Path = FOLDER, overlay: Path | None = None) -> Catalogue:
    """
    Load and validate a catalogue.

    Raises CatalogueError naming file and entry of everything that is wrong.
    """
    problems: list[Problem] = []
    tables = {table.file: table for table in _read_tables(folder, problems)}
    instruments = [
        instrument
        for name, table in tables.items()
        if name not in (RULES, PATTERNS)
        for instrument in read_instruments(table)
    ]
    problems += _check_names(instruments)
    clauses = {clause.id: clause for item in instruments for clause in item.clauses}
    by_slug = {instrument.slug: instrument for instrument in instruments}
    ruleset = _read_rules(folder, tables, clauses, by_slug, problems)
    patterns = _read_patterns(folder, tables, problems)
    checked = read_overlay(overlay, clauses, problems)
    problems += _check_whole(by_slug, ruleset)
    if problems:
        raise CatalogueError(problems)
    return Catalogue(
        instruments={slug: _overlaid(item, checked.clauses) for slug, item in by_slug.items()},
        clauses=clauses | dict(checked.clauses),
        rules={rule.id: rule for rule in ruleset.rules},
        patterns=patterns,
        words=ruleset.words,
        remarks=ruleset.remarks,
        checked=checked.entries,
        digest=_digest(folder, checked.digest),
    )


@lru_cache(maxsize=1)
def shipped() -> Catalogue:
    """Return the catalogue that comes with the program, loaded once."""
    return load()


def _read_tables(folder: Path, problems: list[Problem]) -> Iterator[Table]:
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        problems.append(Problem(str(folder), "folder", "holds no catalogue files"))
    for path in paths:
        try:
            values = tomllib.loads(path.read_bytes().decode())
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problems.append(Problem(path.name, "whole file", f"is not readable as TOML: {error}"))
        else:
            yield Table(values, path.name, "", problems)


def _read_rules(
    folder: Path,
    tables: dict[str, Table],
    clauses: dict[str, Clause],
    instruments: dict[str, Instrument],
    problems: list[Problem],
) -> Ruleset:
    table = tables.get(RULES)
    if table is None:
        if not (folder / RULES).exists():
            problems.append(Problem(RULES, "whole file", "is missing"))
        return Ruleset((), {}, {})
    return read_ruleset(table, clauses, instruments)


def _read_patterns(
    folder: Path, tables: dict[str, Table], problems: list[Problem]
) -> dict[str, PatternWords]:
    table = tables.get(PATTERNS)
    if table is not None:
        return read_patterns(table)
    if not (folder / PATTERNS).exists():
        problems.append(Problem(PATTERNS, "whole file", "is missing"))
    return {}


def _overlaid(instrument: Instrument, checked: Mapping[str, Clause]) -> Instrument:
    clauses = tuple(checked.get(clause.id, clause) for clause in instrument.clauses)
    return replace(instrument, clauses=clauses)


def _check_names(instruments: Iterable[Instrument]) -> list[Problem]:
    slugs = [(item.slug, item.file) for item in instruments]
    ids = [(clause.id, item.file) for item in instruments for clause in item.clauses]
    return duplicates(slugs, "instrument") + duplicates(ids, "clause")


def _check_whole(instruments: dict[str, Instrument], ruleset: Ruleset) -> list[Problem]:
    problems = [
        Problem("catalogue", slug, "this instrument must be covered and is missing")
        for slug in REQUIRED
        if slug not in instruments
    ]
    parts = [(part.id, RULES) for rule in ruleset.rules for part in rule.parts]
    problems += duplicates([(rule.id, RULES) for rule in ruleset.rules], "rule")
    problems += duplicates([part for part in parts if part[0]], "part")
    names = {rule.id for rule in ruleset.rules}
    problems += [Problem(RULES, name, "is missing") for name in RULE_IDS if name not in names]
    return problems + [
        Problem(RULES, name, "this remark is missing")
        for name in REMARKS
        if name not in ruleset.remarks
    ]


def _digest(folder: Path, overlay: str | None) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        total.update(f"{path.name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    if overlay is not None:
        total.update(f"overlay\n{overlay}\n".encode())
    return total.hexdigest()
