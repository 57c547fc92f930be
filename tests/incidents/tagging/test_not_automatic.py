"""What must not be marked by itself, and what may never be more than a question for the police."""

import pytest

from incidents.tagging.facts import Channel, Label, Narrator, Reached
from tests.incidents.tagging.builders import (
    clauses,
    find,
    make_facts,
    police,
    tag_it,
    the_catalogue,
)
from tests.incidents.tagging.test_rules import ALL_WORDS

DAYS = ["2018-06-07", "2021-06-07", "2022-06-07", "2025-06-07", "2026-06-07"]
LAWFUL = [
    {"text": "我行将依法提起诉讼", "narrator": Narrator.COLLECTOR, "channel": Channel.SMS},
    {"text": "律师函已寄出", "narrator": Narrator.COLLECTOR, "channel": Channel.LETTER},
    {"reached": Reached.GUARANTOR, "relation": "担保人"},
    {"connected_calls_today": 3, "contacts_today": 3, "connected": True},
    {"connected": True, "duration_s": 60},
]


def named(facts, *labels) -> set[str]:
    return {
        cited.clause
        for draft in tag_it(facts, *labels).findings
        for cited in (*draft.citations, *draft.police)
    }


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("known", LAWFUL)
def test_lawful_collection_gives_no_finding(day, known):
    facts = make_facts(day, creditor="BANK_CC", **known)
    assert tag_it(facts).findings == ()


def test_a_plain_call_by_an_agency_gives_no_finding():
    assert tag_it(make_facts(creditor="BANK_CC", outsourced=True)).findings == ()


@pytest.mark.parametrize("reached", [Reached.CONTACT, Reached.THIRD_PARTY])
def test_asking_once_and_politely_to_pass_on_a_message_gives_no_finding(reached):
    text = "您好，我们联系不上小柳，麻烦转告她回个电话，谢谢"
    assert tag_it(make_facts("2026-06-07", text=text, reached=reached)).findings == ()


@pytest.mark.parametrize(
    "known", [{"asked_to_stop": True}, {"contacts_today": 2}, {"ticked": (Label.INSULT,)}]
)
def test_it_is_no_longer_a_polite_relay(known):
    text = "联系不上小柳，转告她还钱"
    facts = make_facts("2026-06-07", text=text, reached=Reached.THIRD_PARTY, **known)
    assert find(facts, "R3") is not None


@pytest.mark.parametrize("reached", [Reached.GUARANTOR, Reached.SPOUSE])
def test_words_do_not_make_a_guarantor_or_a_spouse_a_third_person(reached):
    facts = make_facts("2026-06-07", reached=reached)
    assert find(facts, "R3", "third_party_contact") is None


def test_a_person_may_tick_what_the_program_leaves_open():
    facts = make_facts("2026-06-07", reached=Reached.GUARANTOR, ticked=(Label.THIRD_PARTY_CONTACT,))
    assert find(facts, "R3") is not None


def test_a_spouse_is_a_question_first():
    tagging = tag_it(make_facts(reached=Reached.SPOUSE))
    assert [question.code for question in tagging.questions] == ["ask.spouse_shares_debt"]


@pytest.mark.parametrize("day", DAYS)
def test_commercial_messages_are_never_marked(day):
    facts = make_facts(day, text=ALL_WORDS, asked_to_stop=True, reached=Reached.THIRD_PARTY)
    assert "npcsc-2012:7" not in named(facts, *Label)


@pytest.mark.parametrize("day", DAYS)
def test_the_crime_against_personal_information_is_never_marked(day):
    found = named(make_facts(day, text=ALL_WORDS), *Label)
    assert not {"criminal-law:253zhi1", "personal-info-crime-2017:5"} & found


@pytest.mark.parametrize("illegal_debt", [None, False])
def test_collecting_illegal_debts_needs_a_ground(illegal_debt):
    facts = make_facts("2026-06-07", text=ALL_WORDS, illegal_debt=illegal_debt)
    assert "criminal-law:293zhi1" not in named(facts, *Label)


def test_with_a_ground_it_is_a_question_for_the_police():
    facts = make_facts("2026-06-07", illegal_debt=True)
    assert "criminal-law:293zhi1" in police(facts, "R6", "threat_violence")


@pytest.mark.parametrize("known", [{}, {"complained_before": True}])
def test_provoking_trouble_needs_a_record_that_an_authority_stopped_it(known):
    facts = make_facts("2018-06-07", **known)
    assert police(facts, "R6", "threat_violence") == set()


def test_with_that_record_it_is_a_question_for_the_police():
    facts = make_facts("2018-06-07", sanctioned_before=True)
    assert "criminal-law:293-i2" in police(facts, "R6", "threat_violence")


@pytest.mark.parametrize("title", ["案件调查科", "某某调解中心", "诉前调解办公室"])
def test_a_vague_title_is_recorded_without_any_clause(title):
    facts = make_facts("2018-06-07", text=f"我们是{title}的")
    draft = find(facts, "R5", "impersonation_authority")
    assert (draft.citations, draft.police) == ((), ())


def test_a_last_warning_is_no_policeman():
    facts = make_facts("2018-06-07", text="最后警告，这里是调解中心")
    assert clauses(facts, "R5", "impersonation_authority") == set()


def test_posing_as_police_is_a_question_for_the_police():
    facts = make_facts("2018-06-07", text="我是派出所的民警")
    assert police(facts, "R5", "impersonation_authority") == {"criminal-law:279"}
    assert clauses(facts, "R5", "impersonation_authority") == {"security-2005:51"}


@pytest.mark.parametrize("text", ["他在门外敲门", "按门铃，一直在门外站着"])
def test_knocking_at_the_door_gives_no_finding(text):
    facts = make_facts("2026-06-07", channel=Channel.VISIT, text=text)
    assert tag_it(facts, "home_visit_threat").findings == ()


@pytest.mark.parametrize("channel", [Channel.CALL, Channel.SMS, Channel.IM, Channel.EMAIL])
def test_the_opinion_on_soft_violence_is_not_for_calls_and_messages(channel):
    facts = make_facts("2026-06-07", channel=channel, text="说要送花圈")
    assert "soft-violence-2019:2" not in named(facts, *Label)


def test_wreaths_at_the_door_are_a_question_for_the_police():
    facts = make_facts("2026-06-07", channel=Channel.VISIT, text="门口摆了花圈和遗照")
    assert police(facts, "R9", "obscene_or_forged_image") == {"soft-violence-2019:2"}


def test_night_calls_of_a_private_lender_are_a_circumstance_only():
    facts = make_facts("2026-06-07", at="23:00", creditor="PRIVATE")
    draft = find(facts, "R1")
    assert {cited.clause for cited in draft.citations} == {
        "civil-code:1032",
        "civil-code:1033-i1",
    }
    assert all("no_fixed_hour" in cited.remarks for cited in draft.citations)


def test_pay_by_commission_is_never_marked():
    facts = make_facts("2026-06-07", creditor="BANK_CC", outsourced=True, text=ALL_WORDS)
    assert "card-measures-2011:commission" not in named(facts, *Label)


@pytest.mark.parametrize("rule", the_catalogue().rules.values(), ids=lambda rule: rule.id)
def test_criminal_provisions_are_listed_for_the_police_only(rule):
    for part in rule.parts:
        for entry in part.entries:
            if the_catalogue().instrument_of(entry.clause).is_criminal:
                assert entry.is_police


def test_what_is_listed_for_the_police_says_who_decides():
    facts = make_facts("2018-06-07", sanctioned_before=True, illegal_debt=True)
    draft = find(facts, "R6", "threat_violence")
    assert draft.police
    assert all("police_decides" in cited.remarks for cited in draft.police)
