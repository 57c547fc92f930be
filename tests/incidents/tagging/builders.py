"""Builders for tagging tests: facts of one incident, and what the rules make of them."""

from datetime import datetime
from functools import cache

from incidents.tagging.catalogue.loader import load
from incidents.tagging.catalogue.model import Catalogue
from incidents.tagging.engine import FindingDraft, Tagging, tag
from incidents.tagging.facts import Channel, CreditorType, Facts, Label, Observation, Reason, Source
from incidents.tagging.observe_facts import observe_facts

CREDITORS = {member.value: member for member in CreditorType}


@cache
def the_catalogue() -> Catalogue:
    return load()


def make_facts(day: str | None = "2018-05-02", at: str = "15:00", **known) -> Facts:
    """One call at three in the afternoon in Shanghai, from a lender on a platform."""
    moment = datetime.fromisoformat(f"{day}T{at}:00+08:00") if day else None
    creditor = CREDITORS[known.pop("creditor", "MICRO_NET")]
    known.setdefault("channel", Channel.CALL)
    return Facts(occurred_at=moment, creditor_type=creditor, **known)


def read_from_text(label: str) -> Observation:
    return Observation(Label(label), Source.TEXT, Reason(f"text.{label}", (("words", "……"),)))


def tag_it(facts: Facts, *labels: str, catalogue: Catalogue | None = None) -> Tagging:
    """Tag with the given labels as if they had been read from the words."""
    observations = (*map(read_from_text, labels), *observe_facts(facts))
    return tag(facts, catalogue or the_catalogue(), observations)


def find(facts: Facts, rule: str, *labels: str) -> FindingDraft | None:
    found = [draft for draft in tag_it(facts, *labels).findings if draft.rule == rule]
    return found[0] if found else None


def clauses(facts: Facts, rule: str, *labels: str) -> set[str] | None:
    """The clauses a rule cites; None when the rule does not hold at all."""
    draft = find(facts, rule, *labels)
    return {cited.clause for cited in draft.citations} if draft else None


def police(facts: Facts, rule: str, *labels: str) -> set[str]:
    draft = find(facts, rule, *labels)
    return {cited.clause for cited in draft.police} if draft else set()
