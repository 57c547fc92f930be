"""What every importer yields, the reasons for what was not read, and the key of a duplicate."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import BinaryIO

from incidents.tagging.facts import LONGEST_TEXT

CALL = "call"
SMS = "sms"
IM = "im"

INCOMING = "incoming"
OUTGOING = "outgoing"

DETAIL_LENGTH = 80


class CallerId(StrEnum):
    """Whether the phone showed a number, and why not; SHOWN also when the export does not say."""

    SHOWN = "shown"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"
    PAYPHONE = "payphone"
    UNAVAILABLE = "unavailable"


class Problem(StrEnum):
    """Why an attachment named in an export has no content."""

    MISSING = "missing"
    UNDECODABLE = "undecodable"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `content` is None exactly when there is a problem."""

    name: str
    media_type: str
    content: bytes | None = field(repr=False)
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication:
    """One call or message as an export has it. None means that the export does not say."""

    position: int
    channel: str
    direction: str
    number: str
    occurred_at: datetime
    duration_s: int | None = None
    connected: bool | None = None
    text: str = ""
    contact_name: str | None = None
    attachments: tuple[Attachment, ...] = ()
    others: tuple[str, ...] = ()
    caller_id: CallerId = CallerId.SHOWN
    detail: str = ""
    raw_digest: str = ""


class RejectionReason(StrEnum):
    """Why a row, or all from a row on, was not read."""

    BAD_DATE = "bad_date"
    UNKNOWN_TYPE = "unknown_type"
    DRAFT = "draft"
    UNKNOWN_ELEMENT = "unknown_element"
    FUTURE = "future"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    WRONG_ROOT = "wrong_root"
    DOCTYPE = "doctype"
    ENCODING = "encoding"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"


ENDS_READING = frozenset(
    {
        RejectionReason.TOO_LARGE,
        RejectionReason.TOO_MANY,
        RejectionReason.WRONG_ROOT,
        RejectionReason.DOCTYPE,
        RejectionReason.ENCODING,
        RejectionReason.MALFORMED,
        RejectionReason.TRUNCATED,
    }
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was not read: row `position` (from 1), or everything from there on."""

    position: int
    reason: RejectionReason
    detail: str = ""

    def __post_init__(self) -> None:
        if len(self.detail) > DETAIL_LENGTH:
            object.__setattr__(self, "detail", f"{self.detail[: DETAIL_LENGTH - 1]}…")

    @property
    def ends_reading(self) -> bool:
        return self.reason in ENDS_READING


REASONS: dict[RejectionReason, dict[str, str]] = {
    RejectionReason.BAD_DATE: {
        "zh-hans": "时间无法识别：{detail}",
        "en": "The time cannot be read: {detail}",
    },
    RejectionReason.UNKNOWN_TYPE: {
        "zh-hans": "类型无法识别：{detail}",
        "en": "The type is not known: {detail}",
    },
    RejectionReason.DRAFT: {
        "zh-hans": "草稿，没有发出，不计入",
        "en": "A draft that was never sent; not counted",
    },
    RejectionReason.UNKNOWN_ELEMENT: {
        "zh-hans": "不是通话或短信：{detail}",
        "en": "Neither a call nor a message: {detail}",
    },
    RejectionReason.FUTURE: {
        "zh-hans": "时间还没有到，可能是手机的钟不准：{detail}",
        "en": "The time has not come yet; the phone's clock may be wrong: {detail}",
    },
    RejectionReason.TOO_LONG: {
        "zh-hans": "文字有 {detail} 字，太长，没有读取；全文仍在备份文件里",
        "en": "The text of {detail} characters is too long and was not read; the backup holds it",
    },
    RejectionReason.TOO_MANY: {
        "zh-hans": "行数太多，从这里起没有读取（{detail}）；可以把备份分成几个文件再导入",
        "en": "There are too many rows; nothing was read from here on ({detail})."
        " Split the backup and import the parts",
    },
    RejectionReason.TOO_LARGE: {
        "zh-hans": "这一条过大，从这里起没有读取（{detail}）",
        "en": "This row is too large; nothing was read from here on ({detail})",
    },
    RejectionReason.WRONG_ROOT: {
        "zh-hans": "文件不是这种格式：{detail}",
        "en": "The file is not of this format: {detail}",
    },
    RejectionReason.DOCTYPE: {
        "zh-hans": "文件含有文档类型声明，为安全起见没有读取（{detail}）",
        "en": "The file holds a document type declaration and was not read, to be safe ({detail})",
    },
    RejectionReason.ENCODING: {
        "zh-hans": "文字编码不支持，从这里起没有读取：{detail}",
        "en": "The text encoding is not supported; nothing was read from here on: {detail}",
    },
    RejectionReason.MALFORMED: {
        "zh-hans": "文件从这里起损坏，没有读取（{detail}）",
        "en": "The file is damaged from here on and was not read further ({detail})",
    },
    RejectionReason.TRUNCATED: {
        "zh-hans": "文件到这里中断，没有正常的结尾（{detail}）",
        "en": "The file breaks off here without its proper end ({detail})",
    },
}


def explain_rejection(rejected: Rejected, language: str = "zh-hans") -> str:
    """Say in words why `rejected` was not read; languages other than Chinese get English."""
    template = REASONS[rejected.reason]["zh-hans" if language.startswith("zh") else "en"]
    return template.format(detail=rejected.detail)


def with_words(communication: Communication) -> Communication | Rejected:
    """Pass on what a person can read; a text that nobody can is named and stays in the export."""
    length = len(communication.text)
    if length <= LONGEST_TEXT:
        return communication
    return Rejected(communication.position, RejectionReason.TOO_LONG, str(length))


_SEPARATORS = {ord(char): None for char in " -()\u00a0"}


def _says_nothing(_head: bytes) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Importer:
    """One export format. `stated_rows` is the count a file claims, which is often wrong."""

    slug: str
    label: str
    sniff: Callable[[bytes], bool]
    read: Callable[[BinaryIO], Iterator[Communication | Rejected]]
    stated_rows: Callable[[bytes], int | None] = _says_nothing


def dedup_key(communication: Communication) -> str:
    """
    Digest what makes a communication the same in two overlapping backups.

    The name in the address book and the position are left out: they differ between backups.
    """
    parts = (
        communication.channel,
        communication.direction,
        communication.number.translate(_SEPARATORS),
        communication.occurred_at.isoformat(),
        str(communication.duration_s),
        communication.detail,
        communication.text,
        *(_attachment_key(attachment) for attachment in communication.attachments),
    )
    return sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def _attachment_key(attachment: Attachment) -> str:
    content = attachment.content
    return sha256(content).hexdigest() if content is not None else str(attachment.problem)
