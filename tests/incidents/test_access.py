"""The way in, and that nothing typed is lost on the way."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Case, Creditor, Revision, User
from incidents.services.access import issue_sign_in_token
from tests.factories import make_case, make_user

PASSPHRASE = "一句记得住的话就行"


def start(client: Client, **fields: str):
    """Open a fresh link and send the set-up form."""
    form = {"name": "小柳", "passphrase": PASSPHRASE, "display_name": ""} | fields
    return client.post(reverse("start", args=[issue_sign_in_token()]), form)


@pytest.mark.django_db
def test_first_visit_makes_the_account_and_its_case(client: Client):
    response = start(client)
    assert response["Location"] == reverse("start-who")
    assert Case.objects.get().owner.check_password(PASSPHRASE)
    assert client.get(reverse("settings")).status_code == 200


@pytest.mark.django_db
def test_friends_see_the_name_when_no_other_was_given(client: Client):
    start(client)
    assert Case.objects.get().display_name == "小柳"


@pytest.mark.django_db
def test_short_passphrase_is_sent_back_with_what_was_typed(client: Client):
    response = start(client, passphrase="123")
    assert "太短了" in response.content.decode()
    assert 'value="小柳"' in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_saying_who_collects_can_be_skipped_or_saved(client: Client):
    start(client)
    page = client.get(reverse("start-who")).content.decode()
    assert reverse("entry-new") in page
    client.post(reverse("start-who"), {"name": "甲银行", "kind": "BANK_CC", "is_signatory": ""})
    creditor = Creditor.objects.get()
    assert (creditor.name, creditor.kind, creditor.is_signatory) == ("甲银行", "BANK_CC", None)


@pytest.mark.django_db
def test_later_link_signs_the_first_account_in_once(client: Client):
    make_case()
    address = reverse("start", args=[issue_sign_in_token()])
    assert client.get(address)["Location"] == reverse("overview")
    assert client.get(reverse("settings")).status_code == 200
    assert Client().get(address).status_code == 410


@pytest.mark.django_db
def test_used_link_says_how_to_get_in(client: Client):
    response = client.get(reverse("start", args=["used"]))
    assert response.status_code == 410
    assert "manage.py up" in response.content.decode()
    assert 'lang="en"' in response.content.decode()


@pytest.mark.django_db
def test_without_an_account_every_page_leads_to_the_printed_link(client: Client):
    response = client.get(reverse("settings"), follow=True)
    assert "启动程序的窗口里有一行链接" in response.content.decode()


def test_only_account_is_filled_in(client: Client, owner: User):
    assert f'value="{owner.username}"' in client.get(reverse("sign-in")).content.decode()


@pytest.mark.parametrize(
    ("wanted", "target"),
    [("/settings/", "/settings/"), ("https://evil.example/", "/"), ("//evil.example", "/")],
)
def test_signing_in_leads_only_to_our_own_pages(client: Client, case: Case, wanted, target):
    form = {"username": "小柳", "password": "correct horse battery", "next": wanted}
    assert client.post(reverse("sign-in"), form)["Location"] == target


def test_wrong_passphrase_keeps_the_stranger_out(client: Client, owner: User):
    response = client.post(reverse("sign-in"), {"username": "小柳", "password": "wrong"})
    assert "对不上" in response.content.decode()
    assert client.get(reverse("overview")).status_code == 302


def test_signing_out_needs_a_post(client_in: Client, case: Case):
    assert client_in.get(reverse("sign-out")).status_code == 405
    client_in.post(reverse("sign-out"))
    assert client_in.get(reverse("overview")).status_code == 302


def sign_in(client: Client, response) -> object:
    """Go through the sign-in that a response leads to, and on to the page behind it."""
    address = response["Location"]
    wanted = client.get(address).context["next"]
    form = {"username": "小柳", "password": "correct horse battery", "next": wanted}
    return client.post(reverse("sign-in"), form, follow=True)


def test_text_posted_after_the_session_was_lost_is_shown_again_unsaved(client: Client, case: Case):
    fields = {"title": "我的案件", "story": "去年底借了三笔", "reason": "补上"}
    page = sign_in(client, client.post(reverse("case-amend"), fields))
    assert "没有保存成功，你写的还在，再试一次。" in page.content.decode()
    assert "去年底借了三笔" in page.content.decode()
    assert not Revision.objects.exists()


def test_kept_text_is_given_back_once(client: Client, case: Case):
    sign_in(client, client.post(reverse("case-amend"), {"story": "去年底借了三笔"}))
    assert "去年底借了三笔" not in client.get(reverse("case-amend")).content.decode()


def test_passphrases_are_never_kept(client: Client, case: Case):
    client.post(reverse("settings-passphrase"), {"passphrase": PASSPHRASE, "x": "1"})
    assert PASSPHRASE not in str(dict(client.session))
    assert quote(PASSPHRASE) not in str(dict(client.session))


def test_fragment_asked_for_after_the_session_was_lost_moves_the_whole_page(
    client: Client, case: Case
):
    response = client.get(
        reverse("more"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/"},
    )
    assert response["HX-Redirect"] == f"{reverse('sign-in')}?next=%2Fsettings%2F"


def test_form_without_its_key_comes_back_with_its_text(case: Case):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("case-amend"), {"story": "他说\n要上门", "city": "西安"})
    assert response.status_code == 403
    assert 'name="story" value="他说\n要上门"' in response.content.decode()
    assert 'name="_resumed"' in response.content.decode()


def test_resumed_form_is_not_saved_until_sent_again(client_in: Client, case: Case):
    page = client_in.post(reverse("creditor-add"), {"name": "甲平台", "_resumed": "1"})
    assert "甲平台" in page.content.decode()
    assert not Creditor.objects.exists()


@pytest.mark.django_db
def test_stranger_sees_nothing_of_anothers_settings(stranger_in: Client):
    creditor_of_other = make_case(owner=make_user(name="小柳"))
    make_case(owner=User.objects.get(username="别人"), title="别人的案件")
    page = stranger_in.get(reverse("settings")).content.decode()
    assert creditor_of_other.title not in page
