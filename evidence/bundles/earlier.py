"""What an issued bundle holds, read from its own files, so that a supplement need not repeat it."""

import json
import zipfile
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from evidence.bundles.scope import Scope
from evidence.bundles.supplement import Run, Supplement
from evidence.bundles.wording import runs
from evidence.exceptions import IssueError
from evidence.models import Bundle, ExhibitUse
from evidence.models.bundle import BundleState

RECORDS = "data/records/incidents.json"


def supplement_to(bundle: Bundle) -> Supplement:
    """
    Return what a bundle that goes on from this issue need not repeat: what lies in it, and in
    those that it went on from itself.

    Raises IssueError when it was not issued, or its files cannot be read.
    """
    if bundle.state != BundleState.ISSUED or bundle.issued_at is None:
        raise IssueError(_("只能补充已经出具的一号。"))
    before = Scope.from_json(bundle.scope).supplement
    held = numbers_in(bundle.folder / f"{bundle.name}.zip", bundle.zip_sha256)
    exhibits = set(bundle.bundle_exhibits.values_list("exhibit_id", flat=True))
    if before:
        held = joined((*before.held, *held))
        exhibits |= set(before.exhibits)
    added = added_to(bundle, exhibits)
    return Supplement(
        number=bundle.number,
        issued_at=bundle.issued_at,
        held=held,
        again=tuple(sorted(one for one in added if any(low <= one <= up for low, up in held))),
        exhibits=tuple(sorted(exhibits)),
    )


@lru_cache(maxsize=8)
def numbers_in(path: Path, _sha256: str) -> tuple[Run, ...]:
    """Return the runs of incidents' numbers that an issued ZIP holds; its digest keys the cache."""
    try:
        with zipfile.ZipFile(path) as archive:
            records = json.loads(archive.read(f"{path.stem}/{RECORDS}"))
        return tuple(runs(row["number"] for row in records["incidents"]))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise IssueError(_("前一号的文件读不出来，没法接着它补充。")) from error


def joined(held: Collection[Run]) -> tuple[Run, ...]:
    """Join runs that touch or overlap."""
    found: list[Run] = []
    for low, high in sorted(held):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


def added_to(bundle: Bundle, exhibits: Collection[int]) -> set[int]:
    """Return the numbers of incidents that an exhibit was brought in for since."""
    fresh = ExhibitUse.objects.filter(exhibit__case=bundle.case).exclude(exhibit__in=exhibits)
    alone = fresh.filter(incident__isnull=False).values_list("incident__number", flat=True)
    told = fresh.filter(report__incidents__isnull=False)
    reported = told.values_list("report__incidents__number", flat=True)
    return {number for number in (*alone, *reported) if number is not None}
