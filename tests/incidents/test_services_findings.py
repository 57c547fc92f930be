"""Tagging a case and keeping what a person decided."""

from incidents.catalogue import catalogue
from incidents.models import Finding, ObservationRecord
from incidents.models.finding import FindingState
from incidents.services.contacts import amend_contact
from incidents.services.creditors import amend_creditor
from incidents.services.findings import decide_findings, retag
from tests.factories import confirm_all, make_contact, make_creditor, make_incident


def night_call(case, **values):
    return make_incident(case=case, occurred_at="2018-06-07 23:10", **values)


def finding(case, rule="R1") -> Finding:
    return Finding.objects.get(case=case, rule=rule)


def decide(case, state, note="") -> int:
    return decide_findings(
        findings=case.findings.filter(rule="R1"), state=state, note=note, actor=case.owner
    )


def test_a_finding_names_its_incident_and_the_catalogue_it_came_from(case):
    incident = night_call(case)
    found = finding(case)
    assert list(found.incidents.all()) == [incident]
    assert found.scope == f"incident:{incident.pk}"
    assert found.catalogue_digest == catalogue().digest


def test_observations_are_kept_with_the_place_of_their_words(case):
    incident = make_incident(case=case, narrative="再不还就让你横着出门")
    words = incident.observations.filter(label="threat_violence").exclude(start=None).first()
    assert words is not None
    assert 0 <= words.start < words.end <= len(incident.narrative)


def test_tagging_again_finds_the_same_findings(case):
    make_creditor(case=case)
    night_call(case, contact=make_contact(case=case), narrative="再不还就让你横着出门")
    before = list(case.findings.order_by("pk").values("pk", "basis"))
    observed = ObservationRecord.objects.count()
    retag(case=case)
    assert list(case.findings.order_by("pk").values("pk", "basis")) == before
    assert ObservationRecord.objects.count() == observed


def test_a_days_count_is_one_finding_on_all_its_incidents(case):
    make_creditor(case=case)
    for minute in range(12):
        make_incident(case=case, occurred_at=f"2018-04-24 10:{minute:02d}")
    assert finding(case, "R2").incidents.count() == 12


def test_a_decision_survives_tagging_again(case):
    night_call(case)
    decide(case, FindingState.CONFIRMED, "有录音")
    retag(case=case)
    found = finding(case)
    assert (found.state, found.note) == (FindingState.CONFIRMED, "有录音")
    assert not found.has_changed_since_decision


def test_a_decision_whose_basis_is_gone_stays_and_is_marked(case):
    contact = make_contact(case=case)
    make_creditor(case=case)
    make_incident(case=case, contact=contact)
    confirm_all(case)
    amend_contact(
        contact=contact, changes={"is_guarantor": True}, reason="签过字", actor=case.owner
    )
    found = finding(case, "R3")
    assert found.state == FindingState.CONFIRMED
    assert found.has_changed_since_decision


def test_another_type_of_creditor_brings_other_clauses(case):
    creditor = make_creditor(case=case)
    make_incident(case=case, contact=make_contact(case=case))
    before = finding(case, "R3").citations
    amend_creditor(
        creditor=creditor, changes={"kind": "BANK_CC"}, reason="问清了", actor=case.owner
    )
    assert finding(case, "R3").citations != before


def test_a_suggestion_whose_basis_is_gone_is_no_longer_current(case):
    contact = make_contact(case=case)
    make_incident(case=case, contact=contact)
    amend_contact(
        contact=contact, changes={"is_guarantor": True}, reason="签过字", actor=case.owner
    )
    assert not case.findings.current().filter(rule="R3").exists()


def test_nothing_to_decide_writes_nothing(case):
    links = case.custody_events.count()
    assert decide(case, FindingState.CONFIRMED) == 0
    assert case.custody_events.count() == links


def test_a_decision_is_linked_with_the_digest_of_the_decided_finding(case):
    night_call(case)
    decide(case, FindingState.DISMISSED)
    found = finding(case)
    event = case.custody_events.get(action="decided")
    assert (event.subject_id, event.subject_digest) == (found.pk, found.digest())


def test_decisions_belong_to_the_basis_that_was_seen(case):
    night_call(case)
    seen = list(case.findings.filter(rule="R1"))
    Finding.objects.filter(rule="R1").update(basis="f" * 64)
    decide_findings(findings=seen, state=FindingState.CONFIRMED, note="", actor=case.owner)
    assert finding(case).has_changed_since_decision
