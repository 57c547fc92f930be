"""Every reason that the program can give has words in both languages."""

import re

import pytest

from incidents.models.complaint import ComplaintChannel
from incidents.tagging.facts import Label, Reached, Reason
from incidents.tagging.reasons import CODES, LABEL_NAMES, explain, explain_all
from tests.incidents.tagging.builders import make_facts, tag_it
from tests.incidents.tagging.test_rules import ALL_WORDS

VALUES = (
    ("words", "你等着"),
    ("time", "23:30"),
    ("relation", "同事"),
    ("place", "山东省济宁市"),
    ("count", "9"),
    ("limit", "3"),
    ("first", "2018-04-16"),
    ("last", "2018-05-04"),
    ("when", "2018-04-24"),
    ("quiet", "17"),
    ("lines", "12"),
    ("prefix", "1710000"),
    ("people", "5"),
    ("once", "9"),
    ("twice", "3"),
    ("filed", "2018-06-01"),
    ("channel", "12378"),
    ("number", "A-1"),
    ("basis", "24%"),
)
LANGUAGES = ["zh-hans", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(CODES))
def test_each_code_has_words(code, language):
    said = explain(Reason(code, VALUES), language)
    assert said
    assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", Label)
def test_each_label_can_be_read_from_words_or_ticked(label, language):
    assert "你等着" in explain(Reason(f"text.{label}", VALUES), language)
    name = LABEL_NAMES[label].get(language)
    assert name in explain(Reason(f"ticked.{label}"), language)
    assert name in explain(Reason(f"text.{label}"), language)


@pytest.mark.parametrize("code", sorted(CODES))
def test_english_reasons_hold_no_chinese(code):
    foreign = (("words", "x"), ("relation", "x"), ("place", "x"))
    said = explain(Reason(code, (*VALUES, *foreign)), "en")
    assert not re.search(r"[\u4e00-\u9fff]", said)


def test_whatever_the_rules_say_can_be_explained():
    facts = make_facts(
        at="23:00",
        text=ALL_WORDS,
        reached=Reached.THIRD_PARTY,
        relation="同事",
        contacts_today=9,
        asked_to_stop=True,
        complained_before=True,
        sanctioned_before=True,
        illegal_debt=True,
        outsourced=True,
        ticked=tuple(Label),
    )
    for draft in tag_it(facts, *Label).findings:
        assert explain_all(draft.reasons)
        assert explain_all(draft.reasons, "en")


def test_the_same_reason_is_said_once():
    reason = Reason("fact.asked_to_stop")
    assert explain_all((reason, reason)) == "此前已经要求停止"


def test_a_code_without_words_is_a_mistake():
    with pytest.raises(KeyError):
        explain(Reason("fact.moon"))


@pytest.mark.parametrize(
    ("relation", "language", "said"),
    [
        ("colleague", "zh-hans", "打给了和借款无关的人（同事）"),
        ("colleague", "en", "somebody who does not owe was reached (colleague)"),
        ("表姐", "zh-hans", "打给了和借款无关的人（表姐）"),
    ],
)
def test_a_relation_is_named_as_the_reader_says_it(relation, language, said):
    reason = Reason("fact.reached_third_party", (("relation", relation),))
    assert explain(reason, language) == said


@pytest.mark.parametrize(
    ("values", "language", "said"),
    [
        ((), "zh-hans", "此前已经投诉或报警"),
        (
            (("filed", "2018-06-01"), ("channel", "police-110")),
            "zh-hans",
            "此前已在 2018-06-01 报警",
        ),
        (
            (("filed", "2018-06-01"), ("channel", "12378"), ("number", "A-1")),
            "zh-hans",
            "此前已在 2018-06-01 向金融监管 12378 投诉，编号“A-1”",
        ),
        (
            (("filed", "2018-06-01"), ("channel", "12378"), ("number", "A-1")),
            "en",
            "there had been a complaint to the financial regulator (12378) on 2018-06-01, "
            "number “A-1”",
        ),
    ],
)
def test_a_complaint_is_named_as_far_as_it_is_known(values, language, said):
    assert explain(Reason("fact.complained_before", values), language) == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", [each for each in ComplaintChannel if each != "court"])
def test_each_place_that_takes_complaints_has_words(channel, language):
    values = (("filed", "2018-06-01"), ("channel", channel.value))
    assert "2018-06-01" in explain(Reason("fact.complained_before", values), language)
