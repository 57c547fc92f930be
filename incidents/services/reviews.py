"""Seeing what a changed catalogue would change, and changing it, while a person waits."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from incidents.catalogue import tagging_mark
from incidents.differences import as_json, gather
from incidents.models import Case, Review, User
from incidents.models.review import ReviewKind, ReviewState
from incidents.services.changes import foresee_changes
from incidents.services.findings import days_of, note_tagged, retag_days
from incidents.services.patterns import refresh_patterns
from incidents.services.planned import batches

# Up to so many incidents a page answers at once, in about a second.
MOST_AT_ONCE = 1_000
# Other people's writes get their turn between so many days.
DAYS_A_STEP = 10


class ReviewStopped(Exception):
    """Someone stopped the review while it was under way."""


def needs_waiting(case: Case) -> bool:
    return case.incidents.standing().count() > MOST_AT_ONCE


def mark_now(case: Case) -> str:
    """Name what a review follows from: the last link of the chain, the catalogue, the engine."""
    last = case.custody_events.aggregate(last=Max("sequence"))["last"] or 0
    return f"{last}:{tagging_mark()}"


def review_of(case: Case) -> Review | None:
    """Return the review that is under way, or else the newest of the case as it stands now."""
    waiting = case.reviews.waiting().first()
    return waiting or case.reviews.filter(mark=mark_now(case)).first()


@transaction.atomic
def request_review(*, case: Case, kind: ReviewKind, actor: User) -> Review | None:
    """Queue a review in place of earlier ones; returns None when one is under way already."""
    Case.objects.select_for_update().get(pk=case.pk)
    if case.reviews.waiting().exists():
        return None
    case.reviews.all().delete()
    return Review.objects.create(
        case=case, kind=kind, mark=mark_now(case), asked_at=timezone.now(), asked_by=actor
    )


def stop_review(*, case: Case) -> bool:
    """Stop what is under way; days already brought up to date stay so. Returns whether it was."""
    deleted, _by_model = case.reviews.waiting().delete()
    return deleted > 0


def look(review: Review) -> object:
    """Gather what tagging again would change; nothing of the case is written."""
    return as_json(gather(foresee_changes(review.case, lambda done, of: tell(review, done, of))))


def apply(review: Review) -> None:
    """Tag a case again, some days at a time; a day is always whole."""
    case, mark = review.case, tagging_mark()
    days, done = sorted(days_of(case)), 0
    for step in batches(days, DAYS_A_STEP):
        tell(review, done, len(days))
        retag_days(case=case, days=set(step))
        done += len(step)
    tell(review, done, len(days))
    note_tagged(case, mark)
    refresh_patterns(case)


def tell(review: Review, done: int, total: int) -> None:
    """Note how far a review has come; raises ReviewStopped when it is no longer wanted."""
    running = Review.objects.filter(pk=review.pk, state=ReviewState.RUNNING)
    if not running.update(done=done, total=total):
        raise ReviewStopped


WORK: dict[str, Callable[[Review], object]] = {ReviewKind.LOOK: look, ReviewKind.APPLY: apply}


def run_review(review_id: int) -> str:
    """Do a queued review; returns the state that it reached, "" when it was stopped."""
    queued = Review.objects.filter(pk=review_id, state=ReviewState.QUEUED)
    if not queued.update(state=ReviewState.RUNNING):
        return ""
    review = Review.objects.select_related("case").get(pk=review_id)
    try:
        found = WORK[review.kind](review)
    except ReviewStopped:
        return ""
    except BaseException:
        Review.objects.filter(pk=review_id).update(state=ReviewState.FAILED)
        raise
    finished = Review.objects.filter(pk=review_id, state=ReviewState.RUNNING)
    return ReviewState.DONE.value if finished.update(state=ReviewState.DONE, found=found) else ""


def queue_review_again(*, review: Review) -> None:
    """Put a review that was cut off back to where it waits; days that are done stay so."""
    running = Review.objects.filter(pk=review.pk, state=ReviewState.RUNNING)
    running.update(state=ReviewState.QUEUED, done=0, total=0)


def break_off_review(*, review: Review) -> None:
    """Give up a review that ended the program each time that it was tried."""
    Review.objects.filter(pk=review.pk).waiting().update(state=ReviewState.FAILED)
