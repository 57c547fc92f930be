"""Drawing the short texts that stand left and right of a paragraph, without boxes of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from weasyprint import HTML  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import LineBox  # type: ignore[import-untyped]

from evidence.bundles.printing.leaf import FontUse
from evidence.bundles.printing.typefaces import Ledger
from evidence.exceptions import IssueError

# A paragraph with these attributes: what stands at the left and at the right of its first line.
LEFT, RIGHT = "data-left", "data-right"
FONT = '10px "Noto Sans CJK SC", "Heiti SC", SimHei, sans-serif'
LEFT_SIZE, RIGHT_SIZE = 8.5, 8.0
# Points from the paragraph's edge, and the grey of the text.
INDENT = 5.67
GREY = "0.133 g"
HAIRLINE, SHADE = "0.733 G 0.4 w", "0.941 g"
# All spaces are drawn as one and move on by their own width, in parts of the size.
SPACE = " "
# A space is drawn between others only.
PARTED = "0 0"
SPACES = {" ": 0.25, "\u2002": 0.5, "\u3000": 1.0}
DECORATION = "/Artifact BMC"
# Specimens of so many sets of characters are remembered.
REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Column:
    """
    A text, its size, and where it starts or, if it stands at the right, ends (points).

    `mark` is its mark in the structure of its page; neighbours share one. `rule` is a hairline
    above its paragraph: from where to where, and how high. `shade` is the area of a paragraph on
    grey: left, bottom, width, height.
    """

    text: str
    size: float
    x: float
    baseline: float
    is_right: bool
    mark: int = -1
    rule: tuple[float, float, float] | None = None
    shade: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Glyph:
    font: str
    code: str
    width: float


@dataclass(frozen=True, slots=True)
class Specimen:
    """How characters are drawn, and what they use of which fonts."""

    glyphs: dict[str, Glyph]
    fonts: tuple[FontUse, ...]


def columns_of(box: Any, height: float, scale: float) -> Iterator[Column]:
    """Yield what stands beside a paragraph's first line; `height` is the page's in pixels."""
    left, right = box.element.get(LEFT), box.element.get(RIGHT)
    line = next((child for child in box.children if isinstance(child, LineBox)), None)
    if line is None:
        return
    baseline = (height - line.position_y - line.baseline) * scale
    start = box.padding_box_x() * scale
    end = start + box.padding_width() * scale
    top, tall = (height - box.padding_box_y()) * scale, box.padding_height() * scale
    shade = None if left else (start, top - tall, end - start, tall)
    if left:
        rule = (start, end, top)
        yield Column(left, LEFT_SIZE, start + INDENT, baseline, is_right=False, rule=rule)
    if right:
        yield Column(right, RIGHT_SIZE, end, baseline, is_right=True, shade=shade)


def characters(columns: Sequence[Column]) -> str:
    """Return what is drawn, a space with it: it parts the texts for those who hear them."""
    shown = {char for column in columns for char in column.text} - SPACES.keys()
    return "".join(sorted(shown | {SPACE})) if shown else ""


@lru_cache(maxsize=REMEMBERED)
def specimen(shown: str) -> Specimen:
    """Lay the characters out once to see with which glyphs they are drawn."""
    if not shown:
        return Specimen({}, ())
    lines = "".join(f"<p>{escape(PARTED if char == SPACE else char)}</p>" for char in shown)
    styles = f"p {{ white-space: pre; margin: 0; font: {FONT} }}"
    document = HTML(string=f'<html lang="zh-CN"><style>{styles}</style>{lines}').render()
    document.fonts = ledger = Ledger()
    document.write_pdf()
    uses = ledger.uses()
    glyphs = {
        text: Glyph(use.key, f"{int(number):04x}", use.widths[number])
        for use in uses
        for number, text in use.reads.items()
    }
    if set(shown) - glyphs.keys():
        raise IssueError("有字符没有字体能印出来，证据包没有出具。")
    return Specimen(glyphs, uses)


def drawn(columns: Sequence[Column], known: Specimen) -> bytes:
    """Return the instructions that draw the texts of one page."""
    lines = []
    for mark, beside in groupby(columns, lambda column: column.mark):
        lines.append(DECORATION if mark < 0 else f"/P <</MCID {mark}>> BDC")
        lines += [line for column in beside for line in drawn_column(column, known)]
        lines.append("EMC")
    return "\n".join(["q", *rules(columns), GREY, "BT", *lines, "ET", "Q"]).encode()


def rules(columns: Sequence[Column]) -> Iterator[str]:
    """Yield what draws shades and hairlines, which all text stands on."""
    found = [column for column in columns if column.rule or column.shade]
    if found:
        yield f"{DECORATION} {SHADE} {HAIRLINE}"
        for column in found:
            if column.shade:
                yield f"{' '.join(f'{edge:.2f}' for edge in column.shade)} re f"
            if column.rule:
                left, right, y = column.rule
                yield f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S"
        yield "EMC"


def drawn_column(column: Column, known: Specimen) -> Iterator[str]:
    """Yield a text's runs, each of one font, and a space where it has one and after it."""
    at = column.x - (width_of(column.text, known) * column.size if column.is_right else 0)
    for is_space, run in groupby(column.text + SPACE, SPACES.__contains__):
        text = "".join(run)
        yield from drawn_run(SPACE if is_space else text, at, column, known)
        at += width_of(text, known) * column.size


def drawn_run(text: str, at: float, column: Column, known: Specimen) -> Iterator[str]:
    for font, run in groupby(text, lambda char: known.glyphs[char].font):
        shown = "".join(run)
        codes = "".join(known.glyphs[char].code for char in shown)
        place = f"1 0 0 1 {at:.2f} {column.baseline:.2f} Tm"
        yield f"/{font} {column.size} Tf {place} <{codes}> Tj"
        at += width_of(shown, known) * column.size


def width_of(text: str, known: Specimen) -> float:
    """Return how wide a text is, in parts of its size."""
    return sum(SPACES[char] if char in SPACES else known.glyphs[char].width / 1000 for char in text)
