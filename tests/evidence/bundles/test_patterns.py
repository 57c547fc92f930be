"""Confirmed patterns stand before the rules, with what was counted and on which incidents."""

from datetime import date

import pytest

from evidence.bundles.assertions import assertions
from evidence.bundles.defaults import scope_for
from evidence.bundles.selection import freeze
from evidence.models import Bundle
from evidence.models.bundle import Recipient
from evidence.services.bundles import request_bundle
from incidents.models import Case
from incidents.services.patterns import refresh_patterns
from tests.evidence.bundles.story import make_story
from tests.factories import at, confirm_all

MOMENT = at("2026-11-20 10:00")


@pytest.fixture
def story(case: Case) -> Case:
    make_story(case)
    refresh_patterns(case)
    confirm_all(case)
    return case


def frozen(case: Case, **choices: object):
    recipient = Recipient.REGULATOR_12378
    scope = scope_for(case, recipient, **choices)
    bundle = request_bundle(case=case, recipient=recipient, scope=scope, actor=case.owner)
    return freeze(Bundle.objects.get(pk=bundle.pk), MOMENT)


def test_patterns_come_first_and_say_what_was_counted(story: Case) -> None:
    first, *_rest = assertions(frozen(story))
    assert first.heading == "（一）一阵一阵地催"
    assert first.reasons == ("2018年4月24日至2018年4月25日联系14次，之后安静了42天，又重新开始",)
    assert not first.citations


def test_a_pattern_lists_the_incidents_that_it_counts(story: Case) -> None:
    selection = frozen(story)
    rotation = next(one for one in selection.findings if one.rule == "P2")
    listed = next(one for one in assertions(selection) if one.anchor == "f-P2")
    assert len(rotation.incidents) == 13
    assert "13个号码共联系13次，每个号码只出现1次" in listed.reasons[0]
    assert listed.counted.startswith("已确认1条，涉及事件13次，")


def test_a_pattern_does_not_stand_beside_each_of_its_incidents(story: Case) -> None:
    rules = {rule for incident in frozen(story).incidents for rule in incident.rules}
    assert rules
    assert not any(rule.startswith("P") for rule in rules)


def test_a_pattern_is_left_out_where_not_all_that_it_counts_is_printed(story: Case) -> None:
    selection = frozen(story, first=date(2018, 4, 25), last=date(2018, 4, 25))
    named = {finding.rule for finding in selection.findings}
    assert "P1" not in named
    assert "P2" in named
    assert selection.counts.findings_outside >= 1


def test_patterns_can_be_chosen_and_left_out_like_rules(story: Case) -> None:
    named = {finding.rule for finding in frozen(story, rules=("R3",)).findings}
    assert named == {"R3"}


def test_a_pattern_that_nobody_confirmed_is_not_asserted(case: Case) -> None:
    make_story(case)
    refresh_patterns(case)
    assert not any(finding.is_pattern for finding in frozen(case).findings)


def test_the_wizard_offers_confirmed_patterns_first(client_in, story: Case) -> None:
    counts = client_in.get("/bundles/new/").context["counts"]
    assert counts[0].rule.startswith("P")
    assert counts[0].title == "一阵一阵地催"
