"""Reads the conditions that a rule's data names, such as `third_party_contact|words:debt`."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from incidents.tagging.facts import Channel, Label, Reached

LABELS = frozenset(Label)

# Conditions without a value; conditions.py says what each of them means.
PLAIN = frozenset(
    {
        "asked_to_stop",
        "complained_before",
        "conduct",
        "illegal_debt",
        "knock_only",
        "liable_person",
        "many",
        "outsourced",
        "polite_relay",
        "sanctioned_before",
        "sent_words",
        "third_person_reached",
    }
)
WORD_LISTS = frozenset({"words", "claims_to_be"})
COUNTS = frozenset({"connected_over", "unanswered_over"})
CHOICES: dict[str, frozenset[str]] = {"channel": frozenset(Channel), "reached": frozenset(Reached)}


class TermError(ValueError):
    """A condition in the data is not one that the program knows."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition and the values it is asked with."""

    name: str
    values: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def split_terms(text: str) -> tuple[Term, ...]:
    """Split alternatives at `|`, and a name from its values at `:` and `,`."""
    terms = []
    for alternative in text.split("|"):
        name, _, values = alternative.strip().partition(":")
        terms.append(Term(name, tuple(value for value in values.split(",") if value)))
    return tuple(terms)


def parse_terms(text: str, words: Collection[str]) -> tuple[Term, ...]:
    """
    Split a condition and check it against what exists.

    Raises TermError when a name or a value is unknown.
    """
    terms = split_terms(text)
    for term in terms:
        if term.name in LABELS or term.name in PLAIN:
            _expect(not term.values, f"“{term.name}” takes no value")
        elif term.name in WORD_LISTS:
            _expect(bool(term.values), f"“{term.name}” needs a word list")
            _expect(set(term.values) <= set(words), f"“{text}” names an unknown word list")
        elif term.name in COUNTS:
            is_number = len(term.values) == 1 and term.values[0].isdigit()
            _expect(is_number, f"“{term.name}” needs one number")
        else:
            _expect(term.name in CHOICES, f"“{term.name}” is not a known condition")
            _expect(bool(term.values), f"“{term.name}” needs a value")
            known = set(term.values) <= CHOICES[term.name]
            _expect(known, f"“{text}” names an unknown {term.name}")
    return terms


def _expect(holds: bool, message: str) -> None:
    if not holds:
        raise TermError(message)
