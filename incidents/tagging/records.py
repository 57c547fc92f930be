"""Reads incidents and texts from JSON records as the command line takes them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from incidents.tagging.facts import Channel, CreditorType, Facts, Label, Narrator, Reached

Choice = TypeVar("Choice", bound=StrEnum)
Record = Mapping[str, object]

# Channels of labelled texts that the product calls otherwise; None is a channel nobody knows.
_CHANNELS = {"wechat": "im", "qq": "im", "other": None}


class RecordError(ValueError):
    """A record cannot be read; the message names what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A record and the line that it stands on."""

    line: int
    record: Record


def read_lines(raw: bytes) -> Iterator[Numbered]:
    """
    Read JSON Lines; empty lines are passed over.

    Raises RecordError naming the line.
    """
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode())
        except UnicodeDecodeError:
            raise RecordError(f"line {number}: not UTF-8") from None
        except json.JSONDecodeError as error:
            raise RecordError(f"line {number}: not JSON ({error.msg})") from None
        if not isinstance(record, dict):
            raise RecordError(f"line {number}: not a JSON object")
        yield Numbered(number, record)


def read_facts(records: Iterable[Numbered]) -> list[tuple[object, Facts]]:
    """
    Read all records, each with its id as given.

    Raises RecordError naming the first line that is wrong.
    """
    facts = []
    for numbered in records:
        try:
            facts.append((numbered.record.get("id"), facts_from(numbered.record)))
        except RecordError as error:
            raise RecordError(f"line {numbered.line}: {error}") from None
    return facts


def facts_from(record: Record) -> Facts:
    """
    Read one record; what is absent or null is unknown.

    Raises RecordError naming the key.
    """
    return Facts(
        id=str(record.get("id") or ""),
        occurred_at=_moment(record, "occurred_at"),
        channel=_channel(record),
        creditor_type=_creditor(record),
        is_signatory=_flag(record, "is_signatory"),
        outsourced=_flag(record, "outsourced"),
        reached=_choice(record, "reached", Reached),
        relation=_text(record, "relation"),
        shares_debt=_flag(record, "shares_debt"),
        connected=_flag(record, "connected"),
        duration_s=_count(record, "duration_s"),
        connected_calls_today=_count(record, "connected_calls_today"),
        unanswered_today_line=_count(record, "unanswered_today_line"),
        contacts_today=_count(record, "contacts_today"),
        asked_to_stop=_flag(record, "asked_to_stop"),
        complained_before=_flag(record, "complained_before"),
        sanctioned_before=_flag(record, "sanctioned_before"),
        illegal_debt=_flag(record, "illegal_debt"),
        text=_text(record, "text") or "",
        narrator=_choice(record, "narrator", Narrator) or Narrator.BORROWER,
        ticked=_ticked(record),
    )


def _flag(record: Record, key: str) -> bool | None:
    value = record.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise RecordError(f"“{key}” must be true or false")


def _count(record: Record, key: str) -> int | None:
    value = record.get(key)
    if value is None:
        return None
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not is_whole or int(str(value).partition(".")[0]) < 0:
        raise RecordError(f"“{key}” must be a whole number, zero or more")
    return int(str(value).partition(".")[0])


def _text(record: Record, key: str) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise RecordError(f"“{key}” must be a text")


def _moment(record: Record, key: str) -> datetime | None:
    written = _text(record, key)
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise RecordError(f"“{key}” is not an ISO 8601 time") from None
    if moment.tzinfo is None:
        raise RecordError(f"“{key}” has no time zone")
    return moment


def _choice(record: Record, key: str, kind: type[Choice]) -> Choice | None:
    value = _text(record, key)
    if value is None:
        return None
    try:
        return kind(value.casefold())
    except ValueError:
        names = ", ".join(member.value for member in kind)
        raise RecordError(f"“{key}” is “{value}”; it must be one of {names}") from None


def _channel(record: Record) -> Channel | None:
    value = _text(record, "channel")
    if value is not None and value.casefold() in _CHANNELS:
        name = _CHANNELS[value.casefold()]
        return Channel(name) if name else None
    return _choice(record, "channel", Channel)


def _creditor(record: Record) -> CreditorType:
    value = _text(record, "creditor_type")
    if value is None:
        return CreditorType.UNKNOWN
    try:
        return CreditorType(value.upper())
    except ValueError:
        names = ", ".join(CreditorType)
        raise RecordError(f"“creditor_type” is “{value}”; it must be one of {names}") from None


def _ticked(record: Record) -> tuple[Label, ...]:
    values = record.get("ticked")
    if values is None:
        return ()
    if not isinstance(values, list) or not set(map(str, values)) <= set(Label):
        raise RecordError(f"“ticked” must be a list of labels: {', '.join(Label)}")
    return tuple(Label(value) for value in values)
