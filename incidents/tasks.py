"""Work on a case done in the background."""

from django_tasks import task

from incidents.services.reviews import run_review


@task()
def review(review_id: int) -> str:
    """Do a queued review; returns the state that it reached."""
    return run_review(review_id)
