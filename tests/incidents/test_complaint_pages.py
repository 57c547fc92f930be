"""The pages of inquiries and complaints, and who may see them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.models import Complaint, Inquiry
from incidents.models.complaint import ComplaintOutcome, InquiryAnswer
from incidents.models.creditor import CreditorType
from incidents.services.complaints import withdraw_complaint
from tests.factories import (
    make_case,
    make_complaint,
    make_creditor,
    make_incident,
    make_inquiry,
    make_user,
)

COMPLAINT = {"channel": "institution", "filed_date": "2018-06-01", "outcome": "none"}
INQUIRY = {
    "asked_date": "2018-05-30",
    "way": "online",
    "question": "这些号码是不是你们委托的公司？",
    "answer": "none",
}
KINDS = ("complaint", "inquiry")


def page_of(client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def post(client, name: str, *args: object, **fields: object):
    return client.post(reverse(name, args=args), fields)


@pytest.fixture
def creditor(case):
    return make_creditor(case=case)


@pytest.fixture
def records(case, creditor) -> dict[str, object]:
    return {
        "complaint": make_complaint(case=case),
        "inquiry": make_inquiry(case=case, creditor=creditor),
    }


def test_an_empty_list_says_what_belongs_here(case, client_in):
    assert page_of(client_in, "complaint-list").count("还没有") == 2


def test_the_place_is_in_both_menus(case, client_in):
    href = f'href="{reverse("complaint-list")}"'
    assert href in page_of(client_in, "overview")
    assert page_of(client_in, "more").count(href) == 2
    assert f"<a {href} aria-current" in page_of(client_in, "inquiry-add")


def test_a_complaint_is_filed_and_what_came_after_is_marked(case, creditor, client_in):
    incident = make_incident(case=case, narrative="你这个骗子，不要脸。")
    fields = COMPLAINT | {"filed_time": "10:30", "number": "T-0601", "creditor": creditor.pk}
    answer = post(client_in, "complaint-add", **fields)
    complaint = case.complaints.get()
    assert answer.url == reverse("complaint-detail", args=[complaint.pk])
    assert f"{complaint.filed_time:%H:%M}" == "10:30"
    assert incident.findings.filter(rule="R16").exists()
    page = page_of(client_in, "complaint-detail", complaint.pk)
    assert "T-0601" in page
    assert "又联系了 1 次" in page


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"channel": ""}, "选一个，都不是就选"),
        ({"filed_date": ""}, "invalid-feedback"),
        ({"filed_date": "2099-01-01"}, "还没有到"),
        ({"answered_date": "2018-05-31"}, "不会比提出还早"),
        ({"due_date": "2018-05-31"}, "不会比提交还早"),
        ({"outcome": "sanctioned", "answered_date": "2018-06-02"}, "这一项只用于报警"),
        ({"outcome": "sanctioned", "channel": "police-110"}, "写上是哪天批评制止"),
    ],
)
def test_a_complaint_that_cannot_be_is_refused_and_what_was_typed_stays(
    case, client_in, fields, problem
):
    answer = post(client_in, "complaint-add", **COMPLAINT | {"number": "T-7"} | fields)
    page = answer.content.decode()
    assert problem in page
    assert "T-7" in page
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"way": ""}, "选一种办法"),
        ({"question": " "}, "invalid-feedback"),
        ({"asked_date": "2099-01-01"}, "还没有到"),
        ({"answer": "not_ours"}, "写上是哪天答复的"),
        ({"answered_date": "2018-06-05"}, "请选是怎么答复的"),
        ({"answer": "ours", "answered_date": "2018-05-29"}, "不会比提出还早"),
    ],
)
def test_an_inquiry_that_cannot_be_is_refused(case, creditor, client_in, fields, problem):
    fields = INQUIRY | {"creditor": creditor.pk, "note": "问了两遍"} | fields
    page = post(client_in, "inquiry-add", **fields).content.decode()
    assert problem in page
    assert "问了两遍" in page
    assert not Inquiry.objects.exists()


def test_an_inquiry_is_recorded(case, creditor, client_in):
    post(client_in, "inquiry-add", **INQUIRY, creditor=creditor.pk)
    inquiry = case.inquiries.get()
    assert (inquiry.creditor, inquiry.answer) == (creditor, InquiryAnswer.NONE)
    assert "没有答复" in page_of(client_in, "inquiry-detail", inquiry.pk)


def test_without_a_creditor_there_is_nobody_to_ask(case, client_in):
    assert reverse("creditor-add") in page_of(client_in, "inquiry-add")


def test_another_cases_creditor_is_not_offered(case, creditor, client_in):
    foreign = make_creditor(case=make_case(owner=make_user(name="旁人")))
    post(client_in, "complaint-add", **COMPLAINT, creditor=foreign.pk)
    post(client_in, "inquiry-add", **INQUIRY, creditor=foreign.pk)
    assert not Complaint.objects.exists()
    assert not Inquiry.objects.exists()


def test_an_amended_complaint_needs_a_reason_and_shows_its_old_values(case, client_in):
    complaint = make_complaint(case=case, number="T-1")
    fields = COMPLAINT | {"filed_time": "10:00", "number": "T-2"}
    assert post(client_in, "complaint-amend", complaint.pk, **fields).status_code == 200
    post(client_in, "complaint-amend", complaint.pk, **fields, reason="抄错了")
    page = page_of(client_in, "complaint-detail", complaint.pk)
    assert "<del>T-1</del>" in page
    assert "抄错了" in page
    assert page.count("<del>") == 1


def test_an_answer_that_came_is_added_to_the_inquiry(case, creditor, client_in):
    inquiry = make_inquiry(case=case, creditor=creditor)
    fields = INQUIRY | {
        "creditor": creditor.pk,
        "answer": "not_ours",
        "answered_date": "2018-06-05",
        "answer_words": "不是我们的人。",
    }
    post(client_in, "inquiry-amend", inquiry.pk, **fields, reason="答复了")
    page = page_of(client_in, "inquiry-detail", inquiry.pk)
    assert "不是我们的人。" in page
    assert "<del>没有答复</del>" in page
    assert "不是我们的人。" in page_of(client_in, "complaint-list")


def test_a_form_taken_up_after_the_sign_in_is_shown_unsaved(case, client_in):
    client_in.logout()
    post(client_in, "complaint-add", **COMPLAINT, number="T-9")
    client_in.force_login(case.owner)
    page = page_of(client_in, "complaint-add")
    assert "T-9" in page
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_recorded_by_mistake_is_withdrawn_and_restored(client_in, records, kind):
    key = records[kind].pk
    post(client_in, f"{kind}-withdraw", key)
    assert "已撤下" not in page_of(client_in, "complaint-list")
    post(client_in, f"{kind}-withdraw", key, reason="记重了")
    page = page_of(client_in, f"{kind}-detail", key)
    assert "已撤下" in page
    assert "记重了" in page
    post(client_in, f"{kind}-restore", key)
    assert "已撤下" not in page_of(client_in, "complaint-list")


def test_what_waits_comes_first_with_the_next_due_above(case, client_in):
    today = timezone.localdate()
    filed = f"{today - timedelta(days=20)}"
    make_complaint(case=case, filed=filed, number="C-答复了", answered_date=today)
    make_complaint(case=case, filed=filed, number="B-不知道")
    make_complaint(case=case, filed=filed, number="A-两天", due_date=today + timedelta(days=2))
    page = page_of(client_in, "complaint-list")
    assert page.index("A-两天") < page.index("B-不知道") < page.index("C-答复了")
    assert page.count("tag-wait") == 2
    assert "还有 2 天" in page


def test_a_usual_period_is_shown_with_its_source(case, client_in):
    bank = make_creditor(case=case, kind=CreditorType.BANK_CARD)
    today = timezone.localdate()
    complaint = make_complaint(case=case, filed=f"{today}", creditor=bank)
    page = page_of(client_in, "complaint-detail", complaint.pk)
    assert f"{today + timedelta(days=15)} 前答复" in page
    assert "<dt>通常</dt>" in page
    assert "据公开转述，条号待核" in page


def test_a_place_without_a_sourced_period_shows_none(case, client_in):
    complaint = make_complaint(case=case, channel="12378", filed=f"{timezone.localdate()}")
    assert "前答复" not in page_of(client_in, "complaint-detail", complaint.pk)


def test_a_police_warning_is_shown_as_what_came_of_it(case, client_in):
    complaint = make_complaint(
        case=case,
        channel="police-110",
        outcome=ComplaintOutcome.SANCTIONED,
        answered_date=date(2018, 6, 3),
    )
    assert "批评制止或处罚了对方" in page_of(client_in, "complaint-detail", complaint.pk)


def test_a_withdrawn_complaint_says_nothing_of_what_came_after(case, client_in):
    complaint = make_complaint(case=case)
    withdraw_complaint(complaint=complaint, reason="记重了", actor=case.owner)
    assert "这之后" not in page_of(client_in, "complaint-detail", complaint.pk)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("act", "method"),
    [
        ("detail", "get"),
        ("amend", "get"),
        ("amend", "post"),
        ("withdraw", "post"),
        ("restore", "post"),
    ],
)
def test_a_stranger_finds_nothing(records, stranger_in, kind, act, method):
    address = reverse(f"{kind}-{act}", args=[records[kind].pk])
    assert getattr(stranger_in, method)(address).status_code == 404


@pytest.mark.parametrize("name", ["complaint-list", "complaint-add", "inquiry-add"])
def test_a_stranger_without_a_case_has_no_pages(case, stranger_in, name):
    assert stranger_in.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ["complaint-list", "complaint-add", "inquiry-add"])
def test_the_pages_are_behind_the_sign_in(db, client, name):
    assert client.get(reverse(name)).url.startswith(reverse("sign-in"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("act", ["detail", "amend", "withdraw", "restore"])
def test_a_record_is_behind_the_sign_in(records, client, kind, act):
    address = reverse(f"{kind}-{act}", args=[records[kind].pk])
    assert client.get(address).url.startswith(reverse("sign-in"))


@pytest.mark.parametrize("kind", KINDS)
def test_restoring_is_by_posting_only(client_in, records, kind):
    assert client_in.get(reverse(f"{kind}-restore", args=[records[kind].pk])).status_code == 405
