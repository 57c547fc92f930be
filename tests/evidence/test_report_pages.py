"""A friend reports through a link; the borrower takes it into the case."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evidence.services.reports import spelled
from evidence.submissions import Submission
from incidents.models import Case, Report, ReportAddition
from incidents.models.incident import Channel, Narrator
from incidents.models.report import ReportState
from incidents.services.reports import open_link, revoke_link
from incidents.throttle import RECEIPTS
from tests.factories import at, jpeg, make_case, make_contact, make_incident

CALL = {
    "number": "0537-1234501",
    "when": "yesterday",
    "clock": "20:14",
    "channel": "call",
    "connected": "yes",
    "words": "你是小柳的同学吧？\n让她还钱。",
    "happened": ["third_party_contact"],
    "asked_to_stop": "on",
    "may_be_witness": "on",
}


@pytest.fixture
def opened(case: Case):
    return open_link(contact=make_contact(case=case), actor=case.owner)


def address_of(opened) -> str:
    return reverse("report-page", args=[opened.token])


def send(client, opened, **fields: object):
    return client.post(address_of(opened), CALL | fields)


@pytest.fixture
def report(client, opened) -> Report:
    send(client, opened)
    return Report.objects.get()


def accepted(report: Report, **fields: object) -> dict[str, object]:
    return {
        "channel": "call",
        "number": "0537-1234501",
        "occurred_at": "2018-04-24T20:14",
        "narrative": "你是小柳的同学吧？",
        "narrator": Narrator.RELATIVE.value,
    } | fields


def test_the_page_shows_the_display_name_and_nothing_else_of_the_case(case, client, opened):
    make_incident(case=case, narrative="不能外传的话")
    page = client.get(address_of(opened)).content.decode()
    assert case.display_name in page
    for secret in (case.number, case.title, "不能外传的话", opened.link.contact.name, "sidebar"):
        assert secret not in page


def test_the_page_needs_no_account_and_is_not_stored(client, opened):
    response = client.get(address_of(opened))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] in {"no-referrer", "same-origin"}


def test_opening_is_noted(client, opened):
    client.get(address_of(opened))
    opened.link.refresh_from_db()
    assert opened.link.opened_at is not None


def test_sending_leads_to_a_receipt(client, opened):
    response = client.post(address_of(opened), CALL, follow=True)
    receipt = Report.objects.get().receipt
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", receipt)
    assert receipt in response.content.decode()


def test_the_submission_is_kept_word_for_word(report):
    assert report.submitted["words"] == CALL["words"]
    assert report.submitted["clock"] == "20:14"
    assert report.consents_to_statement is True


def test_nothing_at_all_is_refused_kindly(client, opened):
    response = client.post(address_of(opened), {"when": "now", "channel": "call"})
    assert "有一样就行" in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"words": "一句"}, {"number": "95555"}, {"happened": ["insult"]}, {"claimed": "某行"}],
)
def test_any_one_thing_is_enough(client, opened, fields):
    client.post(address_of(opened), {"when": "unsure"} | fields)
    assert Report.objects.count() == 1


def test_a_bad_date_keeps_what_was_typed(client, opened):
    response = send(client, opened, when="pick", calendar="")
    page = response.content.decode()
    assert "让她还钱" in page
    assert 'value="pick" checked' in page
    assert not Report.objects.exists()


def test_tomorrow_is_refused(client, opened):
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "还没有到" in send(client, opened, when="pick", calendar=day).content.decode()


def test_files_of_any_type_come_with_the_report(client, opened):
    files = [
        SimpleUploadedFile("截图.jpg", jpeg()),
        SimpleUploadedFile("录音.amr", b"#!AMR\n" + bytes(40)),
    ]
    send(client, opened, files=files)
    report = Report.objects.get()
    assert [use.given_name for use in report.exhibit_uses.all()] == ["截图.jpg", "录音.amr"]
    assert report.exhibit_uses.first().exhibit.acquired_by is None


def test_an_empty_file_keeps_the_words_and_stores_nothing(client, opened):
    response = send(client, opened, files=[SimpleUploadedFile("空.jpg", b"")])
    assert "空文件" in response.content.decode()
    assert not Report.objects.exists()


def dead_tokens(case: Case) -> list[str]:
    contact = make_contact(case=case)
    expired = open_link(contact=contact, actor=case.owner, life=timedelta(seconds=-1))
    revoked = open_link(contact=contact, actor=case.owner)
    revoke_link(link=revoked.link, actor=case.owner)
    return ["A" * 22, expired.token, revoked.token]


def test_every_dead_link_answers_the_same(case, client):
    pages = set()
    for token in dead_tokens(case):
        response = client.get(reverse("report-page", args=[token]))
        assert response.status_code == 404
        pages.add(re.sub(rf"{token}|csrf\S+ value=\S+|X-CSRFToken\S+ \S+", "", response.text))
    assert len(pages) == 1
    assert "已经失效" in pages.pop()


def test_a_receipt_needs_the_token_of_its_link(case, client, report):
    other = open_link(contact=make_contact(case=case), actor=case.owner)
    address = reverse("report-done", args=[other.token, report.receipt])
    assert client.get(address).url == address_of(other)


def more(client, receipt: str, **options: object):
    return client.post(reverse("report-more"), {"receipt": receipt}, **options)


def test_the_receipt_number_alone_opens_a_form_that_shows_nothing(client, report):
    page = client.get(more(client, report.receipt.lower().replace("-", " ")).url).content.decode()
    assert "让她还钱" not in page
    assert "0537" not in page


def test_what_is_added_stands_beside_the_submission(client, report):
    address = more(client, report.receipt).url
    file = SimpleUploadedFile("截图.jpg", jpeg())
    response = client.post(address, {"words": "又打了一次", "files": [file]}, follow=True)
    assert "补充收到了" in response.content.decode()
    assert ReportAddition.objects.get().words == "又打了一次"
    assert report.exhibit_uses.count() == 1


def test_adding_nothing_is_refused(client, report):
    assert "还没有内容" in client.post(more(client, report.receipt).url, {}).content.decode()
    assert not ReportAddition.objects.exists()


def test_a_wrong_receipt_number_is_refused_and_an_hours_tries_are_few(client, report):
    for _ in range(RECEIPTS.tries):
        assert "没有找到" in more(client, "AAAA-AAAA").content.decode()
    assert "次数太多" in more(client, report.receipt).content.decode()


def test_tries_are_counted_by_address(client, report):
    for _ in range(RECEIPTS.tries):
        more(client, "AAAA-AAAA")
    assert more(client, report.receipt, REMOTE_ADDR="192.168.1.9").status_code == 302


def test_a_revoked_link_takes_no_additions_either(case, client, report):
    address = more(client, report.receipt).url
    revoke_link(link=report.link, actor=case.owner)
    assert "没有找到" in more(client, report.receipt).content.decode()
    assert client.get(address).status_code == 404


def test_a_forged_seal_opens_nothing(client, db):
    assert client.get(reverse("report-add", args=["1:forged:seal"])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "receipt"), [("qx7k 42md", "QX7K-42MD"), ("QX7K-42MD", "QX7K-42MD"), ("", "-")]
)
def test_a_receipt_number_is_read_however_it_was_typed(typed, receipt):
    assert spelled(typed) == receipt


SENT = at("2018-04-25 00:30")


@pytest.mark.parametrize(
    ("fields", "moment", "is_exact"),
    [
        ({"when": "now"}, "2018-04-25 00:30", False),
        ({"when": "yesterday", "clock": "20:14"}, "2018-04-24 20:14", True),
        ({"when": "yesterday"}, "2018-04-24 12:00", False),
        ({"when": "pick", "calendar": "2018-04-20", "clock": "09:05"}, "2018-04-20 09:05", True),
        ({"when": "today"}, "2018-04-25 00:30", False),
        ({"when": "unsure"}, "2018-04-25 00:30", False),
    ],
)
def test_relative_days_are_read_from_when_it_was_sent(fields, moment, is_exact):
    told = Submission(**fields).told_time(SENT)
    assert (told.at, told.is_exact) == (at(moment), is_exact)


def test_a_stored_submission_reads_back_as_it_was():
    sent = Submission(words="一句", happened=("insult",), files=("a.jpg",))
    assert Submission.from_json(sent.to_json()) == sent


def test_the_borrower_sees_it_waiting_and_reads_it_as_it_was_sent(report, client_in):
    assert "等你看" in client_in.get(reverse("report-list")).content.decode()
    page = client_in.get(reverse("report-detail", args=[report.pk])).content.decode()
    assert "让她还钱" in page
    assert "说过：不要再打给我" in page


def test_reports_of_another_case_are_not_listed(case, client_in, report):
    make_case(owner=case.owner, title="另一个案件")
    assert report.receipt not in client_in.get(reverse("report-list")).content.decode()


def test_accepting_makes_an_incident_with_the_reports_files(client, opened, client_in):
    send(client, opened, files=[SimpleUploadedFile("截图.jpg", jpeg())])
    report = Report.objects.get()
    client_in.post(reverse("report-detail", args=[report.pk]), accepted(report, channel="sms"))
    incident = report.incidents.get()
    assert (incident.channel, incident.contact) == (Channel.SMS, report.contact)
    assert incident.recorded_at == report.submitted_at
    assert incident.exhibit_uses.get().given_name == "截图.jpg"


def test_a_refusal_is_noted_on_the_contact_when_ticked(report, client_in):
    address = reverse("report-detail", args=[report.pk])
    client_in.post(address, accepted(report, notes_refusal="on"))
    report.contact.refresh_from_db()
    assert report.contact.asked_to_stop_at == at("2018-04-24 20:14")


def test_a_refusal_is_not_noted_unasked(report, client_in):
    client_in.post(reverse("report-detail", args=[report.pk]), accepted(report))
    report.contact.refresh_from_db()
    assert report.contact.asked_to_stop_at is None


def test_a_declined_report_stays_readable(report, client_in):
    client_in.post(reverse("report-decline", args=[report.pk]))
    assert Report.objects.get().state == ReportState.DECLINED
    page = client_in.get(reverse("report-detail", args=[report.pk])).content.decode()
    assert "让她还钱" in page


def test_files_added_after_acceptance_can_be_tied_to_the_incident(client, report, client_in):
    client_in.post(reverse("report-detail", args=[report.pk]), accepted(report))
    file = SimpleUploadedFile("截图.jpg", jpeg())
    client.post(more(client, report.receipt).url, {"files": [file]})
    page = client_in.get(reverse("report-detail", args=[report.pk])).content.decode()
    assert "收下之后，对方又补充了内容" in page
    client_in.post(reverse("report-take", args=[report.pk]))
    assert report.incidents.get().exhibit_uses.count() == 1


def test_words_typed_as_markup_are_shown_as_words(client, opened, client_in):
    send(client, opened, words="<script>alert(1)</script>")
    address = reverse("report-detail", args=[Report.objects.get().pk])
    assert "<script>alert" not in client_in.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "method"),
    [("report-detail", "get"), ("report-decline", "post"), ("report-take", "post")],
)
def test_a_stranger_finds_no_report(report, stranger_in, name, method):
    assert getattr(stranger_in, method)(reverse(name, args=[report.pk])).status_code == 404


def test_reports_are_behind_the_sign_in(db, client):
    assert client.get(reverse("report-list")).url.startswith(reverse("sign-in"))
