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
    """A run of text and where it starts (points)."""

    text: str
    x: float
    y: float


class Reader:
    """Reads pages of one file; what it learns of a font it keeps."""

    def __init__(self) -> None:
        self.maps: dict[tuple[int, int], dict[bytes, str]] = {}

    def runs(self, page: pikepdf.Page, stream: pikepdf.Object | pikepdf.Page) -> Iterator[Run]:
        """Yield the runs that a content stream of a page draws, in its order."""
        fonts = page.Resources.Font
        states, placed, reads = [Matrix()], Matrix(), dict[bytes, str]()
        for step in pikepdf.parse_content_stream(stream):
            operands: Any = step.operands
            match str(step.operator):
                case "q":
                    states.append(states[-1])
                case "Q":
                    states.pop()
                case "cm":
                    states[-1] = Matrix(*map(float, operands)) @ states[-1]
                case "Tm":
                    placed = Matrix(*map(float, operands))
                case "Tf":
                    reads = self.reads(fonts[str(operands[0])])
                case "Tj" | "TJ":
                    spot = placed @ states[-1]
                    yield Run(text_of(operands[0], reads), float(spot.e), float(spot.f))

    def reads(self, font: Any) -> dict[bytes, str]:
        if font.objgen not in self.maps:
            content = font.ToUnicode.read_bytes()
            self.maps[font.objgen] = {
                bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
                for glyph, text in PAIR.findall(content.partition(b"endcodespacerange")[2])
            }
        return self.maps[font.objgen]


def text_of(drawn: Any, reads: dict[bytes, str]) -> str:
    parts = [drawn] if isinstance(drawn, pikepdf.String) else list(drawn)
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(reads.get(codes[at : at + GLYPH], "") for at in range(0, len(codes), GLYPH))
