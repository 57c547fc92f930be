"""Tags one incident: observes, applies the rules, and states what was found and why."""

from dataclasses import dataclass

from incidents.tagging.catalogue.model import Catalogue
from incidents.tagging.cite import Cited
from incidents.tagging.facts import CreditorType, Facts, Label, Observation, Reached, Reason
from incidents.tagging.observe import observe_text
from incidents.tagging.observe_facts import observe_facts
from incidents.tagging.rules import Match, match_rules
from incidents.tagging.situation import Situation

ENGINE_VERSION = "2"

_ORDER = {label: position for position, label in enumerate(Label)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDraft:
    """
    A rule that an incident may concern, for a person to confirm or dismiss.

    `police` holds criminal provisions: something to ask the police about, never the basis of the
    finding. `note` says why nothing can be cited, when nothing can.
    """

    rule: str
    parts: tuple[str, ...]
    reasons: tuple[Reason, ...]
    citations: tuple[Cited, ...]
    police: tuple[Cited, ...]
    observations: tuple[Observation, ...]
    boundary: bool
    note: Reason | None


@dataclass(frozen=True, slots=True)
class Tagging:
    """What one incident shows. `questions` are facts that a person could add to say more."""

    observations: tuple[Observation, ...]
    findings: tuple[FindingDraft, ...]
    questions: tuple[Reason, ...]


def observe(facts: Facts) -> tuple[Observation, ...]:
    """Return what the words, the facts and the ticks of an incident show."""
    written = observe_text(facts.text, facts.narrator, facts.channel) if facts.text else ()
    found = dict.fromkeys((*written, *observe_facts(facts)))
    return tuple(sorted(found, key=_position))


def tag(
    facts: Facts, catalogue: Catalogue, observations: tuple[Observation, ...] | None = None
) -> Tagging:
    """Tag an incident; pass observations already made, to save reading the words again."""
    seen = observe(facts) if observations is None else observations
    situation = Situation(facts, seen, catalogue.words)
    findings = tuple(_draft(match, facts) for match in match_rules(situation, catalogue))
    return Tagging(seen, findings, tuple(_questions(facts)))


def _position(observation: Observation) -> tuple[int, bool, int, int]:
    start, end = observation.start, observation.end
    return (_ORDER[observation.label], start is None, start or 0, end or 0)


def _draft(match: Match, facts: Facts) -> FindingDraft:
    return FindingDraft(
        rule=match.rule.id,
        parts=match.parts,
        reasons=match.reasons,
        citations=match.citations,
        police=match.police,
        observations=match.observations,
        boundary=match.boundary,
        note=_note(match, facts),
    )


def _note(match: Match, facts: Facts) -> Reason | None:
    if match.citations:
        return None
    if facts.occurred_at is None:
        return Reason("none.day_unknown")
    if match.police:
        return Reason("none.police_only")
    if facts.creditor_type is CreditorType.UNKNOWN:
        return Reason("none.creditor_unknown")
    return Reason("none.that_day")


def _questions(facts: Facts) -> list[Reason]:
    questions = []
    if facts.reached is Reached.SPOUSE and facts.shares_debt is None:
        questions.append(Reason("ask.spouse_shares_debt"))
    if facts.occurred_at is None:
        questions.append(Reason("ask.day"))
    if facts.creditor_type is CreditorType.UNKNOWN:
        questions.append(Reason("ask.creditor"))
    return questions
