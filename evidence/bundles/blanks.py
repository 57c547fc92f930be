"""Finding places in a letter that were never filled in, but for those that records hold."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from evidence.bundles.rewriting import OURS

CROSS = "XxＸｘ×"
LATIN = "A-Za-zＡ-Ｚａ-ｚ"
ASKS = "填|补充|写明|写上|输入|待定|待补"
# An address on the web may well hold such marks.
WEB = re.compile(r"https?://[^\s“”‘’，。；！？、（）【】]+", re.IGNORECASE)
MARKS = re.compile(
    "|".join(
        [
            r"[_＿]{2,}",
            r"【[\s_＿…\-—]*】|〔[\s_＿]*〕|\[[\s_＿]*\]|［[\s_＿]*］",
            rf"【[^】\n]{{0,12}}(?:{ASKS})[^】\n]{{0,12}}】",
            r"[（(][\s_＿]*[)）]",
            rf"(?<![{LATIN}])[{CROSS}]{{2,}}(?![{LATIN}])",
            rf"(?<![{LATIN}0-9０-９])[{CROSS}](?=\s*[年月日元])",
            "某某|某年|某月|某日",
            r"[{｛][^{}｛｝\n]*[}｝]|\{\{|\}\}",
        ]
    )
)
NEAR = 6


@dataclass(frozen=True, slots=True)
class Blank:
    """One place: which line it is in (from 1), the mark, and the words around it."""

    line: int
    mark: str
    around: str


def blanks(text: str, records: Iterable[str]) -> Iterator[Blank]:
    """
    Yield the places of `text` that were left open. A mark that stands between the same characters
    in one of `records` was written by somebody else, and stays.
    """
    held: str | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        searched = WEB.sub(lambda match: "网" * len(match[0]), line)
        for match in MARKS.finditer(searched):
            if held is None:
                held = "\n".join(records)
            if not is_recorded(line, match.start(), match.end(), held):
                yield Blank(number, match[0], around(line, match.start(), match.end()))


def is_recorded(line: str, start: int, end: int, held: str) -> bool:
    before, after = line[max(0, start - 1) : start], line[end : end + 1]
    # What quotes or parts the words need not be in the record.
    left = before if before.isalnum() else ""
    right = after if after.isalnum() else ""
    return f"{left}{line[start:end]}{right}" in held


def around(line: str, start: int, end: int) -> str:
    """Return a mark with a few characters on either side, so that it can be found."""
    head = "…" if start > NEAR else ""
    tail = "…" if end + NEAR < len(line) else ""
    return f"{head}{line[max(0, start - NEAR) : end + NEAR].strip()}{tail}"


def recorded_words(value: object) -> Iterator[str]:
    """Yield every text that frozen records hold, but for those of the catalogue."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from recorded_words(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from recorded_words(item)
    elif is_dataclass(value) and not isinstance(value, (type, *OURS)):
        for field in fields(value):
            yield from recorded_words(getattr(value, field.name))
