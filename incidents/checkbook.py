"""What pages show of checked clauses: which clause it is, who read it, and what a file brings."""

from collections.abc import Iterator
from dataclasses import dataclass

from incidents.catalogue import catalogue
from incidents.presenters import citation, language
from incidents.services.checks import Incoming
from incidents.tagging.catalogue.model import Checked, Clause
from incidents.tagging.cite import Citation


@dataclass(frozen=True, slots=True)
class Heading:
    """A clause to be checked: what it is about, and how it is cited now, if it is."""

    title: str
    topic: str
    now: Citation | None


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One entry of a file, and the one that it would replace."""

    heading: Heading
    entry: Checked
    replaced: Checked | None


def heading_of(clause: Clause) -> Heading:
    held = catalogue()
    instrument = held.instruments[clause.instrument]
    return Heading(
        title=instrument.title if language().startswith("zh") else instrument.title_en,
        topic=clause.topic.get(language()),
        now=citation(held.digest, clause.id, (), language()),
    )


def incoming_rows(incoming: Incoming) -> Iterator[IncomingRow]:
    clauses = catalogue().clauses
    for entry in incoming.new:
        yield IncomingRow(heading_of(clauses[entry.clause]), entry, None)
    for old, entry in incoming.replaced:
        yield IncomingRow(heading_of(clauses[entry.clause]), entry, old)
