"""Reads one multimedia message of an SMS Backup & Restore file: sender, words and files."""

import binascii
from base64 import b64decode
from collections.abc import Iterable, Mapping

from evidence.importers import android
from evidence.importers.base import (
    INCOMING,
    SMS,
    Attachment,
    Communication,
    Problem,
    Rejected,
    RejectionReason,
    with_words,
)
from evidence.importers.xml_rows import Row

MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024

_OWN_NUMBER = "insert-address-token"
_FROM = "137"
_SAME_NUMBER_DIGITS = 11


def read_mms(row: Row) -> Communication | Rejected:
    attributes = row.attributes
    box = attributes.get("msg_box", "")
    if box == android.DRAFT:
        return Rejected(row.position, RejectionReason.DRAFT)
    occurred_at = android.instant(attributes.get("date", ""))
    if occurred_at is None:
        return Rejected(row.position, RejectionReason.BAD_DATE, attributes.get("date", ""))
    if box not in android.MESSAGE_TYPES:
        return Rejected(row.position, RejectionReason.UNKNOWN_TYPE, box)
    detail, direction = android.MESSAGE_TYPES[box]
    number, others = _parties(row, is_incoming=direction == INCOMING)
    parts = [attributes for tag, attributes in row.below if tag == "part"]
    return with_words(
        Communication(
            position=row.position,
            channel=SMS,
            direction=direction,
            number=number,
            occurred_at=occurred_at,
            text="\n".join(filter(None, (android.value(attributes.get("sub")), *_words(parts)))),
            contact_name=android.contact_name(attributes.get("contact_name")),
            attachments=tuple(_attachment(part) for part in parts if _is_file(part)),
            others=others,
            detail=f"mms_{detail}",
            raw_digest=row.digest(),
        )
    )


def _parties(row: Row, *, is_incoming: bool) -> tuple[str, tuple[str, ...]]:
    """
    Tell the other side from further members of a group.

    Who sent a group message only its From address says; without one all addresses are kept as
    one text, since naming the first of them would blame a bystander.
    """
    joined = android.value(row.attributes.get("address"))
    members = _distinct(joined.split("~"))
    listed = [attributes for tag, attributes in row.below if tag == "addr"]
    if is_incoming:
        senders = _distinct(part.get("address", "") for part in listed if part.get("type") == _FROM)
        number = senders[0] if senders else joined if len(members) > 1 else "".join(members)
    else:
        number = members[0] if members else ""
    everyone = _distinct([*members, *(part.get("address", "") for part in listed)])
    return number, tuple(other for other in everyone if _same_end(other) != _same_end(number))


def _distinct(addresses: Iterable[str]) -> list[str]:
    """Keep the first spelling of each address but the phone's own."""
    kept: dict[str, str] = {}
    for address in addresses:
        if address not in ("", "null", _OWN_NUMBER):
            kept.setdefault(_same_end(address), address)
    return list(kept.values())


def _same_end(address: str) -> str:
    """Compare by the end, since one file writes a number with and without +86."""
    digits = "".join(filter(str.isdigit, address))
    is_number = len(digits) >= _SAME_NUMBER_DIGITS and "~" not in address
    return digits[-_SAME_NUMBER_DIGITS:] if is_number else address


def _words(parts: Iterable[Mapping[str, str]]) -> list[str]:
    return [android.value(part.get("text")) for part in parts if part.get("ct") == "text/plain"]


def _is_file(part: Mapping[str, str]) -> bool:
    """Layout is no file; plain text is one only when it stands in `data` instead of `text`."""
    media_type = part.get("ct", "")
    if media_type == "text/plain":
        return not android.value(part.get("text")) and bool(android.value(part.get("data")))
    return media_type != "application/smil"


def _attachment(part: Mapping[str, str]) -> Attachment:
    names = (android.value(part.get(name)) for name in ("cl", "name", "fn", "cid"))
    name = next(filter(None, names), f"part-{part.get('seq', '0')}")
    media_type = android.value(part.get("ct")) or "application/octet-stream"
    content = _content(part)
    if isinstance(content, Problem):
        return Attachment(name, media_type, None, content)
    return Attachment(name, media_type, content)


def _content(part: Mapping[str, str]) -> bytes | Problem:
    encoded = android.value(part.get("data"))
    if not encoded:
        text = android.value(part.get("text"))
        return text.encode() if text else Problem.MISSING
    if len(encoded) * 3 // 4 > MAX_ATTACHMENT_BYTES:
        return Problem.TOO_LARGE
    try:
        return b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return Problem.UNDECODABLE
