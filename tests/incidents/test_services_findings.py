"""Tagging a case and keeping what a person decided."""

from incidents.catalogue import catalogue
from incidents.models import Finding, Incident, ObservationRecord
from incidents.models.finding import FindingState
from incidents.services import findings
from incidents.services.contacts import amend_contact
from incidents.services.creditors import amend_creditor
from incidents.services.decisions import decide_findings
from incidents.services.findings import retag
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
    event = case.custody_events.get(action="dismissed")
    assert (event.subject_id, event.subject_digest) == (found.pk, found.digest())


def test_decisions_belong_to_the_basis_that_was_seen(case):
    night_call(case)
    seen = list(case.findings.filter(rule="R1"))
    Finding.objects.filter(rule="R1").update(basis="f" * 64)
    decide_findings(findings=seen, state=FindingState.CONFIRMED, note="", actor=case.owner)
    assert finding(case).has_changed_since_decision


def test_an_earlier_decision_and_its_note_stay_readable(case):
    make_incident(case=case, narrative="我们现在就到你家楼下了，你等着")
    finding = case.findings.waiting().first()
    for state, note in ((FindingState.CONFIRMED, "当时很害怕"), (FindingState.DISMISSED, "弄错了")):
        decide_findings(findings=[finding], state=state, note=note, actor=case.owner)

    kept = {one.field: (one.before, one.after) for one in case.revisions.all()}

    assert kept == {"state": ("confirmed", "dismissed"), "note": ("当时很害怕", "弄错了")}


def test_a_decision_stays_with_a_finding_that_is_written_anew(case):
    creditor = make_creditor(case=case)
    make_incident(case=case, contact=make_contact(case=case))
    decide_findings(
        findings=case.findings.filter(rule="R3"),
        state=FindingState.CONFIRMED,
        note="有截图",
        actor=case.owner,
    )
    before = finding(case, "R3")
    amend_creditor(
        creditor=creditor, changes={"kind": "BANK_CC"}, reason="问清了", actor=case.owner
    )
    after = finding(case, "R3")
    assert after.basis != before.basis
    assert (after.pk, after.nonce, after.state, after.note, after.decided_basis) == (
        before.pk, before.nonce, FindingState.CONFIRMED, "有截图", before.basis
    )  # fmt: skip


def test_observations_that_stay_are_not_written_again(case):
    call = night_call(case, narrative="再不还就让你横着出门")
    other = night_call(case, narrative="老赖，你这种人就不配有朋友。")
    before = set(other.observations.values_list("pk", flat=True))
    Incident.objects.filter(pk=call.pk).update(narrative="")
    retag(case=case)
    assert set(other.observations.values_list("pk", flat=True)) == before
    assert not call.observations.filter(source="text").exists()


def test_days_tagged_apart_are_counted_as_before(case, monkeypatch):
    make_creditor(case=case)
    for day in (24, 25):
        for minute in range(12):
            make_incident(case=case, occurred_at=f"2018-04-{day} 10:{minute:02d}")
    before = list(case.findings.order_by("pk").values("pk", "basis", "is_supported"))
    monkeypatch.setattr(findings, "INCIDENTS_AT_ONCE", 1)
    retag(case=case)
    assert list(case.findings.order_by("pk").values("pk", "basis", "is_supported")) == before
    assert case.findings.filter(rule="R2").count() == 2


def test_findings_that_say_the_same_are_only_stamped_with_the_new_catalogue(case):
    night_call(case)
    before = finding(case)
    Finding.objects.update(catalogue_digest="0" * 64, is_supported=False)
    retag(case=case)
    after = finding(case)
    assert (after.catalogue_digest, after.is_supported) == (catalogue().digest, True)
    assert (after.basis, after.reasons) == (before.basis, before.reasons)
