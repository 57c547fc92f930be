"""How dates, times, gaps, amounts and runs of numbers are written in print."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

PRINT_LANGUAGE = "zh-hans"
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
DIGITS = "〇一二三四五六七八九"
AT_ONCE = "当时"

HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff"
SPACE_BY_HAN = re.compile(rf"(?<=[{HAN}]) +(?=[\w(])|(?<=[\w)]) +(?=[{HAN}])")


def tight(text: str) -> str:
    """Drop the spaces that screens put beside Han: print justifies by stretching them."""
    return SPACE_BY_HAN.sub("", text)


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    return local(moment).date()


def full_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date) -> str:
    return f"{day.month}月{day.day}日"


def weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"


def clock(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"


def stamp(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


def iso_day(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d}"


def iso_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def span(first: date, last: date) -> str:
    """Write a period, naming year or month once where both ends share it."""
    if first == last:
        return full_date(first)
    if first.year != last.year:
        return f"{full_date(first)}至{full_date(last)}"
    return f"{full_date(first)}至{short_date(last)}"


def short_span(first: date, last: date) -> str:
    if first.year != last.year:
        return span(first, last)
    return short_date(first) if first == last else f"{short_date(first)}至{short_date(last)}"


def duration(seconds: int) -> str:
    """Write a call's length: 48秒, 2分05秒, 1小时02分."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest}秒"
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}小时{minutes:02d}分"
    return f"{minutes}分{rest:02d}秒"


def gap(between: timedelta) -> str:
    """Say how long after the event it was written down."""
    minutes = int(between.total_seconds() // 60)
    if minutes < 1:
        return AT_ONCE
    if minutes < 60:
        return f"{minutes}分"
    if minutes < 24 * 60:
        return f"{minutes // 60}小时"
    return f"{minutes // (24 * 60)}天"


def gap_range(gaps: Iterable[timedelta]) -> str:
    ordered = sorted(gaps)
    first, last = gap(ordered[0]), gap(ordered[-1])
    if first == last:
        return first
    if first.endswith("天") and last.endswith("天"):
        return f"{first[:-1]}至{last}"
    return f"{first}至{last}"


def yuan(amount: Decimal, *, about: bool = False) -> str:
    """Write an amount: 8,000元, 约8,000元, 12.50元."""
    whole = amount == amount.to_integral_value()
    number = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    return f"{'约' if about else ''}{number}元"


def size(count: int) -> str:
    if count < 1024:
        return f"{count}字节"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f}KB"
    return f"{count / (1024 * 1024):.1f}MB"


def chinese(number: int) -> str:
    """Write 1 to 99 in Chinese numerals, as headings count."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    head = "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def letters(index: int) -> str:
    """Count from 0 in capital letters: A, B … Z, AA, AB …"""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Gather numbers into runs of neighbours: 1 2 3 7 gives (1, 3), (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def hex_groups(digest: str) -> str:
    """Break a digest into groups of four for the eye."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
