"""Work done in the background."""

from contextlib import suppress

from django.db import OperationalError
from django_tasks import task

from evidence.models import Bundle, ImportRun
from evidence.services.bundles import issue_bundle
from evidence.services.custody_checks import run_check
from evidence.services.examination import examine_exhibits
from evidence.services.importing import carry_out
from incidents.models import Case


@task()
def issue(bundle_id: int) -> str:
    """Issue a queued bundle; returns the state that it reached."""
    return issue_bundle(bundle=Bundle.objects.get(pk=bundle_id)).state


@task()
def work_on_import(run_id: int) -> str:
    """Import what was chosen, or take it back; returns what is left to do, "" when it is whole."""
    return carry_out(run=ImportRun.objects.get(pk=run_id)).work


@task()
def check_custody(check_id: int) -> str:
    """Do a queued check of a whole case; returns the state that it reached."""
    return run_check(check_id)


@task()
def examine(case_id: int) -> int:
    """Decode pictures that were just acquired; returns how many turned out unreadable."""
    return examine_exhibits(Case.objects.get(pk=case_id))


def examine_soon(case: Case) -> None:
    """Have new pictures decoded; without it, that happens when the next bundle is issued."""
    with suppress(OperationalError):
        if case.exhibits.unexamined().exists():
            examine.enqueue(case.pk)
