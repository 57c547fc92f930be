"""What a friend told through a link, as it was sent, and how its relative days are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time, timedelta

from django.utils import timezone

NOW, TODAY, YESTERDAY, PICK, UNSURE = "now", "today", "yesterday", "pick", "unsure"
NOON = time(12)


@dataclass(frozen=True, slots=True)
class ToldTime:
    """A moment and whether it was told to the minute."""

    at: datetime
    is_exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The form as it was sent; `clock` is HH:MM and `calendar` YYYY-MM-DD, or "" when left out."""

    number: str = ""
    when: str = NOW
    clock: str = ""
    calendar: str = ""
    channel: str = "call"
    connected: str = ""
    words: str = ""
    claimed: str = ""
    happened: tuple[str, ...] = ()
    asked_to_stop: bool = False
    name: str = ""
    relation: str = ""
    may_be_shared: bool = False
    may_be_witness: bool = False
    files: tuple[str, ...] = ()
    language: str = "zh-hans"

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Submission:
        """Read a stored submission; what an older form did not ask stays at its default."""
        known = {one.name for one in fields(cls)}
        values = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name in known
        }
        return cls(**values)  # type: ignore[arg-type]

    def to_json(self) -> dict[str, object]:
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    def told_time(self, sent_at: datetime) -> ToldTime:
        """Read when it happened; an hour that was not told is noon, and marked as a guess."""
        sent = timezone.localtime(sent_at)
        if self.when in (NOW, UNSURE):
            return ToldTime(sent_at, is_exact=False)
        day = sent.date() - timedelta(days=self.when == YESTERDAY)
        if self.when == PICK and self.calendar:
            day = datetime.fromisoformat(self.calendar).date()
        clock = time.fromisoformat(self.clock) if self.clock else NOON
        moment = timezone.make_aware(datetime.combine(day, clock))
        return ToldTime(min(moment, sent_at), is_exact=bool(self.clock))
