"""Guessing: passphrases and links are refused after a few tries, and nothing is written down."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.models import Case, ReportLink
from incidents.services.access import issue_sign_in_token
from incidents.services.reports import open_link, revoke_link
from incidents.throttle import LINKS, Throttle
from tests.factories import make_contact

RIGHT = {"username": "小柳", "password": "correct horse battery"}
WRONG = RIGHT | {"password": "wrong"}
FAR = {"REMOTE_ADDR": "192.168.1.20"}
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|/r/[^"]*')


def sign_in(client: Client, fields: dict[str, str], **extra: str):
    return client.post(reverse("sign-in"), fields, **extra)


def guess(client: Client, times: int = 5, **extra: str):
    return [sign_in(client, WRONG, **extra) for _ in range(times)][-1]


def test_passphrases_are_kept_with_argon2(settings):
    settings.PASSWORD_HASHERS = HASHERS
    kept = make_password("一句记得住的话就行")
    assert kept.startswith("argon2$argon2id$")
    assert identify_hasher(kept).memory_cost >= 19_456
    assert check_password("一句记得住的话就行", kept)


HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_the_program_itself_knows_no_other_hasher():
    text = (django_settings.BASE_DIR / "harassguard" / "settings.py").read_text()
    assert f"PASSWORD_HASHERS = {HASHERS}".replace("'", '"') in text


def test_the_fifth_wrong_passphrase_shuts_the_door_and_says_for_how_long(client, case: Case):
    assert guess(client, 4).status_code == 200
    response = sign_in(client, WRONG)
    assert response.status_code == 429
    assert "请过 15 分钟再试" in response.content.decode()
    assert sign_in(client, RIGHT).status_code == 429


def test_names_that_do_not_exist_count_as_well(client: Client, case: Case):
    answers = [sign_in(client, WRONG | {"username": f"谁{n}"}) for n in range(5)]
    assert answers[-1].status_code == 429


def test_a_stranger_cannot_lock_the_owner_out(client: Client, case: Case):
    assert guess(client, 6, **FAR).status_code == 429
    assert sign_in(client, RIGHT).status_code == 302


def test_a_locked_out_owner_comes_in_by_the_printed_link(client: Client, case: Case):
    guess(client)
    client.get(reverse("start", args=[issue_sign_in_token()]))
    assert client.get(reverse("overview")).status_code == 200
    client.post(reverse("sign-out"))
    assert sign_in(client, RIGHT).status_code == 302


def test_a_new_start_of_the_program_forgets_what_was_guessed(client: Client, case: Case):
    guess(client)
    cache.clear()  # what it holds lives in the memory of the program alone
    assert sign_in(client, RIGHT).status_code == 302


def test_a_right_passphrase_clears_the_count(client: Client, case: Case):
    guess(client, 4)
    sign_in(client, RIGHT)
    client.post(reverse("sign-out"))
    assert guess(client, 4).status_code == 200


def test_no_wrong_try_is_written_down(client: Client, case: Case):
    guess(client, 6, **FAR)
    assert [model.objects.count() for model in apps.get_app_config("axes").get_models()] == [0] * 4
    assert django_settings.MIGRATION_MODULES["axes"] is None
    assert "LocMem" in django_settings.CACHES["default"]["BACKEND"]


def test_the_address_that_counts_is_never_taken_from_a_header(client: Client, case: Case):
    claims = [{"HTTP_X_FORWARDED_FOR": f"10.0.0.{n}"} for n in range(6)]
    assert [sign_in(client, WRONG, **claim).status_code for claim in claims][-1] == 429


@pytest.fixture
def tokens(case: Case) -> dict[str, str]:
    """A token of each kind that opens nothing."""
    contact = make_contact(case=case)
    revoked, expired = (open_link(contact=contact, actor=case.owner) for _ in range(2))
    revoke_link(link=revoked.link, actor=case.owner)
    yesterday = timezone.now() - timedelta(days=1)
    ReportLink.objects.filter(pk=expired.link.pk).update(expires_at=yesterday)
    return {"unknown": "A" * 22, "revoked": revoked.token, "expired": expired.token}


def test_dead_links_cannot_be_told_apart_by_page_or_queries(client: Client, tokens):
    pages, queries = set(), set()
    for token in tokens.values():
        with CaptureQueriesContext(connection) as captured:
            response = client.get(reverse("report-page", args=[token]))
        pages.add((response.status_code, CHANGING.sub("", response.content.decode())))
        queries.add(tuple(re.sub(r"[0-9a-f]{64}", "", one["sql"]) for one in captured))
    assert len(pages) == len(queries) == 1


def test_a_token_has_128_bits_and_lies_in_the_database_as_a_digest(case: Case):
    opened = open_link(contact=make_contact(case=case), actor=case.owner)
    assert len(opened.token) == 22
    assert opened.token not in str(ReportLink.objects.values_list())
    assert len(opened.link.token_digest) == 64


@pytest.mark.parametrize("name", ["report-page", "start"])
def test_who_tries_links_at_random_is_refused_even_with_a_right_one(client, case: Case, name):
    for number in range(LINKS.tries):
        client.get(reverse(name, args=[f"guess-{number}"]), **FAR)
    live = open_link(contact=make_contact(case=case), actor=case.owner).token
    address = reverse("report-page", args=[live])
    refused = client.get(address, **FAR)
    assert refused.status_code == 429
    assert "请过 10 分钟再来" in refused.content.decode()
    assert client.get(reverse("start", args=[issue_sign_in_token()]), **FAR).status_code == 429
    assert client.get(address).status_code == 200


def test_tries_are_forgotten_after_their_time(client: Client):
    short = Throttle("short", tries=1, minutes=0)
    short.count("192.168.1.20")
    short.check("192.168.1.20")
