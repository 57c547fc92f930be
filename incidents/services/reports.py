"""Links for contacts, and what comes in through them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import custody
from incidents.exceptions import BadDecision, LinkClosed
from incidents.models import Contact, Incident, Report, ReportAddition, ReportLink, User
from incidents.models.custody import Action
from incidents.models.incident import Origin
from incidents.models.report import ReportState
from incidents.services.access import token_digest
from incidents.services.incidents import NewIncident, log_incident
from incidents.services.records import amend_record, create_record

LINK_LIFE = timedelta(days=30)
# No 0/O, 1/I/L: a receipt number is read out over the telephone.
RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A fresh link and its token, which is shown once and kept nowhere."""

    link: ReportLink
    token: str


@transaction.atomic
def open_link(*, contact: Contact, actor: User, life: timedelta = LINK_LIFE) -> OpenedLink:
    """Make a report link with a 128-bit token for one contact."""
    now = timezone.now()
    token = secrets.token_urlsafe(16)
    link = ReportLink(
        case=contact.case,
        contact=contact,
        token_digest=token_digest(token),
        created_at=now,
        expires_at=now + life,
    )
    create_record(record=link, case=contact.case, actor=actor)
    return OpenedLink(link, token)


def link_behind(token: str) -> ReportLink:
    """
    Return the link that a token opens; raises LinkClosed when it opens none any more.

    Unknown, revoked and expired ones take the same one query and end alike. The digest is
    compared once more in constant time: how far the database's index got tells nothing of use,
    since nobody can choose a token by its SHA-256, but then nothing hangs on that.
    """
    digest = token_digest(token)
    link = ReportLink.objects.filter(token_digest=digest).select_related("case", "contact").first()
    is_known = compare_digest(link.token_digest if link else "", digest)
    if link is None or not is_known or not link.is_open:
        raise LinkClosed(_("这个链接已经失效。请向发给你的人要一个新的。"))
    return link


def mark_opened(link: ReportLink) -> None:
    """Note the first time that the contact opened the page."""
    ReportLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=timezone.now())


def revoke_link(*, link: ReportLink, actor: User) -> ReportLink:
    """Close a link for good; what came in through it stays."""
    return amend_record(
        record=link,
        case=link.case,
        changes={"revoked_at": timezone.now()},
        reason="",
        actor=actor,
        action=Action.WITHDRAWN,
    )


def new_receipt() -> str:
    """Return a receipt number such as 7KQX-42MD (40 bits)."""
    letters = "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


@transaction.atomic
def submit_report(
    *, link: ReportLink, submitted: Mapping[str, object], consents_to_statement: bool
) -> Report:
    """Keep what a contact sent, as it was sent; returns the report with its receipt number."""
    report = Report(
        case=link.case,
        link=link,
        contact=link.contact,
        receipt=new_receipt(),
        submitted_at=timezone.now(),
        submitted=dict(submitted),
        consents_to_statement=consents_to_statement,
    )
    report.save(force_insert=True)
    custody.append(case=link.case, action=Action.SUBMITTED, subject=report, actor=None)
    return report


@transaction.atomic
def add_to_report(*, report: Report, words: str) -> ReportAddition:
    """Keep words added later under the receipt number."""
    addition = ReportAddition(report=report, added_at=timezone.now(), words=words)
    addition.save(force_insert=True)
    custody.append(case=report.case, action=Action.SUBMITTED, subject=addition, actor=None)
    return addition


@transaction.atomic
def accept_report(*, report: Report, new: NewIncident, actor: User) -> Incident:
    """
    Turn a report into an incident; the submission itself stays untouched.

    Raises BadDecision when the report was already accepted, or erased since.
    """
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.state == ReportState.ACCEPTED:
        raise BadDecision(_("这份上报已经收下了。"))
    if current.erased_at is not None:
        raise BadDecision(_("这份上报的内容已经删除了。"))
    decide(current, ReportState.ACCEPTED, Action.ACCEPTED, actor)
    return log_incident(
        case=current.case, new=new, actor=actor, origin=Origin.REPORT, report=current
    )


@transaction.atomic
def decline_report(*, report: Report, actor: User) -> Report:
    """Set a report aside; it stays readable. Raises BadDecision when it was accepted."""
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.state == ReportState.ACCEPTED:
        raise BadDecision(_("这份上报已经收下了。要去掉，请撤下对应的事件。"))
    return decide(current, ReportState.DECLINED, Action.DECLINED, actor)


def decide(report: Report, state: ReportState, action: Action, actor: User) -> Report:
    report.state = state
    report.decided_at = timezone.now()
    report.save(update_fields=["state", "decided_at"])
    custody.append(case=report.case, action=action, subject=report, actor=actor)
    return report
