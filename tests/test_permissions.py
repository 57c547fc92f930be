"""Who may see which address: one table, and every address of the resolver is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from incidents.models import User
from incidents.services.access import work_on
from incidents.services.reports import open_link
from tests.factories import (
    make_case,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
    make_user,
)
from tests.world import (
    FILLED,
    UNKNOWN,
    Address,
    World,
    addresses,
    administration,
    ask,
    client_of,
    is_refused,
    leads_to_sign_in,
    make_world,
    rows_of,
    ties_between_cases,
)

FAR = {"REMOTE_ADDR": "192.168.1.20"}
HASHERS = "django.contrib.auth.hashers"
SECRET = "暗号七三一"


class Who(Enum):
    """To whom an address answers; to everybody else it does not exist."""

    OWNER = auto()  # whose record it is
    ACCOUNT = auto()  # everybody signed in, each of her own case
    KEEPER = auto()  # who runs the program
    FRIEND = auto()  # who holds a live link
    HERE = auto()  # who sits at this machine
    ANYONE = auto()


TABLE = {
    Who.ANYONE: """
        sign-in set_language leave notes report-more start restore-page report-add
    """,
    Who.HERE: "bundle-verify",
    Who.FRIEND: "report-page report-done",
    Who.ACCOUNT: """
        overview more figure-list figure-drawing start-who sign-out settings settings-passphrase
        settings-privacy case-amend
        creditor-add agency-add representative-add incident-list entry-new finding-list
        finding-decide contact-list
        contact-add line-look complaint-list complaint-add inquiry-add exhibit-list report-list
        import-list import-add bundle-list bundle-add bundle-letter rule-list rule-changes
        rule-apply rule-look
        rule-stop rule-export custody-list custody-check stamp-list stamp-head stamp-settings
        stamp-trust
    """,
    Who.KEEPER: """
        rule-import rule-check rule-uncheck backup-page backup-stop backup-file backup-forget
    """,
    Who.OWNER: """
        case-open creditor-amend debt-add debt-amend repayment-add repayment-amend agency-amend
        incident-detail incident-amend incident-withdraw incident-restore entry-saved exhibit-add
        finding-detail contact-detail contact-amend contact-shares-debt contact-erase
        line-erase link-open link-revoke line-detail complaint-detail complaint-amend
        complaint-withdraw complaint-restore
        inquiry-detail inquiry-amend inquiry-withdraw inquiry-restore exhibit-detail
        exhibit-original exhibit-thumbnail exhibit-preview exhibit-check exhibit-amend
        exhibit-redact exhibit-words redacted-copy
        exhibit-redact exhibit-words redacted-copy
        report-detail
        report-decline report-take import-detail import-undo import-stop import-continue
        bundle-detail bundle-cancel bundle-repeat bundle-key bundle-pdf bundle-zip bundle-word
        bundle-text bundle-stamp representative-amend
        stamp-detail stamp-distrust stamp-query stamp-ask
    """,
}
WHO = {name: who for who, names in TABLE.items() for name in names.split()}
# These end the session that the other rows of the table need.
ENDS_SESSION = {"sign-out", "leave"}
FAR_ONLY = {False: [], True: ["/verify/"]}
PLAIN = {"WHITENOISE_AUTOREFRESH": True, "PASSWORD_HASHERS": [f"{HASHERS}.MD5PasswordHasher"]}
# The token was used; there is nothing to go on with; and no file was made.
USED_UP = {"start", "restore-page", "import-continue", "backup-file"}
KEYS = ("contact", "creditor", "agency", "line", "exhibit", "incident", "representative")


@dataclass(frozen=True)
class Both:
    """Two accounts with everything; the first runs the program."""

    world: World
    other: World


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Both]:
    """Make both worlds once; whatever a test does to them is undone after it."""
    folders = folders_in(tmp_path_factory.mktemp("worlds"))
    keeper = {"username": "小柳", "password": "correct horse battery"}
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**folders, **PLAIN):
        first = make_world(User.objects.create_superuser(**keeper), title=SECRET)
        yield Both(first, make_world(make_user(name="别人"), title="别人的案件"))
        transaction.set_rollback(True)


def folders_in(folder: Path) -> dict[str, Path]:
    return {"EXHIBITS_DIR": folder / "exhibits", "BUNDLES_DIR": folder / "bundles"}


@pytest.fixture
def world(both: Both, settings, tmp_path_factory, db) -> World:
    for name, folder in folders_in(tmp_path_factory.getbasetemp() / "worlds0").items():
        setattr(settings, name, folder)
    return both.world


@pytest.fixture
def other(both: Both, world: World) -> World:
    return both.other


def rows(*wanted: Who) -> Iterator[Address]:
    for address in addresses():
        if WHO.get(address.name) in wanted and address.name not in ENDS_SESSION:
            yield address


def test_every_address_of_the_resolver_is_in_the_table():
    assert {address.name for address in addresses()} == WHO.keys()


def test_an_owner_reaches_everything(world: World):
    client = client_of(world.case)
    missing = [
        address.name
        for address in rows(Who.OWNER, Who.ACCOUNT, Who.KEEPER, Who.ANYONE, Who.FRIEND)
        if address.name not in USED_UP
        and all(
            answer.status_code in (403, 404, 405)
            for answer in ask(client, reverse(address.name, kwargs=world.fill(address)))
        )
    ]
    assert missing == []


def test_another_account_finds_no_record_of_hers(world: World, other: World):
    client, before = client_of(other.case), rows_of(world.case)
    reached = [
        address.name
        for address in rows(Who.OWNER, Who.KEEPER)
        if not is_refused(ask(client, reverse(address.name, kwargs=world.fill(address))))
    ]
    assert reached == []
    assert rows_of(world.case) == before


def test_forbidden_and_unknown_answer_alike(world: World, other: World):
    client = client_of(other.case)
    differing = []
    for address in rows(Who.OWNER):
        unknown = dict.fromkeys(address.keywords, UNKNOWN)
        forbidden = ask(client, reverse(address.name, kwargs=world.fill(address)))
        nothing = ask(client, reverse(address.name, kwargs=unknown))
        if [one.status_code for one in forbidden] != [one.status_code for one in nothing]:
            differing.append(address.name)
    assert differing == []


def test_another_accounts_pages_say_nothing_of_her_case(world: World, other: World):
    client = client_of(other.case)
    telling = []
    for address in rows(Who.ACCOUNT):
        page, _answer = ask(client, reverse(address.name, kwargs=other.fill(address)))
        if SECRET in page.content.decode():
            telling.append(address.name)
    assert telling == []


def test_no_form_ties_a_record_to_another_accounts_case(world: World, other: World):
    """Every form of one account is sent with the keys of another's records in every field."""
    before, keys = rows_of(world.case), dict(world.values)
    send_everything(other, foreign=keys)
    assert rows_of(world.case) == before
    assert ties_between_cases() == []


def test_no_form_ties_a_record_to_another_case_of_the_same_owner(world: World, other: World):
    second = make_case(owner=other.case.owner, title="第二个案件")
    work_on(user=other.case.owner, case=other.case)
    incident = make_incident(case=second, contact=make_contact(case=second))
    keys = {
        "contact_id": incident.contact_id,
        "creditor_id": make_creditor(case=second).pk,
        "line_id": incident.line_id,
        "incident_id": incident.pk,
        "exhibit_id": make_exhibit(case=second).pk,
    }
    before = rows_of(second)
    send_everything(other, foreign=keys)
    assert rows_of(second) == before
    assert ties_between_cases() == []


def send_everything(mine: World, foreign: dict[str, object]) -> None:
    """Send every form of an account with the keys of foreign records in every field."""
    client = client_of(mine.case)
    keys = {name: foreign.get(f"{name}_id", UNKNOWN) for name in KEYS}
    keys |= {"replaces": foreign.get("bundle_id", UNKNOWN), "left_out": foreign["exhibit_id"]}
    keys |= {"reached": foreign["contact_id"], "findings": "1:0"}
    for address in rows(Who.OWNER, Who.ACCOUNT):
        if address.name not in {"case-open", "settings-passphrase"}:
            client.post(reverse(address.name, kwargs=mine.fill(address)), {**FILLED, **keys})
            client.post(reverse(address.name, kwargs=mine.fill(address)), FILLED)


@pytest.mark.parametrize("near", [{}, FAR], ids=["here", "on the network"])
def test_a_stranger_is_led_to_the_sign_in_whatever_was_asked_for(world: World, settings, near):
    settings.LAN = True
    reached = []
    for address in rows(Who.OWNER, Who.ACCOUNT, Who.KEEPER):
        kwargs = world.fill(address)
        if not leads_to_sign_in(ask(Client(), reverse(address.name, kwargs=kwargs), **near)):
            reached.append(address.name)
    assert reached == []
    for path in (*FAR_ONLY[bool(near)], "/nothing-here/", "/incidents/999999/", "/favicon.ico"):
        assert leads_to_sign_in(ask(Client(), path, **near)), path


def test_a_link_lets_a_friend_see_its_own_pages_alone(world: World):
    client = Client()
    for address in rows(Who.FRIEND):
        page, _answer = ask(client, reverse(address.name, kwargs=world.fill(address)), **FAR)
        assert page.status_code in (200, 302), address.name
        assert SECRET not in page.content.decode()
    for address in rows(Who.OWNER, Who.ACCOUNT, Who.KEEPER):
        found = ask(client, reverse(address.name, kwargs=world.fill(address)), **FAR)
        assert leads_to_sign_in(found), address.name


def test_a_dead_link_opens_nothing(world: World):
    expired = open_link(contact=world.case.contacts.earliest("pk"), actor=world.case.owner)
    type(expired.link).objects.filter(pk=expired.link.pk).update(expires_at="2018-06-07T00:00Z")
    for token in (world.revoked, expired.token, "unknown"):
        for address in rows(Who.FRIEND):
            kwargs = world.fill(address) | {"token": token}
            assert is_refused(ask(Client(), reverse(address.name, kwargs=kwargs))), address.name


def test_a_friend_cannot_read_another_links_receipt(world: World, other: World):
    kwargs = {"token": other.live, "receipt": world.values["receipt"]}
    answer = Client().get(reverse("report-done", kwargs=kwargs))
    assert answer["Location"] == reverse("report-page", args=[other.live])


def test_no_form_is_taken_without_its_key(world: World):
    client, before = Client(enforce_csrf_checks=True), rows_of(world.case)
    client.force_login(world.case.owner)
    taken = []
    for address in addresses():
        path = reverse(address.name, kwargs=world.fill(address))
        if client.post(path, FILLED).status_code not in (403, 405):
            taken.append(address.name)
    assert taken == []
    assert rows_of(world.case) == before


def test_every_signed_in_page_has_the_way_out(world: World):
    client, missing = client_of(world.case), []
    for address in rows(Who.OWNER, Who.ACCOUNT, Who.KEEPER):
        with transaction.atomic():
            page = client.get(reverse(address.name, kwargs=world.fill(address)))
            transaction.set_rollback(True)
        is_page = page.status_code == 200 and page["Content-Type"].startswith("text/html")
        if is_page and b"<html" in page.getvalue() and b"data-leave=" not in page.getvalue():
            missing.append(address.name)
        page.close()
    assert missing == []
    for path in ("/nothing-here/", reverse("admin:index")):
        assert "data-leave=" in client.get(path).content.decode(), path


def test_the_administration_is_there_for_who_runs_the_program_alone(world: World, other: World):
    for name in administration():
        address = reverse(f"admin:{name}")
        assert client_of(other.case).get(address).status_code == 404, name
        assert leads_to_sign_in(ask(Client(), address)), name
    assert client_of(world.case).get(reverse("admin:index")).status_code == 200
    assert client_of(other.case).get("/admin/unknown/").status_code == 404
