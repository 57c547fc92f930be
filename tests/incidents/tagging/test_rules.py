"""The day of the incident, the kind of creditor and the person reached select the clauses."""

import itertools
from datetime import date, timedelta

import pytest

from incidents.tagging.catalogue.model import Force
from incidents.tagging.facts import Channel, CreditorType, Facts, Label, Reached
from tests.incidents.tagging.builders import (
    clauses,
    find,
    make_facts,
    police,
    tag_it,
    the_catalogue,
)

THIRD = {"reached": Reached.THIRD_PARTY}
NIFA = "nifa-2018"

# rule, label, facts, clause, first day on which it can be cited
BEGINNINGS = [
    (
        "R14",
        "insult",
        {"creditor": "BANK_CC", "outsourced": True},
        "cbrc-2009-60:outsourcing-prudence",
        "2009-08-01",
    ),
    ("R6", "threat_violence", {"creditor": "BANK_CC"}, "card-measures-2011:68", "2011-01-13"),
    ("R10", "privacy_leak", {}, "npcsc-2012:1-p2", "2012-12-28"),
    ("R10", "privacy_leak", {}, "npcsc-2012:3", "2012-12-28"),
    ("R2", "frequency_bombing", {}, "nifa-2018:no-frequent-calls", "2018-03-28"),
    ("R3", "third_party_contact", {}, "nifa-2018:agreed-contacts", "2018-03-28"),
    ("R6", "threat_violence", {}, "nifa-2018:no-threats", "2018-03-28"),
    ("R14", "insult", {"outsourced": True}, "nifa-2018:outsourcing", "2018-03-28"),
    ("R3", "third_party_contact", {}, "civil-code:1033-i1", "2021-01-01"),
    ("R1", "odd_hours", {"creditor": "PRIVATE"}, "civil-code:1032", "2021-01-01"),
    ("R10", "privacy_leak", {}, "pipl:44-47", "2021-11-01"),
    ("R4", "identity_refusal", {}, "pipl:17", "2021-11-01"),
    (
        "R14",
        "insult",
        {"creditor": "CFC", "outsourced": True},
        "consumer-protection-measures-2022:notice",
        "2023-03-01",
    ),
    (
        "R18",
        "threat_legal_false",
        {"creditor": "BANK_LOAN"},
        "consumer-protection-measures-2022:means",
        "2023-03-01",
    ),
    ("R3", "third_party_contact", {"creditor": "CFC"}, "cfc-2024:means", "2024-04-18"),
    ("R1", "odd_hours", {}, "nifa-2024:time", "2024-05-15"),
    ("R1", "odd_hours", {}, "gbt-45251-2025:time", "2025-02-28"),
    ("R3", "third_party_contact", {}, "gbt-45251-2025:contacts", "2025-02-28"),
    ("R2", "frequency_bombing", {}, "security-2025:50-p1-i5", "2026-01-01"),
    ("R10", "privacy_leak", {}, "security-2025:personal-info", "2026-01-01"),
    ("R1", "odd_hours", {"creditor": "BANK_CC"}, "cba-2026:time", "2026-01-30"),
    ("R4", "identity_refusal", {"creditor": "CFC"}, "cba-2026:identity", "2026-01-30"),
    ("R19", "coercion_new_debt", {"creditor": "BANK_LOAN"}, "cba-2026:ban-4", "2026-01-30"),
]
# rule, label, clause, last day on which it can be cited
ENDS = [
    ("R6", "threat_violence", "security-2005:42-i1", "2025-12-31"),
    ("R2", "frequency_bombing", "security-2005:42-i5", "2025-12-31"),
    ("R8", "disclosure_public", "security-2005:42-i6", "2025-12-31"),
    ("R1", "odd_hours", "nifa-2024:time", "2025-02-27"),
]
BOUNDARIES = sorted(
    {
        day
        for clause in the_catalogue().clauses.values()
        for day in (clause.period.first, clause.period.last)
        if day is not None
    }
)
DAYS = sorted({day + timedelta(days=by) for day in BOUNDARIES for by in (-1, 0, 1)})


def shift(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


ALL_WORDS = "，".join(itertools.chain.from_iterable(the_catalogue().words.values()))


@pytest.mark.parametrize(("rule", "label", "known", "clause", "first"), BEGINNINGS)
def test_a_clause_is_cited_from_its_first_day(rule, label, known, clause, first):
    before = make_facts(shift(first, -1), **known)
    assert clause not in (clauses(before, rule, label) or set())
    assert clause in clauses(make_facts(first, **known), rule, label)


@pytest.mark.parametrize(("rule", "label", "clause", "last"), ENDS)
def test_a_clause_is_cited_to_its_last_day(rule, label, clause, last):
    assert clause in clauses(make_facts(last), rule, label)
    assert clause not in clauses(make_facts(shift(last, 1)), rule, label)


@pytest.mark.parametrize("day", DAYS)
def test_whatever_is_cited_was_in_force_binds_and_can_be_printed(day):
    for creditor in CreditorType:
        for draft in tag_it(everything_at_once(day, creditor), *Label).findings:
            named = [one.clause for one in (*draft.citations, *draft.police)]
            for clause in map(the_catalogue().clauses.__getitem__, named):
                assert clause.is_citable
                assert clause.period.holds_on(day)
                assert clause.binds_creditor(creditor)


@pytest.mark.parametrize("day", DAYS)
def test_no_criminal_provision_is_ever_the_basis_of_a_finding(day):
    for creditor in CreditorType:
        for draft in tag_it(everything_at_once(day, creditor), *Label).findings:
            for one in draft.citations:
                assert not the_catalogue().instrument_of(one.clause).is_criminal


def everything_at_once(day: date, creditor: CreditorType) -> Facts:
    """An incident on which every condition of every rule holds."""
    return make_facts(
        day.isoformat(),
        at="23:30",
        creditor=creditor.value,
        text=ALL_WORDS,
        outsourced=True,
        asked_to_stop=True,
        complained_before=True,
        sanctioned_before=True,
        illegal_debt=True,
        connected_calls_today=9,
        unanswered_today_line=9,
        **THIRD,
    )


@pytest.mark.parametrize("creditor", list(CreditorType))
def test_in_2018_nothing_is_cited_that_came_later(creditor):
    known = {"outsourced": True, "asked_to_stop": True, "complained_before": True, **THIRD}
    facts = make_facts("2018-06-07", creditor=creditor.value, text=ALL_WORDS, **known)
    cited = {
        the_catalogue().clauses[one.clause].instrument
        for draft in tag_it(facts, *Label).findings
        for one in (*draft.citations, *draft.police)
    }
    assert cited <= {
        "card-measures-2011",
        "cbrc-2009-60",
        "credit-reporting",
        "criminal-law",
        "lawyers-law",
        "nifa-2018",
        "npcsc-2012",
        "provocation-2013",
        "security-2005",
    }


def test_the_same_call_in_2018_2021_and_2026():
    known = {"text": "她欠钱不还", "reached": Reached.THIRD_PARTY}
    assert clauses(make_facts("2018-06-07", **known), "R3") == {
        "nifa-2018:agreed-contacts",
        "npcsc-2012:3",
    }
    assert clauses(make_facts("2021-06-07", **known), "R3") == {
        "civil-code:1032",
        "civil-code:1033-i1",
        "civil-code:1038",
        "nifa-2018:agreed-contacts",
        "npcsc-2012:3",
    }
    assert clauses(make_facts("2026-03-07", **known), "R3") == {
        "civil-code:1032",
        "civil-code:1033-i1",
        "civil-code:1038",
        "gbt-45251-2025:contacts",
        "gbt-45251-2025:no-disclosure",
        "nifa-2018:agreed-contacts",
        "npcsc-2012:3",
        "pipl:10",
        "pipl:25",
    }


@pytest.mark.parametrize(
    ("creditor", "expected"),
    [
        ("BANK_CC", {"card-measures-2011:68", "cba-2026:third-party", "civil-code:1033-i1"}),
        (
            "BANK_LOAN",
            {"gbt-45251-2025:contacts", "cba-2026:third-party", "civil-code:1033-i1"},
        ),
        (
            "CFC",
            {
                "cfc-2024:means",
                "gbt-45251-2025:contacts",
                "cba-2026:third-party",
                "civil-code:1033-i1",
            },
        ),
        (
            "MICRO_NET",
            {"gbt-45251-2025:contacts", "nifa-2018:agreed-contacts", "civil-code:1033-i1"},
        ),
        ("P2P", {"nifa-2018:agreed-contacts", "civil-code:1033-i1"}),
        ("AMC", {"civil-code:1033-i1"}),
        ("AGENCY", {"cba-2026:third-party", "civil-code:1033-i1"}),
        ("PRIVATE", {"civil-code:1033-i1"}),
        ("UNKNOWN", {"civil-code:1033-i1"}),
    ],
)
def test_third_party_contact_in_2026_by_kind_of_creditor(creditor, expected):
    assert clauses(make_facts("2026-03-07", creditor=creditor, **THIRD), "R3") == expected


@pytest.mark.parametrize(
    ("creditor", "expected"),
    [
        ("BANK_CC", {"card-measures-2011:68"}),
        ("BANK_LOAN", set()),
        ("CFC", set()),
        ("MICRO_NET", {"nifa-2018:agreed-contacts"}),
        ("P2P", {"nifa-2018:agreed-contacts"}),
        ("PRIVATE", set()),
        ("UNKNOWN", set()),
    ],
)
def test_third_party_contact_in_2018_by_kind_of_creditor(creditor, expected):
    assert clauses(make_facts("2018-06-07", creditor=creditor, **THIRD), "R3") == expected


@pytest.mark.parametrize(
    ("creditor", "expected"),
    [
        ("MICRO_NET", {"npcsc-2012:1-p2", "npcsc-2012:2-p1", "npcsc-2012:3"}),
        ("BANK_CC", {"npcsc-2012:1-p2", "npcsc-2012:2-p1", "npcsc-2012:3"}),
        ("PRIVATE", {"npcsc-2012:1-p2"}),
        ("UNKNOWN", {"npcsc-2012:1-p2"}),
    ],
)
def test_the_2012_decision_binds_anyone_or_enterprises_article_by_article(creditor, expected):
    facts = make_facts("2018-06-07", creditor=creditor)
    assert clauses(facts, "R10", "privacy_leak") == expected


@pytest.mark.parametrize(
    ("reached", "shares_debt", "holds"),
    [
        (Reached.BORROWER, None, False),
        (Reached.GUARANTOR, None, False),
        (Reached.SPOUSE, None, False),
        (Reached.SPOUSE, True, False),
        (Reached.SPOUSE, False, True),
        (Reached.CONTACT, None, True),
        (Reached.THIRD_PARTY, None, True),
        (None, None, False),
    ],
)
def test_only_somebody_who_does_not_owe_is_a_third_person(reached, shares_debt, holds):
    facts = make_facts(reached=reached, shares_debt=shares_debt)
    assert (clauses(facts, "R3") is not None) == holds


def test_an_unknown_signature_is_said_beside_the_clause():
    draft = find(make_facts(is_signatory=None), "R2", "frequency_bombing")
    convention = [cited for cited in draft.citations if cited.clause.startswith(NIFA)]
    assert [cited.remarks for cited in convention] == [("signature_unknown",)]


def test_a_signatory_needs_no_such_remark():
    draft = find(make_facts(is_signatory=True), "R2", "frequency_bombing")
    convention = [cited for cited in draft.citations if cited.clause.startswith(NIFA)]
    assert [cited.remarks for cited in convention] == [()]


@pytest.mark.parametrize(
    ("creditor", "day", "instrument"),
    [("MICRO_NET", "2018-06-07", NIFA), ("BANK_CC", "2026-03-07", "cba-2026")],
)
def test_who_did_not_sign_or_join_is_not_bound(creditor, day, instrument):
    for is_signatory, bound in ((False, False), (None, True), (True, True)):
        facts = make_facts(day, creditor=creditor, is_signatory=is_signatory)
        found = clauses(facts, "R6", "threat_violence")
        assert any(clause.startswith(instrument) for clause in found) == bound


def test_no_day_no_clause():
    draft = find(make_facts(day=None), "R10", "privacy_leak")
    assert (draft.citations, draft.police) == ((), ())
    assert draft.note.code == "none.day_unknown"


def test_law_comes_before_rule_before_standard_before_self_discipline():
    draft = find(make_facts("2026-03-07", creditor="BANK_LOAN", **THIRD), "R3")
    order = list(Force)
    forces = [the_catalogue().instrument_of(cited.clause).force for cited in draft.citations]
    assert forces == sorted(forces, key=order.index)


def test_a_clause_comes_once_though_two_parts_of_a_rule_cite_it():
    draft = find(make_facts("2026-03-07", asked_to_stop=True, **THIRD), "R3")
    named = [cited.clause for cited in draft.citations]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("count", "holds"),
    [(None, False), (0, False), (3, False), (4, True)],
)
def test_more_than_three_answered_calls_a_day_concern_the_standard(count, holds):
    facts = make_facts("2025-06-07", connected_calls_today=count)
    assert ("gbt-45251-2025:frequency" in (clauses(facts, "R2") or ())) == holds


@pytest.mark.parametrize(("count", "holds"), [(None, False), (6, False), (7, True)])
def test_more_than_six_unanswered_attempts_a_day_concern_the_guidelines(count, holds):
    facts = make_facts("2026-06-07", creditor="BANK_CC", unanswered_today_line=count)
    assert ("cba-2026:unanswered" in (clauses(facts, "R2") or ())) == holds


def test_the_two_counters_are_kept_apart():
    facts = make_facts(
        "2026-06-07", creditor="BANK_LOAN", connected_calls_today=3, unanswered_today_line=6
    )
    found = clauses(facts, "R2")
    assert "gbt-45251-2025:frequency" not in found
    assert "cba-2026:unanswered" not in found


def test_four_answered_calls_mean_nothing_where_no_instrument_counts():
    assert find(make_facts("2018-06-07", connected_calls_today=4), "R2") is None


@pytest.mark.parametrize(
    ("channel", "connected", "holds"),
    [
        (Channel.SMS, None, True),
        (Channel.IM, None, True),
        (Channel.CALL, True, True),
        (Channel.CALL, None, True),
        (Channel.CALL, False, False),
        (Channel.LETTER, None, False),
        (Channel.VISIT, None, False),
    ],
)
def test_the_old_security_law_asks_for_something_that_was_sent(channel, connected, holds):
    facts = make_facts("2018-06-07", channel=channel, connected=connected)
    found = clauses(facts, "R2", "frequency_bombing")
    assert ("security-2005:42-i5" in found) == holds


def test_one_threat_in_2026_says_that_the_provision_asks_for_repetition():
    draft = find(make_facts("2026-03-07"), "R6", "threat_violence")
    remarks = {cited.clause: cited.remarks for cited in draft.citations}
    assert remarks["security-2025:50-p1-i5"] == ("needs_many",)


def test_repeated_threats_in_2026_need_no_such_remark():
    draft = find(make_facts("2026-03-07", contacts_today=3), "R6", "threat_violence")
    remarks = {cited.clause: cited.remarks for cited in draft.citations}
    assert remarks["security-2025:50-p1-i5"] == ()


def test_a_request_to_stop_brings_the_clauses_on_refusal():
    facts = make_facts("2026-03-07", asked_to_stop=True, **THIRD)
    assert "gbt-45251-2025:contact-refusal" in clauses(facts, "R3")
    assert "gbt-45251-2025:contact-refusal" not in clauses(make_facts("2026-03-07", **THIRD), "R3")


@pytest.mark.parametrize("outsourced", [True, None])
def test_outsourced_card_debt_brings_the_2009_notice(outsourced):
    text = "我们是受银行委托的催收公司" if outsourced is None else ""
    facts = make_facts("2018-06-07", creditor="BANK_CC", outsourced=outsourced, text=text)
    assert "cbrc-2009-60:outsourcing-prudence" in clauses(facts, "R14", "insult")


@pytest.mark.parametrize(
    "creditor", [kind.value for kind in CreditorType if kind is not CreditorType.BANK_CARD]
)
def test_the_2009_notice_binds_card_business_only(creditor):
    facts = make_facts("2018-06-07", creditor=creditor, outsourced=True)
    assert not any("cbrc" in clause for clause in clauses(facts, "R14", "insult"))


def test_what_is_known_not_to_be_outsourced_is_not_made_so_by_words():
    facts = make_facts(creditor="BANK_CC", outsourced=False, text="我们是受银行委托的")
    assert find(facts, "R14", "insult") is None


def test_holding_the_job_over_somebody_concerns_the_clause_on_threats():
    facts = make_facts("2018-06-07", text="到时候工作没了，可别怪我没提醒")
    labels = ("workplace_contact", "third_party_contact")
    assert clauses(facts, "R12", *labels) == {"nifa-2018:no-threats"}


def test_a_refusal_of_recordings_is_read_from_the_words():
    facts = make_facts("2018-06-07", creditor="BANK_CC", text="客服说没有录音，不肯提供录音")
    assert clauses(facts, "R15") == {"card-measures-2011:68"}


def test_it_went_on_after_a_complaint():
    facts = make_facts("2026-03-07", complained_before=True)
    assert clauses(facts, "R16", "insult") == {
        "civil-code:995",
        "civil-code:997",
        "pipl:44-47",
        "pipl:50",
        "security-2025:50-p2",
    }
    assert police(facts, "R16", "insult") == {"provocation-2013:1-p3"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("我是市公安局的王警官", {"cba-2026:ban-1"}),
        ("我是正大律所的张律师", {"lawyers-law:13", "lawyers-law:55"}),
        ("这里是案件调查科", set()),
        ("这里是人民调解中心", set()),
    ],
)
def test_who_somebody_claims_to_be_selects_the_clauses(words, found):
    facts = make_facts("2026-03-07", creditor="BANK_CC", text=words)
    assert clauses(facts, "R5", "impersonation_authority") == found


def test_public_insult_is_told_from_insult_on_the_phone():
    alone = make_facts("2018-06-07", creditor="BANK_CC")
    assert clauses(alone, "R7", "insult") == {"card-measures-2011:68"}
    assert clauses(alone, "R7", "insult", "disclosure_public") == {
        "card-measures-2011:68",
        "security-2005:42-i2",
    }


def test_entering_a_home_is_told_from_coming_to_it():
    came = make_facts("2018-06-07", channel=Channel.VISIT, text="他们到楼下等我")
    entered = make_facts("2018-06-07", channel=Channel.VISIT, text="他们冲进我家")
    assert clauses(came, "R13", "home_visit_threat") == {"nifa-2018:visit-recording"}
    assert clauses(entered, "R13", "home_visit_threat") == {
        "nifa-2018:visit-recording",
        "security-2005:40-i3",
    }


def test_days_are_those_of_shanghai():
    facts = make_facts("2018-03-28", at="00:30")
    assert facts.occurred_at.utctimetuple()[:3] == date(2018, 3, 27).timetuple()[:3]
    assert "nifa-2018:no-threats" in clauses(facts, "R6", "threat_violence")
