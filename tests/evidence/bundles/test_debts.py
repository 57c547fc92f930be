"""What the letter says of debts, with and without a story of the borrower's own."""

from datetime import date
from decimal import Decimal

import pytest

from evidence.bundles.assertions import assertions, merged, shape_of
from evidence.bundles.letter import draft
from evidence.bundles.overview import Overview
from evidence.bundles.recipients import profiles
from incidents.models import Case, Creditor, Debt, Repayment
from incidents.services.cases import amend_case
from incidents.services.creditors import add_debt, add_repayment
from tests.evidence.bundles.test_follow_up import selected
from tests.factories import confirm_all, make_complaint, make_creditor, make_incident


def opening(case: Case) -> tuple[str, ...]:
    selection = selected(case)
    return draft(selection, Overview(selection), profiles()[selection.recipient]).opening


@pytest.fixture
def creditor(case: Case) -> Creditor:
    make_incident(case=case)
    return make_creditor(case=case)


def lend(creditor: Creditor, **values: object) -> Debt:
    return add_debt(creditor=creditor, debt=Debt(**values), actor=creditor.case.owner)


def test_a_loan_is_told_with_what_came_and_what_is_claimed(case: Case, creditor: Creditor):
    debt = lend(
        creditor,
        lent_date=date(2017, 12, 1),
        lent=Decimal(10000),
        received=Decimal(8000),
        principal_claimed=Decimal(10000),
        interest_claimed=Decimal(2000),
        usury_basis="砍头息，借条写 10000 元。",
    )
    add_repayment(debt=debt, repayment=Repayment(amount=Decimal(600)), actor=case.owner)
    assert opening(case)[-1] == (
        "2017年12月1日向甲平台借的10,000元：实际到手8,000元；出借时扣下2,000元；我已还600元；"
        "对方称共欠12,000元；比到手金额多4,000元，是到手金额的1.5倍；"
        "我认为这笔债务可能是高利或非法债务，依据是“砍头息，借条写10000元”。"
    )


@pytest.mark.parametrize(
    ("claimed", "ending"),
    [(300, "比借款少约200元。"), (500, "与借款相同。"), (750, "比借款多约250元，是借款的1.5倍。")],
)
def test_without_what_came_the_sum_lent_is_compared(case, creditor, claimed, ending):
    lend(creditor, lent=Decimal(500), principal_claimed=Decimal(claimed), is_approximate=True)
    assert opening(case)[-1].startswith("向甲平台借的约500元：对方称共欠约")
    assert opening(case)[-1].endswith(ending)


def test_the_claim_is_told_beside_a_story_too(case: Case, creditor: Creditor):
    amend_case(case=case, changes={"story": "我借了钱。"}, reason="", actor=case.owner)
    lend(creditor, lent=Decimal(500), fees_claimed=Decimal(1000))
    assert opening(case)[1] == "我借了钱。"
    assert opening(case)[2].endswith("比借款多500元，是借款的2倍。")


def test_a_loan_of_which_nothing_can_be_compared_gets_no_sentence(case, creditor):
    lend(creditor, lent=Decimal(500))
    assert opening(case)[-1] == "我在甲平台借款1笔，共借500元。"


def test_dates_and_quoted_numbers_of_reasons_are_never_made_a_range():
    first = "此前已在2018年6月1日报警，编号“12”，当天至少3次"
    second = "此前已在2018年6月2日报警，编号“15”，当天至少5次"
    assert shape_of(first) != shape_of(second)
    assert merged({first, first.replace("3次", "5次")}) == first.replace("3次", "3至5次")


def test_the_printed_reason_names_the_complaint(case: Case, creditor: Creditor):
    make_complaint(case=case, channel="12378", number="2018-06-01-77")
    make_incident(case=case, narrative="你这个骗子，不要脸。", occurred_at="2018-06-09 10:00")
    confirm_all(case)
    (found,) = [each for each in assertions(selected(case)) if each.anchor.endswith("R16")]
    assert "此前已在2018年6月1日向金融监管12378投诉，编号“2018-06-01-77”" in found.reasons
