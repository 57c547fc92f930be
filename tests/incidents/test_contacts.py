"""The pages of contacts and lines, and who may see them."""

import re

import pytest
from django.urls import reverse

from incidents.models import Contact, Line, ReportLink
from incidents.models.contact import Relation
from incidents.services.contacts import amend_contact
from incidents.services.reports import open_link
from tests.factories import make_contact, make_creditor, make_incident

NEW = {"name": "阿宁", "relation": "relative", "is_emergency_contact": "no"}


def page_of(client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_the_list_shows_contacts_and_lines_with_how_often(case, client_in):
    contact = make_contact(case=case, name="大林")
    for minute in (10, 20):
        make_incident(case=case, contact=contact, occurred_at=f"2018-04-24 20:{minute}")
    page = page_of(client_in, "contact-list")
    assert "大林" in page
    assert "029-10330527" in page
    assert page.count("2 次") == 2


def test_an_empty_list_says_how_it_fills(case, client_in):
    assert "还没有" in page_of(client_in, "contact-list")


def test_lines_are_found_by_digits_typed_in_any_way(case, client_in):
    make_incident(case=case, number="0537-1234501")
    make_incident(case=case, number="95555")
    page = page_of(client_in, "contact-list", q="0537 1234")
    assert "0537-1234501" in page
    assert "95555" not in page


def test_a_contact_is_added(case, client_in):
    client_in.post(reverse("contact-add"), NEW)
    contact = case.contacts.get()
    assert (contact.name, contact.relation) == ("阿宁", Relation.RELATIVE)
    assert contact.is_emergency_contact is False
    assert contact.shares_debt is None


def test_a_contact_without_a_name_is_refused_and_the_rest_stays(case, client_in):
    response = client_in.post(reverse("contact-add"), NEW | {"name": "", "note": "表姐"})
    assert "表姐" in response.content.decode()
    assert not case.contacts.exists()


def test_a_refusal_in_the_future_is_refused(case, client_in):
    response = client_in.post(
        reverse("contact-add"), NEW | {"asked_to_stop_at": "2999-01-01T10:00"}
    )
    assert "还没有到" in response.content.decode()


def test_an_amendment_needs_a_reason_and_keeps_the_old_value_visible(case, client_in):
    contact = make_contact(case=case, name="大林")
    address = reverse("contact-amend", args=[contact.pk])
    fields = NEW | {"name": "林大", "relation": "friend"}
    assert client_in.post(address, fields).status_code == 200
    client_in.post(address, fields | {"reason": "写错了"})
    page = page_of(client_in, "contact-detail", contact.pk)
    assert "<del>大林</del>" in page
    assert "写错了" in page


def test_a_line_is_assigned_to_an_agency_named_on_the_spot(case, client_in):
    line = make_incident(case=case).line
    client_in.post(
        reverse("line-detail", args=[line.pk]), {"new_agency": "乙公司", "reason": "对方说的"}
    )
    assert Line.objects.get().agency.name == "乙公司"
    assert "乙公司" in page_of(client_in, "line-detail", line.pk)


def test_a_contacts_page_lists_what_reached_them(case, client_in):
    contact = make_contact(case=case)
    make_incident(case=case, contact=contact, narrative="打你电话就是要让她难受")
    assert "就是要让她难受" in page_of(client_in, "contact-detail", contact.pk)


@pytest.fixture
def shown(case, client_in) -> str:
    """The answer that shows a fresh link, once."""
    address = reverse("link-open", args=[make_contact(case=case).pk])
    return client_in.post(address, {"days": "7"}).content.decode()


def test_a_fresh_link_is_shown_with_its_code_and_message(shown):
    address = re.search(r"http://testserver/r/[\w-]{22}/", shown).group()
    assert shown.count(address) == 2
    assert "<svg" in shown
    assert "style=" not in shown


def test_a_link_is_shown_once_only(case, shown, client_in):
    token = re.search(r"/r/([\w-]{22})/", shown).group(1)
    assert token not in page_of(client_in, "contact-detail", case.contacts.get().pk)


def test_a_link_on_this_machine_only_says_so(case, client_in):
    address = reverse("link-open", args=[make_contact(case=case).pk])
    page = client_in.post(address, {"days": "30"}, headers={"host": "localhost"}).content.decode()
    assert "up --lan" in page


def test_on_the_home_network_the_link_names_the_network_address(case, client_in, settings):
    settings.LAN, settings.LAN_HOSTS = True, ["192.168.1.5"]
    address = reverse("link-open", args=[make_contact(case=case).pk])
    page = client_in.post(address, {}, headers={"host": "127.0.0.1:8000"}).content.decode()
    assert "http://192.168.1.5:8000/r/" in page
    assert "Wi-Fi" in page


def test_a_link_can_be_revoked(case, client_in):
    link = open_link(contact=make_contact(case=case), actor=case.owner).link
    client_in.post(reverse("link-revoke", args=[link.pk]))
    assert ReportLink.objects.get().revoked_at is not None
    assert "已停用" in page_of(client_in, "contact-detail", link.contact_id)


def test_a_link_is_made_by_posting_only(case, client_in):
    address = reverse("link-open", args=[make_contact(case=case).pk])
    assert client_in.get(address).status_code == 405


def test_amending_who_a_contact_is_tags_what_reached_them_again(case):
    contact = make_contact(case=case)
    incident = make_incident(case=case, contact=contact)
    before = set(incident.findings.filter(is_supported=True).values_list("rule", flat=True))
    amend_contact(
        contact=contact, changes={"is_guarantor": True}, reason="签过合同", actor=case.owner
    )
    after = set(incident.findings.filter(is_supported=True).values_list("rule", flat=True))
    assert before != after


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("contact-detail", "get"),
        ("contact-amend", "get"),
        ("link-open", "post"),
        ("link-revoke", "post"),
        ("line-detail", "get"),
    ],
)
def test_a_stranger_finds_nothing(case, stranger_in, name, method):
    contact = make_contact(case=case)
    link = open_link(contact=contact, actor=case.owner).link
    line = make_incident(case=case).line
    key = {"link-revoke": link.pk, "line-detail": line.pk}.get(name, contact.pk)
    assert getattr(stranger_in, method)(reverse(name, args=[key])).status_code == 404


@pytest.mark.parametrize("name", ["contact-list", "contact-add"])
def test_contacts_are_behind_the_sign_in(db, client, name):
    assert client.get(reverse(name)).url.startswith(reverse("sign-in"))


def test_a_stranger_sees_only_her_own_contacts(case, stranger_in):
    make_contact(case=case, name="大林")
    assert stranger_in.get(reverse("contact-list")).status_code == 404
    assert Contact.objects.count() == 1


def spouse(case) -> Contact:
    make_creditor(case=case)
    return make_contact(case=case, name="阿川", relation=Relation.SPOUSE)


def answer(client, contact: Contact, shares_debt: str, **fields: int):
    address = reverse("contact-shares-debt", args=[contact.pk])
    return client.post(address, {"shares_debt": shares_debt, **fields}, follow=True)


def test_a_spouse_is_asked_about_once_on_the_page_of_the_contact(case, client_in):
    contact = spouse(case)
    assert "一起借、一起用的吗？" in page_of(client_in, "contact-detail", contact.pk)
    page = answer(client_in, contact, "yes").text
    assert "已记下。打给 TA 的已经重新看过一遍。" in page
    assert "一起借、一起用的吗？" not in page
    contact.refresh_from_db()
    assert contact.shares_debt is True


@pytest.mark.parametrize(("said", "is_marked"), [("no", True), ("yes", False)])
def test_the_answer_tags_what_reached_the_spouse_again(case, client_in, said, is_marked):
    contact = spouse(case)
    incident = make_incident(case=case, contact=contact)
    assert not incident.findings.filter(rule="R3").exists()
    page = answer(client_in, contact, said, incident=incident.pk)
    assert page.redirect_chain[-1][0] == reverse("incident-detail", args=[incident.pk])
    assert incident.findings.filter(rule="R3").exists() is is_marked


def test_the_answer_is_in_the_chain_and_its_old_value_in_sight(case, client_in):
    contact = spouse(case)
    answer(client_in, contact, "no")
    event = case.custody_events.last()
    assert (event.subject_id, event.fields) == (contact.pk, ["shares_debt"])
    assert "<del>不清楚</del> → 不是" in page_of(client_in, "contact-detail", contact.pk)


@pytest.mark.parametrize("values", [{"relation": Relation.FRIEND}, {"is_guarantor": True}])
def test_nobody_else_is_asked_about(case, client_in, values):
    contact = make_contact(case=case, **({"relation": Relation.SPOUSE} | values))
    assert "一起借、一起用的吗？" not in page_of(client_in, "contact-detail", contact.pk)


def test_the_question_is_asked_in_english_too(case, client_in):
    address = reverse("contact-detail", args=[spouse(case).pk])
    page = client_in.get(address, headers={"accept-language": "en"}).text
    assert "Did you borrow or use this money together with 阿川?" in page


def test_an_answer_that_says_nothing_changes_nothing(case, client_in):
    contact = spouse(case)
    assert answer(client_in, contact, "").status_code == 400
    contact.refresh_from_db()
    assert contact.shares_debt is None


def test_a_stranger_cannot_answer(case, stranger_in):
    assert answer(stranger_in, spouse(case), "no").status_code == 404
