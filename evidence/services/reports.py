"""Keeping what friends send together with their files, and taking it into the case."""

from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.services.exhibits import (
    Original,
    acquire_originals,
    given_names,
    keep_uploads,
    use_exhibit,
    use_exhibits,
)
from evidence.submissions import Submission
from incidents.exceptions import UnknownReceipt
from incidents.models import Incident, Report, ReportAddition, ReportLink, User
from incidents.services.contacts import amend_contact
from incidents.services.incidents import NewIncident
from incidents.services.reports import accept_report, add_to_report, submit_report
from incidents.throttle import RECEIPTS


def receive_report(
    *, link: ReportLink, submission: Submission, files: Iterable[UploadedFile[bytes]]
) -> Report:
    """
    Keep what a friend sent, files included, exactly as it came.

    Raises EmptyFile when a file holds nothing, StorageError when the disk refuses; then nothing
    at all is kept.
    """
    originals = keep_uploads(files)
    with transaction.atomic():
        report = submit_report(
            link=link,
            submitted=submission.to_json(),
            consents_to_statement=submission.may_be_witness,
        )
        tie_originals(report, originals)
    return report


def receive_addition(
    *, report: Report, words: str, files: Iterable[UploadedFile[bytes]]
) -> ReportAddition:
    """
    Keep what a friend adds later; what was sent before stays untouched.

    Raises EmptyFile when a file holds nothing, StorageError when the disk refuses; then nothing
    at all is kept.
    """
    originals = keep_uploads(files)
    with transaction.atomic():
        addition = add_to_report(report=report, words=words)
        tie_originals(report, originals)
    return addition


def tie_originals(report: Report, originals: Sequence[Original]) -> None:
    acquired = acquire_originals(case=report.case, originals=originals, actor=None)
    use_exhibits(
        case=report.case,
        named=given_names(acquired),
        actor=None,
        report=report,
    )


def report_behind(*, receipt: str, asker: str) -> Report:
    """
    Return the report with a receipt number, for adding to it.

    Wrong numbers are counted by `asker` (a network address). Raises TooManyTries when the hour's
    are used up, UnknownReceipt when there is no such report or its link was revoked.
    """
    RECEIPTS.check(asker)
    report = Report.objects.filter(receipt=spelled(receipt), link__revoked_at__isnull=True).first()
    if report is None:
        RECEIPTS.count(asker)
        raise UnknownReceipt(_("没有找到这个回执号。请照着截图再输一次，中间的横线可以不写。"))
    return report


def spelled(receipt: str) -> str:
    """Write a receipt number as it was given out, however it was typed."""
    letters = "".join(char for char in receipt.upper() if char.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


@transaction.atomic
def take_report(*, report: Report, new: NewIncident, notes_refusal: bool, actor: User) -> Incident:
    """
    Accept a report: make its incident, tie its files to it, and note, when asked to, that the
    contact told the caller to stop.

    Raises BadDecision when the report was already accepted.
    """
    incident = accept_report(report=report, new=new, actor=actor)
    tie_files(report, incident, actor)
    if notes_refusal:
        amend_contact(
            contact=report.contact,
            changes={"asked_to_stop_at": incident.occurred_at},
            reason=_("亲友上报 %(receipt)s") % {"receipt": report.receipt},
            actor=actor,
        )
    return incident


@transaction.atomic
def take_additions(*, report: Report, actor: User) -> None:
    """Tie files that came after the acceptance to the report's incident, and mark them as seen."""
    incident = report.incidents.standing().first()
    if incident is not None:
        tie_files(report, incident, actor)
    report.decided_at = timezone.now()
    report.save(update_fields=["decided_at"])


def tie_files(report: Report, incident: Incident, actor: User) -> None:
    for use in report.exhibit_uses.select_related("exhibit"):
        use_exhibit(exhibit=use.exhibit, name=use.given_name, actor=actor, incident=incident)
