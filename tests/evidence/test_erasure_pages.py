"""The pages that erase a person's data, and those that speak of somebody erased."""

import pytest
from django.test import Client

from evidence.models import ExhibitUse
from evidence.services.erasure import erase_person, words_for
from incidents.models import Case, Contact
from incidents.models.recorded import GONE
from incidents.services.reports import open_link, submit_report
from tests.factories import (
    confirm_all,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
    make_user,
)

NAME, NUMBER = "欧阳小林", "029-10330527"


@pytest.fixture
def told(case: Case) -> Case:
    """A case with a contact who has reported, and an incident that names her."""
    make_creditor(case=case)
    contact = make_contact(case=case, name=NAME, phone="13912345678")
    incident = make_incident(case=case, contact=contact, narrative=f"天天打给{NAME}")
    make_exhibit(case=case, name=f"{NAME}.jpg", incident=incident)
    link = open_link(contact=contact, actor=case.owner).link
    submit_report(
        link=link, submitted={"name": NAME, "words": "打给我"}, consents_to_statement=True
    )
    confirm_all(case)
    return case


def person(case: Case) -> Contact:
    return case.contacts.get()


def erase(case: Case) -> None:
    contact = person(case)
    erase_person(person=contact, words=words_for(contact), actor=case.owner)


def test_the_page_tells_first_and_erases_only_on_purpose(client_in: Client, told: Case) -> None:
    contact = person(told)
    page = f"/contacts/{contact.pk}/erase/"
    assert "会删掉" in client_in.get(page).content.decode()
    sure = client_in.post(page, {"words": [NAME]})
    assert "确定要删" in sure.content.decode()
    wrong = client_in.post(page, {"words": [NAME], "sure": "好"})
    assert "才会删" in wrong.content.decode()
    assert person(told).name == NAME
    client_in.post(page, {"words": [NAME], "sure": "删除"})
    assert person(told).name == GONE


def test_erased_people_and_lines_still_have_their_pages(client_in: Client, told: Case) -> None:
    erase(told)
    line = told.lines.get(display=NUMBER)
    erase_person(person=line, words=words_for(line), actor=told.owner)
    contact, report = person(told), told.reports.get()
    incident = contact.incidents.get()
    for page in (
        f"/contacts/{contact.pk}/", "/contacts/", f"/reports/{report.pk}/", "/reports/",
        f"/lines/{line.pk}/", f"/incidents/{incident.pk}/", "/incidents/", "/findings/", "/",
        "/custody/", "/exhibits/", "/bundles/new/",
    ):  # fmt: skip
        answer = client_in.get(page)
        assert answer.status_code == 200, page
        assert NAME not in answer.content.decode(), page
    assert client_in.get(f"/contacts/{contact.pk}/amend/").status_code == 404
    assert client_in.get(f"/contacts/{contact.pk}/erase/").status_code == 302


def test_strangers_find_no_page(client: Client, told: Case) -> None:
    client.force_login(make_user(name="别人"))
    line = told.lines.first()
    for page in (f"/contacts/{person(told).pk}/erase/", f"/lines/{line.pk}/erase/"):
        assert client.get(page).status_code == 404
        assert client.post(page, {"sure": "删除"}).status_code == 404
    assert ExhibitUse.objects.exists()
