"""Logging, amending and withdrawing incidents: numbers, lines, revisions, re-tagging."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from incidents.chain_check import check_chain
from incidents.exceptions import StaleRecord
from incidents.models import Finding, Incident, Line, Revision
from incidents.models.incident import Channel, Origin
from incidents.revisions import newest_mark
from incidents.services.incidents import (
    NewIncident,
    amend_incident,
    log_incidents,
    restore_incident,
    withdraw_incidents,
)
from incidents.services.records import unless_newer
from tests.factories import at, make_case, make_creditor, make_incident, make_user


def amend(incident, *, number=None, reason="记错了", **changes):
    return amend_incident(
        incident=incident,
        changes=changes,
        reason=reason,
        actor=incident.case.owner,
        number=number,
    )


def withdraw(incident) -> int:
    return withdraw_incidents(
        case=incident.case, incidents=[incident], reason="记重了", actor=incident.case.owner
    )


def test_incidents_are_numbered_in_the_order_of_recording(case):
    assert [make_incident(case=case).number for _ in range(3)] == [1, 2, 3]


def test_numbers_start_anew_in_another_case(case):
    make_incident(case=case)
    other = make_case(owner=make_user(name="旁人"))
    assert make_incident(case=other).number == 1


def test_a_number_is_never_given_twice(case):
    make_incident(case=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(
            case=case,
            number=1,
            channel="call",
            occurred_at=at("2018-06-07 10:00"),
            recorded_at=at("2018-06-07 10:00"),
            origin="quick",
        )


def test_an_incident_cannot_end_before_it_began(case):
    incident = make_incident(case=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(occurred_until=at("2018-06-07 19:00"))


def test_two_spellings_of_a_number_are_one_line(case):
    first = make_incident(case=case, number="0537-1208841")
    second = make_incident(case=case, number="0086 537 1208841")
    assert first.line == second.line
    assert first.line.raw == "0537-1208841"


def test_the_only_creditor_is_taken_and_of_several_none(case):
    creditor = make_creditor(case=case)
    assert make_incident(case=case).creditor == creditor
    make_creditor(case=case, name="乙银行")
    assert make_incident(case=case).creditor is None


def test_many_incidents_are_recorded_together_or_not_at_all(case):
    news = [
        NewIncident(channel=Channel.CALL, occurred_at=at("2018-06-07 10:00"), number="95555"),
        NewIncident(
            channel=Channel.CALL,
            occurred_at=at("2018-06-07 10:00"),
            occurred_until=at("2018-06-07 09:00"),
        ),
    ]
    with pytest.raises(IntegrityError):
        log_incidents(case=case, news=news, actor=case.owner, origin=Origin.IMPORT)
    assert not Incident.objects.exists()
    assert not Line.objects.exists()


def test_an_amendment_keeps_every_old_value_with_reason_and_person(case):
    incident = make_incident(case=case, narrative="旧的")
    amend(incident, narrative="新的", claimed_identity="王主任")
    revisions = Revision.objects.order_by("field")
    assert [(one.field, one.before, one.after) for one in revisions] == [
        ("claimed_identity", "", "王主任"),
        ("narrative", "旧的", "新的"),
    ]
    assert {(one.reason, one.actor) for one in revisions} == {("记错了", case.owner)}


def test_an_amendment_that_changes_nothing_writes_nothing(case):
    incident = make_incident(case=case, narrative="旧的")
    links = case.custody_events.count()
    amend(incident, narrative="旧的")
    assert not Revision.objects.exists()
    assert case.custody_events.count() == links


def test_an_amendment_between_two_versions_is_refused(case):
    incident = make_incident(case=case)
    seen = newest_mark(incident)
    amend(incident, narrative="第一次")
    with pytest.raises(StaleRecord), unless_newer(incident, seen):
        amend(incident, narrative="第二次")
    incident.refresh_from_db()
    assert incident.narrative == "第一次"


def test_withdrawing_what_was_amended_since_it_was_read_keeps_the_chain_whole(case):
    incident = make_incident(case=case)
    amend(Incident.objects.get(pk=incident.pk), narrative="别处改过")
    withdraw(incident)
    assert check_chain(case).ok
    assert Incident.objects.get(pk=incident.pk).narrative == "别处改过"


def test_another_number_moves_the_incident_to_its_line(case):
    incident = make_incident(case=case, number="95555")
    amend(incident, number="0537-1208841")
    incident.refresh_from_db()
    assert incident.line.display == "0537-1208841"
    assert Revision.objects.get().field == "line_id"


def test_an_amended_time_tags_the_old_day_and_the_new_one(case):
    make_creditor(case=case)
    incident = make_incident(case=case, occurred_at="2018-06-07 23:10")
    assert Finding.objects.filter(rule="R1").waiting().exists()
    amend(incident, occurred_at=at("2018-06-09 12:00"))
    assert not Finding.objects.filter(rule="R1").waiting().exists()


def test_withdrawing_keeps_the_record_and_takes_back_what_was_suggested(case):
    make_creditor(case=case)
    incident = make_incident(case=case, occurred_at="2018-06-07 23:10")
    assert withdraw(incident) == 1
    assert not case.incidents.standing().exists()
    assert not case.findings.waiting().exists()
    assert Revision.objects.get(field="withdrawn_at").reason == "记重了"


def test_withdrawing_twice_withdraws_once(case):
    incident = make_incident(case=case)
    withdraw(incident)
    incident.refresh_from_db()
    assert withdraw(incident) == 0


def test_a_restored_incident_is_tagged_again(case):
    make_creditor(case=case)
    incident = make_incident(case=case, occurred_at="2018-06-07 23:10")
    withdraw(incident)
    incident.refresh_from_db()
    restore_incident(incident=incident, actor=case.owner)
    assert case.findings.waiting().filter(rule="R1").exists()


def test_only_the_owner_sees_an_incident(case):
    make_incident(case=case)
    assert Incident.objects.visible_to(case.owner).count() == 1
    assert not Incident.objects.visible_to(make_user(name="旁人")).exists()
    assert not Incident.objects.visible_to(AnonymousUser()).exists()
