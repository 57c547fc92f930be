"""With what a case was recorded, who could get at it, and its last check, as values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The computer that a bundle was issued on: its system, processor, Python and database."""

    system: str
    machine: str
    python: str
    database: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRecord:
    """A check of the whole case: what was read, and how much of it disagreed."""

    at: datetime
    links: int
    records: int
    files: int
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRecord:
    """
    What can be said of how records came about and were kept.

    `devices` are those that people named for their files. `accounts` can sign in; `friends` were
    given a link to report through. `checked` and `backed_up_at` are the last before the issue.
    """

    environment: Environment
    devices: tuple[str, ...]
    accounts: int
    friends: int
    checked: CheckRecord | None
    backed_up_at: datetime | None
