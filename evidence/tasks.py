"""Work done in the background."""

from django_tasks import task

from evidence.models import Bundle
from evidence.services.bundles import issue_bundle


@task()
def issue(bundle_id: int) -> str:
    """Issue a queued bundle; returns the state that it reached."""
    return issue_bundle(bundle=Bundle.objects.get(pk=bundle_id)).state
