"""Decoding pictures whole after they were acquired, so that damage inside them shows too."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from evidence.content import look_at
from evidence.models import Exhibit
from evidence.pictures import decode, quietly
from incidents.models import Case
from incidents.services.records import amend_record

# Two at once: a picture at the limit takes 400 MB.
AT_ONCE = 2
BATCH = 40

Changes = dict[str, object]


def examine_exhibits(case: Case) -> int:
    """
    Decode the case's pictures that nobody decoded yet; returns how many turned out unreadable.

    An original stays as it is; what was found is put down with the exhibit and in its custody.
    """
    waiting = iter(list(case.exhibits.unexamined()))
    unreadable = 0
    with quietly(), ThreadPoolExecutor(AT_ONCE) as pool:
        while batch := list(islice(waiting, BATCH)):
            unreadable += note(batch, pool.map(examine, batch))
    return unreadable


def examine(exhibit: Exhibit) -> Changes | None:
    """Return what must be put down otherwise than it was, or None when the file is gone."""
    path = storage.path_of(exhibit.sha256)
    if not path.exists():
        return None
    trouble = decode(path)
    if trouble == exhibit.unreadable:
        return {}
    look = look_at(path)
    return {"unreadable": trouble, "width": look.width, "height": look.height}


@transaction.atomic
def note(exhibits: Sequence[Exhibit], found: Iterable[Changes | None]) -> int:
    moment = timezone.now()
    unreadable = 0
    for exhibit, changes in zip(exhibits, found, strict=True):
        if changes is None:
            continue
        if changes:
            put_down(exhibit, changes)
        unreadable += bool(exhibit.unreadable)
        Exhibit.objects.filter(pk=exhibit.pk).update(examined_at=moment)
    return unreadable


def put_down(exhibit: Exhibit, changes: Changes) -> None:
    amend_record(
        record=exhibit,
        case=exhibit.case,
        changes=changes,
        reason=_("收存以后完整解开了一次图片"),
        actor=exhibit.acquired_by or exhibit.case.owner,
    )
