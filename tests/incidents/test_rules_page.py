"""The rules page shows what may be cited and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.catalogue import catalogue
from incidents.models import Case
from tests.factories import make_contact, make_creditor, make_incident

pytestmark = pytest.mark.django_db
PAGE = reverse("rule-list")


def test_the_three_required_instruments_say_whether_they_bind(
    client_in: Client, case: Case
) -> None:
    make_creditor(case=case)
    page = client_in.get(PAGE).content.decode()
    for slug in ("cbrc-2009-60", "nifa-2018", "npcsc-2012"):
        assert catalogue().instruments[slug].title in page
    assert "不适用" in page
    assert "签署了才适用" in page


def test_a_cited_clause_says_how_often_it_was_found(client_in: Client, case: Case) -> None:
    make_creditor(case=case)
    make_incident(case=case, contact=make_contact(case=case), narrative="你让小柳还钱")
    assert "本案 1 处" in client_in.get(PAGE).content.decode()


def test_no_key_and_no_unverified_clause_reaches_the_page(client_in: Client, case: Case) -> None:
    page = client_in.get(PAGE, {"all": "1"}).content.decode()
    for clause in catalogue().clauses.values():
        assert clause.id not in page
        if not clause.is_citable and clause.paraphrase:
            assert clause.paraphrase.zh not in page


def test_words_narrow_the_list(client_in: Client, case: Case) -> None:
    page = client_in.get(PAGE, {"all": "1", "q": "肖像"}).content.decode()
    assert "民法典" in page
    assert "个人信息保护法" not in page


def test_the_page_is_for_those_who_signed_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
