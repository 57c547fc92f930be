"""Bundles of one creditor, with an annex, and supplements: what the issued files say and do not."""

import json
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from evidence.bundles.choosing import choose
from evidence.bundles.defaults import Narrowed, scope_for
from evidence.bundles.earlier import supplement_to
from evidence.bundles.scope import NOBODY, Scope
from evidence.exceptions import IssueError
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient
from evidence.services.bundles import request_bundle
from incidents.models import Case, Finding
from incidents.models.creditor import CreditorType
from incidents.models.finding import FindingState
from incidents.services.decisions import decide_findings
from tests.evidence.bundles.story import issue, pdf_of, zip_of
from tests.factories import (
    jpeg,
    make_case,
    make_complaint,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
    make_inquiry,
)

COURT = Recipient.COURT


def make_two(case: Case) -> Case:
    """Fill a case with two creditors, calls for each and for neither; one rule is not decided."""
    first = make_creditor(case=case)
    other = make_creditor(case=case, name="乙银行", kind=CreditorType.BANK_CARD)
    friend = make_contact(case=case, phone="13800000002")
    night = make_incident(case=case, occurred_at="2018-04-25 23:10", creditor=first)
    make_incident(case=case, occurred_at="2018-04-26 10:00", creditor=first, contact=friend)
    make_incident(case=case, occurred_at="2018-04-26 11:00", creditor=other, contact=friend)
    make_incident(case=case, occurred_at="2018-04-27 11:00", creditor=None, number="0537-2000001")
    make_exhibit(case=case, name="甲的截图.jpg", incident=night)
    make_complaint(case=case, creditor=other)
    make_inquiry(case=case, creditor=other)
    waiting = Finding.objects.filter(case=case).waiting()
    confirmed = waiting.exclude(rule="R3")
    decide_findings(findings=confirmed, state=FindingState.CONFIRMED, note="", actor=case.owner)
    return case


@dataclass(frozen=True)
class Issued:
    first: str
    second: str
    findings: dict[str, object]
    numbers: tuple[list[int], list[int]]
    places: tuple[dict[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def issued(django_db_setup, django_db_blocker, tmp_path_factory) -> Issued:
    folder = tmp_path_factory.mktemp("narrow")
    places = {"EXHIBITS_DIR": folder / "exhibits", "BUNDLES_DIR": folder / "bundles"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        case = make_two(make_case())
        creditor = case.creditors.get(name="甲平台")
        narrowed = Narrowed(creditors=(creditor.pk,))
        first = done(issue(case, COURT, narrowed=narrowed, annex=True))
        fresh = make_incident(case=case, occurred_at="2018-05-02 10:00", creditor=creditor)
        make_exhibit(case=case, content=jpeg(colour="#00aa00"), name="新图.jpg", incident=fresh)
        again = Narrowed(creditors=(creditor.pk,), supplement=supplement_to(first))
        second = done(issue(case, COURT, narrowed=again))
        made = Issued(
            text_of(pdf_of(first)),
            text_of(pdf_of(second)),
            record(first, "findings"),
            (numbers_in(first), numbers_in(second)),
            (places_in(first), places_in(second)),
        )
        transaction.set_rollback(True)
    return made


def done(bundle: Bundle) -> Bundle:
    assert bundle.state == BundleState.ISSUED, bundle.failure
    return bundle


def text_of(path: Path) -> str:
    command = ["pdftotext", "-layout", str(path), "-"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return "".join(answer.stdout.split())


def record(bundle: Bundle, name: str) -> dict[str, object]:
    with zipfile.ZipFile(zip_of(bundle)) as archive:
        return json.loads(archive.read(f"{bundle.name}/data/records/{name}.json"))


def numbers_in(bundle: Bundle) -> list[int]:
    return [row["number"] for row in record(bundle, "incidents")["incidents"]]


def places_in(bundle: Bundle) -> dict[str, str]:
    return {row["name"]: row["number"] for row in record(bundle, "exhibits")["exhibits"]}


def test_a_bundle_of_one_creditor_says_nothing_of_another(issued: Issued) -> None:
    assert "甲平台" in issued.first
    assert "乙银行" not in issued.first
    assert issued.numbers[0] == [1, 2]


def test_the_limits_say_what_stays_out_and_why(issued: Issued) -> None:
    assert "其他债权方或没有写债权方的事件2次" in issued.first
    assert issued.findings["left_out"]["incidents_other_creditor"] == 2


def test_unconfirmed_findings_stand_apart_and_are_not_asserted(issued: Issued) -> None:
    assert "尚未确认的标记（附）" in issued.first
    assert "程序提示，提交人没有确认，不作为主张" in issued.first
    listed = issued.findings["unconfirmed"]
    assert [(row["rule"], row["state"], row["incidents"]) for row in listed] == [
        ("R3", "suggested", [2])
    ]
    assert {row["state"] for row in issued.findings["findings"]} == {"confirmed"}
    assert "R3" not in {row["rule"] for row in issued.findings["findings"]}


def test_a_supplement_holds_what_is_new_and_says_what_it_adds_to(issued: Issued) -> None:
    assert issued.numbers[1] == [5]
    assert "第1号；只列前面没有列入的事件和证据，证据编号接续" in issued.second
    assert "前几号已经列入的事件2次" in issued.second


def test_an_issued_number_never_means_something_else(issued: Issued) -> None:
    assert issued.places == ({"甲的截图.jpg": "1-1"}, {"新图.jpg": "1-2"})


def test_an_incident_with_a_new_exhibit_goes_into_a_supplement_again(case: Case) -> None:
    make_two(case)
    first = pretend_issued(case)
    incident = case.incidents.get(number=2)
    make_exhibit(case=case, content=jpeg(colour="#123456"), incident=incident)
    chosen = choose(case, Scope(supplement=supplement_to(first)))
    assert [each.number for each in chosen.incidents] == [2]
    assert chosen.counts.incidents_earlier == 3


def pretend_issued(case: Case) -> Bundle:
    """Put a ZIP that names every incident where that of an issue lies."""
    scope = scope_for(case, COURT)
    bundle = request_bundle(case=case, recipient=COURT, scope=scope, actor=case.owner)
    Bundle.objects.filter(pk=bundle.pk).update(
        state=BundleState.ISSUED, issued_at=bundle.requested_at, zip_sha256=str(bundle.pk)
    )
    bundle = Bundle.objects.get(pk=bundle.pk)
    for row in case.exhibits.all():
        bundle.bundle_exhibits.create(exhibit=row, group=1, item=row.pk)
    bundle.folder.mkdir(parents=True)
    rows = [{"number": number} for number in case.incidents.values_list("number", flat=True)]
    with zipfile.ZipFile(zip_of(bundle), "w") as archive:
        name = f"{bundle.name}/data/records/incidents.json"
        archive.writestr(name, json.dumps({"incidents": rows}))
    return bundle


def test_a_supplement_to_a_supplement_repeats_neither(case: Case) -> None:
    make_two(case)
    first = pretend_issued(case)
    held = supplement_to(first)
    second = pretend_issued(case)
    scope = Scope(supplement=held)
    Bundle.objects.filter(pk=second.pk).update(scope=scope.as_json())
    assert supplement_to(Bundle.objects.get(pk=second.pk)).held == held.held == ((1, 4),)


def test_what_was_not_issued_cannot_be_added_to(case: Case) -> None:
    make_two(case)
    scope = scope_for(case, COURT)
    bundle = request_bundle(case=case, recipient=COURT, scope=scope, actor=case.owner)
    with pytest.raises(IssueError):
        supplement_to(bundle)


def test_a_scope_with_nothing_in_it_is_refused(case: Case) -> None:
    make_two(case)
    scope = Scope(creditors=(NOBODY,), contacts=(case.contacts.get().pk,))
    with pytest.raises(IssueError, match="没有事件"):
        request_bundle(case=case, recipient=COURT, scope=scope, actor=case.owner)


def test_a_finding_that_changed_after_it_was_confirmed_is_not_asserted(case: Case) -> None:
    make_two(case)
    finding = Finding.objects.filter(case=case, state=FindingState.CONFIRMED).first()
    Finding.objects.filter(pk=finding.pk).update(basis="another")
    chosen = choose(case, Scope(annex=True))
    assert finding not in chosen.findings
    assert finding.rule in chosen.unconfirmed
