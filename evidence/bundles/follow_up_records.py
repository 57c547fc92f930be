"""What was asked, complained of and kept, as values: inquiries, complaints, links of the chain."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRecord:
    """A question to an institution whether callers are its own; `answered` is None without one."""

    creditor: str
    asked: date
    way: str
    question: str
    answer: str
    answered: date | None
    answer_words: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRecord:
    """
    A complaint or police report. `filed_at` is None when the hour is not known; `filed_by` is the
    latest moment at which it may have been filed.
    """

    channel: str
    office: str
    creditor: str
    filed: date
    filed_at: datetime | None
    filed_by: datetime
    number: str
    subject: str
    outcome: str
    answered: date | None
    answer_words: str
    asks_to_stop_them: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRecord:
    """One link of the custody chain."""

    sequence: int
    at: datetime
    actor: str
    action: str
    action_text: str
    subject: str
    subject_digest: str
    fields: tuple[str, ...]
    previous: str
    digest: str
