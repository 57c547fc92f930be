"""The values that Android writes into call logs and message tables, and what they mean."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from evidence.importers.base import INCOMING, OUTGOING, CallerId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_MILLISECONDS = re.compile(r"[0-9]{1,14}")
_SECONDS = re.compile(r"[0-9]{1,9}")
_NO_NAME = frozenset({"", "null", "(Unknown)"})


class CallType(NamedTuple):
    """`is_answered` is None where only the duration can tell."""

    detail: str
    direction: str
    is_answered: bool | None


CALL_TYPES = {
    "1": CallType("incoming", INCOMING, None),
    "2": CallType("outgoing", OUTGOING, None),
    "3": CallType("missed", INCOMING, False),
    "4": CallType("voicemail", INCOMING, False),
    "5": CallType("rejected", INCOMING, False),
    "6": CallType("blocked", INCOMING, False),
    "7": CallType("answered_elsewhere", INCOMING, True),
}

DRAFT = "3"
MESSAGE_TYPES = {
    "1": ("received", INCOMING),
    "2": ("sent", OUTGOING),
    "4": ("outbox", OUTGOING),
    "5": ("failed", OUTGOING),
    "6": ("queued", OUTGOING),
}

_PRESENTATIONS = {
    "2": CallerId.RESTRICTED,
    "3": CallerId.UNKNOWN,
    "4": CallerId.PAYPHONE,
    "5": CallerId.UNAVAILABLE,
}
_OLD_NUMBERS = {"-1": CallerId.UNKNOWN, "-2": CallerId.RESTRICTED, "-3": CallerId.PAYPHONE}


def instant(milliseconds: str) -> datetime | None:
    """Read Unix milliseconds; None for what no phone can have recorded, such as seconds."""
    if not _MILLISECONDS.fullmatch(milliseconds.strip()):
        return None
    moment = _EPOCH + timedelta(milliseconds=int(milliseconds))
    return moment if _EARLIEST <= moment < _LATEST else None


def whole(text: str) -> int | None:
    return int(text) if _SECONDS.fullmatch(text.strip()) else None


def was_connected(kind: CallType, duration_s: int | None) -> bool | None:
    """The type goes first; an incoming call of no length may have been answered or not."""
    if kind.is_answered is not None:
        return kind.is_answered
    if duration_s:
        return True
    return False if kind.direction == OUTGOING and duration_s == 0 else None


def caller_id(number: str, presentation: str) -> CallerId:
    return _OLD_NUMBERS.get(number) or _PRESENTATIONS.get(presentation, CallerId.SHOWN)


def value(text: str | None) -> str:
    """Take an empty value for what it is: the apps write it as the word null."""
    return "" if text is None or text == "null" else text


def contact_name(text: str | None) -> str | None:
    return None if text is None or text in _NO_NAME else text
