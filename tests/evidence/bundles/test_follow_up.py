"""What the letter of a bundle says of inquiries and complaints, and what it leaves out."""

import json
from datetime import UTC, date, datetime

import pytest

from evidence.bundles.exports import follow_up_json
from evidence.bundles.follow_up import follow_up
from evidence.bundles.letter import draft
from evidence.bundles.overview import Overview
from evidence.bundles.recipients import profiles
from evidence.bundles.records import Selection
from evidence.bundles.scope import Scope
from evidence.bundles.selection import freeze
from evidence.models import Bundle
from incidents.models import Case
from incidents.models.complaint import ComplaintChannel, ComplaintOutcome, InquiryAnswer
from incidents.services.complaints import withdraw_complaint, withdraw_inquiry
from tests.factories import (
    make_complaint,
    make_contact,
    make_creditor,
    make_incident,
    make_inquiry,
)

NOON = datetime(2018, 7, 1, 4, tzinfo=UTC)


def selected(case: Case, *, mask: bool = False) -> Selection:
    scope = Scope(mask=mask).as_json()
    return freeze(Bundle(case=case, number=1, recipient="12378", scope=scope), NOON)


def told(case: Case, **options: bool) -> list[str]:
    return list(follow_up(selected(case, **options)))


@pytest.fixture
def creditor(case):
    return make_creditor(case=case)


@pytest.mark.parametrize(
    ("values", "ending"),
    [
        ({}, "”没有得到答复。"),
        (
            {"answer": "looking", "answered_date": date(2018, 6, 5), "answer_words": "在了解情况"},
            "6月5日，对方只答复“在了解情况”，没有说明来电的是不是它的人。",
        ),
        (
            {"answer": "not_ours", "answered_date": date(2019, 1, 5)},
            "2019年1月5日，对方答复来电的不是它的人。",
        ),
        (
            {"answer": "ours", "answered_date": date(2018, 6, 5), "answer_words": "是“合作方”。"},
            "6月5日，对方承认来电的是它的人，原话是“是‘合作方’”。",
        ),
        ({"note": "问了 2 次"}, "没有得到答复。问了2次。"),
    ],
)
def test_an_inquiry_is_told_with_its_answer(case, creditor, values, ending):
    make_inquiry(case=case, creditor=creditor, **values)
    (paragraph,) = told(case)
    assert paragraph.startswith(
        "2018年5月30日，我通过在线客服向甲平台询问：“这些号码是不是你们委托的公司？”"
    )
    assert paragraph.endswith(ending)


@pytest.mark.parametrize(
    ("channel", "act"),
    [
        ("institution", "我向甲平台投诉。"),
        ("12378", "我向金融监督管理部门（12378）投诉。"),
        ("nifa-report", "我向中国互联网金融举报信息平台举报。"),
        ("12321", "我向网络不良与垃圾信息举报受理中心（12321）举报。"),
        ("12377", "我向违法和不良信息举报中心（12377）举报。"),
        ("pipl-65", "我向履行个人信息保护职责的部门举报。"),
        ("police-110", "我报警。"),
        ("court", "我向人民法院提交起诉材料。"),
        ("other", "我投诉。"),
    ],
)
def test_every_place_is_named(case, creditor, channel, act):
    make_complaint(case=case, channel=channel, creditor=creditor)
    assert told(case) == [f"2018年6月1日10:00，{act}没有得到答复。"]


def test_a_complaint_is_told_with_number_outcome_and_what_came_after(case, creditor):
    make_incident(case=case, occurred_at="2018-06-01 09:00")
    make_incident(case=case, occurred_at="2018-06-01 11:00")
    make_complaint(
        case=case,
        channel=ComplaintChannel.POLICE,
        office="甲派出所",
        number="受案 12 号",
        outcome=ComplaintOutcome.SANCTIONED,
        answered_date=date(2018, 6, 3),
        answer_words="已批评。",
    )
    assert told(case) == [
        "2018年6月1日10:00，我报警，受理单位是甲派出所，编号受案12号。"
        "6月3日，公安机关批评制止或处罚了对方，答复的原话是“已批评”。之后又记录到催收联系1次。"
    ]


def test_without_the_hour_counting_begins_on_the_next_day(case, creditor):
    make_incident(case=case, occurred_at="2018-06-01 23:59")
    make_incident(case=case, occurred_at="2018-06-02 00:00")
    make_complaint(case=case, filed="2018-06-01", outcome=ComplaintOutcome.REJECTED)
    assert told(case)[0].endswith("没有受理。次日起又记录到催收联系1次。")


def test_a_suit_says_nothing_of_what_came_after(case, creditor):
    make_incident(case=case)
    make_complaint(case=case, channel=ComplaintChannel.COURT, outcome=ComplaintOutcome.ACCEPTED)
    assert told(case)[0].endswith("已经受理。")


def test_what_was_withdrawn_is_left_out(case, creditor):
    complaint = make_complaint(case=case)
    inquiry = make_inquiry(case=case, creditor=creditor)
    withdraw_complaint(complaint=complaint, reason="记重了", actor=case.owner)
    withdraw_inquiry(inquiry=inquiry, reason="记重了", actor=case.owner)
    assert told(case) == []


def test_the_letter_tells_it_in_order_between_account_and_requests(case, creditor):
    make_incident(case=case)
    make_complaint(case=case)
    make_inquiry(case=case, creditor=creditor)
    selection = selected(case)
    letter = draft(selection, Overview(selection), profiles()["12378"])
    assert [part.heading for part in letter.parts] == ["一、我反映的情况", "二、核实与投诉经过"]
    assert letter.requests.heading == "三、我的请求"
    assert [each[:10] for each in letter.parts[1].paragraphs] == ["2018年5月30日", "2018年6月1日1"]


def test_the_letter_has_no_empty_part(case, creditor):
    make_incident(case=case)
    selection = selected(case)
    letter = draft(selection, Overview(selection), profiles()["12378"])
    assert letter.requests.heading == "二、我的请求"


def test_third_persons_are_masked_in_answers_too(case, creditor):
    make_contact(case=case, name="大林", phone="13800000002")
    make_inquiry(
        case=case,
        creditor=creditor,
        answer=InquiryAnswer.NOT_OURS,
        answered_date=date(2018, 6, 5),
        answer_words="没有打过大林的 13800000002",
    )
    (paragraph,) = told(case, mask=True)
    assert "大林" not in paragraph
    assert "13800000002" not in paragraph


def test_the_records_hold_them_as_a_file(case, creditor):
    make_complaint(case=case, number="T-1")
    make_inquiry(case=case, creditor=creditor)
    held = json.loads(follow_up_json(selected(case)))
    assert held["complaints"][0]["number"] == "T-1"
    assert held["inquiries"][0]["asked"] == "2018-05-30"
