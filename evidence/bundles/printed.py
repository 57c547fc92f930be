"""What stands on paper of an exhibit: itself, a picture made of it, the pages of a document."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from evidence.bundles.page_record import PageRecord
from evidence.bundles.records import ExhibitRecord
from evidence.bundles.scope import Scope
from evidence.bundles.wording import SHANGHAI
from evidence.file_facts import place_of
from evidence.models import Derivative, Exhibit
from evidence.models.exhibit import ExhibitKind
from evidence.pictures import prints_as_it_is
from incidents.models import Case

DOCUMENT = ExhibitKind.DOCUMENT
Made = Sequence[Derivative]
TAKEN, ZONE = "DateTimeOriginal", "OffsetTimeOriginal"
WRITTEN = "%Y:%m:%d %H:%M:%S"


def pages_made(case: Case) -> dict[int, list[Derivative]]:
    """Return what was made for print, by exhibit."""
    found: dict[int, list[Derivative]] = defaultdict(list)
    for page in Derivative.objects.printed().filter(exhibit__case=case):
        found[page.exhibit_id].append(page)
    return found


def with_print(record: ExhibitRecord, row: Exhibit, made: Made, scope: Scope) -> ExhibitRecord:
    """Add what is printed of an exhibit, and when, and if asked where, it says it was made."""
    shows_pages = bool(made and record.is_included and row.kind == DOCUMENT and not row.unreadable)
    count = made[0].recipe["pages"] if shows_pages else 0
    return replace(
        record,
        printed=printed_of(row, made),
        pages=page_records(made) if shows_pages else (),
        page_count=count,
        told_at=told_moment(row.metadata),
        summary=f"{record.summary}{f'，{count}页' if count else ''}{told_place(row, scope)}",
    )


def printed_of(row: Exhibit, made: Made) -> str:
    """Return the digest of the picture to print, "" when there is none."""
    if row.kind != ExhibitKind.IMAGE or row.unreadable:
        return ""
    if prints_as_it_is(row.media_type, row.metadata):
        return row.sha256
    return made[0].sha256 if made else ""


def page_records(made: Made) -> tuple[PageRecord, ...]:
    return tuple(
        PageRecord(
            number=page.page or 0,
            digest=page.sha256,
            width=page.width or 1,
            height=page.height or 1,
        )
        for page in made
    )


def told_moment(found: dict[str, str]) -> datetime | None:
    """Read when a file says that it was made; without a zone it is taken as local time."""
    written = found.get(TAKEN, "")
    zone = found.get(ZONE, "")
    try:
        if zone:
            return datetime.strptime(f"{written} {zone}", f"{WRITTEN} %z")
        return datetime.strptime(written, WRITTEN).replace(tzinfo=SHANGHAI)
    except (ValueError, OverflowError):
        return None


def told_place(row: Exhibit, scope: Scope) -> str:
    place = place_of(row.metadata) if scope.shows_place else ""
    return f"；文件内自记位置：{place}" if place else ""
