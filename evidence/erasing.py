"""Taking a person's name and number out of texts: which columns hold words, what replaces them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.bundles.masking import digits_of, number_pattern
from incidents.models.recorded import GONE

# One character is as often a word as a name, and four digits may be anything.
SHORTEST_WORD, SHORTEST_NUMBER = 2, 5
NUMBER = re.compile(r"[+＋\d\s\-－—.·()（）]+")
# What people call their family is nobody's name; taking it out would spoil every text.
KIN = frozenset(
    [
        "爸爸",
        "妈妈",
        "老爸",
        "老妈",
        "父亲",
        "母亲",
        "老公",
        "老婆",
        "丈夫",
        "妻子",
        "哥哥",
        "姐姐",
        "弟弟",
        "妹妹",
        "儿子",
        "女儿",
        "爷爷",
        "奶奶",
        "外公",
        "外婆",
        "姥姥",
        "姥爷",
        "叔叔",
        "阿姨",
        "舅舅",
        "姑姑",
        "表姐",
        "表哥",
        "表弟",
        "表妹",
        "同事",
        "朋友",
        "同学",
        "老板",
        "领导",
        "房东",
        "邻居",
    ]
)
# The columns in which people write of others, by kind of record.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "incidents.case": ("title", "story", "phone", "address"),
    "incidents.contact": ("note",),
    "incidents.representative": ("name", "relation", "phone", "address"),
    "incidents.line": ("note",),
    "incidents.debt": ("usury_basis", "note"),
    "incidents.repayment": ("note",),
    "incidents.incident": ("claimed_identity", "claimed_for", "narrative"),
    "incidents.complaint": ("office", "subject", "answer_words"),
    "incidents.inquiry": ("question", "answer_words", "note"),
    "incidents.finding": ("note",),
    "incidents.report": ("submitted",),
    "incidents.reportaddition": ("words",),
    "evidence.bundle": ("letter", "contact"),
    "evidence.exhibit": ("original_name", "source", "device", "metadata"),
    "evidence.exhibituse": ("given_name",),
    "evidence.derivative": ("words",),
    "evidence.importrun": ("found", "lines", "rejections"),
}


@dataclass(frozen=True, slots=True)
class Striker:
    """Replaces words and numbers in texts; a number is found however its digits are spaced."""

    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Striker":
        # Longer ones first: a name may be part of another.
        ordered = sorted(filter(can_be_struck, set(words)), key=len, reverse=True)
        return cls(tuple(pattern_of(word) for word in ordered))

    def text(self, text: str) -> str:
        for pattern in self.patterns:
            text = pattern.sub(GONE, text)
        return text

    def value(self, value: object) -> object:
        """Return a column's value, or what its JSON holds, without the words."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {name: self.value(item) for name, item in value.items()}
        return value


def can_be_struck(word: str) -> bool:
    if is_number(word):
        return len(digits_of(word)) >= SHORTEST_NUMBER
    return len(word) >= SHORTEST_WORD and GONE not in word


def is_number(word: str) -> bool:
    return bool(NUMBER.fullmatch(word)) and any(char.isdecimal() for char in word)


def pattern_of(word: str) -> re.Pattern[str]:
    return number_pattern(digits_of(word)) if is_number(word) else re.compile(re.escape(word))
