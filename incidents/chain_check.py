"""Checking everything that the database holds of a case: chain, anchors, records, old values."""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.append_only import GUARDS
from incidents.link_check import ChainProblem, Held, check_links, unguarded
from incidents.models import Anchor, Case
from incidents.record_check import (
    problems_of,
    recorded_models,
    subjects_of,
    unknown_kinds,
)
from incidents.snapshot import snapshot


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """How many links and records were read, and what is wrong; the first bad link comes first."""

    entries: int
    records: int
    problems: tuple[ChainProblem, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def check_chain(case: Case, others: Iterable[Held] = ()) -> ChainCheck:
    """
    Read every link, record and old value of a case, with its anchors and `others` found elsewhere.

    Memory stays flat however large the case is, and nobody has to wait with writing meanwhile.
    """
    records = 0
    with snapshot():
        found = check_links(case, {*anchors_of(case), *others})
        problems = found.problems
        models = recorded_models()
        for model in models:
            for subject in subjects_of(case, model):
                problems += problems_of(subject)
                records += 1
    problems += unknown_kinds(found.kinds, models)
    problems += unguarded(GUARDS)
    return ChainCheck(found.entries, records, tuple(problems))


def anchors_of(case: Case) -> list[Held]:
    anchors = Anchor.objects.filter(case=case).order_by("sequence", "pk")
    return [Held(anchor.sequence, anchor.digest, anchor.name) for anchor in anchors]
