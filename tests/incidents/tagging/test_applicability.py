"""Whether each of the three required instruments binds a creditor in a period, and why."""

from datetime import date

import pytest

from incidents.tagging.applicability import applicability
from incidents.tagging.facts import CreditorType
from tests.incidents.tagging.builders import the_catalogue

MARCH, JUNE = date(2018, 3, 12), date(2018, 6, 8)


def state(creditor: str, start=MARCH, end=JUNE, is_signatory=None):
    return applicability(the_catalogue(), CreditorType(creditor), start, end, is_signatory)


@pytest.mark.parametrize(
    ("creditor", "is_signatory", "bindings"),
    [
        ("BANK_CC", None, ["yes", "no", "yes"]),
        ("BANK_LOAN", None, ["no", "no", "yes"]),
        ("CFC", None, ["no", "no", "yes"]),
        ("MICRO_NET", None, ["no", "if_signed", "yes"]),
        ("MICRO_NET", True, ["no", "yes", "yes"]),
        ("MICRO_NET", False, ["no", "no", "yes"]),
        ("P2P", None, ["no", "if_signed", "yes"]),
        ("AMC", None, ["no", "no", "yes"]),
        ("AGENCY", None, ["unknown", "unknown", "yes"]),
        ("PRIVATE", None, ["no", "no", "yes"]),
        ("UNKNOWN", None, ["unknown", "unknown", "yes"]),
    ],
)
def test_each_kind_of_creditor(creditor, is_signatory, bindings):
    assert [one.binding.value for one in state(creditor, is_signatory=is_signatory)] == bindings


def test_the_platform_of_2018_in_full():
    assert [f"{one.title}：{one.headline.zh}。{one.reason.zh}" for one in state("MICRO_NET")] == [
        "《关于进一步规范信用卡业务的通知》：不适用。只约束银行的信用卡业务；债权方是小贷或网贷平台。",
        "《互联网金融逾期债务催收自律公约（试行）》：签署了才适用。"
        "是自律公约，不是法律，签署了才适用；债权方是否签署，还没有核实；"
        "2018-03-28 发布，起算日未核；2018-03-28 以前的事件不引。",
        "《全国人民代表大会常务委员会关于加强网络信息保护的决定》：适用。"
        "第一、七、九条约束任何组织和个人，第二至四条约束网络服务提供者和其他企业事业单位；"
        "2012-12-28 起施行。",
    ]


def test_a_private_lender_is_bound_by_three_articles_of_the_decision():
    assert "不适用于个人" in state("PRIVATE")[2].reason.zh


@pytest.mark.parametrize(
    ("end", "bindings"),
    [
        (date(2018, 3, 27), ["no", "no", "yes"]),
        (date(2018, 3, 28), ["no", "if_signed", "yes"]),
        (date(2012, 12, 27), ["no", "no", "no"]),
    ],
)
def test_an_instrument_that_came_later_does_not_apply(end, bindings):
    states = state("MICRO_NET", date(2012, 1, 1), end)
    assert [one.binding.value for one in states] == bindings


def test_the_unverified_day_of_the_2009_notice_is_not_told():
    for one in state("BANK_CC", date(2009, 1, 1), date(2019, 1, 1)):
        if one.instrument == "cbrc-2009-60":
            assert "2009" not in one.reason.zh + one.reason.en


def test_an_unknown_period_is_no_obstacle():
    assert len(state("MICRO_NET", None, None)) == 3
