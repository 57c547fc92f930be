"""Adding and amending creditors, agencies, debts and repayments."""

from collections.abc import Mapping

from django.db import transaction

from incidents.models import Agency, Case, Creditor, Debt, Line, Repayment, User
from incidents.services.findings import retag
from incidents.services.records import amend_record, amend_records, create_record


@transaction.atomic
def add_creditor(*, case: Case, creditor: Creditor, actor: User) -> Creditor:
    """
    Save a new creditor. The case's first one takes the incidents that name none, since they
    can only be about it; which rules bind follows from its type.
    """
    is_first = not case.creditors.exists()
    creditor.case = case
    create_record(record=creditor, case=case, actor=actor)
    if is_first:
        amend_records(
            records=case.incidents.filter(creditor__isnull=True),
            case=case,
            changes={"creditor_id": creditor.pk},
            reason="",
            actor=actor,
        )
        retag(case=case, incidents=case.incidents.standing())
    return creditor


@transaction.atomic
def amend_creditor(
    *, creditor: Creditor, changes: Mapping[str, object], reason: str, actor: User
) -> Creditor:
    """Amend a creditor and re-tag its incidents: its type decides which rules bind."""
    amend_record(record=creditor, case=creditor.case, changes=changes, reason=reason, actor=actor)
    retag(case=creditor.case, incidents=creditor.incidents.standing())
    return creditor


@transaction.atomic
def add_debt(*, creditor: Creditor, debt: Debt, actor: User) -> Debt:
    """Save a new loan of a creditor, and re-tag its incidents when a ground was recorded."""
    debt.creditor = creditor
    create_record(record=debt, case=creditor.case, actor=actor)
    if debt.usury_basis:
        retag(case=creditor.case, incidents=creditor.incidents.standing())
    return debt


def add_repayment(*, debt: Debt, repayment: Repayment, actor: User) -> Repayment:
    """Save what was paid on a loan."""
    repayment.debt = debt
    return create_record(record=repayment, case=debt.creditor.case, actor=actor)


def add_agency(*, case: Case, agency: Agency, actor: User) -> Agency:
    """Save a collection agency, identified or only claimed."""
    agency.case = case
    return create_record(record=agency, case=case, actor=actor)


def amend_agency(
    *, agency: Agency, changes: Mapping[str, object], reason: str, actor: User
) -> Agency:
    """Amend a collection agency."""
    return amend_record(
        record=agency, case=agency.case, changes=changes, reason=reason, actor=actor
    )


@transaction.atomic
def amend_debt(*, debt: Debt, changes: Mapping[str, object], reason: str, actor: User) -> Debt:
    """Amend a loan, and re-tag its creditor's incidents when the recorded ground is another."""
    basis, creditor = debt.usury_basis, debt.creditor
    amend_record(record=debt, case=creditor.case, changes=changes, reason=reason, actor=actor)
    if debt.usury_basis != basis:
        retag(case=creditor.case, incidents=creditor.incidents.standing())
    return debt


def amend_repayment(
    *, repayment: Repayment, changes: Mapping[str, object], reason: str, actor: User
) -> Repayment:
    """Amend what was paid."""
    case = repayment.debt.creditor.case
    return amend_record(record=repayment, case=case, changes=changes, reason=reason, actor=actor)


def amend_line(*, line: Line, changes: Mapping[str, object], reason: str, actor: User) -> Line:
    """Say which agency a line belongs to, as far as known."""
    return amend_record(record=line, case=line.case, changes=changes, reason=reason, actor=actor)


@transaction.atomic
def assign_line(
    *,
    line: Line,
    agency: Agency | None,
    new_agency: str,
    note: str,
    reason: str,
    actor: User,
) -> Line:
    """Say whose a line is; an agency named for the first time is added on the way."""
    if new_agency:
        agency = line.case.agencies.filter(name=new_agency).first() or add_agency(
            case=line.case, agency=Agency(name=new_agency), actor=actor
        )
    changes = {"agency_id": agency.pk if agency else None, "note": note}
    return amend_line(line=line, changes=changes, reason=reason, actor=actor)
