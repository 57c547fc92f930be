"""Measures of whole cases: tagging again, and checking chain and originals."""

from pathlib import Path

from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.services.custody_checks import check_case as check_all
from incidents.models import Case, Finding
from incidents.services.findings import retag


def retag_case(folder: Path, sizes: Sizes) -> Run:
    """Tag a whole case again, with all its day counters."""
    case = Case.objects.get()
    with stopwatch() as lap:
        days = retag(case=case)
    return Run(
        amount=case.incidents.count(),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"days": days, "findings": case.findings.count()},
    )


def retag_outdated(folder: Path, sizes: Sizes) -> Run:
    """Tag a case again whose findings all stem from another catalogue and rest on other reasons."""
    Finding.objects.update(catalogue_digest="", basis="", reasons=[])
    return retag_case(folder, sizes)


def check_case(folder: Path, sizes: Sizes) -> Run:
    """Recompute the custody chain and the digest of every record and original."""
    case = Case.objects.get()
    with stopwatch() as lap:
        check = check_all(case)
    return Run(
        amount=check.links,
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"problems": len(check.problems)},
    )
