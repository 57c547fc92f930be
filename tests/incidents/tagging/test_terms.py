"""Conditions in the rules' data: what they may name, and that each has a meaning."""

import pytest

from incidents.tagging.conditions import holds
from incidents.tagging.facts import Label
from incidents.tagging.situation import Situation
from incidents.tagging.terms import PLAIN, Term, TermError, parse_terms
from tests.incidents.tagging.builders import make_facts, read_from_text

WORDS = {"debt": ("欠款",)}


def test_alternatives_and_values_are_split():
    assert parse_terms("insult|channel:sms,im", WORDS) == (
        Term("insult"),
        Term("channel", ("sms", "im")),
    )


@pytest.mark.parametrize(
    "text",
    [
        "moon",
        "insult:loud",
        "channel",
        "channel:pigeon",
        "reached:dog",
        "words",
        "words:sky",
        "connected_over",
        "connected_over:many",
        "asked_to_stop:yes",
        "",
    ],
)
def test_an_unknown_condition_is_refused(text):
    with pytest.raises(TermError):
        parse_terms(text, WORDS)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_each_condition_has_a_meaning_and_fails_when_nothing_is_known(name):
    assert holds(name, Situation(make_facts(channel=None), (), WORDS)) is None or name == "conduct"


def test_one_alternative_is_enough():
    situation = Situation(make_facts(), (read_from_text("insult"),), WORDS)
    assert holds("threat_violence|insult", situation) == (situation.observations[0].reason,)


def test_words_are_found_in_traditional_and_spaced_spelling():
    facts = make_facts(text="他說我 欠 款")
    assert holds("words:debt", Situation(facts, (), WORDS))[0].values == (("words", "欠款"),)


def test_labels_are_conditions():
    for label in Label:
        assert holds(label, Situation(make_facts(), (), WORDS)) is None


@pytest.mark.parametrize("text", ["没欠款", "我没有欠款", "不是欠款", "未欠款"])
def test_a_word_that_is_directly_denied_does_not_count(text):
    assert holds("words:debt", Situation(make_facts(text=text), (), WORDS)) is None
