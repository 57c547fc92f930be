"""Observations from facts: hours in Shanghai, who was reached, how often, what was ticked."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.tagging.clock import SHANGHAI
from incidents.tagging.facts import Channel, Facts, Label, Reached, Source
from incidents.tagging.observe_facts import is_workplace, observe_facts
from tests.incidents.tagging.builders import make_facts, tag_it


def seen(facts: Facts) -> dict[Label, str]:
    return {found.label: found.reason.code for found in observe_facts(facts)}


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("21:59", None),
        ("22:00", "fact.odd_hours_boundary"),
        ("22:01", "fact.odd_hours"),
        ("23:59", "fact.odd_hours"),
        ("00:00", "fact.odd_hours"),
        ("07:59", "fact.odd_hours"),
        ("08:00", "fact.odd_hours_boundary"),
        ("08:01", None),
        ("12:00", None),
        ("20:59", None),
    ],
)
def test_the_hours_from_22_to_8_are_odd_and_both_edges_are_for_a_person(at, code):
    assert seen(make_facts(at=at)).get(Label.ODD_HOURS) == code


@pytest.mark.parametrize(
    ("at", "boundary"), [("22:00", True), ("08:00", True), ("22:01", False), ("03:00", False)]
)
def test_a_finding_on_a_boundary_minute_is_marked(at, boundary):
    drafts = {draft.rule: draft for draft in tag_it(make_facts(at=at)).findings}
    assert drafts["R1"].boundary == boundary


def test_words_about_the_night_settle_a_boundary_minute():
    drafts = {draft.rule: draft for draft in tag_it(make_facts(at="22:00"), "odd_hours").findings}
    assert not drafts["R1"].boundary


def test_the_hour_is_read_in_shanghai():
    facts = Facts(occurred_at=datetime(2018, 6, 7, 15, 30, tzinfo=UTC), channel=Channel.CALL)
    (found,) = observe_facts(facts)
    assert found.reason.values == (("time", "23:30"),)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_minute_is_odd_even_or_for_a_person(moment):
    hour = moment.astimezone(SHANGHAI).hour
    code = seen(Facts(occurred_at=moment, channel=Channel.CALL)).get(Label.ODD_HOURS)
    if code == "fact.odd_hours":
        assert hour >= 22 or hour < 8
    if code is None:
        assert 8 <= hour < 22


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.POST])
def test_letters_and_posts_have_no_odd_hour(channel):
    assert seen(make_facts(at="23:00", channel=channel)) == {}


def test_an_unknown_time_is_no_odd_hour():
    assert seen(make_facts(day=None)) == {}


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"reached": Reached.CONTACT}, "fact.reached_contact"),
        ({"reached": Reached.THIRD_PARTY}, "fact.reached_third_party"),
        ({"reached": Reached.SPOUSE, "shares_debt": False}, "fact.reached_spouse"),
        ({"reached": Reached.SPOUSE, "shares_debt": True}, None),
        ({"reached": Reached.SPOUSE}, None),
        ({"reached": Reached.GUARANTOR}, None),
        ({"reached": Reached.BORROWER}, None),
    ],
)
def test_who_was_reached_shows_contact_with_a_third_person(known, code):
    assert seen(make_facts(**known)).get(Label.THIRD_PARTY_CONTACT) == code


@pytest.mark.parametrize(
    ("relation", "holds"),
    [
        ("同事", True),
        ("公司前台", True),
        ("colleague", True),
        ("老板", True),
        ("前同事", False),
        ("同事家属", False),
        ("朋友", False),
        ("表姐", False),
        (None, False),
    ],
)
def test_a_relation_may_be_from_the_workplace(relation, holds):
    assert is_workplace(relation) == holds
    facts = make_facts(reached=Reached.THIRD_PARTY, relation=relation)
    assert (Label.WORKPLACE_CONTACT in seen(facts)) == holds


@pytest.mark.parametrize(
    ("known", "holds"),
    [
        ({"contacts_today": 6}, False),
        ({"contacts_today": 7}, True),
        ({"connected_calls_today": 3, "unanswered_today_line": 3}, False),
        ({"connected_calls_today": 3, "unanswered_today_line": 4}, True),
        ({"contacts_today": 2, "connected_calls_today": 9}, False),
        ({}, False),
    ],
)
def test_seven_contacts_a_day_are_bombing(known, holds):
    assert (Label.FREQUENCY_BOMBING in seen(make_facts(**known))) == holds


def test_what_a_person_ticked_is_an_observation_without_a_span():
    (found,) = observe_facts(make_facts(ticked=(Label.INSULT,)))
    assert (found.label, found.source, found.start) == (Label.INSULT, Source.TICKED, None)
