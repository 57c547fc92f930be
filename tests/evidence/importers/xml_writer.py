"""Writes rows as backup apps do: any quotes, emoji as two surrogate references."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from random import Random

Children = Sequence[tuple[str, Mapping[str, str]]]


class InPieces(BytesIO):
    """A file that hands out pieces of a chosen size, as a slow stream would."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._size)


def element(tag: str, attributes: Mapping[str, str], random: Random, inside: str = "") -> str:
    written = "".join(f" {name}={_quoted(text, random)}" for name, text in attributes.items())
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written} />"


def _quoted(text: str, random: Random) -> str:
    quote = random.choice("\"'")
    return quote + "".join(_characters(text, quote, random)) + quote


def _characters(text: str, quote: str, random: Random) -> Iterator[str]:
    for char in text:
        if char in "&<\r\n\t" or char == quote:
            yield f"&#{ord(char)};"
        elif ord(char) > 0xFFFF and random.random() < 0.8:
            yield _as_surrogates(ord(char), random)
        elif random.random() < 0.1:
            yield f"&#x{ord(char):X};"
        else:
            yield char


def _as_surrogates(code: int, random: Random) -> str:
    high, low = 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)
    form = random.choice(["&#{};&#{};", "&#x{:X};&#x{:x};", "&#{};&#x{:X};"])
    return form.format(high, low)
