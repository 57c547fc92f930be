"""Both languages are complete: every message has its English, and an English page is English."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Case, Debt
from incidents.models.creditor import CreditorType
from incidents.services.access import work_on
from incidents.services.creditors import add_debt
from incidents.services.reports import open_link
from tests.factories import (
    at,
    confirm_all,
    make_case,
    make_complaint,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
    make_inquiry,
    make_user,
)

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "locale/en/LC_MESSAGES/django.po"
SOURCES = ("evidence", "harassguard", "incidents", "locale", "templates")
# Han characters, and the punctuation that belongs to them.
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
STAYS_CHINESE = {"简体中文"}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
NEVER_IN_CHINESE = ("违法", "铁证", "法院认可", "一键维权", "放心")
NEVER_IN_ENGLISH = re.compile(r"illegal|unlawful|violat|ironclad|!", re.IGNORECASE)

ENTRIES = list(polib.pofile(str(ENGLISH)))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def extracted(folder: Path) -> polib.POFile:
    """Copy the sources to a folder, collect their messages there, and return the English file."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "harassguard.settings",
        "HARASSGUARD_DATA": str(folder / "data"),
        "PYTHONPATH": str(folder),
    }
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-obsolete"],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
    )
    return polib.pofile(str(folder / ENGLISH.relative_to(ROOT)))


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext collects the messages")
def test_the_sources_hold_no_message_without_english_and_the_file_no_other(tmp_path):
    found = extracted(tmp_path)
    assert [entry.msgid for entry in found if not entry.translated()] == []
    assert {key(entry) for entry in found} == {key(entry) for entry in ENTRIES}


def test_no_entry_is_fuzzy_empty_or_obsolete():
    assert [entry.msgid for entry in ENTRIES if entry.obsolete or not entry.translated()] == []


def test_placeholders_agree_in_both_languages():
    differing = [
        entry.msgid
        for entry in ENTRIES
        for words in translations(entry)
        if sorted(PLACEHOLDER.findall(words)) != sorted(PLACEHOLDER.findall(entry.msgid))
    ]
    assert differing == []


def test_both_plural_forms_are_given():
    counted = [entry for entry in ENTRIES if entry.msgid_plural]
    assert [entry.msgid for entry in counted if set(entry.msgstr_plural) != {0, 1}] == []


def test_no_english_holds_chinese_characters_but_the_name_of_the_language():
    mixed = {entry.msgid for entry in ENTRIES if CHINESE.search("".join(translations(entry)))}
    assert mixed == STAYS_CHINESE


def test_no_message_promises_or_judges():
    chinese = [e.msgid for e in ENTRIES if any(word in e.msgid for word in NEVER_IN_CHINESE)]
    english = [e.msgid for e in ENTRIES if NEVER_IN_ENGLISH.search("".join(translations(e)))]
    assert (chinese, english) == ([], [])


class PageText(HTMLParser):
    """Gathers what a page says, in text and attributes, apart from what is marked as Chinese."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
    SAID = frozenset({"alt", "aria-label", "content", "data-copied", "placeholder", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[bool] = [False]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_chinese = self.open[-1] or (given.get("lang") or "").startswith("zh")
        if not is_chinese:
            self.said.extend(given[name] or "" for name in self.SAID & given.keys())
        if tag not in self.VOID:
            self.open.append(is_chinese)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Shapes of a drawing say nothing."""

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open[-1]:
            self.said.append(data.strip())


def chinese_in(html: str) -> list[str]:
    page = PageText()
    page.feed(html)
    return [words for words in page.said if CHINESE.search(words)]


@pytest.fixture
def english_case(db) -> Case:
    """A case in which everything that the person wrote is English."""
    owner = make_user(name="Willow")
    # Those who run the program see a few pages more.
    owner.is_staff = True
    owner.save()
    case = make_case(owner=owner, title="Willow and Platform A")
    creditor = make_creditor(case=case, name="Platform A", kind=CreditorType.MICRO_ONLINE)
    debt = Debt(lent=4000, received=3000, principal_claimed=5000, usury_basis="Kept back 1000.")
    add_debt(creditor=creditor, debt=debt, actor=case.owner)
    lin = make_contact(case=case, name="Lin", asked_to_stop_at=at("2018-06-01 12:00"))
    for clock in ("10:00", "11:30", "13:00", "14:45", "23:15"):
        make_incident(
            case=case,
            occurred_at=f"2018-06-07 {clock}",
            number="400-820-8820",
            contact=lin,
            narrative="Tell her to pay today.",
            connected=True,
            duration_s=65,
            creditor=creditor,
        )
    make_complaint(case=case, office="Centre", due_date=date(2018, 6, 20))
    make_inquiry(case=case, creditor=creditor, question="Are they yours?")
    make_exhibit(case=case, name="screenshot.jpg", incident=case.incidents.latest("pk"))
    work_on(user=case.owner, case=case)
    return case


@pytest.fixture
def reader(english_case: Case) -> Client:
    """The owner of that case, with a browser that asks for English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(english_case.owner)
    return client


def addresses(case: Case) -> Iterator[str]:
    """Name the main pages, of the person and of those who get a link."""
    plain = """
        overview more settings settings-passphrase case-amend creditor-add agency-add
        entry-new incident-list finding-list contact-list contact-add exhibit-list import-list
        import-add report-list bundle-list bundle-add rule-list complaint-list complaint-add
        inquiry-add report-more rule-changes rule-import
    """
    yield from (reverse(name) for name in plain.split())
    yield reverse("rule-list") + "?all=1"
    yield from (f"{reverse('finding-list')}?state={state}" for state in ("confirmed", "changed"))
    incident, contact = case.incidents.latest("pk"), case.contacts.get()
    records = {
        "incident": incident,
        "complaint": case.complaints.get(),
        "inquiry": case.inquiries.get(),
    }
    for noun, record in records.items():
        for verb in ("detail", "amend", "withdraw"):
            yield reverse(f"{noun}-{verb}", args=[record.pk])
    for finding in case.findings.patterns():
        yield reverse("finding-detail", args=[finding.pk])
    yield reverse("entry-saved", args=[incident.pk])
    yield reverse("exhibit-add", args=[incident.pk])
    yield reverse("exhibit-detail", args=[case.exhibits.get().pk])
    yield reverse("contact-detail", args=[contact.pk])
    yield reverse("contact-amend", args=[contact.pk])
    yield reverse("line-detail", args=[incident.line_id])
    yield reverse("creditor-amend", args=[case.creditors.get().pk])
    yield reverse("debt-add", args=[case.creditors.get().pk])
    yield reverse("report-page", args=[open_link(contact=contact, actor=case.owner).token])


@pytest.mark.parametrize("is_decided", [False, True])
def test_an_english_page_says_nothing_in_chinese(english_case, reader, is_decided):
    if is_decided:
        confirm_all(english_case)
    found = {}
    for address in addresses(english_case):
        response = reader.get(address)
        assert response.status_code == 200, address
        if words := chinese_in(response.content.decode()):
            found[address] = words
    assert found == {}


def test_the_pages_around_sign_in_speak_english(db):
    make_user()
    client = Client(headers={"accept-language": "en"})
    pages = [client.get(address) for address in (reverse("sign-in"), "/nowhere/", "/r/closed/")]
    assert [chinese_in(page.content.decode()) for page in pages] == [[], [], []]


def test_an_empty_case_speaks_english(reader, english_case):
    work_on(user=english_case.owner, case=make_case(owner=english_case.owner, title="Empty"))
    names = (
        "overview",
        "incident-list",
        "finding-list",
        "contact-list",
        "exhibit-list",
        "settings",
    )
    pages = [reader.get(reverse(name)).content.decode() for name in names]
    assert [chinese_in(page) for page in pages] == [[] for _name in names]
