"""The values that a bundle is made of, frozen at the moment of its issue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from evidence.bundles.copy_record import CopyRecord
from evidence.bundles.follow_up_records import ComplaintRecord, InquiryRecord, LinkRecord
from evidence.bundles.method_records import MethodRecord
from evidence.bundles.numbering import Place, label_of
from evidence.bundles.page_record import PageRecord
from evidence.bundles.repayment_record import RepaymentRecord
from evidence.bundles.scope import Scope
from evidence.bundles.sender_records import RepresentativeRecord
from evidence.bundles.unconfirmed_record import UnconfirmedRecord
from incidents.debts import Amounts
from incidents.waves import Wave

BORROWER = "本人"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """A third person; `name` is the letter when masked."""

    id: int
    name: str
    relation: str
    phone: str
    is_guarantor: bool
    is_agreed_contact: bool | None
    asked_to_stop_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtRecord:
    lent_date: date | None
    amounts: Amounts
    is_about: bool
    usury_basis: str
    paid: Decimal
    paid_is_about: bool
    repayments: tuple[RepaymentRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditorRecord:
    id: int
    name: str
    kind: str
    kind_text: str
    is_signatory: bool | None
    debts: tuple[DebtRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRecord:
    """`reached` is None for the borrower; `rules` are those asserted of it in this bundle."""

    id: int
    number: int
    occurred_at: datetime
    occurred_until: datetime | None
    is_time_exact: bool
    recorded_at: datetime
    channel: str
    channel_text: str
    is_incoming: bool
    creditor: str
    line: str
    line_kind: str
    line_place: str
    reached: int | None
    connected: bool | None
    duration_s: int | None
    claimed_identity: str
    claimed_for: str
    narrative: str
    narrator: str
    observations: tuple[str, ...]
    origin: str
    origin_text: str
    was_amended: bool
    rules: tuple[str, ...] = ()
    exhibits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRecord:
    """A clause as it may be printed; `key` is not."""

    key: str
    instrument: str
    reference: str
    force: str
    force_text: str
    mark: str
    grade_text: str
    text: str
    is_quote: bool
    note: str
    applies: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """`uncited` says why no clause is cited; `uncited_days` says it of several days."""

    rule: str
    scope: str
    first_at: datetime
    incidents: tuple[int, ...]
    reasons: tuple[str, ...]
    citations: tuple[CitationRecord, ...]
    police: tuple[CitationRecord, ...]
    uncited: str
    uncited_days: str
    rests_on_words: bool
    is_boundary: bool
    note: str
    decided_at: datetime | None
    catalogue_digest: str
    engine_version: str
    is_pattern: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRecord:
    id: str
    title: str
    plain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentRecord:
    """One of the instruments that every bundle speaks of, and whether it binds the creditor."""

    title: str
    creditor: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitRecord:
    """
    `width` and `height` are as shown, after EXIF rotation; `path` is its place in the bag, ""
    when the original was left out. `source` says through whom it came in. `printed` is the digest
    of the picture on the page: the original's, a derivative's where a PDF cannot hold that, or the
    redacted `copy`'s. `words` are what was written down of it. `pages` are those of a document that
    are shown, of `page_count`; `told_at` is when the file itself says that it was made.
    """

    id: int
    place: Place
    name: str
    kind: str
    kind_text: str
    media_type: str
    size: int
    sha256: str
    sm3: str
    printed: str
    width: int | None
    height: int | None
    unreadable: str
    acquired_at: datetime
    source: str
    summary: str
    incidents: tuple[int, ...]
    receipts: tuple[str, ...]
    path: str
    copy: CopyRecord | None = None
    words: str = ""
    length: str = ""
    pages: tuple[PageRecord, ...] = ()
    page_count: int = 0
    told_at: datetime | None = None

    @property
    def is_backup(self) -> bool:
        """Say whether it holds many incidents, as an export of a phone does."""
        return self.kind == "records"

    @property
    def label(self) -> str:
        return label_of(self.place)

    @property
    def is_included(self) -> bool:
        return bool(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord:
    """What a relative sent and agreed to have submitted; `words` are paragraphs."""

    person: int
    receipt: str
    submitted_at: datetime
    words: tuple[str, ...]
    exhibits: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """
    What lies outside the bundle, so that nothing is left out in silence.

    An incident counts once, by the first of period, creditor, contact and earlier issues that
    keeps it out. `findings_outside` are all confirmed ones that were not taken; of them,
    `findings_partial` count incidents that are not in. `findings_annexed` are listed apart.
    """

    incidents_outside: int
    incidents_withdrawn: int
    findings_undecided: int
    findings_dismissed: int
    findings_outside: int
    statements_without_consent: int
    incidents_other_creditor: int = 0
    incidents_other_contact: int = 0
    incidents_earlier: int = 0
    findings_partial: int = 0
    findings_annexed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """
    Everything that one issue says. `letter` is what the borrower wrote, "" to have it drafted;
    `contact` is how she is reached, "" where that is not printed.
    """

    case_number: str
    case_id: int
    title: str
    borrower: str
    city: str
    story: str
    creditors: tuple[CreditorRecord, ...]
    agencies: tuple[str, ...]
    number: int
    replaces: int | None
    recipient: str
    scope: Scope
    moment: datetime
    incidents: tuple[IncidentRecord, ...]
    waves: tuple[Wave, ...]
    people: Mapping[int, PersonRecord]
    findings: tuple[FindingRecord, ...]
    rules: Mapping[str, RuleRecord]
    instruments: tuple[InstrumentRecord, ...]
    exhibits: tuple[ExhibitRecord, ...]
    statements: tuple[StatementRecord, ...]
    inquiries: tuple[InquiryRecord, ...]
    complaints: tuple[ComplaintRecord, ...]
    links: tuple[LinkRecord, ...]
    method: MethodRecord
    counts: Counts
    catalogue_digest: str
    engine_version: str
    software: str
    letter: str = ""
    contact: str = ""
    representative: RepresentativeRecord | None = None
    unconfirmed: tuple[UnconfirmedRecord, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.case_number}-{self.number:02d}"

    @property
    def creditor(self) -> str:
        """The creditor's name when there is exactly one, else ""."""
        return self.creditors[0].name if len(self.creditors) == 1 else ""

    def reached(self, incident: IncidentRecord) -> str:
        return BORROWER if incident.reached is None else self.people[incident.reached].name
