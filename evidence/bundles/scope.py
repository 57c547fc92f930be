"""What a person chose to put into a bundle, as it is kept with the bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from evidence.bundles.wording import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    `first` and `last` are Shanghai days, both included; None leaves that end open. `rules` are
    those whose confirmed findings are asserted, None for all. `left_out` are ids of exhibits
    whose original stays with the borrower: only their digest is listed. `redacted` are ids of
    redacted copies that go in instead of their originals, which stay with the borrower too.
    """

    first: date | None = None
    last: date | None = None
    rules: tuple[str, ...] | None = None
    mask: bool = True
    left_out: tuple[int, ...] = ()
    redacted: tuple[int, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            "rules": list(self.rules) if self.rules is not None else None,
            "mask": self.mask,
            "left_out": list(self.left_out),
            "redacted": list(self.redacted),
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
        )


def day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def keys(stored: object) -> tuple[int, ...]:
    return tuple(stored) if isinstance(stored, list) else ()


def in_period(moment: datetime, scope: Scope) -> bool:
    """Say whether a moment falls on one of the Shanghai days of the scope."""
    on = day_of(moment)
    return (scope.first is None or on >= scope.first) and (scope.last is None or on <= scope.last)
