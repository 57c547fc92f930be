"""Recomputing a case's custody chain, and comparing it with the anchors that others hold."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from incidents.append_only import Guard, missing
from incidents.custody import GENESIS, LinkContent, link_digest
from incidents.models import Case, CustodyEvent

AT_ONCE = 2_000
# The same few lists again and again: reading each text once is quicker than the field does it.
FIELDS = Cast("fields", TextField())
LINK = (
    "case_id",
    "sequence",
    "at",
    "actor",
    "action",
    "subject_type",
    "subject_id",
    "subject_digest",
    FIELDS,
    "previous",
    "digest",
)


class Break(StrEnum):
    """What is wrong with a link, a record, an original or the database around them."""

    ALTERED = "altered"
    MISSING = "missing"
    OUT_OF_ORDER = "out_of_order"
    # A record that no link speaks of.
    ADDED = "added"
    # Old values that do not lead back to what the chain says a record was.
    HISTORY = "history"
    # Named as erased, and still there.
    NOT_ERASED = "not_erased"
    # The chain ends before an anchor, or has another digest in its place.
    CUT_SHORT = "cut_short"
    REWRITTEN = "rewritten"
    # The triggers that keep rows from being changed are gone.
    UNGUARDED = "unguarded"


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """`where` is "link:12", or a record such as "incidents.incident:34"; `note` says more."""

    where: str
    problem: Break
    note: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The digest that a link had when it was anchored, and what holds it."""

    sequence: int
    digest: str
    where: str


class Link(NamedTuple):
    """A link as it stands in the database."""

    case_id: int
    sequence: int
    at: datetime
    actor: str
    action: str
    subject_type: str
    subject_id: int
    subject_digest: str
    fields: list[str]
    previous: str
    digest: str


@dataclass(slots=True)
class Walk:
    """What reading a chain through has shown."""

    entries: int = 0
    kinds: set[str] = field(default_factory=set)
    problems: list[ChainProblem] = field(default_factory=list)


def check_links(case: Case, anchors: Iterable[Held]) -> Walk:
    """Read every link of a case in order, and hold it against the anchors."""
    return walk(links_of(case), anchors)


def links_of(case: Case) -> Iterator[Link]:
    rows = CustodyEvent.objects.filter(case=case).order_by("sequence").values_list(*LINK)
    for *front, fields, previous, digest in rows.iterator(chunk_size=AT_ONCE):
        yield Link._make((*front, fields_of(fields), previous, digest))


@lru_cache(maxsize=1_000)
def fields_of(text: str) -> list[str]:
    fields: list[str] = json.loads(text)
    return fields


def walk(links: Iterable[LinkContent], anchors: Iterable[Held]) -> Walk:
    """Name the first link that is not what it should be, and every anchor that disagrees."""
    found, previous, is_whole = Walk(), GENESIS, True
    held: dict[int, list[Held]] = defaultdict(list)
    for anchor in anchors:
        held[anchor.sequence].append(anchor)
    last = 0
    for place, link in enumerate(links, start=1):
        if is_whole and (flaw := flaw_of(link, place, previous)):
            found.problems.append(ChainProblem(f"link:{place}", flaw))
            is_whole = False
        found.problems += differing(link, held.pop(link.sequence, ()))
        found.kinds.add(link.subject_type)
        found.entries, previous, last = place, link.digest, link.sequence
    found.problems += beyond(last, held)
    return found


def flaw_of(link: LinkContent, place: int, previous: str) -> Break | None:
    if link.sequence != place:
        return Break.MISSING if link.sequence > place else Break.OUT_OF_ORDER
    if link.previous != previous:
        return Break.OUT_OF_ORDER
    return Break.ALTERED if link.digest != link_digest(link) else None


def differing(link: LinkContent, anchors: Iterable[Held]) -> Iterator[ChainProblem]:
    for anchor in anchors:
        if anchor.digest != link.digest:
            yield ChainProblem(f"link:{link.sequence}", Break.REWRITTEN, anchor.where)


def beyond(last: int, held: dict[int, list[Held]]) -> Iterator[ChainProblem]:
    """Name the anchors of links that are not there (any more)."""
    for sequence, anchors in sorted(held.items()):
        problem = Break.CUT_SHORT if sequence > last else Break.MISSING
        for anchor in anchors:
            yield ChainProblem(f"link:{min(sequence, last + 1)}", problem, anchor.where)


def unguarded(guards: Iterable[Guard]) -> Iterator[ChainProblem]:
    """Name the tables whose rows the database would let anybody change."""
    for table in missing(connection, guards):
        yield ChainProblem(f"table:{table}", Break.UNGUARDED)
