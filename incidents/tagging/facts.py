"""The values that tagging works on: what is known of one incident, without any database."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

# About forty pages. No call and no message is longer; reading takes longer than its length.
LONGEST_TEXT = 20_000


class Channel(StrEnum):
    CALL = "call"
    SMS = "sms"
    IM = "im"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    POST = "post"


class CreditorType(StrEnum):
    """Who lends; decides which instruments bind."""

    BANK_CARD = "BANK_CC"
    BANK_LOAN = "BANK_LOAN"
    CONSUMER_FINANCE = "CFC"
    MICRO_ONLINE = "MICRO_NET"
    P2P = "P2P"
    ASSIGNEE = "AMC"
    AGENCY = "AGENCY"
    PRIVATE = "PRIVATE"
    UNKNOWN = "UNKNOWN"


class Reached(StrEnum):
    BORROWER = "borrower"
    GUARANTOR = "guarantor"
    SPOUSE = "spouse"
    CONTACT = "contact"
    THIRD_PARTY = "third_party"


class Narrator(StrEnum):
    """Whose words a narrative holds; it changes how the words are read."""

    COLLECTOR = "collector_text"
    BORROWER = "borrower_note"
    RELATIVE = "relative_note"


class Label(StrEnum):
    """What an incident may show. One label names conduct to look at, never a breach."""

    THREAT_VIOLENCE = "threat_violence"
    THREAT_LEGAL_FALSE = "threat_legal_false"
    IMPERSONATION_AUTHORITY = "impersonation_authority"
    INSULT = "insult"
    THIRD_PARTY_CONTACT = "third_party_contact"
    WORKPLACE_CONTACT = "workplace_contact"
    DISCLOSURE_PUBLIC = "disclosure_public"
    OBSCENE_OR_FORGED_IMAGE = "obscene_or_forged_image"
    PRIVACY_LEAK = "privacy_leak"
    IDENTITY_REFUSAL = "identity_refusal"
    FREQUENCY_BOMBING = "frequency_bombing"
    ODD_HOURS = "odd_hours"
    HOME_VISIT_THREAT = "home_visit_threat"
    COERCION_NEW_DEBT = "coercion_new_debt"
    PRIVATE_ACCOUNT = "private_account"


class Source(StrEnum):
    """How an observation came about."""

    TEXT = "text"
    MODEL = "model"
    FACT = "fact"
    TICKED = "ticked"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was marked: a template of reasons.py and the values to put into it."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """One label on one incident; `start` and `end` are offsets in the narrative as typed."""

    label: Label
    source: Source
    reason: Reason
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint or police report: on which day, where (a recipient's slug), under what number."""

    day: date
    channel: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """
    What is known of one incident. None means unknown, which never counts against anyone.

    `filed` names what `complained_before` rests on, `debt_grounds` what `illegal_debt` rests on.
    """

    id: str = ""
    occurred_at: datetime | None = None
    channel: Channel | None = None
    creditor_type: CreditorType = CreditorType.UNKNOWN
    is_signatory: bool | None = None
    outsourced: bool | None = None
    reached: Reached | None = None
    relation: str | None = None
    shares_debt: bool | None = None
    connected: bool | None = None
    duration_s: int | None = None
    connected_calls_today: int | None = None
    unanswered_today_line: int | None = None
    contacts_today: int | None = None
    asked_to_stop: bool | None = None
    complained_before: bool | None = None
    sanctioned_before: bool | None = None
    illegal_debt: bool | None = None
    filed: tuple[Filed, ...] = ()
    debt_grounds: tuple[str, ...] = ()
    text: str = ""
    narrator: Narrator = Narrator.BORROWER
    ticked: tuple[Label, ...] = ()
