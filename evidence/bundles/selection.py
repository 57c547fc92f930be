"""Freezing what one bundle says: rows become values, and third persons are masked if asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from evidence.bundles.chain import custody_links
from evidence.bundles.choosing import agencies_in, choose, creditors_in
from evidence.bundles.citations import finding_records, instrument_records, rule_records
from evidence.bundles.exhibits import exhibit_records, statement_records
from evidence.bundles.follow_up import complaint_records, inquiry_records
from evidence.bundles.glyphs import printable
from evidence.bundles.happened import incident_records
from evidence.bundles.masking import Masked, Masker, Person, key_of
from evidence.bundles.method import method_record
from evidence.bundles.records import (
    CreditorRecord,
    DebtRecord,
    ExhibitRecord,
    FindingRecord,
    IncidentRecord,
    PersonRecord,
    Selection,
)
from evidence.bundles.repayment_record import RepaymentRecord
from evidence.bundles.rewriting import rewritten
from evidence.bundles.scope import Scope
from evidence.bundles.senders import besides, representative_record, settled
from evidence.bundles.unconfirmed import unconfirmed_records
from evidence.bundles.wording import day_of, tight
from evidence.models import Bundle
from incidents.catalogue import catalogue
from incidents.models import (
    Case,
    Contact,
    Creditor,
    Debt,
    Representative,
)
from incidents.models.incident import Direction
from incidents.tagging.engine import ENGINE_VERSION
from incidents.waves import waves

ZERO = Decimal(0)


def freeze(bundle: Bundle, moment: datetime) -> Selection:
    """Return what the issue of `bundle` at `moment` says, the same again once it is issued."""
    case, scope = bundle.case, Scope.from_json(bundle.scope)
    chosen = choose(case, scope)
    masker = masker_for(case, scope, bundle.representative)
    incidents = incident_records(case, chosen.incidents)
    ids = {incident.id for incident in incidents}
    findings = finding_records(chosen.findings, chosen.held)
    exhibits = exhibit_records(case, ids, scope, masker)
    selection = Selection(
        case_number=case.number,
        case_id=case.pk,
        title=case.title,
        borrower=case.borrower_name,
        city=case.city,
        story=case.story,
        creditors=tuple(creditor_record(row) for row in creditors_in(case, scope)),
        agencies=tuple(agency.name for agency in agencies_in(case, scope)),
        number=bundle.number,
        replaces=bundle.replaces.number if bundle.replaces else None,
        recipient=bundle.recipient,
        scope=scope,
        moment=moment,
        incidents=with_references(incidents, findings, exhibits),
        waves=waves(day_of(at) for at in standing_moments(case)),
        people=people_of(case, masker),
        findings=findings,
        rules=rule_records(findings),
        instruments=instrument_records(case, incidents, scope),
        exhibits=exhibits,
        statements=statement_records(case, ids, scope),
        inquiries=inquiry_records(case, scope),
        complaints=complaint_records(case, scope),
        links=custody_links(bundle),
        method=method_record(bundle, moment, [exhibit.id for exhibit in exhibits]),
        counts=chosen.counts,
        unconfirmed=unconfirmed_records(chosen.unconfirmed),
        catalogue_digest=catalogue().digest,
        engine_version=ENGINE_VERSION,
        software=settings.SOFTWARE,
        letter=settled(bundle.letter, masker, bundle.representative),
        contact=tight(bundle.contact),
        representative=representative_record(bundle.representative),
    )
    return rewritten(selection, lambda text: printable(masker(text)))


def masker_for(case: Case, scope: Scope, representative: Representative | None) -> Masker:
    """Return what hides third persons, if they are hidden; who acts for her never is."""
    return Masker(besides(mask_key(case), representative) if scope.mask else ())


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


def people_of(case: Case, masker: Masker) -> dict[int, PersonRecord]:
    return {contact.pk: person_record(contact, masker) for contact in case.contacts.all()}


def person_record(contact: Contact, masker: Masker) -> PersonRecord:
    return PersonRecord(
        id=contact.pk,
        name=masker.aliases.get(contact.pk, contact.name),
        relation=tight(contact.get_relation_display()),
        phone=masker.phones.get(contact.pk, contact.phone),
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
        repayments=tuple(
            RepaymentRecord(
                paid_date=each.paid_date, amount=each.amount, is_about=each.is_approximate
            )
            for each in repayments
        ),
    )
