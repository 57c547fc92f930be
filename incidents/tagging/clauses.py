"""Cut a folded text into sentences and clauses, and find what stands in quotation marks."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[。！？\n]+[”）】]*|…+")
_CLAUSE_END = re.compile(r"[，；：。！？\n…～ 【】（）“”—]+")
_QUOTE = re.compile("“[^”]*”")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is cut; offsets are those of the folded text."""

    text: str
    sentence_starts: tuple[int, ...]
    clause_starts: tuple[int, ...]
    quotes: tuple[Stretch, ...]

    def sentence(self, at: int) -> Stretch:
        """Give the sentence around a position."""
        return _around(self.sentence_starts, at, len(self.text))

    def clause(self, at: int) -> Stretch:
        """Give the clause around a position."""
        return _around(self.clause_starts, at, len(self.text))

    def is_quoted(self, at: int) -> bool:
        """Tell whether a position lies inside quotation marks."""
        return any(quote.start < at < quote.end for quote in self.quotes)


def lay_out(text: str) -> Layout:
    """Find the sentences, the clauses and the quotations of a folded text."""
    return Layout(
        text=text,
        sentence_starts=(0, *[match.end() for match in _SENTENCE_END.finditer(text)]),
        clause_starts=(0, *[match.end() for match in _CLAUSE_END.finditer(text)]),
        quotes=tuple([Stretch(*match.span()) for match in _QUOTE.finditer(text)]),
    )


def _around(starts: tuple[int, ...], at: int, length: int) -> Stretch:
    index = bisect_right(starts, at) - 1
    end = starts[index + 1] if index + 1 < len(starts) else length
    return Stretch(starts[index], end)
