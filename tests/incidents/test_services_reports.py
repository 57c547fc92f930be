"""Report links and what comes in through them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.exceptions import BadDecision, LinkClosed
from incidents.models import Case, CustodyEvent, Report, ReportLink
from incidents.models.custody import Action
from incidents.models.incident import Channel, Narrator, Origin
from incidents.models.report import ReportState
from incidents.services.incidents import NewIncident
from incidents.services.reports import (
    OpenedLink,
    accept_report,
    add_to_report,
    decline_report,
    link_behind,
    mark_opened,
    new_receipt,
    open_link,
    revoke_link,
    submit_report,
)
from tests.factories import at, make_contact


def make_link(case: Case, **options: object) -> OpenedLink:
    return open_link(contact=make_contact(case=case), actor=case.owner, **options)


def make_report(case: Case) -> Report:
    return submit_report(
        link=make_link(case).link, submitted={"words": "你是她同学吧"}, consents_to_statement=True
    )


def told(report: Report) -> NewIncident:
    return NewIncident(
        channel=Channel.CALL,
        occurred_at=at("2018-04-24 20:14"),
        number="0537-1234501",
        contact=report.contact,
        narrative="你是她同学吧",
        narrator=Narrator.RELATIVE,
    )


def test_a_token_has_128_bits_and_only_its_digest_is_kept(case):
    opened = make_link(case)
    assert len(opened.token) == 22
    assert opened.token not in str(ReportLink.objects.values().get())


def test_a_token_opens_its_link(case):
    opened = make_link(case)
    assert link_behind(opened.token) == opened.link


@pytest.mark.parametrize("token", ["", "unknown", "A" * 22])
def test_an_unknown_token_opens_nothing(case, token):
    with pytest.raises(LinkClosed):
        link_behind(token)


def test_an_expired_link_opens_nothing(case):
    opened = make_link(case, life=timedelta(seconds=-1))
    with pytest.raises(LinkClosed):
        link_behind(opened.token)
    assert not opened.link.is_open


def test_a_revoked_link_opens_nothing_and_its_reports_stay(case):
    report = make_report(case)
    revoke_link(link=report.link, actor=case.owner)
    assert not ReportLink.objects.get().is_open
    assert Report.objects.get() == report


def test_a_link_lives_30_days_unless_said_otherwise(case):
    life = make_link(case).link.expires_at - timezone.now()
    assert timedelta(days=29, hours=23) < life <= timedelta(days=30)


def test_the_first_opening_is_noted_once(case):
    link = make_link(case).link
    mark_opened(link)
    first = ReportLink.objects.get().opened_at
    mark_opened(link)
    assert ReportLink.objects.get().opened_at == first


def test_a_receipt_has_no_letters_that_sound_or_look_alike():
    receipts = {new_receipt() for _ in range(200)}
    assert len(receipts) == 200
    assert not set("".join(receipts)) & set("01OIL")


def test_a_submission_is_kept_as_it_was_sent_and_chained_as_the_reporters(case):
    report = make_report(case)
    event = CustodyEvent.objects.get(action=Action.SUBMITTED)
    assert Report.objects.get().submitted == {"words": "你是她同学吧"}
    assert (event.actor, event.subject_digest) == ("reporter", report.digest())


def test_accepting_makes_an_incident_of_the_contact_and_leaves_the_submission(case):
    report = make_report(case)
    incident = accept_report(report=report, new=told(report), actor=case.owner)
    assert (incident.origin, incident.contact, incident.report) == (
        Origin.REPORT, report.contact, report,
    )  # fmt: skip
    assert Report.objects.get().digest() == report.digest()


def test_a_report_is_accepted_once(case):
    report = make_report(case)
    accept_report(report=report, new=told(report), actor=case.owner)
    with pytest.raises(BadDecision):
        accept_report(report=report, new=told(report), actor=case.owner)


def test_a_declined_report_can_still_be_accepted(case):
    report = decline_report(report=make_report(case), actor=case.owner)
    assert report.state == ReportState.DECLINED
    accept_report(report=report, new=told(report), actor=case.owner)
    assert Report.objects.get().state == ReportState.ACCEPTED


def test_an_accepted_report_cannot_be_declined(case):
    report = make_report(case)
    accept_report(report=report, new=told(report), actor=case.owner)
    with pytest.raises(BadDecision):
        decline_report(report=report, actor=case.owner)


def test_an_addition_stands_beside_the_submission(case):
    report = make_report(case)
    add_to_report(report=report, words="又打来一次")
    assert report.additions.get().words == "又打来一次"
    assert Report.objects.get().submitted == {"words": "你是她同学吧"}
