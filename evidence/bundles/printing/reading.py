"""Reading the text that a finished page draws, with the fonts that the file itself holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Matrix

PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
GLYPH = 2


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, where it starts (points), and its mark in the structure, -1 if it has none."""

    text: str
    x: float
    y: float
    mark: int = -1


class Pen:
    """Where the next text is drawn."""

    def __init__(self) -> None:
        self.states, self.line = [Matrix()], Matrix()

    def move(self, operator: str, operands: Any) -> None:
        match operator:
            case "q":
                self.states.append(self.states[-1])
            case "Q":
                self.states.pop()
            case "cm":
                self.states[-1] = Matrix(*map(float, operands)) @ self.states[-1]
            case "Tm":
                self.line = Matrix(*map(float, operands))

    @property
    def place(self) -> tuple[float, float]:
        spot = self.line @ self.states[-1]
        return float(spot.e), float(spot.f)


class Reader:
    """Reads pages of one file; what it learns of a font it keeps."""

    def __init__(self) -> None:
        self.maps: dict[tuple[int, int], dict[bytes, str]] = {}

    def runs(self, page: pikepdf.Page, stream: pikepdf.Object | pikepdf.Page) -> Iterator[Run]:
        """Yield the runs that a content stream of a page draws, in its order."""
        fonts = page.Resources.Font
        pen, marks, reads = Pen(), [-1], dict[bytes, str]()
        for step in pikepdf.parse_content_stream(stream):
            operands: Any = step.operands
            match str(step.operator):
                case "Tf":
                    reads = self.reads(fonts[str(operands[0])])
                case "Tj" | "TJ":
                    yield Run(text_of(operands[0], reads), *pen.place, marks[-1])
                case "BMC" | "BDC":
                    marks.append(mark_of(operands))
                case "EMC":
                    marks.pop()
                case other:
                    pen.move(other, operands)

    def reads(self, font: Any) -> dict[bytes, str]:
        if font.objgen not in self.maps:
            content = font.ToUnicode.read_bytes()
            self.maps[font.objgen] = {
                bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
                for glyph, text in PAIR.findall(content.partition(b"endcodespacerange")[2])
            }
        return self.maps[font.objgen]


def mark_of(operands: Any) -> int:
    return int(operands[1].get("/MCID", -1)) if len(operands) > 1 else -1


def text_of(drawn: Any, reads: dict[bytes, str]) -> str:
    parts = [drawn] if isinstance(drawn, pikepdf.String) else list(drawn)
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(reads.get(codes[at : at + GLYPH], "") for at in range(0, len(codes), GLYPH))
