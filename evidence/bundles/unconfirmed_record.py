"""Findings that nobody confirmed, as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UnconfirmedRecord:
    """The findings of one rule that are listed apart and not asserted."""

    rule: str
    rule_title: str
    count: int
    incidents: tuple[int, ...]
