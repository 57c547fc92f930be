"""Recording inquiries and complaints, with their answers, and tagging what came after again."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from incidents.models import Case, Complaint, Inquiry, User
from incidents.models.custody import Action
from incidents.services.findings import retag_since
from incidents.services.records import amend_record, create_record


def record_inquiry(*, case: Case, inquiry: Inquiry, actor: User) -> Inquiry:
    """Save what an institution was asked, and what it answered so far."""
    inquiry.case = case
    return create_record(record=inquiry, case=case, actor=actor)


def amend_inquiry(
    *,
    inquiry: Inquiry,
    changes: Mapping[str, object],
    reason: str,
    actor: User,
    action: Action = Action.AMENDED,
) -> Inquiry:
    """Amend an inquiry, most often because its answer came."""
    return amend_record(
        record=inquiry,
        case=inquiry.case,
        changes=changes,
        reason=reason,
        actor=actor,
        action=action,
    )


def withdraw_inquiry(*, inquiry: Inquiry, reason: str, actor: User) -> Inquiry:
    """Take an inquiry out of use; the record stays."""
    return amend_inquiry(
        inquiry=inquiry,
        changes={"withdrawn_at": timezone.now()},
        reason=reason,
        actor=actor,
        action=Action.WITHDRAWN,
    )


def restore_inquiry(*, inquiry: Inquiry, actor: User) -> Inquiry:
    """Bring a withdrawn inquiry back."""
    return amend_inquiry(
        inquiry=inquiry,
        changes={"withdrawn_at": None},
        reason="",
        actor=actor,
        action=Action.RESTORED,
    )


@transaction.atomic
def file_complaint(*, case: Case, complaint: Complaint, actor: User) -> Complaint:
    """Save a complaint or police report and tag again what came after it."""
    complaint.case = case
    create_record(record=complaint, case=case, actor=actor)
    if complaint.weight:
        retag_since(case=case, day=complaint.filed_date)
    return complaint


@transaction.atomic
def amend_complaint(
    *,
    complaint: Complaint,
    changes: Mapping[str, object],
    reason: str,
    actor: User,
    action: Action = Action.AMENDED,
) -> Complaint:
    """Amend a complaint; when rules can tell the difference, tag again what came after it."""
    weight, day = complaint.weight, complaint.filed_date
    amend_record(
        record=complaint,
        case=complaint.case,
        changes=changes,
        reason=reason,
        actor=actor,
        action=action,
    )
    if complaint.weight != weight:
        retag_since(case=complaint.case, day=min(day, complaint.filed_date))
    return complaint


def withdraw_complaint(*, complaint: Complaint, reason: str, actor: User) -> Complaint:
    """Take a complaint out of use; the record stays, but nothing counts as coming after it."""
    return amend_complaint(
        complaint=complaint,
        changes={"withdrawn_at": timezone.now()},
        reason=reason,
        actor=actor,
        action=Action.WITHDRAWN,
    )


def restore_complaint(*, complaint: Complaint, actor: User) -> Complaint:
    """Bring a withdrawn complaint back."""
    return amend_complaint(
        complaint=complaint,
        changes={"withdrawn_at": None},
        reason="",
        actor=actor,
        action=Action.RESTORED,
    )
