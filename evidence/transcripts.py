"""Reading what was written down of a recording: when it was said, by whom, and what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# 0:12, 01:02:03, [00:12], （00：12）
TIME = re.compile(
    r"[\[［【(（]?\s*(?:(?P<hours>\d{1,2})\s*[:：]\s*)?(?P<minutes>\d{1,3})\s*[:：]\s*"
    r"(?P<seconds>\d{2})(?!\d)(?:[.．]\d{1,3})?\s*[\]］】)）]?[\s,，、]*(?![:：\d])"
)
SPEAKER = re.compile(r"(?P<speaker>[^\W\d_][^\W_]{0,9})\s*[:：](?!//)\s*(?=\S)")
# An hour's worth of minutes or a minute's of seconds.
SIXTY = 60


@dataclass(frozen=True, slots=True)
class Said:
    """One line: seconds from the beginning when they are known, who spoke ("" unknown), words."""

    seconds: int | None
    speaker: str
    words: str

    @property
    def clock(self) -> str:
        """Write the time as players show it: 00:12, 1:02:03."""
        if self.seconds is None:
            return ""
        minutes, seconds = divmod(self.seconds, SIXTY)
        hours, minutes = divmod(minutes, SIXTY)
        return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def transcript(words: str) -> tuple[Said, ...]:
    """Read a transcript line by line; a line that is nothing else is words without a time."""
    return tuple(said(line.strip()) for line in words.splitlines() if line.strip())


def said(line: str) -> Said:
    seconds, rest = timed(line)
    match = SPEAKER.match(rest)
    if match is None:
        return Said(seconds, "", rest)
    return Said(seconds, match["speaker"], rest[match.end() :])


def timed(line: str) -> tuple[int | None, str]:
    """Part the time at the beginning of a line from its words; a time alone is words."""
    match = TIME.match(line)
    if match is None or match.end() == len(line):
        return None, line
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    if seconds >= SIXTY or (match["hours"] and minutes >= SIXTY):
        return None, line
    return (hours * SIXTY + minutes) * SIXTY + seconds, line[match.end() :].strip()


def speakers(lines: Iterable[Said]) -> tuple[str, ...]:
    """Name who spoke, in the order in which they did."""
    return tuple(dict.fromkeys(line.speaker for line in lines if line.speaker))


def is_table(lines: Iterable[Said]) -> bool:
    """Say whether any line names a time or a speaker."""
    return any(line.seconds is not None or line.speaker for line in lines)
