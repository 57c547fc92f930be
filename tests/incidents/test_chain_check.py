"""A chain, a record or an old value changed from outside is found and named."""

# ruff: noqa: S608

import pytest
from django.db import connection
from django.utils import timezone

from incidents import append_only, custody
from incidents.chain_check import check_chain
from incidents.link_check import Break, ChainProblem, links_of
from incidents.models import Anchor, Case, Contact, Finding, Incident
from incidents.models.custody import Action, AnchorPlace
from incidents.models.finding import FindingState
from incidents.services.contacts import amend_contact
from incidents.services.incidents import withdraw_incidents
from tests.factories import (
    confirm_all,
    make_complaint,
    make_contact,
    make_creditor,
    make_incident,
    make_inquiry,
)
from tests.tampering import sql, tamper

LINKS = "incidents_custodyevent"


@pytest.fixture
def busy(case: Case) -> Case:
    """A case with a little of everything, some of it amended and decided."""
    creditor = make_creditor(case=case)
    contact = make_contact(case=case, name="大林", phone="13912345678")
    for hour in (10, 11, 12):
        make_incident(
            case=case,
            contact=contact,
            narrative="再不还就去你单位",
            occurred_at=f"2018-06-07 {hour}:06",
        )
    make_complaint(case=case)
    make_inquiry(case=case, creditor=creditor)
    for changes in ({"note": "同学"}, {"note": "老同学", "phone": ""}, {"phone": "13900000000"}):
        amend_contact(contact=contact, changes=changes, reason="问过", actor=case.owner)
    withdraw_incidents(
        case=case, incidents=case.incidents.all()[:1], reason="重复", actor=case.owner
    )
    confirm_all(case)
    return case


def anchor(case: Case) -> Anchor:
    """Note the newest link, as issuing a bundle does."""
    last = case.custody_events.last()
    assert last is not None
    return Anchor.objects.create(
        case=case,
        sequence=last.sequence,
        digest=last.digest,
        place=AnchorPlace.BUNDLE,
        name="HG-01",
        at=timezone.now(),
    )


def problems(case: Case) -> tuple[ChainProblem, ...]:
    return check_chain(case).problems


def rewrite_from(case: Case, first: int) -> None:
    """Make every digest from a link on fit again, as a tamperer who knows the program would."""
    links = list(links_of(case))
    previous = links[first - 2].digest if first > 1 else custody.GENESIS
    for link in links[first - 1 :]:
        fitting = link._replace(previous=previous)
        previous = custody.link_digest(fitting)
        tamper(
            f"UPDATE {LINKS} SET previous = %s, digest = %s WHERE case_id = %s AND sequence = %s",
            fitting.previous,
            previous,
            case.pk,
            link.sequence,
        )


def test_an_untouched_case_holds(busy: Case) -> None:
    anchor(busy)
    check = check_chain(busy)
    assert check.problems == ()
    assert check.entries == busy.custody_events.count()
    assert check.records > busy.incidents.count() + busy.findings.count()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "user:99"), ("action", "created"), ("subject_id", 99), ("fields", '["name"]'),
        ("subject_digest", "0" * 64), ("at", "2018-01-01 00:00:00"), ("digest", "0" * 64),
    ],
)  # fmt: skip
def test_the_first_edited_link_is_named(busy: Case, column: str, value: object) -> None:
    last = busy.custody_events.count()
    for sequence in (last - 3, last):
        tamper(
            f"UPDATE {LINKS} SET {column} = %s WHERE case_id = %s AND sequence = %s",
            value,
            busy.pk,
            sequence,
        )
    assert problems(busy)[0] == ChainProblem(f"link:{last - 3}", Break.ALTERED)


def test_a_link_that_names_another_predecessor_is_out_of_order(busy: Case) -> None:
    tamper(f"UPDATE {LINKS} SET previous = %s WHERE sequence = 2", "f" * 64)
    assert problems(busy)[0] == ChainProblem("link:2", Break.OUT_OF_ORDER)


def test_a_link_taken_out_is_missed(busy: Case) -> None:
    tamper(f"DELETE FROM {LINKS} WHERE case_id = %s AND sequence = 2", busy.pk)
    assert problems(busy)[0] == ChainProblem("link:2", Break.MISSING)


def test_a_link_taken_out_of_the_middle_of_renumbered_ones_is_noticed(busy: Case) -> None:
    tamper(f"DELETE FROM {LINKS} WHERE case_id = %s AND sequence = 3", busy.pk)
    for sequence in range(4, busy.custody_events.last().sequence + 1):
        tamper(f"UPDATE {LINKS} SET sequence = %s WHERE sequence = %s", sequence - 1, sequence)
    assert problems(busy)[0] == ChainProblem("link:3", Break.OUT_OF_ORDER)


def test_links_that_changed_places_are_noticed(busy: Case) -> None:
    for old, new in ((3, 9_000), (4, 3), (9_000, 4)):
        tamper(f"UPDATE {LINKS} SET sequence = %s WHERE sequence = %s", new, old)
    assert problems(busy)[0] == ChainProblem("link:3", Break.OUT_OF_ORDER)


def test_a_link_put_in_is_noticed(busy: Case) -> None:
    last = busy.custody_events.last()
    for sequence in range(last.sequence, 2, -1):
        tamper(f"UPDATE {LINKS} SET sequence = %s WHERE sequence = %s", sequence + 1, sequence)
    last.pk, last.sequence, last._state.adding = None, 3, True
    last.save()
    assert problems(busy)[0] == ChainProblem("link:3", Break.OUT_OF_ORDER)


def test_a_tail_cut_off_with_its_records_is_found_by_the_anchor(busy: Case) -> None:
    anchored = anchor(busy)
    finding = Finding.objects.filter(state=FindingState.CONFIRMED).last()
    first = busy.custody_events.get(subject_type=finding.subject_type, subject_id=finding.pk)
    count = anchored.sequence - first.sequence + 1
    gone = Finding.objects.order_by("-pk")[:count].values_list("pk", flat=True)
    Finding.objects.filter(pk__in=list(gone)).delete()
    tamper(f"DELETE FROM {LINKS} WHERE sequence >= %s", first.sequence)
    assert problems(busy) == (ChainProblem(f"link:{first.sequence}", Break.CUT_SHORT, "HG-01"),)


def test_a_chain_written_anew_without_a_flaw_is_found_by_the_anchor(busy: Case) -> None:
    anchored = anchor(busy)
    tamper(f"UPDATE {LINKS} SET actor = 'user:99' WHERE sequence = 5")
    rewrite_from(busy, 5)
    assert problems(busy) == (ChainProblem(f"link:{anchored.sequence}", Break.REWRITTEN, "HG-01"),)


def test_an_edited_record_is_named(busy: Case) -> None:
    contact = busy.contacts.get()
    Contact.objects.filter(pk=contact.pk).update(name="别人")
    assert problems(busy) == (ChainProblem(f"incidents.contact:{contact.pk}", Break.ALTERED),)


def test_a_deleted_record_is_named(busy: Case) -> None:
    complaint = busy.complaints.get()
    sql("DELETE FROM incidents_complaint WHERE id = %s", complaint.pk)
    assert problems(busy) == (ChainProblem(f"incidents.complaint:{complaint.pk}", Break.MISSING),)


def test_a_record_that_no_link_speaks_of_is_named(busy: Case) -> None:
    known = busy.incidents.first()
    slipped = Incident.objects.bulk_create(
        [
            Incident(
                case=busy,
                number=99,
                channel=known.channel,
                occurred_at=known.occurred_at,
                recorded_at=known.recorded_at,
                origin=known.origin,
            )
        ]
    )[0]
    assert problems(busy) == (ChainProblem(f"incidents.incident:{slipped.pk}", Break.ADDED),)


def test_a_suggestion_needs_no_link_and_a_decision_does(case: Case) -> None:
    make_creditor(case=case)
    make_incident(case=case, narrative="再不还就打断你的腿")
    assert problems(case) == ()
    finding = case.findings.first()
    Finding.objects.filter(pk=finding.pk).update(state=FindingState.CONFIRMED)
    assert problems(case) == (ChainProblem(f"incidents.finding:{finding.pk}", Break.ADDED),)


def test_a_record_moved_to_another_case_is_missed(busy: Case) -> None:
    other = Case.objects.create(
        owner=busy.owner, number="X-1", title="另一件", created_at=timezone.now()
    )
    line = busy.lines.get()
    sql("UPDATE incidents_line SET case_id = %s WHERE id = %s", other.pk, line.pk)
    assert ChainProblem(f"incidents.line:{line.pk}", Break.MISSING) in problems(busy)
    assert ChainProblem(f"incidents.line:{line.pk}", Break.ADDED) in problems(other)


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE incidents_revision SET before = '\"13988888888\"' WHERE id = %s",
        "UPDATE incidents_revision SET after = '\"13988888888\"' WHERE id = %s",
        "UPDATE incidents_revision SET field = 'name' WHERE id = %s",
        "DELETE FROM incidents_revision WHERE id = %s",
    ],
)
def test_an_old_value_that_was_changed_is_noticed(busy: Case, command: str) -> None:
    revision = busy.revisions.filter(field="phone").earliest("pk")
    tamper(command, revision.pk)
    contact = busy.contacts.get()
    assert problems(busy) == (ChainProblem(f"incidents.contact:{contact.pk}", Break.HISTORY),)


def test_an_old_value_that_was_made_up_is_noticed(busy: Case) -> None:
    revision = busy.revisions.filter(field="phone").first()
    revision.pk, revision._state.adding = None, True
    revision.save()
    contact = busy.contacts.get()
    assert problems(busy) == (ChainProblem(f"incidents.contact:{contact.pk}", Break.HISTORY),)


def test_triggers_that_are_gone_are_named(busy: Case) -> None:
    append_only.lift(connection, append_only.GUARDS)
    assert [problem.where for problem in problems(busy)] == [
        f"table:{guard.table}" for guard in append_only.GUARDS
    ]


def test_a_kind_of_record_that_is_unknown_is_named(busy: Case) -> None:
    contact = busy.contacts.get()
    event = custody.append(case=busy, action=Action.CHECKED, subject=contact, actor=None)
    tamper(f"UPDATE {LINKS} SET subject_type = 'incidents.ghost' WHERE id = %s", event.pk)
    rewrite_from(busy, event.sequence)
    assert problems(busy) == (ChainProblem("incidents.ghost", Break.MISSING),)
