"""Freezing what one bundle says: rows become values, and third persons are masked if asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from evidence.bundles.chain import custody_links
from evidence.bundles.choosing import choose
from evidence.bundles.citations import finding_records, instrument_records, rule_records
from evidence.bundles.exhibits import exhibit_records, statement_records
from evidence.bundles.follow_up import complaint_records, inquiry_records
from evidence.bundles.glyphs import printable
from evidence.bundles.masking import Masked, Masker, Person, key_of
from evidence.bundles.records import (
    CreditorRecord,
    DebtRecord,
    ExhibitRecord,
    FindingRecord,
    IncidentRecord,
    PersonRecord,
    Selection,
)
from evidence.bundles.rewriting import rewritten
from evidence.bundles.scope import Scope
from evidence.bundles.wording import day_of, tight
from evidence.models import Bundle
from incidents.catalogue import catalogue
from incidents.models import (
    Case,
    Contact,
    Creditor,
    Debt,
    Incident,
    ObservationRecord,
    Revision,
)
from incidents.models.incident import Direction, Label
from incidents.tagging.engine import ENGINE_VERSION
from incidents.waves import waves

ZERO = Decimal(0)


def freeze(bundle: Bundle, moment: datetime) -> Selection:
    """Return what the issue of `bundle` at `moment` says, the same again once it is issued."""
    case, scope = bundle.case, Scope.from_json(bundle.scope)
    chosen = choose(case, scope)
    masker = Masker(mask_key(case) if scope.mask else ())
    ids = {incident.pk for incident in chosen.incidents}
    incidents = incident_records(case, chosen.incidents)
    findings = finding_records(chosen.findings, ids)
    exhibits = exhibit_records(case, ids, scope, masker)
    selection = Selection(
        case_number=case.number,
        case_id=case.pk,
        title=case.title,
        borrower=case.borrower_name,
        city=case.city,
        story=case.story,
        creditors=tuple(creditor_record(row) for row in case.creditors.all()),
        agencies=tuple(agency.name for agency in case.agencies.all()),
        number=bundle.number,
        replaces=bundle.replaces.number if bundle.replaces else None,
        recipient=bundle.recipient,
        scope=scope,
        moment=moment,
        incidents=with_references(incidents, findings, exhibits),
        waves=waves(day_of(at) for at in standing_moments(case)),
        people=people_of(case, masker.aliases),
        findings=findings,
        rules=rule_records(findings),
        instruments=instrument_records(case, incidents),
        exhibits=exhibits,
        statements=statement_records(case, ids, scope),
        inquiries=inquiry_records(case),
        complaints=complaint_records(case),
        links=custody_links(bundle),
        counts=chosen.counts,
        catalogue_digest=catalogue().digest,
        engine_version=ENGINE_VERSION,
        software=settings.SOFTWARE,
    )
    return rewritten(selection, lambda text: printable(masker(text)))


def mask_key(case: Case) -> tuple[Masked, ...]:
    """Return who is meant by which letter; it stays with the borrower."""
    told: dict[int, list[str]] = defaultdict(list)
    for contact_id, submitted in case.reports.values_list("contact_id", "submitted"):
        told[contact_id].append(str(submitted.get("name") or "").strip())
    return key_of(
        Person(
            contact.pk,
            "" if contact.erased_at else contact.name,
            contact.phone,
            tuple(sorted({name for name in told[contact.pk] if name and name != contact.name})),
        )
        for contact in case.contacts.all()
    )


def standing_moments(case: Case) -> Iterable[datetime]:
    """Return when contacts came in, over the whole case: waves do not depend on a scope."""
    incoming = case.incidents.standing().filter(direction=Direction.INCOMING)
    return incoming.values_list("occurred_at", flat=True)


def incident_records(case: Case, incidents: Iterable[Incident]) -> tuple[IncidentRecord, ...]:
    labels: dict[int, set[str]] = defaultdict(set)
    for pk, label in ObservationRecord.objects.filter(incident__case=case).values_list(
        "incident_id", "label"
    ):
        labels[pk].add(label)
    amended = set(
        Revision.objects.filter(case=case, subject_type="incidents.incident").values_list(
            "subject_id", flat=True
        )
    )
    return tuple(
        incident_record(incident, labels[incident.pk], incident.pk in amended)
        for incident in incidents
    )


def incident_record(incident: Incident, labels: set[str], was_amended: bool) -> IncidentRecord:
    line = incident.line
    return IncidentRecord(
        id=incident.pk,
        number=incident.number,
        occurred_at=incident.occurred_at,
        occurred_until=incident.occurred_until,
        is_time_exact=incident.is_time_exact,
        recorded_at=incident.recorded_at,
        channel=incident.channel,
        channel_text=tight(incident.get_channel_display()),
        is_incoming=incident.direction == "incoming",
        creditor=incident.creditor.name if incident.creditor else "",
        line=line.display if line else "",
        line_kind=line.kind if line else "",
        line_place=tight(line.place) if line else "",
        reached=incident.contact_id,
        connected=incident.connected,
        duration_s=incident.duration_s,
        claimed_identity=incident.claimed_identity,
        claimed_for=incident.claimed_for,
        narrative=incident.narrative,
        narrator=incident.narrator,
        observations=tuple(tight(str(label.label)) for label in Label if label in labels),
        origin=incident.origin,
        origin_text=incident.get_origin_display(),
        was_amended=was_amended,
    )


def with_references(
    incidents: Iterable[IncidentRecord],
    findings: Iterable[FindingRecord],
    exhibits: Iterable[ExhibitRecord],
) -> tuple[IncidentRecord, ...]:
    """Tell each incident which rules and exhibits of this bundle speak of it."""
    rules: dict[int, list[str]] = defaultdict(list)
    held: dict[int, list[int]] = defaultdict(list)
    for finding in findings:
        # A pattern speaks of many together and would stand beside every one of them.
        for pk in () if finding.is_pattern else finding.incidents:
            rules[pk].append(finding.rule)
    for exhibit in exhibits:
        for pk in exhibit.incidents:
            held[pk].append(exhibit.id)
    return tuple(
        replace(
            incident,
            rules=tuple(dict.fromkeys(rules[incident.id])),
            exhibits=tuple(held[incident.id]),
        )
        for incident in incidents
    )


def people_of(case: Case, aliases: Mapping[int, str]) -> dict[int, PersonRecord]:
    return {contact.pk: person_record(contact, aliases) for contact in case.contacts.all()}


def person_record(contact: Contact, aliases: Mapping[int, str]) -> PersonRecord:
    alias = aliases.get(contact.pk)
    return PersonRecord(
        id=contact.pk,
        name=alias or contact.name,
        relation=tight(contact.get_relation_display()),
        phone="" if alias else contact.phone,
        is_guarantor=contact.is_guarantor,
        is_agreed_contact=contact.is_emergency_contact,
        asked_to_stop_at=contact.asked_to_stop_at,
    )


def creditor_record(creditor: Creditor) -> CreditorRecord:
    return CreditorRecord(
        id=creditor.pk,
        name=creditor.name,
        kind=creditor.kind,
        kind_text=tight(creditor.get_kind_display()),
        is_signatory=creditor.is_signatory,
        debts=tuple(debt_record(debt) for debt in creditor.debts.prefetch_related("repayments")),
    )


def debt_record(debt: Debt) -> DebtRecord:
    repayments = list(debt.repayments.all())
    return DebtRecord(
        lent_date=debt.lent_date,
        amounts=debt.amounts,
        is_about=debt.is_approximate,
        usury_basis=debt.usury_basis,
        paid=sum((repayment.amount for repayment in repayments), start=ZERO),
        paid_is_about=any(repayment.is_approximate for repayment in repayments),
    )
