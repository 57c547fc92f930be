"""Measures of issuing a case again: what did not change is not laid out anew."""

from dataclasses import replace
from pathlib import Path

from evidence.benchmarks.issues import timed
from evidence.benchmarks.timing import Run, Sizes
from evidence.bundles.scope import PAIRED
from incidents.models import Case
from incidents.models.incident import Channel, Origin
from incidents.services.incidents import NewIncident, log_incidents

CALLER = "0537-1000000"


def issue_twice(folder: Path, sizes: Sizes) -> Run:
    """Issue a large case, then once more after one new incident; the notes tell of the second."""
    case = Case.objects.get()
    first = timed(case, PAIRED)
    add_incident(case)
    second = timed(case, PAIRED)
    again = {
        "again_seconds": round(second.seconds, 2),
        "again_cpu_seconds": round(second.cpu_seconds, 2),
        "again_percent": round(100 * second.seconds / first.seconds, 1),
    }
    return replace(first, notes={**first.notes, **again})


def add_incident(case: Case) -> None:
    """Log a call in the middle of the case."""
    middle = case.incidents.standing()[case.incidents.count() // 2]
    news = [
        NewIncident(
            channel=Channel.CALL, occurred_at=middle.occurred_at, number=CALLER, connected=True
        )
    ]
    log_incidents(case=case, news=news, actor=case.owner, origin=Origin.QUICK)
