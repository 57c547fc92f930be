"""Measures of whole cases: tagging again, and checking chain and originals."""

from pathlib import Path

from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.services.exhibits import changed_exhibits
from incidents.chain_check import check_chain
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
        check = check_chain(case)
        changed = changed_exhibits(case)
    return Run(
        amount=check.entries,
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"problems": len(check.problems) + len(changed)},
    )
