"""What a person decides about findings, with every earlier decision kept."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from incidents import custody
from incidents.models import Finding, Revision, User
from incidents.models.custody import Action
from incidents.models.finding import FindingState
from incidents.services.planned import batches

ACTIONS = {
    FindingState.CONFIRMED: Action.CONFIRMED,
    FindingState.DISMISSED: Action.DISMISSED,
    FindingState.SUGGESTED: Action.RECONSIDERED,
}


@transaction.atomic
def decide_findings(
    *, findings: Iterable[Finding], state: FindingState, note: str, actor: User
) -> int:
    """
    Record a person's decision on findings of one case; SUGGESTED takes a decision back.

    An earlier decision and its note stay as revisions. Returns how many were decided.
    """
    decided = list(findings)
    if not decided:
        return 0
    now = timezone.now()
    Revision.objects.bulk_create(replaced(decided, state, note, actor, now), batch_size=200)
    for finding in decided:
        finding.state = state
        finding.note = note
        finding.decided_by = actor
        finding.decided_at = now
        finding.decided_basis = finding.basis
    for batch in batches(decided):
        Finding.objects.filter(pk__in=[one.pk for one in batch]).update(
            state=state, note=note, decided_by=actor, decided_at=now
        )
    # What the person saw, even if a re-tagging came in between.
    Finding.objects.bulk_update(decided, ["decided_basis"], batch_size=200)
    custody.append_all(
        case=decided[0].case,
        entries=[custody.Entry(ACTIONS[state], finding, ("state", "note")) for finding in decided],
        actor=actor,
        at=now,
    )
    return len(decided)


def replaced(
    findings: Iterable[Finding], state: FindingState, note: str, actor: User, at: datetime
) -> Iterator[Revision]:
    """Yield what an earlier decision said, for the findings that had one."""
    for finding in findings:
        if finding.decided_at is None:
            continue
        for field, after in (("state", state), ("note", note)):
            before = getattr(finding, field)
            if before != after:
                yield Revision(
                    case_id=finding.case_id,
                    subject_type=finding.subject_type,
                    subject_id=finding.pk,
                    field=field,
                    before=before,
                    after=after,
                    at=at,
                    actor=actor,
                )
