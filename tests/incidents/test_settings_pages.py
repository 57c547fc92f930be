"""The settings: adding and amending what a case rests on, with old values in sight."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Agency, Case, Creditor, CustodyEvent, Debt, Repayment, User
from incidents.services.creditors import add_agency, add_debt, add_repayment
from tests.factories import make_case, make_creditor, make_user


@pytest.fixture
def creditor(case: Case) -> Creditor:
    return make_creditor(case=case)


@pytest.fixture
def debt(creditor: Creditor, owner: User) -> Debt:
    return add_debt(creditor=creditor, debt=Debt(lent=Decimal(4000)), actor=owner)


def test_empty_case_asks_for_a_creditor(client_in: Client, case: Case):
    page = client_in.get(reverse("settings")).content.decode()
    assert "还没有债权方" in page
    assert reverse("creditor-add") in page


def test_settings_show_creditors_debts_and_what_was_paid(
    client_in: Client, debt: Debt, owner: User
):
    add_repayment(debt=debt, repayment=Repayment(amount=Decimal(600)), actor=owner)
    page = client_in.get(reverse("settings")).content.decode()
    assert all(words in page for words in ("甲平台", "4,000", "600"))


def test_creditor_is_added_with_its_type(client_in: Client, case: Case):
    form = {"name": "甲银行", "kind": "BANK_CC", "is_signatory": "False", "outsources": "True"}
    response = client_in.post(reverse("creditor-add"), form, follow=True)
    assert "已保存。" in response.content.decode()
    creditor = case.creditors.get()
    assert (creditor.kind, creditor.is_signatory, creditor.outsources) == ("BANK_CC", False, True)


def test_amended_creditor_keeps_its_old_name_in_sight(client_in: Client, creditor: Creditor):
    address = reverse("creditor-amend", args=[creditor.pk])
    form = {"name": "甲平台公司", "kind": "MICRO_NET", "reason": "合同上的全称"}
    client_in.post(address, form)
    page = client_in.get(address).content.decode()
    assert "<del>甲平台</del> → 甲平台公司" in page
    assert "合同上的全称" in page


def test_amending_needs_a_reason(client_in: Client, creditor: Creditor):
    address = reverse("creditor-amend", args=[creditor.pk])
    response = client_in.post(address, {"name": "乙", "kind": "MICRO_NET", "reason": ""})
    assert response.status_code == 200
    creditor.refresh_from_db()
    assert creditor.name == "甲平台"


def test_saving_without_a_change_writes_nothing(client_in: Client, debt: Debt):
    links = CustodyEvent.objects.count()
    form = {"lent": "4000.00", "reason": "没有改"}
    client_in.post(reverse("debt-amend", args=[debt.pk]), form)
    assert CustodyEvent.objects.count() == links


def test_amount_read_back_has_the_digest_that_custody_holds(debt: Debt):
    event = CustodyEvent.objects.get(subject_type="incidents.debt")
    assert Debt.objects.get().digest() == event.subject_digest


def test_debt_and_repayment_are_added_and_amended(client_in: Client, creditor: Creditor):
    client_in.post(reverse("debt-add", args=[creditor.pk]), {"lent": "800"})
    debt = Debt.objects.get()
    client_in.post(
        reverse("repayment-add", args=[debt.pk]), {"amount": "600", "paid_date": "2018-03-01"}
    )
    paid = debt.repayments.get()
    form = {"amount": "650", "paid_date": "2018-03-01", "reason": "看了流水"}
    client_in.post(reverse("repayment-amend", args=[paid.pk]), form)
    paid.refresh_from_db()
    assert paid.amount == 650


def test_agency_names_the_creditor_it_collects_for(client_in: Client, creditor: Creditor):
    form = {"name": "自称某律所", "creditor": creditor.pk}
    client_in.post(reverse("agency-add"), form)
    assert Agency.objects.get().creditor == creditor


def test_agency_can_be_amended(client_in: Client, case: Case, owner: User):
    agency = add_agency(case=case, agency=Agency(name="某律所"), actor=owner)
    form = {"name": "某某律所", "reason": "短信上的全称"}
    client_in.post(reverse("agency-amend", args=[agency.pk]), form)
    agency.refresh_from_db()
    assert agency.name == "某某律所"


def test_creditor_of_another_case_cannot_be_chosen_or_opened(client_in: Client, case: Case):
    foreign = make_creditor(case=make_case(owner=make_user(name="别人")))
    form = {"name": "律所", "creditor": foreign.pk}
    assert client_in.post(reverse("agency-add"), form).status_code == 200
    assert not Agency.objects.exists()
    for name in ("creditor-amend", "debt-add"):
        assert client_in.get(reverse(name, args=[foreign.pk])).status_code == 404


def test_case_is_described_with_a_reason(client_in: Client, case: Case):
    form = {"title": "甲平台催收", "borrower_name": "小柳", "display_name": "柳", "reason": "改名"}
    client_in.post(reverse("case-amend"), form)
    case.refresh_from_db()
    assert (case.title, case.display_name) == ("甲平台催收", "柳")


def test_another_of_ones_cases_can_be_opened(client_in: Client, case: Case, owner: User):
    other = make_case(owner=owner, title="第二个案件")
    client_in.post(reverse("case-open", args=[case.pk]))
    assert client_in.get(reverse("settings")).context["case"] == case
    client_in.post(reverse("case-open", args=[other.pk]))
    assert client_in.get(reverse("settings")).context["case"] == other


def test_case_of_someone_else_stays_closed(client_in: Client, case: Case):
    foreign = make_case(owner=make_user(name="别人"))
    assert client_in.post(reverse("case-open", args=[foreign.pk])).status_code == 404


def test_new_passphrase_keeps_this_browser_signed_in(client_in: Client, case: Case, owner: User):
    client_in.post(reverse("settings-passphrase"), {"passphrase": "另一句记得住的话"})
    owner.refresh_from_db()
    assert owner.check_password("另一句记得住的话")
    assert client_in.get(reverse("settings")).status_code == 200
