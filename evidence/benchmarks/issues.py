"""Measures of issuing bundles."""

from dataclasses import replace
from pathlib import Path

from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.bundles.defaults import scope_for
from evidence.bundles.scope import PAIRED
from evidence.exceptions import IssueError
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient
from evidence.services.bundles import issue_bundle, request_bundle
from incidents.models import Case

ALONE = 1


def issue(folder: Path, sizes: Sizes) -> Run:
    """Issue a bundle of the whole case for the regulator, from the selection to the ZIP."""
    return timed(Case.objects.get(), PAIRED)


def issue_one_a_page(folder: Path, sizes: Sizes) -> Run:
    """Issue a case of screenshots, each on a page of its own; counted by screenshot."""
    case = Case.objects.get()
    return replace(timed(case, ALONE), amount=case.exhibits.count())


def timed(case: Case, per_page: int) -> Run:
    with stopwatch() as lap:
        bundle = issued(case, Recipient.REGULATOR_12378, per_page)
    return Run(
        amount=bundle.incident_count or 0,
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={
            "pages": bundle.pages or 0,
            "findings": bundle.finding_count or 0,
            "exhibits": bundle.bundle_exhibits.count(),
            "pdf_mb": megabytes(bundle, "pdf"),
            "zip_mb": megabytes(bundle, "zip"),
        },
    )


def issued(case: Case, recipient: Recipient, per_page: int = PAIRED) -> Bundle:
    """Request and issue a bundle; raises IssueError when it could not be issued."""
    scope = scope_for(case, recipient, per_page=per_page)
    bundle = issue_bundle(
        bundle=request_bundle(case=case, recipient=recipient, scope=scope, actor=case.owner)
    )
    if bundle.state != BundleState.ISSUED:
        raise IssueError(bundle.failure)
    return bundle


def megabytes(bundle: Bundle, ending: str) -> float:
    return round((bundle.folder / f"{bundle.name}.{ending}").stat().st_size / 1e6, 2)
