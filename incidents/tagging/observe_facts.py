"""Reads observations off the facts of an incident and off what a person ticked; no text here."""

from collections.abc import Iterator

from incidents.tagging.clock import is_boundary, is_night, shanghai
from incidents.tagging.facts import Channel, Facts, Label, Observation, Reached, Reason, Source

# The labelling guideline speaks of bombing from seven contacts a day.
BOMBING_FROM = 7

# A letter lies in the box at any hour, and a post is not a contact.
_TIMED = {Channel.CALL, Channel.SMS, Channel.IM, Channel.EMAIL, Channel.VISIT, None}

_WORKPLACE = (
    "单位",
    "公司",
    "同事",
    "领导",
    "老板",
    "上司",
    "主管",
    "经理",
    "人事",
    "前台",
    "雇主",
    "colleague",
    "employer",
    "boss",
    "manager",
    "workplace",
    "supervisor",
)
# 同事的家属 and the like are not the borrower's workplace.
_NOT_WORKPLACE = ("前同事", "前领导", "前老板", "前单位", "家属", "former", "ex-")


def observe_facts(facts: Facts) -> tuple[Observation, ...]:
    """Return what the facts and the ticks of an incident show, in a fixed order."""
    return (*_observe(facts), *_ticked(facts))


def contacts_known(facts: Facts) -> int | None:
    """Return how many contacts that day are known at the least; None when none was counted."""
    if facts.contacts_today is not None:
        return facts.contacts_today
    counts = (facts.connected_calls_today, facts.unanswered_today_line)
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _observe(facts: Facts) -> Iterator[Observation]:
    if (reason := _odd_hours(facts)) is not None:
        yield Observation(Label.ODD_HOURS, Source.FACT, reason)
    if (reason := _third_person(facts)) is not None:
        yield Observation(Label.THIRD_PARTY_CONTACT, Source.FACT, reason)
        if is_workplace(facts.relation):
            values = (("relation", facts.relation or ""),)
            reason = Reason("fact.reached_workplace", values)
            yield Observation(Label.WORKPLACE_CONTACT, Source.FACT, reason)
    count = contacts_known(facts)
    if count is not None and count >= BOMBING_FROM:
        reason = Reason("fact.contacts_today", (("count", str(count)),))
        yield Observation(Label.FREQUENCY_BOMBING, Source.FACT, reason)


def _ticked(facts: Facts) -> Iterator[Observation]:
    for label in Label:
        if label in facts.ticked:
            yield Observation(label, Source.TICKED, Reason(f"ticked.{label}"))


def _odd_hours(facts: Facts) -> Reason | None:
    if facts.occurred_at is None or facts.channel not in _TIMED:
        return None
    values = (("time", f"{shanghai(facts.occurred_at):%H:%M}"),)
    if is_boundary(facts.occurred_at):
        return Reason("fact.odd_hours_boundary", values)
    return Reason("fact.odd_hours", values) if is_night(facts.occurred_at) else None


def _third_person(facts: Facts) -> Reason | None:
    """Guarantors owe, and a spouse may; only someone who does not owe is a third person."""
    values = (("relation", facts.relation),) if facts.relation else ()
    if facts.reached is Reached.CONTACT:
        return Reason("fact.reached_contact", values)
    if facts.reached is Reached.THIRD_PARTY:
        return Reason("fact.reached_third_party", values)
    if facts.reached is Reached.SPOUSE and facts.shares_debt is False:
        return Reason("fact.reached_spouse", values)
    return None


def is_workplace(relation: str | None) -> bool:
    """Tell whether a relation names somebody at the borrower's place of work."""
    named = (relation or "").casefold()
    if any(word in named for word in _NOT_WORKPLACE):
        return False
    return any(word in named for word in _WORKPLACE)
