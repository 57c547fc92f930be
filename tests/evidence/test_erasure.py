"""A person's data goes on request: nothing of it stays, and the chain still verifies around it."""

import io

import pytest
from django.apps import apps
from django.db import connection, models

from evidence.append_only import GUARDS as EVIDENCE_GUARDS
from evidence.bundles.scope import Scope
from evidence.bundles.senders import Sending
from evidence.erasing import COLUMNS, Striker
from evidence.models.bundle import Recipient
from evidence.services.bundles import request_bundle
from evidence.services.custody_checks import check_case
from evidence.services.erasure import erase_person, foresee, forget_traces, words_for
from evidence.services.exhibits import acquire_exhibit, use_exhibit
from incidents import append_only
from incidents.exceptions import BadDecision, LinkClosed
from incidents.link_check import Break, ChainProblem
from incidents.models import Case, Contact, CustodyEvent, Line, Recorded, Report, Revision
from incidents.models.custody import Action
from incidents.models.incident import Narrator
from incidents.models.recorded import GONE
from incidents.record_check import recorded_models
from incidents.services.contacts import amend_contact
from incidents.services.creditors import assign_line
from incidents.services.incidents import amend_incident
from incidents.services.reports import (
    accept_report,
    add_to_report,
    link_behind,
    open_link,
    submit_report,
)
from tests.factories import (
    confirm_all,
    jpeg,
    make_complaint,
    make_contact,
    make_creditor,
    make_incident,
)
from tests.tampering import tamper

NAME, TOLD_NAME, PHONE, NUMBER = "欧阳小林", "林姐姐", "139 1234 5678", "029-10330527"
SECRETS = (NAME, TOLD_NAME, "13912345678", "139 1234 5678", "1391234", "住在三楼的那位")
CALL = f"你不还钱，我们就天天打给{NAME}，她的电话是 1391234-5678"


@pytest.fixture
def told(case: Case) -> Case:
    """A case in which a person is named wherever one can be."""
    creditor = make_creditor(case=case)
    contact = make_contact(case=case, name=NAME, phone=PHONE)
    amend_contact(
        contact=contact, changes={"note": "住在三楼的那位"}, reason=f"{NAME}说的", actor=case.owner
    )
    amend_contact(contact=contact, changes={"note": ""}, reason="", actor=case.owner)
    incident = make_incident(case=case, contact=contact, narrative=CALL, creditor=creditor)
    other = make_incident(
        case=case, narrative=f"和{NAME}说的一样", narrator=Narrator.BORROWER, number="95533"
    )
    amend_incident(
        incident=other,
        changes={"narrative": "说得不对，改掉"},
        reason="",
        actor=case.owner,
    )
    make_complaint(case=case, subject=f"他们骚扰{NAME}")
    link = open_link(contact=contact, actor=case.owner).link
    report = submit_report(
        link=link,
        submitted={"name": TOLD_NAME, "words": f"我是{NAME}，他们打给我", "number": NUMBER},
        consents_to_statement=True,
    )
    add_to_report(report=report, words=f"{NAME}又想起一件事")
    exhibit = acquire_exhibit(
        case=case, source=io.BytesIO(jpeg()), name=f"{NAME}发来的.jpg", actor=None
    )
    use_exhibit(exhibit=exhibit, name=f"{NAME}发来的.jpg", actor=None, incident=incident)
    confirm_all(case)
    return case


def person(case: Case) -> Contact:
    return case.contacts.get()


def erase(case: Case) -> None:
    contact = person(case)
    erase_person(person=contact, words=words_for(contact), actor=case.owner)


def everything() -> str:
    """Return all that the tables of the case hold, as text."""
    return "\n".join(
        str(list(model._default_manager.values()))
        for model in apps.get_models()
        if model._meta.app_label in {"incidents", "evidence"}
    )


def test_nothing_of_the_person_is_left(told: Case) -> None:
    assert all(secret in everything() for secret in (NAME, TOLD_NAME, PHONE))
    erase(told)
    held = everything()
    assert [secret for secret in SECRETS if secret in held] == []


def test_pages_kept_for_the_next_issue_go_as_well(
    told: Case, settings, django_capture_on_commit_callbacks
) -> None:
    kept = settings.BUNDLES_DIR / ".parts" / "page"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(NAME, encoding="utf-8")
    with django_capture_on_commit_callbacks(execute=True):
        erase(told)
    assert not kept.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_bytes_of_the_database(told: Case) -> None:
    before = connection.connection.serialize()
    assert NAME.encode() in before
    nonces = [row.nonce.encode() for row in (person(told), told.reports.get())]
    erase(told)
    assert forget_traces()
    held = connection.connection.serialize()
    assert [secret for secret in SECRETS if secret.encode() in held] == []
    assert [nonce for nonce in nonces if nonce in held] == []


def test_a_letter_kept_with_a_bundle_loses_the_name_too(told: Case) -> None:
    sending = Sending(letter=f"{NAME}也接到过。", is_letter_edited=True)
    request_bundle(
        case=told, recipient=Recipient.COURT, scope=Scope(), sending=sending, actor=told.owner
    )
    erase(told)
    assert told.bundles.get().letter == f"{GONE}也接到过。"
    assert check_case(told).problems == ()


def test_the_chain_still_verifies(told: Case) -> None:
    erase(told)
    assert check_case(told).problems == ()


def test_what_happened_and_whom_it_reached_stays(told: Case) -> None:
    contact = person(told)
    erase(told)
    after = person(told)
    assert (after.name, after.phone, after.note) == (GONE, "", "")
    assert (after.relation, after.pk) == (contact.relation, contact.pk)
    assert after.erased_at is not None
    incident = after.incidents.get()
    assert incident.narrative == f"你不还钱，我们就天天打给{GONE}，她的电话是 {GONE}"
    assert str(incident.line) == NUMBER


def test_the_chain_names_what_was_erased_and_by_whom(told: Case) -> None:
    erase(told)
    links = CustodyEvent.objects.filter(action=Action.ERASED).order_by("sequence")
    said = [(link.subject_type, link.fields, link.actor) for link in links]
    actor = f"user:{told.owner_id}"
    assert said == [
        ("incidents.contact", ["name", "phone", "note"], actor),
        ("incidents.report", ["submitted"], actor),
        ("incidents.reportaddition", ["words"], actor),
    ]
    struck = CustodyEvent.objects.filter(action=Action.STRUCK)
    assert {"incidents.incident", "incidents.complaint", "evidence.exhibit"} <= {
        link.subject_type for link in struck
    }


def test_an_erased_column_that_is_filled_again_is_found(told: Case) -> None:
    erase(told)
    contact = person(told)
    amend_contact(contact=contact, changes={"phone": PHONE}, reason="", actor=told.owner)
    where = f"incidents.contact:{contact.pk}"
    assert check_case(told).problems == (ChainProblem(where, Break.NOT_ERASED, "phone"),)


def test_a_record_emptied_without_a_link_is_found(told: Case) -> None:
    contact = person(told)
    tamper("UPDATE incidents_contact SET name = %s, phone = '', note = ''", GONE)
    where = f"incidents.contact:{contact.pk}"
    assert check_case(told).problems == (ChainProblem(where, Break.ALTERED),)


def test_an_old_value_that_stayed_is_found(told: Case) -> None:
    erase(told)
    contact = person(told)
    revision = Revision.objects.filter(subject_type="incidents.contact").first()
    tamper("UPDATE incidents_revision SET before = '\"旧的\"' WHERE id = %s", revision.pk)
    where = f"incidents.contact:{contact.pk}"
    assert check_case(told).problems == (ChainProblem(where, Break.NOT_ERASED, "note"),)


def test_a_guess_can_no_longer_be_confirmed_by_the_old_digest(told: Case) -> None:
    contact = person(told)
    old = told.custody_events.filter(subject_type="incidents.contact").last().subject_digest
    guess = contact.content()
    assert Contact.digest_of(guess) == old
    erase(told)
    guess["nonce"] = person(told).nonce
    assert Contact.digest_of(guess) != old


def test_words_that_were_not_chosen_stay(told: Case) -> None:
    erase_person(person=person(told), words=[], actor=told.owner)
    assert person(told).incidents.get().narrative == CALL
    assert check_case(told).problems == ()


def test_what_is_foreseen_is_what_is_done(told: Case) -> None:
    contact = person(told)
    words = words_for(contact)
    seen = foresee(contact, words)
    done = erase_person(person=contact, words=words, actor=told.owner)
    assert (seen.emptied, seen.struck, seen.revisions) == (
        done.emptied,
        done.struck,
        done.revisions,
    )


def test_the_links_of_an_erased_contact_are_closed(told: Case) -> None:
    opened = open_link(contact=person(told), actor=told.owner)
    erase(told)
    with pytest.raises(LinkClosed):
        link_behind(opened.token)


def test_nobody_is_erased_twice(told: Case) -> None:
    erase(told)
    with pytest.raises(BadDecision):
        erase(told)


def test_an_erased_report_cannot_be_accepted(told: Case) -> None:
    erase(told)
    with pytest.raises(BadDecision):
        accept_report(report=Report.objects.get(), new=None, actor=told.owner)


def test_a_line_goes_wherever_its_number_is_written(told: Case) -> None:
    line = told.lines.get(display=NUMBER)
    assign_line(
        line=line,
        agency=None,
        new_agency="",
        note=f"还用 029 1033 0527 打过，不是{NUMBER[:3]}",
        reason="",
        actor=told.owner,
    )
    erase_person(person=line, words=words_for(line), actor=told.owner)
    held = everything()
    assert [said for said in (NUMBER, "02910330527", "10330527", "1033 0527") if said in held] == []
    after = Line.objects.get(pk=line.pk)
    assert (after.display, after.normalised) == (GONE, f"erased:{line.pk}")
    assert after.incidents.exists()
    assert check_case(told).problems == ()


def test_the_guards_stand_after_erasing(told: Case) -> None:
    erase(told)
    guards = (*append_only.GUARDS, *EVIDENCE_GUARDS)
    assert append_only.missing(connection, guards) == []


@pytest.mark.parametrize(
    ("word", "text", "without"),
    [
        ("13912345678", "打 139-1234-5678 吧", f"打 {GONE} 吧"),
        ("13912345678", "１３９１２３４５６７８", GONE),
        ("13912345678", "113912345678", "113912345678"),
        ("95533", "95533 打来，不是 955330", f"{GONE} 打来，不是 955330"),
        ("大林", "大林和林大", f"{GONE}和林大"),
        ("妈", "妈的", "妈的"),
        ("a+b", "a+b aab", f"{GONE} aab"),
    ],
)
def test_words_are_found_as_they_are_written(word: str, text: str, without: str) -> None:
    assert Striker.of([word]).text(text) == without


# Columns of words that name no person: choices, keys, digests, places, and what a case is called.
NAMELESS = {
    "incidents.case": {"number", "borrower_name", "display_name", "city"},
    "incidents.creditor": {"name", "kind"},
    "incidents.agency": {"name"},
    "incidents.representative": {"powers"},
    "incidents.line": {"kind"},
    "incidents.contact": {"relation"},
    "incidents.incident": {"channel", "direction", "narrator", "ticked", "origin"},
    "incidents.finding": {"rule", "scope", "state", "decided_basis"},
    "incidents.reportlink": {"token_digest"},
    "incidents.report": {"receipt"},
    "incidents.inquiry": {"way", "answer"},
    "incidents.complaint": {"channel", "outcome", "number"},
    "evidence.stamp": {"kind", "authority", "number", "imprint", "serial", "source"},
    "evidence.exhibit": {"sha256", "sm3", "kind", "media_type", "unreadable"},
    "evidence.derivative": {"kind", "sha256", "sm3", "media_type", "recipe"},
    "evidence.importrun": {"format", "state", "counts"},
    "evidence.bundle": {
        "recipient", "scope", "head", "manifest_sha256", "pdf_sha256", "zip_sha256", "made_with",
    },
}  # fmt: skip
WORDS = (models.CharField, models.TextField, models.JSONField)


@pytest.mark.parametrize("model", recorded_models(), ids=lambda model: model._meta.label_lower)
def test_every_column_of_words_is_either_searched_or_known_to_name_nobody(
    model: type[Recorded],
) -> None:
    kind = model._meta.label_lower
    known = {"nonce", *COLUMNS.get(kind, ()), *model.emptied(1), *NAMELESS.get(kind, ())}
    words = {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS) and field.attname in model.columns()
    }
    assert words <= known
