"""Making every character of a recorded text appear in print, spelled out when no glyph can."""

import re
import unicodedata

# Joiners and variation selectors only shape the picture before them.
SHAPERS = {"\u200d", "\ufe0e", "\ufe0f", "\u20e3"}
KEPT = {"\n", "\t"}
DROPPED = SHAPERS | {"\r"}
LAST_BMP = 0xFFFF
FIRST_IDEOGRAPH, LAST_IDEOGRAPH = 0x20000, 0x3FFFF
# Blocks in which every code point is a visible character; all else is looked at one by one.
PLAIN = re.compile(
    r"[\t\n\x20-\x7e\u00a1-\u00ac\u00ae-\u00ff\u2010-\u2027\u3001-\u303f"
    r"\u3400-\u9fff\uff01-\uff5e]*"
)


def printable(text: str) -> str:
    """
    Return a text that a Chinese serif and sans font can print whole.

    Pictures such as emoji become their name and code point, invisible and unassigned characters
    their code point, and ideographs beyond the basic plane keep theirs beside them.
    """
    if PLAIN.fullmatch(text):
        return text
    return "".join(spell(char) for char in text if char not in DROPPED)


def spell(char: str) -> str:
    point = ord(char)
    category = unicodedata.category(char)
    if char in KEPT:
        return char
    if category[0] == "C":
        return f"〔U+{point:04X}〕"
    if point <= LAST_BMP:
        return char
    if FIRST_IDEOGRAPH <= point <= LAST_IDEOGRAPH:
        return f"{char}〔U+{point:X}〕"
    return f"〔U+{point:X} {unicodedata.name(char, '')}〕".replace(" 〕", "〕")
