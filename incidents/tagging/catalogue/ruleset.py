"""Reads rules.toml: which situation may concern which clauses, for whom and from when."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.tagging.catalogue.fields import Table
from incidents.tagging.catalogue.model import ANY, Clause, Entry, Instrument, Part, Rule, Text
from incidents.tagging.catalogue.sources import CREDITORS, read_creditors
from incidents.tagging.terms import PLAIN, TermError, parse_terms

_RULE = re.compile(r"R([1-9]|1[0-9])")


@dataclass(frozen=True, slots=True)
class Ruleset:
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]]
    remarks: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Known:
    """What an entry of the mapping may refer to."""

    clauses: Mapping[str, Clause]
    instruments: Mapping[str, Instrument]
    words: Mapping[str, tuple[str, ...]]
    remarks: Mapping[str, Text]


def read_ruleset(
    table: Table, clauses: Mapping[str, Clause], instruments: Mapping[str, Instrument]
) -> Ruleset:
    """Read the rules against the clauses that exist; problems collect in the table."""
    words = dict(_read_words(table))
    remarks = dict(_read_remarks(table))
    known = Known(clauses, instruments, words, remarks)
    rules = tuple(_read_rules(table, known))
    table.finish()
    return Ruleset(rules, words, remarks)


def _read_words(table: Table) -> Iterable[tuple[str, tuple[str, ...]]]:
    for entry in table.tables("words", "word list"):
        name, listed = entry.string("id", required=True), entry.strings("any")
        if not listed:
            entry.wrong("“any” lists no words")
        entry.finish()
        yield name, listed


def _read_remarks(table: Table) -> Iterable[tuple[str, Text]]:
    for entry in table.tables("remark", "remark"):
        name, text = entry.string("id", required=True), entry.text("text", required=True)
        entry.finish()
        if text is not None:
            yield name, text


def _read_rules(table: Table, known: Known) -> Iterable[Rule]:
    for entry in table.tables("rule", "rule"):
        name = entry.string("id", required=True)
        if name and not _RULE.fullmatch(name):
            entry.wrong("a rule is called R1 to R19")
        title = entry.text("title", required=True) or Text("", "")
        if len(title.zh) > 14:
            entry.wrong("“title” has more than 14 characters")
        yield Rule(
            id=name,
            title=title,
            plain=entry.text("plain", required=True) or Text("", ""),
            unless=_read_terms(entry, "unless", known),
            parts=tuple(_read_parts(entry, name, known)),
        )
        entry.finish()


def _read_parts(table: Table, rule: str, known: Known) -> Iterable[Part]:
    for entry in table.tables("part", "part"):
        name = entry.string("id", required=True)
        if not name.startswith(rule):
            entry.wrong(f"a part of {rule} begins with {rule}")
        yield Part(
            id=name,
            title=entry.text("title", required=True) or Text("", ""),
            when=_read_terms(entry, "when", known),
            unless=_read_terms(entry, "unless", known),
            is_automatic=not entry.flag("never_automatic"),
            needs_clause=entry.flag("needs_clause"),
            entries=tuple(_read_entries(entry, known)),
        )
        entry.finish()


def _read_entries(table: Table, known: Known) -> Iterable[Entry]:
    for entry in table.tables("cite", "citation", name="clause"):
        clause = known.clauses.get(entry.string("clause", required=True))
        if clause is None:
            entry.wrong("there is no such clause")
            continue
        yield _read_entry(entry, clause, known)
        entry.finish()


def _read_entry(table: Table, clause: Clause, known: Known) -> Entry:
    creditors = read_creditors(table, "for") or clause.binds
    if ANY not in clause.binds and not creditors <= clause.binds:
        table.wrong("“for” names creditors that the clause does not bind")
    if not creditors & CREDITORS:
        table.wrong("the clause binds no creditor type, so “for” must say whom this concerns")
    entry = Entry(
        clause=clause.id,
        creditors=creditors,
        when=_read_terms(table, "when", known),
        unless=_read_terms(table, "unless", known),
        remarks=_read_remark_names(table, known),
        element=_read_element(table, known),
        is_police=table.flag("police"),
        is_automatic=not table.flag("never_automatic"),
        first=table.day("from"),
        last=table.day("to"),
    )
    _check_entry(table, entry, clause, known)
    return entry


def _check_entry(table: Table, entry: Entry, clause: Clause, known: Known) -> None:
    if known.instruments[clause.instrument].is_criminal and not entry.is_police:
        table.wrong("a criminal provision may only be listed with “police = true”")
    if clause.withheld:
        table.wrong("this clause is withheld and may not be listed")
    if clause.is_citable and clause.period.first is None:
        table.wrong("the clause has no day from which it may be cited (“from”)")


def _read_element(table: Table, known: Known) -> str:
    element = table.string("element")
    if element and element not in PLAIN:
        table.wrong(f"“element” is “{element}”, which is not a known condition without a value")
    if element and f"needs_{element}" not in known.remarks:
        table.wrong(f"“element” needs a remark called needs_{element}")
    return element


def _read_terms(table: Table, key: str, known: Known) -> tuple[str, ...]:
    terms = table.strings(key)
    for term in terms:
        try:
            parse_terms(term, known.words)
        except TermError as error:
            table.wrong(f"“{key}”: {error}")
    return terms


def _read_remark_names(table: Table, known: Known) -> tuple[str, ...]:
    names = table.strings("remarks")
    for name in names:
        if name not in known.remarks:
            table.wrong(f"“remarks” names “{name}”, which is not defined")
    return names
