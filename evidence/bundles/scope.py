"""What a person chose to put into a bundle, as it is kept with the bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from evidence.bundles.supplement import Supplement
from evidence.bundles.wording import day_of

PAIRED = 2
PER_PAGE = (1, PAIRED, 4, 6)


# Among creditors: incidents for which none was written down. Among contacts: the borrower herself.
NOBODY = 0
Span = tuple[date, date]


class Outside(StrEnum):
    """Why an incident stays out; the first that holds counts."""

    PERIOD = "period"
    CREDITOR = "creditor"
    CONTACT = "contact"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    `first` and `last` are Shanghai days, both included; None leaves that end open. `rules` are
    those whose confirmed findings are asserted, None for all. `left_out` are ids of exhibits
    whose original stays with the borrower: only their digest is listed. `redacted` are ids of
    redacted copies that go in instead of their originals, which stay with the borrower too.
    `per_page` (one of PER_PAGE) is how many tall pictures, or pages of PDFs, stand on a page.
    `shows_place` has the place printed that a picture's own EXIF names; only if asked. `spans` are
    several periods, each with its first and last day, of which one must hold the day. `creditors`
    and `contacts` are ids, None for all (see NOBODY). `annex` lists unconfirmed findings apart.
    """

    first: date | None = None
    last: date | None = None
    rules: tuple[str, ...] | None = None
    mask: bool = True
    left_out: tuple[int, ...] = ()
    redacted: tuple[int, ...] = ()
    per_page: int = PAIRED
    shows_place: bool = False
    spans: tuple[Span, ...] = ()
    creditors: tuple[int, ...] | None = None
    contacts: tuple[int, ...] | None = None
    annex: bool = False
    supplement: Supplement | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for some days, creditors or contacts alone."""
        asked = (self.first, self.last, self.creditors, self.contacts)
        return bool(self.spans) or any(each is not None for each in asked)

    @property
    def is_whole(self) -> bool:
        """Whether every standing incident of the case is in."""
        return not self.is_narrow and self.supplement is None

    def as_json(self) -> dict[str, object]:
        return {
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            "rules": list(self.rules) if self.rules is not None else None,
            "mask": self.mask,
            "left_out": list(self.left_out),
            "redacted": list(self.redacted),
            "per_page": self.per_page,
            "shows_place": self.shows_place,
            "spans": [[first.isoformat(), last.isoformat()] for first, last in self.spans],
            "creditors": list(self.creditors) if self.creditors is not None else None,
            "contacts": list(self.contacts) if self.contacts is not None else None,
            "annex": self.annex,
            "supplement": self.supplement.as_json() if self.supplement else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Scope":
        rules = stored.get("rules")
        return cls(
            first=day(stored.get("from")),
            last=day(stored.get("to")),
            rules=tuple(str(rule) for rule in rules) if isinstance(rules, list) else None,
            mask=bool(stored.get("mask", True)),
            left_out=keys(stored.get("left_out")),
            redacted=keys(stored.get("redacted")),
            per_page=number_per_page(stored.get("per_page")),
            shows_place=bool(stored.get("shows_place", False)),
            spans=spans(stored.get("spans")),
            creditors=only(stored.get("creditors")),
            contacts=only(stored.get("contacts")),
            annex=bool(stored.get("annex", False)),
            supplement=supplement(stored.get("supplement")),
        )


def number_per_page(stored: object) -> int:
    return stored if isinstance(stored, int) and stored in PER_PAGE else PAIRED


def day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def keys(stored: object) -> tuple[int, ...]:
    return tuple(stored) if isinstance(stored, list) else ()


def only(stored: object) -> tuple[int, ...] | None:
    return tuple(stored) if isinstance(stored, list) else None


def spans(stored: object) -> tuple[Span, ...]:
    pairs = stored if isinstance(stored, list) else []
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


def supplement(stored: object) -> Supplement | None:
    return Supplement.from_json(stored) if isinstance(stored, Mapping) else None


def in_period(moment: datetime, scope: Scope) -> bool:
    """Say whether a moment falls on one of the Shanghai days of the scope."""
    return day_in_period(day_of(moment), scope)


def day_in_period(on: date, scope: Scope) -> bool:
    if (scope.first and on < scope.first) or (scope.last and on > scope.last):
        return False
    return not scope.spans or any(first <= on <= last for first, last in scope.spans)


def of_creditor(creditor: int | None, scope: Scope) -> bool:
    """Say whether what concerns a creditor is in; None is what names no creditor."""
    return scope.creditors is None or (creditor or NOBODY) in scope.creditors


def of_contact(contact: int | None, scope: Scope) -> bool:
    """Say whether what reached a contact is in; None is the borrower herself."""
    return scope.contacts is None or (contact or NOBODY) in scope.contacts


def outside(
    scope: Scope, *, number: int, day: date, creditor: int | None, contact: int | None
) -> Outside | None:
    """Say why an incident stays out of a bundle, or None when it goes in."""
    if not day_in_period(day, scope):
        return Outside.PERIOD
    if not of_creditor(creditor, scope):
        return Outside.CREDITOR
    if not of_contact(contact, scope):
        return Outside.CONTACT
    if scope.supplement is not None and scope.supplement.holds(number):
        return Outside.EARLIER
    return None
