"""Reads the call log XML of Super Backup (超级备份, Android)."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from evidence.importers import android
from evidence.importers.base import CALL, Communication, Importer, Rejected, RejectionReason
from evidence.importers.xml_rows import Row, read_rows, root_of

ROOTS = frozenset({"alllogs"})

_BY_ALIAS = {"已接": True, "未接": False, "挂断": False}


def read(stream: BinaryIO) -> Iterator[Communication | Rejected]:
    """Yield one item a row, in the order of the file; every row is read or rejected."""
    for row in read_rows(stream, ROOTS):
        yield row if isinstance(row, Rejected) else _read_log(row)


def _read_log(row: Row) -> Communication | Rejected:
    attributes = row.attributes
    if row.tag != "log":
        return Rejected(row.position, RejectionReason.UNKNOWN_ELEMENT, row.tag)
    occurred_at = android.instant(attributes.get("date", ""))
    if occurred_at is None:
        return Rejected(row.position, RejectionReason.BAD_DATE, attributes.get("date", ""))
    kind = android.CALL_TYPES.get(attributes.get("type", ""))
    if kind is None:
        return Rejected(row.position, RejectionReason.UNKNOWN_TYPE, attributes.get("type", ""))
    number = android.value(attributes.get("number"))
    connected = _was_connected(kind, attributes)
    return Communication(
        position=row.position,
        channel=CALL,
        direction=kind.direction,
        number=number,
        occurred_at=occurred_at,
        duration_s=_talk_seconds(attributes, connected=connected),
        connected=connected,
        contact_name=android.contact_name(attributes.get("name")),
        caller_id=android.caller_id(number, ""),
        detail=kind.detail,
        raw_digest=row.digest(),
    )


def _was_connected(kind: android.CallType, attributes: Mapping[str, str]) -> bool | None:
    """Type first, then the Chinese alias: `dur` of a call never answered can be its ring time."""
    if kind.is_answered is not None:
        return kind.is_answered
    alias = attributes.get("alias", "")
    if alias[-2:] in _BY_ALIAS:
        return _BY_ALIAS[alias[-2:]]
    return android.was_connected(kind, android.whole(attributes.get("dur", "")))


def _talk_seconds(attributes: Mapping[str, str], *, connected: bool | None) -> int | None:
    return 0 if connected is False else android.whole(attributes.get("dur", ""))


def sniff(head: bytes) -> bool:
    root = root_of(head)
    return root is not None and root[0] in ROOTS


def stated_rows(head: bytes) -> int | None:
    root = root_of(head)
    return android.whole(root[1].get("count", "")) if root else None


IMPORTER = Importer(
    slug="super_backup",
    label="超级备份",
    sniff=sniff,
    read=read,
    stated_rows=stated_rows,
)
