"""Whatever is typed into whichever form, she gets an answer: words no database holds, days no
calendar has, numbers no computer counts to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from incidents.models import User
from tests.world import World, addresses, make_world

PLAIN = {
    "WHITENOISE_AUTOREFRESH": True,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}
# These end the session, or leave for somewhere else.
NOT_TRIED = {"sign-out", "leave", "stamp-ask", "backup-page"}
NOT_TYPED = {"file", "submit", "button", "image", "reset"}
CHOSEN = {"hidden", "radio", "checkbox", "select"}
HUGE = "9" * 5000
QUERY = ("q", "page", "line", "contact", "replaces", "kind", "from", "to", "next", "query", "seen")


@dataclass(frozen=True)
class Hostile:
    """What goes into fields of text, of days and of moments; `is_everywhere`: into choices too."""

    text: str
    day: str
    moment: str
    is_everywhere: bool = False

    def value(self, kind: str, given: str) -> str:
        if kind in CHOSEN and not self.is_everywhere:
            return given
        return {"date": self.day, "datetime-local": self.moment}.get(kind, self.text)


KINDS = {
    "no text": Hostile("a\x00\ud800\u202eb", "2018-06-07", "2018-06-07T19:06"),
    "no number": Hostile("²", "-1", "１９"),
    "no finite number": Hostile("-1e400", "NaN", "1e9"),
    "the first day": Hostile("1", "0001-01-01", "0001-01-01T00:00"),
    "the last day": Hostile("2", "9999-12-31", "9999-12-31T23:59"),
    "before clocks": Hostile("3", "1969-12-31", "1969-12-31T23:59"),
    "days to come": Hostile("4", "2099-01-01", "2099-01-01T00:00"),
    "huge everywhere": Hostile(HUGE, HUGE, HUGE, is_everywhere=True),
    "no digit anywhere": Hostile("²", "²", "²", is_everywhere=True),
    "nothing anywhere": Hostile("\x00\udfff", "\x00", "\ud800", is_everywhere=True),
}


@dataclass
class Form:
    """A form of a page: how and where it goes, and its fields with their kinds and values."""

    method: str
    action: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)

    def filled(self, hostile: Hostile) -> str:
        pairs = [(name, hostile.value(kind, given)) for name, kind, given in self.fields]
        return urlencode(pairs, errors="surrogatepass")


class FormReader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = said.get("method", "get").lower()
            self.forms.append(Form(method, said.get("action") or self.address))
        elif tag in ("input", "textarea", "select") and self.forms and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            if kind not in NOT_TYPED:
                self.forms[-1].fields.append((said["name"], kind, said.get("value", "")))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("hostile")
    places = places_in(folder)
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**places, **PLAIN):
        yield make_world(User.objects.create_superuser("小柳", password="correct horse battery"))
        transaction.set_rollback(True)


def places_in(folder: Path) -> dict[str, Path]:
    return {"EXHIBITS_DIR": folder / "exhibits", "BUNDLES_DIR": folder / "bundles"}


@pytest.fixture
def client_here(world: World, settings, tmp_path_factory, db) -> Client:
    for name, folder in places_in(tmp_path_factory.getbasetemp() / "hostile0").items():
        setattr(settings, name, folder)
    client = Client(raise_request_exception=False)
    client.force_login(world.case.owner)
    return client


def pages(world: World) -> list[str]:
    tried = [address for address in addresses() if address.name not in NOT_TRIED]
    return [reverse(address.name, kwargs=world.fill(address)) for address in tried]


def forms_of(client: Client, address: str) -> list[Form]:
    response = client.get(address)
    is_page = response.status_code == 200 and "html" in response.get("Content-Type", "")
    reader = FormReader(address)
    reader.feed(response.content.decode() if is_page else "")
    response.close()
    return reader.forms


def send(client: Client, form: Form, body: str) -> int:
    """Send a form and take back what it did; what a view raises comes back as 500."""
    with transaction.atomic():
        if form.method == "get":
            response = client.get(f"{form.action.partition('?')[0]}?{body}")
        else:
            kind = "application/x-www-form-urlencoded"
            response = client.post(form.action, body, content_type=kind)
        transaction.set_rollback(True)
    response.close()
    return response.status_code


def test_every_form_answers_whatever_is_typed(client_here: Client, world: World):
    seen, unanswered = set(), []
    for address in pages(world):
        for form in forms_of(client_here, address):
            key = (form.method, form.action, tuple(name for name, _kind, _value in form.fields))
            if key in seen or reverse("sign-out") in form.action or "leave" in form.action:
                continue
            seen.add(key)
            for name, hostile in KINDS.items():
                client_here.force_login(world.case.owner)
                if send(client_here, form, form.filled(hostile)) >= 500:
                    unanswered.append((form.method, form.action, name))
    assert len(seen) > 50
    assert unanswered == []


@pytest.mark.parametrize("value", ["\x00\ud800", "²", HUGE, "0001-01-01", "9999-12-31"])
def test_every_page_answers_whatever_its_address_asks(client_here, world, value):
    asked = urlencode(dict.fromkeys(QUERY, value), errors="surrogatepass")
    unanswered = []
    for address in pages(world):
        if send(client_here, Form("get", address), asked) >= 500:
            unanswered.append(address)
    assert unanswered == []


@pytest.mark.parametrize("number", [0, 2**63, 10**40])
def test_an_address_with_a_number_that_names_nothing_is_not_found(client_here, world, number):
    for address in addresses():
        if address.name not in NOT_TRIED and address.keywords:
            fill = world.fill(address)
            numbers = {name: number for name, value in fill.items() if isinstance(value, int)}
            if numbers:
                found = client_here.get(reverse(address.name, kwargs=fill | numbers))
                assert found.status_code in (404, 405), address.name
