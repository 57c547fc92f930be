"""Reads the XML of SMS Backup & Restore (Android): calls, text and multimedia messages."""

from collections.abc import Iterator
from typing import BinaryIO

from evidence.importers import android
from evidence.importers.base import (
    CALL,
    SMS,
    Communication,
    Importer,
    Rejected,
    RejectionReason,
    with_words,
)
from evidence.importers.mms import read_mms
from evidence.importers.xml_rows import Row, read_rows, root_of

ROOTS = frozenset({"calls", "smses"})


def read(stream: BinaryIO) -> Iterator[Communication | Rejected]:
    """Yield one item a row, in the order of the file; every row is read or rejected."""
    for row in read_rows(stream, ROOTS):
        yield row if isinstance(row, Rejected) else _read_row(row)


def _read_row(row: Row) -> Communication | Rejected:
    reader = _READERS.get(row.tag)
    if reader is None:
        return Rejected(row.position, RejectionReason.UNKNOWN_ELEMENT, row.tag)
    return reader(row)


def _read_call(row: Row) -> Communication | Rejected:
    attributes = row.attributes
    occurred_at = android.instant(attributes.get("date", ""))
    if occurred_at is None:
        return Rejected(row.position, RejectionReason.BAD_DATE, attributes.get("date", ""))
    kind = android.CALL_TYPES.get(attributes.get("type", ""))
    if kind is None:
        return Rejected(row.position, RejectionReason.UNKNOWN_TYPE, attributes.get("type", ""))
    number = android.value(attributes.get("number"))
    duration_s = android.whole(attributes.get("duration", ""))
    return Communication(
        position=row.position,
        channel=CALL,
        direction=kind.direction,
        number=number,
        occurred_at=occurred_at,
        duration_s=duration_s,
        connected=android.was_connected(kind, duration_s),
        contact_name=android.contact_name(attributes.get("contact_name")),
        caller_id=android.caller_id(number, attributes.get("presentation", "")),
        detail=kind.detail,
        raw_digest=row.digest(),
    )


def _read_sms(row: Row) -> Communication | Rejected:
    attributes = row.attributes
    message_type = attributes.get("type", "")
    if message_type == android.DRAFT:
        return Rejected(row.position, RejectionReason.DRAFT)
    occurred_at = android.instant(attributes.get("date", ""))
    if occurred_at is None:
        return Rejected(row.position, RejectionReason.BAD_DATE, attributes.get("date", ""))
    if message_type not in android.MESSAGE_TYPES:
        return Rejected(row.position, RejectionReason.UNKNOWN_TYPE, message_type)
    detail, direction = android.MESSAGE_TYPES[message_type]
    subject, body = (android.value(attributes.get(name)) for name in ("subject", "body"))
    return with_words(
        Communication(
            position=row.position,
            channel=SMS,
            direction=direction,
            number=android.value(attributes.get("address")),
            occurred_at=occurred_at,
            text="\n".join(filter(None, (subject, body))),
            contact_name=android.contact_name(attributes.get("contact_name")),
            detail=detail,
            raw_digest=row.digest(),
        )
    )


_READERS = {"call": _read_call, "sms": _read_sms, "mms": read_mms}


def sniff(head: bytes) -> bool:
    root = root_of(head)
    return root is not None and root[0] in ROOTS


def stated_rows(head: bytes) -> int | None:
    root = root_of(head)
    return android.whole(root[1].get("count", "")) if root else None


IMPORTER = Importer(
    slug="sms_backup_restore",
    label="SMS Backup & Restore",
    sniff=sniff,
    read=read,
    stated_rows=stated_rows,
)
