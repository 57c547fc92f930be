"""Drawing page numbers with glyphs that a specimen page showed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from evidence.bundles.printing.leaf import Blank, Leaf

# What the specimen pages show, in this order: the foot of a page, and any other number.
FOOT = "第0123456789页　共 页"
NUMBER = "0123456789·–页"
POINTS = 0.75
# Kinds of blanks: the count of all pages, and a number that dots lead to.
COUNT, LED = "pages", "contents"
# The mark of what nobody reads.
DECORATION = -1
# Between words, dots and number, in parts of the size.
GAP = 0.25


@dataclass(frozen=True, slots=True)
class Numerals:
    """A font, its size, and for each character its glyph and width (thousandths of the size)."""

    font: str
    size: float
    glyphs: dict[str, str]
    widths: dict[str, float]

    def width(self, text: str, size: float) -> float:
        return sum(self.widths[char] for char in text) * size / 1000

    def drawn(self, text: str, left: float, baseline: float, size: float) -> bytes:
        """Return the instructions that write a text from a point on."""
        code = "".join(self.glyphs[char] for char in text)
        place = f"1 0 0 1 {left:.2f} {baseline:.2f} Tm"
        return f"BT {self.font} {size} Tf {place} <{code}> Tj ET\n".encode()


def read_numerals(specimen: pikepdf.Page, leaf: Leaf, shown: str) -> Numerals:
    """Read from a page that shows these characters and nothing else how they are written."""
    font, size, codes = "", 0.0, ""
    for step in pikepdf.parse_content_stream(specimen):
        drawn: Any = step.operands
        if str(step.operator) == "Tf":
            font, size = str(drawn[0]), float(drawn[1]) * POINTS
        elif str(step.operator) == "TJ":
            codes += "".join(
                bytes(part).hex() for part in drawn[0] if isinstance(part, pikepdf.String)
            )
    glyphs = dict(zip(shown, pairs(codes), strict=True))
    widths = next(use.widths for use in leaf.fonts if f"/{use.key}" == font)
    return Numerals(
        font,
        round(size, 3),
        glyphs,
        {char: float(widths[str(int(code, 16))]) for char, code in glyphs.items()},
    )


def pairs(codes: str) -> list[str]:
    """Part glyphs of two bytes each."""
    return [codes[at : at + 4] for at in range(0, len(codes), 4)]


def pages_text(first: int, last: int | None) -> str:
    """Write a page, or from which to which."""
    return str(first) if last is None or last == first else f"{first}–{last}"  # noqa: RUF001


def filled(blank: Blank, numerals: Numerals, numbers: Mapping[str, int], pages: int) -> bytes:
    """Return what draws the number that belongs into a blank, and the dots that lead to it."""
    size = blank.size
    if blank.kind == COUNT:
        count = numerals.drawn(f"{pages}页", blank.left, blank.baseline, size)
        return marked(count, blank.mark)
    text = pages_text(numbers[blank.anchor], numbers.get(blank.until))
    left = blank.right - numerals.width(text, size)
    number = marked(numerals.drawn(text, left, blank.baseline, size), blank.mark)
    if blank.kind != LED:
        return number
    dot, room = numerals.width("·", size), left - blank.end - 2 * GAP * size
    dots = "·" * int(room // dot)
    start = left - GAP * size - len(dots) * dot
    return marked(numerals.drawn(dots, start, blank.baseline, size), DECORATION) + number


def marked(drawn: bytes, mark: int, role: str = "Span") -> bytes:
    """Say what something drawn belongs to: a mark of the structure, or nothing that is read."""
    if mark == DECORATION:
        return b"/Artifact BMC\n" + drawn + b"EMC\n"
    return f"/{role} <</MCID {mark}>> BDC\n".encode() + drawn + b"EMC\n"
