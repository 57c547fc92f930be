"""What the catalogue holds, as values: instruments, clauses, rules and the lists they refer to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from incidents.tagging.facts import CreditorType

ANY = "ANY"


class Grade(StrEnum):
    """How well a wording, a number or a date is sourced."""

    VERBATIM = "verbatim"
    QUOTED = "quoted"
    SECONDARY = "secondary"
    CHECKED = "checked"
    UNVERIFIED = "unverified"

    @property
    def is_printable(self) -> bool:
        return self is not Grade.UNVERIFIED


class Force(StrEnum):
    LAW = "law"
    INTERPRETATION = "judicial interpretation"
    REGULATION = "regulation"
    STANDARD = "recommended standard"
    SELF_DISCIPLINE = "self-discipline"
    UNRECORDED = "unrecorded"


class Membership(StrEnum):
    """Who among the creditors is bound only after joining."""

    NONE = "none"
    SIGNATORY = "signatory"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages of the product."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Period:
    """
    From which to which day something applies.

    `first` and `last` select by the day of an incident. `first_text` and `last_text` are what may
    be printed about them; None means that the day is not sourced well enough to be printed.
    """

    first: date | None = None
    last: date | None = None
    first_text: Text | None = None
    last_text: Text | None = None

    def holds_on(self, day: date) -> bool:
        if self.first is None or day < self.first:
            return False
        return self.last is None or day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Who read the official wording of a clause, where and when."""

    place: str
    day: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """
    One provision, with nothing in it that its grade does not allow.

    An unverified clause carries neither article nor wording: the loader leaves them in the file.
    """

    id: str
    instrument: str
    topic: Text
    grade: Grade
    support: str
    article: str | None
    words: str | None
    starts_mid_sentence: bool
    paraphrase: Text | None
    penalty: str
    is_weak: bool
    withheld: str
    binds: frozenset[str]
    binds_text: Text
    period: Period
    sources: tuple[str, ...]
    check: Check | None = None

    @property
    def is_citable(self) -> bool:
        return self.grade.is_printable and not self.withheld

    def binds_creditor(self, creditor: CreditorType) -> bool:
        return ANY in self.binds or creditor in self.binds


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    slug: str
    title: str
    title_en: str
    issuer: str
    document_no: str
    grade: Grade
    force: Force
    force_text: Text
    membership: Membership
    is_criminal: bool
    is_required: bool
    caveat: Text | None
    period: Period
    binds: frozenset[str]
    binds_text: Text
    about: Text
    sources: tuple[str, ...]
    clauses: tuple[Clause, ...]
    file: str

    @property
    def is_citable(self) -> bool:
        """Something of it can be cited; otherwise not even its title is fit to be shown."""
        return any(clause.is_citable for clause in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the mapping: which clause a part of a rule may concern, and when."""

    clause: str
    creditors: frozenset[str]
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    element: str = ""
    is_police: bool = False
    is_automatic: bool = True
    first: date | None = None
    last: date | None = None

    def covers(self, creditor: CreditorType, day: date) -> bool:
        if ANY not in self.creditors and creditor not in self.creditors:
            return False
        if self.first is not None and day < self.first:
            return False
        return self.last is None or day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One situation within a rule; all of `when` must hold and none of `unless`."""

    id: str
    title: Text
    when: tuple[str, ...]
    unless: tuple[str, ...]
    is_automatic: bool
    needs_clause: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    id: str
    title: Text
    plain: Text
    unless: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternWords:
    """What a pattern over several incidents is called, and what it means in plain words."""

    id: str
    title: Text
    plain: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """
    What somebody read of a clause on an official site.

    `entered_by` and `entered_at` (ISO, UTC) say which account put it in and when.
    """

    clause: str
    words: str
    place: str
    day: date
    by: str
    article: str = ""
    starts_mid_sentence: bool = False
    first: date | None = None
    last: date | None = None
    entered_by: str = ""
    entered_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that rules and citations rest on; `digest` names exactly this content."""

    instruments: Mapping[str, Instrument]
    clauses: Mapping[str, Clause]
    rules: Mapping[str, Rule]
    patterns: Mapping[str, PatternWords]
    words: Mapping[str, tuple[str, ...]]
    remarks: Mapping[str, Text]
    checked: tuple[Checked, ...]
    digest: str

    def instrument_of(self, clause_id: str) -> Instrument:
        return self.instruments[self.clauses[clause_id].instrument]

    def rules_citing(self, clause_id: str) -> tuple[Rule, ...]:
        """Return the rules that may cite a clause, in order."""
        return tuple(
            rule
            for rule in self.rules.values()
            if any(entry.clause == clause_id for part in rule.parts for entry in part.entries)
        )
