"""Find hours in a text, written in digits or in Chinese, and tell which fall into the night."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import HAN_DIGITS, parse_number

NIGHT_BEGINS = 22 * 60
NIGHT_ENDS = 8 * 60
_DAY = 24 * 60

_PART = (
    "凌晨|清晨|清早|大清早|一大早|大早上|一早|早上|早晨|今早|早|上午|中午|正午|下午|傍晚|大晚上|"
    "今晚|昨晚|明晚|当晚|前晚|每晚|晚上|晚间|晚|昨夜|今夜|深夜|半夜|大半夜|夜里|夜间|夜晚|夜|"
    "别嫌早|鸡还没叫|鸡没叫|天刚亮|天蒙蒙亮|刚起床|这么晚|那么晚|挺晚|很晚|太晚|大黑天|后半夜|下半夜|深更半夜|午夜|三更半夜|天没亮|天不亮|天还没亮|凌晨快|早起|朝早|夜晚黑"
)
_NUMBER = f"(?:\\d{{1,2}}|[{HAN_DIGITS}]{{1,3}})"
_CLOCK = re.compile(
    f"(?P<part>{_PART})?(?:的|呢|啊|都|就|才|，|大概|大约|差不多|又|还|是|到|在|从|已经){{0,2}}"
    "(?P<near>快到?|不到|未到|将近|接近|没到|差几分|还没到|刚过|过了|才)?"
    f"(?:(?P<h24>(?<!\\d)(?:[01]?\\d|2[0-4])):(?P<m24>[0-5]\\d)(?!\\d)|(?P<hour>(?<!\\d){_NUMBER})(?:点钟?|时(?!候|间|刻|不时|隔|代|效|常|而|尚))"
    f"(?P<half>半|一刻|三刻)?(?P<minute>(?:\\d{{1,2}}|零?[{HAN_DIGITS}]{{1,3}})(?:分)?)?)"
    "(?P<more>多|左右|出头|不到|过|来钟|以后|之后|后|多钟|钟|整)?"
)
_MAY_HOLD_ONE = re.compile(f"[\\d{HAN_DIGITS}][点时:]")
_BEFORE = re.compile("(?:之前|以前|前|截止|为止)")
_EARLY = {
    "凌晨",
    "清晨",
    "清早",
    "大清早",
    "一大早",
    "大早上",
    "一早",
    "早上",
    "早晨",
    "今早",
    "早",
    "上午",
}
_EARLY |= {"上午", "凌晨快", "早起", "朝早", "天没亮", "天不亮", "天还没亮"}
_SAID_EARLY = {"别嫌早", "鸡还没叫", "鸡没叫", "天刚亮", "天蒙蒙亮", "刚起床"}
_NOON = {"中午", "正午", "下午", "傍晚"}
_SHIFT = {"半": 30, "一刻": 15, "三刻": 45}
_EARLIER = ("快", "快到", "不到", "未到", "将近", "接近", "没到", "差几分", "还没到")
# 五六点 is a range of two hours; the first decides.
_RANGE = re.compile(f"(?:十)?([{HAN_DIGITS}])([{HAN_DIGITS}])")


@dataclass(frozen=True, slots=True)
class Hour:
    """One stated time of day: minutes after midnight and where it stands."""

    minutes: int
    start: int
    end: int
    is_deadline: bool

    @property
    def is_night(self) -> bool:
        """Tell whether the time lies from 22:00 up to, not including, 08:00."""
        return self.minutes >= NIGHT_BEGINS or self.minutes < NIGHT_ENDS


def hours(text: str) -> Iterator[Hour]:
    """Give the times of day in a folded text; a bare hour (两点) is ambiguous and left out."""
    if not _MAY_HOLD_ONE.search(text):
        return
    for match in _CLOCK.finditer(text):
        minutes = _minutes(match)
        if minutes is not None:
            after = _BEFORE.match(text, match.end())
            yield Hour(minutes % _DAY, match.start(), match.end(), after is not None)


def _minutes(match: re.Match[str]) -> int | None:
    if match["h24"] is not None:
        hour, minute = int(match["h24"]), int(match["m24"])
        is_plain = len(match["h24"]) == 2
    else:
        spoken = _spoken_hour(match["hour"])
        if spoken is None or spoken > 24:
            return None
        hour, minute = spoken, _spoken_minute(match)
        is_plain = hour > 12 or match["hour"] == "0" or match["hour"] == "零"
    placed = _place(hour, match["part"], is_plain or match["h24"] is not None)
    if placed is None:
        return None
    if match["near"] in _EARLIER or match["more"] == "不到":
        minute -= 5
    return placed * 60 + minute


def _spoken_hour(words: str) -> int | None:
    if words.startswith("十") and len(words) == 3:
        return 10 + (parse_number(words[1]) or 0)
    if _RANGE.fullmatch(words) and words not in ("十一", "十二") and words[0] != "十":
        return parse_number(words[0])
    return parse_number(words)


def _spoken_minute(match: re.Match[str]) -> int:
    if match["half"] is not None:
        return _SHIFT[match["half"]]
    if match["minute"] is None:
        return 0
    return min(parse_number(match["minute"].removesuffix("分").lstrip("零")) or 0, 59)


def _place(hour: int, part: str | None, is_24_hour: bool) -> int | None:
    """Turn an hour and the part of the day into an hour from 0 to 24, or None if ambiguous."""
    if part is None:
        return hour if is_24_hour else None
    if part in _SAID_EARLY:
        return hour
    if part in _EARLY:
        return 0 if hour == 12 and part.startswith("凌晨") else hour
    if part in _NOON:
        return hour + 12 if hour < 11 and part != "中午" else hour
    if hour == 12:
        return 24
    return hour + 12 if 5 < hour < 12 else hour
