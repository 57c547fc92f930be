"""The conditions that rules are built from; each returns its reasons, or None when it fails."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Protocol

from incidents.tagging.facts import Channel, Facts, Filed, Label, Reached, Reason
from incidents.tagging.observe_facts import contacts_known
from incidents.tagging.situation import Situation
from incidents.tagging.terms import Term, split_terms

Reasons = tuple[Reason, ...]
Test = Callable[[Situation], Reasons | None]


class Condition(Protocol):
    """A test that is asked with values."""

    def __call__(self, situation: Situation, values: tuple[str, ...]) -> Reasons | None: ...


# 多次 in the public security law: no source at hand fixes a number, so three is a cautious reading.
_MANY = 3
_MESSAGES = {Channel.SMS, Channel.IM, Channel.EMAIL}


def holds(term: str, situation: Situation) -> Reasons | None:
    """Return the reasons of the alternatives that hold, or None when none does."""
    found: Reasons | None = None
    for test in _tests(term):
        reasons = test(situation)
        if reasons is not None:
            found = reasons if found is None else (*found, *reasons)
    return found


def all_hold(terms: tuple[str, ...], situation: Situation) -> Reasons | None:
    """Return the reasons of all conditions together, or None when one of them fails."""
    collected: list[Reason] = []
    for term in terms:
        reasons = holds(term, situation)
        if reasons is None:
            return None
        collected.extend(reasons)
    return tuple(dict.fromkeys(collected))


def any_holds(terms: tuple[str, ...], situation: Situation) -> bool:
    return any(holds(term, situation) is not None for term in terms)


@lru_cache(maxsize=512)
def _tests(term: str) -> tuple[Test, ...]:
    return tuple(_test(part) for part in split_terms(term))


def _test(term: Term) -> Test:
    condition = _CONDITIONS.get(term.name)
    if condition is None:
        return _shows(Label(term.name))
    return partial(condition, values=term.values)


def _shows(label: Label) -> Test:
    def test(situation: Situation) -> Reasons | None:
        found = situation.by_label.get(label)
        return tuple(observation.reason for observation in found) if found else None

    return test


def _fact(name: str) -> Condition:
    """A fact that is known to be true; unknown never counts."""

    def condition(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
        known: bool | None = getattr(situation.facts, name)
        return (Reason(f"fact.{name}"),) if known else None

    return condition


def _complained_before(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
    """A complaint or police report came before; it is named when it is known which."""
    facts = situation.facts
    if not facts.complained_before:
        return None
    named = tuple(_filed_reason(filed) for filed in facts.filed)
    return named or (Reason("fact.complained_before"),)


def _filed_reason(filed: Filed) -> Reason:
    number = (("number", filed.number),) if filed.number else ()
    values = (("filed", filed.day.isoformat()), ("channel", filed.channel), *number)
    return Reason("fact.complained_before", values)


def _illegal_debt(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
    """A person recorded why the debt itself may be illegal; the ground is told with it."""
    facts = situation.facts
    if not facts.illegal_debt:
        return None
    named = tuple(
        Reason("fact.illegal_debt", (("basis", ground),)) for ground in facts.debt_grounds
    )
    return named or (Reason("fact.illegal_debt"),)


def _quietly(test: Callable[[Situation], bool]) -> Condition:
    """A condition that narrows a rule without being a reason of its own."""

    def condition(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
        return () if test(situation) else None

    return condition


def _channel(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
    return () if situation.facts.channel in values else None


def _reached(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
    return () if situation.facts.reached in values else None


def _words(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
    return _words_reason([word for name in values for word in situation.find_words(name)])


def _claims_to_be(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
    label = Label.IMPERSONATION_AUTHORITY
    return _words_reason(
        [word for name in values for word in situation.find_words_near(name, label)]
    )


def _words_reason(found: list[str]) -> Reasons | None:
    return (Reason("words.found", (("words", "、".join(found)),)),) if found else None


def _count_over(name: str, code: str) -> Condition:
    def condition(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
        count: int | None = getattr(situation.facts, name)
        if count is None or count <= int(values[0]):
            return None
        return (Reason(code, (("count", str(count)), ("limit", values[0]))),)

    return condition


def _outsourced(situation: Situation, values: tuple[str, ...]) -> Reasons | None:
    """Collection is outsourced when somebody knows it, or when the caller says so himself."""
    facts = situation.facts
    if facts.outsourced is not None:
        return (Reason("fact.outsourced"),) if facts.outsourced else None
    return _words_reason(list(situation.find_words("commissioned")))


def _third_person_reached(situation: Situation) -> bool:
    facts = situation.facts
    if facts.reached is Reached.SPOUSE:
        return facts.shares_debt is False
    return facts.reached in {Reached.CONTACT, Reached.THIRD_PARTY}


def _liable_person(situation: Situation) -> bool:
    """The one who was reached owes too, or may; only a person's own tick says otherwise."""
    facts = situation.facts
    if situation.has_ticked(Label.THIRD_PARTY_CONTACT):
        return False
    spouse_may_owe = facts.reached is Reached.SPOUSE and facts.shares_debt is not False
    return facts.reached is Reached.GUARANTOR or spouse_may_owe


def _polite_relay(situation: Situation) -> bool:
    """Asking somebody once to pass on a message, because the borrower cannot be reached."""
    facts = situation.facts
    if facts.asked_to_stop or (contacts_known(facts) or 0) > 1:
        return False
    if set(situation.labels) - {Label.THIRD_PARTY_CONTACT, Label.WORKPLACE_CONTACT}:
        return False
    return bool(situation.find_words("relay")) and bool(situation.find_words("unreachable"))


def _knock_only(situation: Situation) -> bool:
    """Knocking at the door and no more is not to be marked."""
    if set(situation.labels) - {Label.HOME_VISIT_THREAT}:
        return False
    if situation.has_ticked(Label.HOME_VISIT_THREAT) or situation.find_words("entering"):
        return False
    return bool(situation.find_words("knocking"))


def _is_many(situation: Situation) -> bool:
    if Label.FREQUENCY_BOMBING in situation.by_label:
        return True
    return (contacts_known(situation.facts) or 0) >= _MANY


def _sent_words(situation: Situation) -> bool:
    """Something was sent or said; a call that nobody answered conveys nothing."""
    facts: Facts = situation.facts
    if facts.channel is Channel.CALL:
        return facts.connected is not False
    return facts.channel in _MESSAGES


_CONDITIONS: dict[str, Condition] = {
    "asked_to_stop": _fact("asked_to_stop"),
    "complained_before": _complained_before,
    "sanctioned_before": _fact("sanctioned_before"),
    "illegal_debt": _illegal_debt,
    "conduct": _quietly(lambda situation: bool(situation.observations)),
    "knock_only": _quietly(_knock_only),
    "liable_person": _quietly(_liable_person),
    "many": _quietly(_is_many),
    "polite_relay": _quietly(_polite_relay),
    "sent_words": _quietly(_sent_words),
    "third_person_reached": _quietly(_third_person_reached),
    "outsourced": _outsourced,
    "channel": _channel,
    "reached": _reached,
    "words": _words,
    "claims_to_be": _claims_to_be,
    "connected_over": _count_over("connected_calls_today", "fact.connected_today"),
    "unanswered_over": _count_over("unanswered_today_line", "fact.unanswered_today"),
}
