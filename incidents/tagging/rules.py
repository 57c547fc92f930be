"""Applies the rules of the catalogue to one incident and picks the clauses in force that day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from incidents.tagging.catalogue.model import (
    Catalogue,
    Entry,
    Force,
    Instrument,
    Membership,
    Part,
    Rule,
)
from incidents.tagging.cite import Cited
from incidents.tagging.conditions import all_hold, any_holds
from incidents.tagging.facts import Label, Observation, Reason
from incidents.tagging.situation import Situation
from incidents.tagging.terms import split_terms

BOUNDARY = "fact.odd_hours_boundary"
# What a person recorded beside the incident: a provision for the police that rests on it says so.
RECORDED = frozenset({"fact.illegal_debt", "fact.sanctioned_before"})

_RANK = {force: rank for rank, force in enumerate(Force)}
_UNKNOWN_REMARK = {
    Membership.SIGNATORY: "signature_unknown",
    Membership.MEMBER: "membership_unknown",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds for an incident, before anybody has looked at it."""

    rule: Rule
    parts: tuple[str, ...]
    reasons: tuple[Reason, ...]
    observations: tuple[Observation, ...]
    citations: tuple[Cited, ...]
    police: tuple[Cited, ...]
    boundary: bool


@dataclass(frozen=True, slots=True)
class _PartMatch:
    part: Part
    reasons: tuple[Reason, ...]
    cited: tuple[Cited, ...]
    police: tuple[Cited, ...]


def match_rules(situation: Situation, catalogue: Catalogue) -> Iterator[Match]:
    """Yield one match for each rule of which at least one part holds."""
    for rule in catalogue.rules.values():
        parts = [
            found
            for part in rule.parts
            if (found := _match_part(part, situation, catalogue)) is not None
        ]
        if parts and not any_holds(rule.unless, situation):
            yield _merge(rule, parts, situation, catalogue)


def _match_part(part: Part, situation: Situation, catalogue: Catalogue) -> _PartMatch | None:
    if not part.is_automatic:
        return None
    reasons = all_hold(part.when, situation)
    if reasons is None or any_holds(part.unless, situation):
        return None
    chosen = [
        (entry, cited)
        for entry in part.entries
        if (cited := _choose(entry, situation, catalogue)) is not None
    ]
    if part.needs_clause and not chosen:
        return None
    return _PartMatch(
        part=part,
        reasons=(*reasons, *_recorded((entry for entry, _cited in chosen), situation)),
        cited=tuple(cited for entry, cited in chosen if not entry.is_police),
        police=tuple(cited for entry, cited in chosen if entry.is_police),
    )


def _recorded(entries: Iterable[Entry], situation: Situation) -> Iterator[Reason]:
    for entry in entries:
        if entry.is_police:
            reasons = all_hold(entry.when, situation) or ()
            yield from (reason for reason in reasons if reason.code in RECORDED)


def _choose(entry: Entry, situation: Situation, catalogue: Catalogue) -> Cited | None:
    """Pick a clause when it was in force that day, binds this creditor and its conditions hold."""
    day, creditor = situation.day, situation.facts.creditor_type
    if day is None or not entry.is_automatic or not entry.covers(creditor, day):
        return None
    clause = catalogue.clauses[entry.clause]
    if not (clause.is_citable and clause.binds_creditor(creditor) and clause.period.holds_on(day)):
        return None
    instrument = catalogue.instruments[clause.instrument]
    if instrument.membership is not Membership.NONE and situation.facts.is_signatory is False:
        return None
    if all_hold(entry.when, situation) is None or any_holds(entry.unless, situation):
        return None
    return Cited(clause.id, tuple(_remarks(entry, instrument, situation)))


def _remarks(entry: Entry, instrument: Instrument, situation: Situation) -> Iterator[str]:
    yield from entry.remarks
    if instrument.membership is not Membership.NONE and situation.facts.is_signatory is None:
        yield _UNKNOWN_REMARK[instrument.membership]
    if entry.element and all_hold((entry.element,), situation) is None:
        yield f"needs_{entry.element}"
    if entry.is_police:
        yield "police_decides"


def _merge(
    rule: Rule, parts: list[_PartMatch], situation: Situation, catalogue: Catalogue
) -> Match:
    reasons = tuple(dict.fromkeys(reason for part in parts for reason in part.reasons))
    observations = tuple(_concerned(parts, situation))
    return Match(
        rule=rule,
        parts=tuple(part.part.id for part in parts),
        reasons=reasons,
        observations=observations,
        citations=_ordered((cited for part in parts for cited in part.cited), catalogue),
        police=_ordered((cited for part in parts for cited in part.police), catalogue),
        boundary=_rests_on_boundary(observations, reasons),
    )


def _concerned(parts: list[_PartMatch], situation: Situation) -> Iterator[Observation]:
    """Yield the observations that the matched parts asked for."""
    names = {term.name for part in parts for text in part.part.when for term in split_terms(text)}
    for label in Label:
        if label in names:
            yield from situation.by_label.get(label, ())


def _ordered(cited: Iterable[Cited], catalogue: Catalogue) -> tuple[Cited, ...]:
    """Give each clause once, law before rule before standard before self-discipline."""
    merged: dict[str, tuple[str, ...]] = {}
    for one in cited:
        remarks = (*merged.get(one.clause, ()), *one.remarks)
        merged[one.clause] = tuple(dict.fromkeys(remarks))
    whole = [Cited(clause, remarks) for clause, remarks in merged.items()]
    return tuple(sorted(whole, key=lambda one: _RANK[catalogue.instrument_of(one.clause).force]))


def _rests_on_boundary(observations: tuple[Observation, ...], reasons: tuple[Reason, ...]) -> bool:
    """A finding is for a person to decide when nothing but a boundary minute supports it."""
    codes = {observation.reason.code for observation in observations}
    codes |= {reason.code for reason in reasons}
    return codes == {BOUNDARY}
