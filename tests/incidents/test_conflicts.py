"""Two tabs on one record: whoever saves second sees both versions and chooses."""

import re

import pytest
from django.urls import reverse

from incidents.chain_check import check_chain
from incidents.models import Contact, Creditor, Debt, Incident, Inquiry
from tests.factories import make_complaint, make_contact, make_creditor, make_incident, make_inquiry

FIELDS = re.compile(r'<(input|textarea|select)[^>]*name="([^"]+)"', re.DOTALL)


class Tab:
    """A page with a form, opened now and sent later, as a browser would send it."""

    def __init__(self, client, path: str) -> None:
        self.client, self.path = client, path
        self.read(client.get(path))

    def read(self, response) -> None:
        self.status = response.status_code
        self.page = response.content.decode()
        context = response.context
        if context and "form" in context:
            self.fields = {
                name: value
                for name in context["form"].fields
                if (value := context["form"][name].value()) not in (None, "", False, [])
            }
            self.fields["seen"] = context["amendment"].seen

    def save(self, **changes: object) -> "Tab":
        """Send the form; a page that comes back instead of a way on is read again."""
        self.fields |= {"reason": "试一试", **changes}
        typed = {name: value for name, value in self.fields.items() if value is not None}
        self.read(self.client.post(self.path, typed))
        return self


def two_tabs(client, name: str, *arguments: object) -> tuple[Tab, Tab]:
    path = reverse(name, args=arguments)
    return Tab(client, path), Tab(client, path)


def test_the_second_of_two_tabs_sees_both_versions(case, client_in):
    contact = make_contact(case=case, name="大林")
    first, second = two_tabs(client_in, "contact-amend", contact.pk)
    assert first.save(name="林大").status == 302
    assert second.save(name="老林").status == 409
    assert "林大" in second.page
    assert "老林" in second.page
    assert Contact.objects.get().name == "林大"


def test_saving_again_takes_what_was_typed(case, client_in):
    contact = make_contact(case=case)
    first, second = two_tabs(client_in, "contact-amend", contact.pk)
    first.save(name="林大")
    assert second.save(name="老林").save().status == 302
    assert Contact.objects.get().name == "老林"


def test_what_is_stored_can_be_kept_field_by_field(case, client_in):
    contact = make_contact(case=case)
    first, second = two_tabs(client_in, "contact-amend", contact.pk)
    first.save(name="林大", note="先存的")
    second.save(name="老林", note="后写的").save(**{"use-name": "stored"})
    contact.refresh_from_db()
    assert (contact.name, contact.note) == ("林大", "后写的")


def test_a_field_that_only_the_other_changed_is_offered_as_it_is_stored(case, client_in):
    contact = make_contact(case=case, phone="")
    first, second = two_tabs(client_in, "contact-amend", contact.pk)
    first.save(phone="13800000000")
    second.save(name="老林")
    offered = {one.name: one.takes_stored for one in second_conflicts(client_in, second)}
    assert offered == {"name": False, "phone": True}


def second_conflicts(client, tab):
    stale = {**tab.fields, "seen": 0}
    return client.post(tab.path, stale).context["amendment"].conflicts


def test_an_incident_keeps_what_was_typed_and_shows_what_is_stored(case, client_in):
    incident = make_incident(case=case, narrative="旧的")
    first, second = two_tabs(client_in, "incident-amend", incident.pk)
    first.save(narrative="先存的")
    second.save(narrative="后写的")
    assert second.status == 409
    assert "先存的" in second.page
    assert "后写的" in second.page
    assert second.save().status == 302
    assert Incident.objects.get().narrative == "后写的"


@pytest.mark.parametrize("name", ["creditor-amend", "debt-amend", "inquiry-amend", "line-detail"])
def test_settings_and_inquiries_are_never_overwritten_unseen(case, client_in, name):
    creditor = make_creditor(case=case)
    debt = Debt.objects.create(creditor=creditor, note="甲")
    inquiry = make_inquiry(case=case, creditor=creditor, note="甲")
    record, field = {
        "creditor-amend": (creditor, "name"),
        "debt-amend": (debt, "note"),
        "inquiry-amend": (inquiry, "note"),
        "line-detail": (make_incident(case=case).line, "note"),
    }[name]
    first, second = two_tabs(client_in, name, record.pk)
    assert first.save(**{field: "先存的"}).status == 302
    assert second.save(**{field: "后写的"}).status == 409
    record.refresh_from_db()
    assert getattr(record, field) == "先存的"


def test_a_complaint_is_never_overwritten_unseen(case, client_in):
    complaint = make_complaint(case=case, number="1")
    first, second = two_tabs(client_in, "complaint-amend", complaint.pk)
    assert first.save(number="2").status == 302
    assert second.save(number="3").status == 409
    assert second.save(**{"use-number": "stored"}).status == 302
    complaint.refresh_from_db()
    assert complaint.number == "2"


def test_the_case_is_never_overwritten_unseen(case, client_in):
    first, second = two_tabs(client_in, "case-amend")
    first.save(city="济宁")
    assert second.save(city="西安").status == 409
    case.refresh_from_db()
    assert case.city == "济宁"


def test_a_third_version_in_between_is_shown_again(case, client_in):
    contact = make_contact(case=case)
    path = reverse("contact-amend", args=[contact.pk])
    first, second, third = (Tab(client_in, path) for _ in range(3))
    first.save(name="一")
    assert second.save(name="二").status == 409
    assert third.save(name="三").save().status == 302
    assert second.save().status == 409
    assert Contact.objects.get().name == "三"


def test_an_amendment_nobody_disturbs_asks_nothing(case, client_in):
    creditor = make_creditor(case=case)
    tab = Tab(client_in, reverse("creditor-amend", args=[creditor.pk]))
    assert tab.save(name="乙银行").status == 302
    assert Creditor.objects.get().name == "乙银行"
    assert not Inquiry.objects.exists()
    assert check_chain(case).ok
