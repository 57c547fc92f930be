"""Recomputing a case's custody chain, and comparing each record with the digest last written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps

from incidents.custody import GENESIS, link_digest
from incidents.models import Case, CustodyEvent, Recorded

BATCH = 500


class Break(StrEnum):
    """What is wrong with a link or a record."""

    ALTERED = "altered"
    MISSING = "missing"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """`where` is "link:12", or a record such as "incidents.incident:34"."""

    where: str
    problem: Break


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """How many links were read, and what is wrong; a broken chain names its first bad link."""

    entries: int
    problems: tuple[ChainProblem, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def check_chain(case: Case) -> ChainCheck:
    """Read every link of a case and every record that the chain speaks of."""
    events = list(CustodyEvent.objects.filter(case=case).order_by("sequence"))
    broken = first_broken_link(events)
    problems = [broken] if broken else []
    return ChainCheck(len(events), (*problems, *changed_records(events)))


def first_broken_link(events: Iterable[CustodyEvent]) -> ChainProblem | None:
    """Name the first link whose place, predecessor or digest is not what it should be."""
    previous = GENESIS
    for place, event in enumerate(events, start=1):
        if event.sequence != place:
            return ChainProblem(f"link:{place}", Break.MISSING)
        if event.previous != previous:
            return ChainProblem(f"link:{place}", Break.OUT_OF_ORDER)
        if event.digest != link_digest(event):
            return ChainProblem(f"link:{place}", Break.ALTERED)
        previous = event.digest
    return None


def changed_records(events: Iterable[CustodyEvent]) -> Iterator[ChainProblem]:
    """Name records that are gone, or are no longer what their newest link says."""
    newest: dict[str, dict[int, str]] = defaultdict(dict)
    for event in events:
        newest[event.subject_type][event.subject_id] = event.subject_digest
    for kind, digests in newest.items():
        model = apps.get_model(kind)
        if not issubclass(model, Recorded):
            continue
        yield from changed_of(model, kind, digests)


def changed_of(model: type[Recorded], kind: str, digests: dict[int, str]) -> Iterator[ChainProblem]:
    keys = list(digests)
    for at in range(0, len(keys), BATCH):
        batch = keys[at : at + BATCH]
        rows = model._default_manager.in_bulk(batch)
        for key in batch:
            row = rows.get(key)
            if row is None:
                yield ChainProblem(f"{kind}:{key}", Break.MISSING)
            elif row.digest() != digests[key]:
                yield ChainProblem(f"{kind}:{key}", Break.ALTERED)
