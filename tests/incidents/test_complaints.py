"""Inquiries and complaints in the records: constraints, custody, and what rules make of them."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from incidents.chain_check import check_chain
from incidents.deadlines import due_of
from incidents.models import Complaint, Inquiry, Revision
from incidents.models.complaint import (
    ComplaintChannel,
    ComplaintOutcome,
    InquiryAnswer,
    InquiryWay,
)
from incidents.models.creditor import CreditorType
from incidents.models.incident import Direction
from incidents.presenters import explained
from incidents.services.complaints import (
    amend_complaint,
    amend_inquiry,
    restore_complaint,
    restore_inquiry,
    withdraw_complaint,
    withdraw_inquiry,
)
from tests.factories import make_complaint, make_creditor, make_incident, make_inquiry

INSULT = "你这个骗子，不要脸。"
THREAT = "再不还钱就打断你的腿，你给我小心点。"


def rules_of(incident) -> set[str]:
    return set(incident.findings.filter(is_supported=True).values_list("rule", flat=True))


def said_of(finding) -> list[str]:
    return [explained(reason) for reason in finding.reasons]


def police_of(incident) -> set[str]:
    return {one["clause"] for found in incident.findings.all() for one in found.police}


def amend(complaint, reason="补上答复", **changes):
    return amend_complaint(
        complaint=Complaint.objects.get(pk=complaint.pk),
        changes=changes,
        reason=reason,
        actor=complaint.case.owner,
    )


@pytest.fixture
def creditor(case):
    return make_creditor(case=case)


@pytest.fixture
def insult(case, creditor):
    """An incident with conduct in it, on 7 June at 19:06."""
    return make_incident(case=case, narrative=INSULT)


def test_what_follows_a_complaint_is_marked_and_says_why(case, insult):
    assert "R16" not in rules_of(insult)
    make_complaint(case=case)
    finding = insult.findings.get(rule="R16")
    assert "此前已在 2018-06-01 向借款机构投诉" in said_of(finding)


def test_the_reason_names_the_last_complaint_and_the_last_report_to_the_police(case, insult):
    make_complaint(case=case, channel=ComplaintChannel.POLICE, filed="2018-05-20", number="旧")
    make_complaint(case=case, channel=ComplaintChannel.POLICE, filed="2018-05-21", number="甲 7")
    make_complaint(case=case, channel=ComplaintChannel.SPAM, filed="2018-05-22")
    make_complaint(case=case, channel=ComplaintChannel.REGULATOR, filed="2018-06-02", number="B")
    make_complaint(case=case, channel=ComplaintChannel.OTHER, filed="2018-06-08")
    said = said_of(insult.findings.get(rule="R16"))
    assert [one for one in said if one.startswith("此前")] == [
        "此前已在 2018-05-21 报警，编号“甲 7”",
        "此前已在 2018-06-02 向金融监管 12378 投诉，编号“B”",
    ]


def test_a_number_that_came_later_is_named_too(case, insult):
    complaint = make_complaint(case=case, channel=ComplaintChannel.POLICE)
    amend(complaint, number="受案 12 号")
    assert "此前已在 2018-06-01 报警，编号“受案 12 号”" in said_of(insult.findings.get(rule="R16"))


def test_an_incident_logged_after_the_complaint_is_marked_at_once(case, creditor):
    make_complaint(case=case)
    assert "R16" in rules_of(make_incident(case=case, narrative=INSULT))


@pytest.mark.parametrize(
    ("filed", "is_before"),
    [
        ("2018-06-06", True),
        ("2018-06-07 19:05", True),
        ("2018-06-07 19:06", False),
        ("2018-06-07 19:07", False),
        ("2018-06-07", False),
        ("2018-06-08", False),
    ],
)
def test_only_what_came_after_the_moment_counts(case, insult, filed, is_before):
    make_complaint(case=case, filed=filed)
    assert ("R16" in rules_of(insult)) is is_before


@pytest.mark.parametrize("channel", [each for each in ComplaintChannel if each != "court"])
def test_every_place_that_could_act_counts(case, insult, channel):
    make_complaint(case=case, channel=channel)
    assert "R16" in rules_of(insult)


def test_a_suit_is_no_complaint(case, insult):
    make_complaint(case=case, channel=ComplaintChannel.COURT)
    assert "R16" not in rules_of(insult)


def test_a_contact_without_conduct_is_not_marked(case, creditor):
    make_complaint(case=case)
    assert "R16" not in rules_of(make_incident(case=case))


def test_what_she_herself_began_is_not_marked(case, creditor):
    make_complaint(case=case)
    own = make_incident(case=case, narrative=INSULT, direction=Direction.OUTGOING)
    assert "R16" not in rules_of(own)


def test_a_complaint_about_another_creditor_does_not_count(case, insult):
    other = make_creditor(case=case, name="乙银行")
    make_complaint(case=case, creditor=other)
    assert "R16" not in rules_of(insult)


def test_a_complaint_about_the_same_creditor_counts(case, creditor, insult):
    make_complaint(case=case, creditor=creditor)
    assert "R16" in rules_of(insult)


def test_an_incident_of_no_known_creditor_is_not_put_to_one(case, creditor):
    make_creditor(case=case, name="乙银行")
    incident = make_incident(case=case, narrative=INSULT)
    make_complaint(case=case, creditor=creditor)
    assert "R16" not in rules_of(incident)


def test_moving_the_day_tags_again_on_both_sides(case, creditor, insult):
    later = make_incident(case=case, narrative=INSULT, occurred_at="2018-06-20 10:00")
    complaint = make_complaint(case=case)
    amend(complaint, filed_date=date(2018, 6, 10))
    assert "R16" not in rules_of(insult)
    assert "R16" in rules_of(later)


def test_a_withdrawn_complaint_counts_no_more_until_it_is_restored(case, insult):
    complaint = make_complaint(case=case)
    withdraw_complaint(complaint=complaint, reason="记重了", actor=case.owner)
    assert "R16" not in rules_of(insult)
    restore_complaint(complaint=complaint, actor=case.owner)
    assert "R16" in rules_of(insult)


def test_an_answer_alone_leaves_findings_as_they_are(case, insult, django_assert_max_num_queries):
    complaint = make_complaint(case=case)
    with django_assert_max_num_queries(12):
        amend(complaint, answer_words="会处理", answered_date=date(2018, 6, 9))
    assert "R16" in rules_of(insult)


@pytest.mark.parametrize(
    ("answered", "is_before"),
    [(date(2018, 6, 6), True), (date(2018, 6, 7), False), (date(2018, 6, 8), False)],
)
def test_a_police_warning_opens_the_clause_on_going_on_after_it(
    case, creditor, answered, is_before
):
    threat = make_incident(case=case, narrative=THREAT)
    complaint = make_complaint(case=case, channel=ComplaintChannel.POLICE)
    assert "criminal-law:293-i2" not in police_of(threat)
    amend(complaint, outcome=ComplaintOutcome.SANCTIONED, answered_date=answered)
    assert ("criminal-law:293-i2" in police_of(threat)) is is_before


@pytest.mark.parametrize(
    "values",
    [
        {"answered_date": date(2018, 5, 31)},
        {"due_date": date(2018, 5, 31)},
        {"outcome": ComplaintOutcome.SANCTIONED, "answered_date": date(2018, 6, 3)},
        {"outcome": ComplaintOutcome.SANCTIONED, "channel": ComplaintChannel.POLICE},
    ],
)
def test_a_complaint_that_cannot_be_is_refused(case, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_complaint(case=case, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"answer": InquiryAnswer.NOT_OURS},
        {"answered_date": date(2018, 6, 5)},
        {"answer": InquiryAnswer.NOT_OURS, "answered_date": date(2018, 5, 29)},
    ],
)
def test_an_inquiry_that_cannot_be_is_refused(case, creditor, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_inquiry(case=case, creditor=creditor, **values)


def test_every_change_is_in_the_chain_and_keeps_its_old_value(case, creditor):
    complaint = make_complaint(case=case)
    inquiry = make_inquiry(case=case, creditor=creditor)
    amend(complaint, number="T-1", filed_time=time(11, 30))
    amend_inquiry(
        inquiry=inquiry,
        changes={"answer": InquiryAnswer.LOOKING, "answered_date": date(2018, 6, 5)},
        reason="答复了",
        actor=case.owner,
    )
    withdraw_inquiry(inquiry=inquiry, reason="记重了", actor=case.owner)
    restore_inquiry(inquiry=inquiry, actor=case.owner)
    actions = [event.action for event in case.custody_events.all()]
    assert actions[-5:] == ["created", "amended", "amended", "withdrawn", "restored"]
    assert Revision.objects.get(field="filed_time").before == "10:00:00"
    assert check_chain(case).ok


def test_denials_are_the_standing_answers_of_not_ours(case, creditor):
    make_inquiry(case=case, creditor=creditor)
    denied = make_inquiry(
        case=case,
        creditor=creditor,
        way=InquiryWay.PHONE,
        answer=InquiryAnswer.NOT_OURS,
        answered_date=date(2018, 6, 5),
    )
    assert list(Inquiry.objects.denials()) == [denied]
    withdraw_inquiry(inquiry=denied, reason="记重了", actor=case.owner)
    assert not Inquiry.objects.denials().exists()


TODAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("kind", "channel", "filed", "due"),
    [
        (CreditorType.BANK_CARD, "institution", "2026-03-10", date(2026, 3, 25)),
        (CreditorType.BANK_CARD, "institution", "2020-02-29", None),
        (CreditorType.BANK_LOAN, "institution", "2020-03-01", date(2020, 3, 16)),
        (CreditorType.MICRO_ONLINE, "institution", "2026-03-10", None),
        (CreditorType.UNKNOWN, "court", "2026-03-10", date(2026, 3, 17)),
        (CreditorType.UNKNOWN, "court", "2023-12-31", None),
        (CreditorType.BANK_CARD, "12378", "2026-03-10", None),
        (CreditorType.BANK_CARD, "police-110", "2026-03-10", None),
    ],
)
def test_a_usual_period_is_given_only_where_a_clause_says_so(case, kind, channel, filed, due):
    creditor = make_creditor(case=case, kind=kind)
    complaint = make_complaint(case=case, channel=channel, filed=filed, creditor=creditor)
    found = due_of(complaint, TODAY)
    assert (found.day if found else None) == due


def test_a_usual_period_prints_its_grade(case):
    creditor = make_creditor(case=case, kind=CreditorType.BANK_CARD)
    due = due_of(make_complaint(case=case, filed="2026-03-10", creditor=creditor), TODAY)
    assert due.source.article is None
    assert "据公开转述，条号待核" in due.source.printed


@pytest.mark.parametrize(
    ("named", "left", "is_soon"),
    [
        (date(2026, 3, 24), "还有 4 天", False),
        (date(2026, 3, 23), "还有 3 天", True),
        (TODAY, "今天", True),
        (date(2026, 3, 18), "过了 2 天", True),
    ],
)
def test_a_day_that_was_named_goes_before_any_period(case, named, left, is_soon):
    creditor = make_creditor(case=case, kind=CreditorType.BANK_CARD)
    due = due_of(
        make_complaint(case=case, filed="2026-03-10", creditor=creditor, due_date=named), TODAY
    )
    assert (due.left, due.is_soon, due.source) == (left, is_soon, None)


def test_an_answered_complaint_is_due_no_more(case):
    complaint = make_complaint(case=case, due_date=date(2018, 6, 9), answered_date=date(2018, 6, 8))
    assert due_of(complaint, TODAY) is None
