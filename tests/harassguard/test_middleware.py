"""What is true of every answer: its headers, and what strangers on the network see."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import server_error

from harassguard.bootstrap import entry
from incidents.models import Case
from tests.factories import make_exhibit

FAR = {"REMOTE_ADDR": "192.168.1.20"}
AN_HOUR = 3600


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


def test_only_pages_with_a_form_tell_their_address_to_this_very_site(client_in, case: Case):
    exhibit = make_exhibit(case=case)
    assert client_in.get(reverse("settings"))["Referrer-Policy"] == "same-origin"
    assert client_in.get(reverse("notes"))["Referrer-Policy"] == "no-referrer"
    with closing(client_in.get(reverse("exhibit-original", args=[exhibit.pk]))) as response:
        assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", ["exhibit-original", "exhibit-thumbnail", "exhibit-preview"])
def test_files_are_neither_cached_nor_guessed_at_nor_run_nor_lent_out(client_in, case, name):
    exhibit = make_exhibit(case=case)
    with closing(client_in.get(reverse(name, args=[exhibit.pk]))) as response:
        assert response["Cache-Control"] == "no-store, private"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client, case: Case):
    form = {"username": "小柳", "password": "correct horse battery"}
    client.get(reverse("sign-in"))
    client.post(reverse("sign-in"), form)
    client.post(reverse("set_language"), {"language": "en"})
    found = {name: cookie["samesite"] for name, cookie in client.cookies.items()}
    assert found == {"hg_session": "Strict", "hg_csrf": "Lax", "django_language": "Lax"}
    assert all(cookie["httponly"] for cookie in client.cookies.values())


def test_a_stranger_on_the_network_is_not_told_whose_records_these_are(client, case: Case):
    page = client.get(reverse("sign-in"), **FAR).content.decode()
    assert "小柳" not in page
    assert "HarassGuard" not in page


def test_a_phone_whose_session_was_lost_signs_in_and_keeps_what_was_typed(client, case: Case):
    response = client.post(reverse("case-amend"), {"story": "去年底借了三笔"}, **FAR)
    assert response["Location"] == "/sign-in/?next=%2Fsettings%2Fcase%2F"
    assert "你写的还在" in client.get(response["Location"], **FAR).content.decode()


def test_what_a_foreign_site_posts_to_an_address_that_is_none_is_not_kept(client, case: Case):
    client.post("/nothing-here/", {"story": "不是我写的"})
    assert "kept_form" not in client.session


def test_owner_works_from_another_device_once_signed_in(client_in: Client, case: Case):
    assert client_in.get(reverse("overview"), **FAR).status_code == 200


def long_ago(client: Client, name: str, seconds: int) -> None:
    session = client.session
    session[name] -= seconds
    session.save()


@pytest.mark.parametrize(("name", "hours"), [("seen_at", 1), ("began_at", 12)])
def test_a_session_ends_when_nobody_is_there_and_after_a_day_of_work(client_in, case, name, hours):
    client_in.get(reverse("overview"))
    long_ago(client_in, name, hours * AN_HOUR - 60)
    assert client_in.get(reverse("overview")).status_code == 200
    long_ago(client_in, name, AN_HOUR + 60)
    assert client_in.get(reverse("overview"))["Location"].startswith("/sign-in/")
    assert client_in.get(reverse("overview"))["Location"].startswith("/sign-in/")


def test_work_keeps_a_session_alive_until_its_last_hour(client_in: Client, case: Case):
    client_in.get(reverse("overview"))
    for _ in range(4):
        long_ago(client_in, "seen_at", AN_HOUR - 60)
        assert client_in.get(reverse("overview")).status_code == 200


def test_the_sign_in_page_says_how_long_a_sign_in_lasts(client: Client, case: Case):
    page = client.get(reverse("sign-in")).content.decode()
    assert "离开 60 分钟，或者登录满 12 小时，要再登录一次" in page


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "1.1.1.1", "192.168.1.7"],
)
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/r/unknown/", "/nothing-here/"])
def test_a_rebound_name_of_this_machine_is_refused(client_in: Client, case, host, path):
    assert client_in.get(path, headers={"host": host}).status_code == 400
    assert client_in.post(path, headers={"host": host}).status_code == 400


def test_on_the_home_network_exactly_this_machines_addresses_are_allowed(tmp_path):
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    environment = {"HARASSGUARD_LAN": "1", "HARASSGUARD_LAN_HOSTS": "192.168.1.7"}
    assert hosts_with(tmp_path, code, environment) == [*HERE, "192.168.1.7"]
    assert hosts_with(tmp_path, code, {}) == HERE
    assert hosts_with(tmp_path, code, {"HARASSGUARD_LAN_HOSTS": "192.168.1.7"}) == HERE


HERE = ["localhost", "127.0.0.1", "[::1]"]


def hosts_with(folder, code: str, extra: dict[str, str]) -> list[str]:
    """Return the names that a program with these variables answers to."""
    variables = {"DJANGO_SETTINGS_MODULE": "harassguard.settings", "HARASSGUARD_DATA": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=entry.ROOT,
        env={**os.environ, **variables, **extra},
        capture_output=True,
        check=True,
        text=True,
    )
    return ast.literal_eval(done.stdout)


def test_every_form_needs_its_key(client_in: Client, case: Case, settings):
    """Views that take a POST without it would be marked; none is."""
    marked = [entry.callback for entry in patterns(get_resolver())]
    assert not [view for view in marked if getattr(view, "csrf_exempt", False)]
    client = Client(enforce_csrf_checks=True)
    client.force_login(case.owner)
    for name in ("entry-new", "sign-out", "leave", "case-amend", "bundle-add", "report-more"):
        assert client.post(reverse(name)).status_code == 403, name


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry_ in resolver.url_patterns:
        if isinstance(entry_, URLResolver):
            yield from patterns(entry_)
        else:
            yield entry_


def test_a_form_from_nowhere_is_refused_even_with_its_key(case: Case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(case.owner)
    client.get(reverse("settings"))
    key = {"csrfmiddlewaretoken": client.cookies["hg_csrf"].value}
    assert client.post(reverse("sign-out"), key, headers={"origin": "null"}).status_code == 403
    assert client.post(reverse("sign-out"), key).status_code == 302


def test_unknown_address_answers_in_plain_words(client_in: Client, case: Case):
    response = client_in.get("/nothing-here/")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


def test_broken_page_answers_in_plain_words(rf):
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "已经存下的都在" in response.content.decode()
