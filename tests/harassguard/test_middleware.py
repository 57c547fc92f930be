"""What is true of every answer: its headers, and what strangers on the network see."""

import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

from incidents.models import Case

FAR = {"REMOTE_ADDR": "192.168.1.20"}


@pytest.fixture
def on_network(settings) -> None:
    settings.LAN = True


def test_pages_are_never_cached(client_in: Client, case: Case):
    assert "no-store" in client_in.get(reverse("settings"))["Cache-Control"]


def test_pages_allow_no_inline_style_or_script(client_in: Client, case: Case):
    policy = client_in.get(reverse("settings"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_pages_hold_no_inline_style_or_script(client_in: Client, case: Case):
    for name in ("overview", "settings", "more", "case-amend", "creditor-add"):
        page = client_in.get(reverse(name)).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


def test_our_own_forms_are_posted_with_their_origin(client_in: Client, case: Case):
    assert client_in.get(reverse("settings"))["Referrer-Policy"] == "same-origin"


@pytest.mark.usefixtures("on_network")
def test_stranger_on_the_network_is_told_nothing(client: Client, case: Case):
    assert client.get(reverse("overview"), **FAR).status_code == 404
    assert client.post(reverse("case-amend"), {"story": "x"}, **FAR).status_code == 404


@pytest.mark.usefixtures("on_network")
@pytest.mark.parametrize("path", ["/sign-in/", "/r/unknown/", "/start/unknown/"])
def test_way_in_and_report_pages_answer_on_the_network(client: Client, case: Case, path: str):
    response = client.get(path, **FAR)
    assert response.status_code != 404 or "report" in str(response.templates[0].name)


@pytest.mark.usefixtures("on_network")
def test_owner_works_from_another_device_once_signed_in(client_in: Client, case: Case):
    assert client_in.get(reverse("overview"), **FAR).status_code == 200


@pytest.mark.usefixtures("on_network")
def test_this_machine_is_not_a_stranger(client: Client, case: Case):
    assert client.get(reverse("overview")).status_code == 302


def test_unknown_address_answers_in_plain_words(client_in: Client, case: Case):
    response = client_in.get("/nothing-here/")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


def test_broken_page_answers_in_plain_words(rf):
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "已经存下的都在" in response.content.decode()
