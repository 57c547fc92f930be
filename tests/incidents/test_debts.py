"""Debts: plain sums, the sentence beside them, and the ground that a person recorded."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from incidents.chain_check import check_chain
from incidents.debt_views import comparison_text
from incidents.debts import Amounts, plain_amount, plain_ratio
from incidents.models import Case, Creditor, Debt, Incident, User
from incidents.presenters import explained
from incidents.services.creditors import add_debt, amend_debt
from tests.factories import confirm_all, make_creditor, make_incident

THREAT = "再不还钱就打断你的腿，你给我小心点。"
BASIS = "砍头息：借 10000 元只到账 8000 元"
CLAUSE = "criminal-law:293zhi1"
# The clause is in force from March 2021.
IN_FORCE = "2021-06-07 19:06"
MONEY = st.decimals(min_value=0, max_value=10**9, places=2)


def amounts(**known: int | str) -> Amounts:
    return Amounts(**{name: Decimal(value) for name, value in known.items()})


@pytest.fixture
def creditor(case: Case) -> Creditor:
    return make_creditor(case=case)


@pytest.fixture
def threat(case: Case, creditor: Creditor) -> Incident:
    return make_incident(case=case, narrative=THREAT, occurred_at=IN_FORCE)


def lend(creditor: Creditor, **values: object) -> Debt:
    debt = Debt(**({"lent": Decimal(10000)} | values))
    return add_debt(creditor=creditor, debt=debt, actor=creditor.case.owner)


def police_of(incident: Incident) -> set[str]:
    return {one["clause"] for found in incident.findings.all() for one in found.police}


def test_a_claim_is_held_against_the_money_that_came():
    loan = amounts(lent=10000, received=8000, principal=10000, fees=500, interest=1500)
    assert (loan.claimed, loan.deducted, loan.base) == (12000, 2000, 8000)
    assert (loan.difference, loan.ratio) == (4000, Decimal("1.50"))


def test_a_claim_is_held_against_the_sum_lent_when_nobody_knows_what_came():
    loan = amounts(lent=10000, interest=9999)
    assert (loan.base, loan.deducted, loan.difference) == (10000, None, -1)


@pytest.mark.parametrize("known", [{}, {"lent": 5}, {"received": 5}, {"fees": 5}])
def test_what_is_not_known_is_compared_with_nothing(known):
    loan = amounts(**known)
    assert (loan.difference, loan.ratio) == (None, None)


def test_nothing_is_told_as_a_multiple_of_nothing():
    assert amounts(lent=0, principal=5).ratio is None


@given(MONEY, MONEY, MONEY, MONEY, MONEY)
def test_parts_add_up(lent, received, principal, fees, interest):
    loan = Amounts(lent=lent, received=received, principal=principal, fees=fees, interest=interest)
    assert loan.difference + received == principal + fees + interest
    assert loan.deducted + received == lent


@pytest.mark.parametrize(
    ("amount", "written"), [("8000.00", "8,000"), ("12.5", "12.50"), ("0", "0")]
)
def test_amounts_are_written_plainly(amount, written):
    assert plain_amount(Decimal(amount)) == written


@pytest.mark.parametrize(("ratio", "written"), [("1.50", "1.5"), ("20.00", "20"), ("0.05", "0.05")])
def test_ratios_are_written_without_idle_zeros(ratio, written):
    assert plain_ratio(Decimal(ratio)) == written


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({}, ""),
        ({"lent": 10000}, ""),
        ({"principal": 10000}, ""),
        (
            {"lent": 10000, "received": 8000},
            "实际到手 8,000 元；借的时候就扣下 2,000 元。",
        ),
        ({"lent": 8000, "received": 8000}, "实际到手 8,000 元。"),
        (
            {"lent": 10000, "principal": 9000, "interest": 6000},
            "对方一共要 15,000 元；比借的多 5,000 元，是借的 1.5 倍。",
        ),
        (
            {"lent": 10000, "received": 8000, "principal": 10000, "interest": 2000},
            "实际到手 8,000 元；借的时候就扣下 2,000 元；"
            "对方一共要 12,000 元；比到手的多 4,000 元，是到手的 1.5 倍。",
        ),
        ({"lent": 10000, "principal": 4000}, "对方一共要 4,000 元；比借的少 6,000 元。"),
        ({"lent": 4000, "principal": 4000}, "对方一共要 4,000 元；和借的一样多。"),
        (
            {"received": 0, "principal": 4000},
            "实际到手 0 元；对方一共要 4,000 元；比到手的多 4,000 元。",
        ),
    ],
)
def test_the_sentence_says_what_is_known_and_judges_nothing(known, sentence):
    assert comparison_text(amounts(**known)) == sentence


def test_the_settings_show_the_comparison_and_the_ground(client_in: Client, creditor: Creditor):
    lend(creditor, received=Decimal(8000), principal_claimed=Decimal(12000), usury_basis=BASIS)
    page = client_in.get(reverse("settings")).text
    assert "比到手的多 4,000 元，是到手的 1.5 倍。" in page
    assert BASIS in page


def test_the_form_keeps_what_came_and_the_ground(client_in: Client, creditor: Creditor):
    form = {"lent": "10000", "received": "8000", "usury_basis": BASIS}
    client_in.post(reverse("debt-add", args=[creditor.pk]), form)
    debt = Debt.objects.get()
    assert (debt.received, debt.usury_basis) == (8000, BASIS)
    form = {"lent": "10000", "received": "7500", "usury_basis": "", "reason": "看了流水"}
    client_in.post(reverse("debt-amend", args=[debt.pk]), form)
    page = client_in.get(reverse("debt-amend", args=[debt.pk])).text
    assert "<del>8000</del> → 7500" in page
    assert f"<del>{BASIS}</del>" in page


def test_sums_alone_never_make_a_debt_illegal(creditor: Creditor, threat: Incident):
    lend(creditor, received=Decimal(10), principal_claimed=Decimal(1_000_000))
    assert CLAUSE not in police_of(threat)


def test_a_recorded_ground_opens_a_question_for_the_police_and_no_more(
    creditor: Creditor, threat: Incident
):
    lend(creditor, usury_basis=BASIS)
    assert CLAUSE in police_of(threat)
    cited = {one["clause"] for found in threat.findings.all() for one in found.citations}
    assert not {clause for clause in cited if clause.startswith("criminal-law")}


def test_the_finding_says_on_which_ground_it_rests(creditor: Creditor, threat: Incident):
    lend(creditor, usury_basis=f"  {BASIS}，\n见“借条”")
    said = [explained(reason) for reason in threat.findings.get(rule="R6").reasons]
    assert f"你记下了债务可能非法的依据：“{BASIS}， 见‘借条’”" in said


def test_a_ground_taken_back_closes_it_again(creditor: Creditor, threat: Incident, owner: User):
    debt = lend(creditor, usury_basis=BASIS)
    confirm_all(creditor.case)
    amend_debt(debt=debt, changes={"usury_basis": ""}, reason="看错了", actor=owner)
    assert CLAUSE not in police_of(threat)
    assert threat.findings.get(rule="R6").has_changed_since_decision


def test_another_creditors_ground_does_not_count(case: Case, threat: Incident):
    lend(make_creditor(case=case, name="乙平台"), usury_basis=BASIS)
    assert CLAUSE not in police_of(threat)


def test_a_debt_recorded_before_the_columns_keeps_its_digest(creditor: Creditor):
    debt = Debt(creditor=creditor, lent=Decimal(4000))
    digest = debt.digest()
    debt.received, debt.usury_basis = Decimal(0), BASIS
    assert debt.digest() != digest
    debt.received, debt.usury_basis = None, ""
    assert debt.digest() == digest
    assert not {"received", "usury_basis"} & {
        name for name, value in debt.content().items() if value not in (None, "")
    }


def test_the_chain_holds_every_amendment_of_a_ground(creditor: Creditor, owner: User):
    debt = lend(creditor, usury_basis=BASIS)
    amend_debt(debt=debt, changes={"usury_basis": ""}, reason="看错了", actor=owner)
    amend_debt(debt=debt, changes={"received": Decimal(8000)}, reason="流水", actor=owner)
    assert check_chain(creditor.case).ok
