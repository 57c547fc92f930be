"""Patterns that find a name or a number however it is spaced, widened or written otherwise."""

import re
import unicodedata
from collections import defaultdict
from functools import cache

import opencc

# Chinese digits, the formal ones too; 幺 and 洞 are how ones and noughts are read out.
HAN_DIGITS = (
    "〇零洞",
    "一壹幺",
    "二贰两",
    "三叁",
    "四肆",
    "五伍",
    "六陆",
    "七柒拐",
    "八捌",
    "九玖",
)
# Anything but letters and digits may stand between digits, a little of it at a time.
BETWEEN_DIGITS = r"[\W_]{0,4}"
# Between the characters of a name only what is put there to dodge a filter: 大 林, 大.林, 大*林.
INVISIBLE = "\u00ad\u034f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff"
BETWEEN_HAN = rf"[ \t\u00a0\u3000.·•*_|/\\+\-^=#`'\"{INVISIBLE}]{{0,3}}"
BETWEEN_LETTERS = f"[{INVISIBLE}]{{0,3}}"
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
WIDE = 0xFEE0
# Behind the plane of symbols no character stands for a digit.
LAST_DIGIT = 0x1FFFF
FIRST_WIDE, LAST_WIDE = "!", "~"
SCRIPTS = ("s2t", "t2s", "s2tw", "s2hk")
# Beginnings of a mainland number in print: +86, 0086, a nought, and prefixes of cheap lines.
COUNTRY, CARRIERS = "86", ("17951", "17911", "17909", "12593", "10193")
MOBILE = re.compile(r"1\d{10}")
# An area code without its nought has two digits in these, three elsewhere.
SHORT_AREAS = ("1", "2")
SHORTEST_LINE = 7


@cache
def digit_classes() -> dict[str, str]:
    """Return for each digit a class of every character that stands for it."""
    held: dict[str, set[str]] = defaultdict(set)
    for point in range(LAST_DIGIT + 1):
        value = unicodedata.digit(chr(point), None)
        if value is not None:
            held[str(value)].add(chr(point))
    return {
        digit: f"[{re.escape(''.join(sorted(held[digit])))}{HAN_DIGITS[int(digit)]}]"
        for digit in sorted(held)
    }


def spelled(digits: str) -> str:
    """Return a pattern of digits one after another, in any spelling."""
    classes = digit_classes()
    return BETWEEN_DIGITS.join(classes[digit] for digit in digits)


@cache
def openings() -> str:
    """Return the pattern of what may stand before a number without being part of it."""
    noughts = spelled("00")
    country = rf"[+＋]?(?:{noughts}{BETWEEN_DIGITS})?{spelled(COUNTRY)}{BETWEEN_DIGITS}"
    carriers = "|".join(f"{spelled(each)}{BETWEEN_DIGITS}" for each in CARRIERS)
    nought = f"{spelled('0')}{BETWEEN_DIGITS}"
    return rf"(?:(?:{country})?(?:{nought})?|{carriers})"


@cache
def digit_runs() -> re.Pattern[str]:
    """Return the pattern of stretches with so many digits that a number may stand in them."""
    digit = f"[{''.join(each[1:-1] for each in digit_classes().values())}]"
    return re.compile(f"[+＋]?{digit}(?:{BETWEEN_DIGITS}{digit}){{{SHORTEST_LINE - 1},}}")


def number_spelling(digits: str) -> str:
    """Return the pattern of a number; of a fixed line, also without its area code."""
    bodies = [spelled(digits.removeprefix("0"))]
    local = local_part(digits)
    if local:
        bodies.append(spelled(local))
    return rf"(?<!\d){openings()}(?:{'|'.join(bodies)})(?!\d)"


def local_part(digits: str) -> str:
    """Return what is dialled inside the city, "" for what is no fixed line."""
    area = digits.removeprefix("0")
    if area == digits:
        return ""
    local = area[2:] if area.startswith(SHORT_AREAS) else area[3:]
    return local if len(local) >= SHORTEST_LINE else ""


def name_spelling(name: str) -> str:
    """Return the pattern of a name, in any script, width and case."""
    pieces = [character_class(name[0])]
    for before, char in zip(name, name[1:], strict=False):
        gap = BETWEEN_HAN if HAN.match(before) and HAN.match(char) else BETWEEN_LETTERS
        pieces.append(gap + character_class(char))
    return "".join(pieces)


@cache
def character_class(char: str) -> str:
    """Return a class of one character's spellings."""
    return f"[{re.escape(''.join(sorted(variants(char))))}]"


def variants(char: str) -> set[str]:
    """Return a character and how else it is written: simplified, traditional, wide, other case."""
    found = {char, unicodedata.normalize("NFKC", char)}
    found |= {one for each in list(found) for one in (each.lower(), each.upper())}
    if HAN.match(char):
        found |= {converter(script).convert(char) for script in SCRIPTS}
    found |= {chr(ord(c) + WIDE) for c in found if len(c) == 1 and FIRST_WIDE <= c <= LAST_WIDE}
    return {one for one in found if len(one) == 1}


@cache
def converter(script: str) -> opencc.OpenCC:
    return opencc.OpenCC(script)
