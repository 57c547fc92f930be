"""Fold a narrative to one plain spelling while remembering where every character came from."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import opencc

FOLDS = Path(__file__).parent / "lexicon" / "folds.toml"

# Characters that NFKC would turn into one of these keep the fullwidth form, so that Chinese text
# has one comma and one full stop; the ASCII dot stays, because numbers use it.
_PUNCTUATION = str.maketrans(
    {
        ",": "，",
        ";": "；",
        "!": "！",
        "?": "？",
        "(": "（",
        ")": "）",
        "[": "【",
        "]": "】",
        "〔": "【",
        "〕": "】",
    }
    | dict.fromkeys("“‘「『〝", "“")
    | dict.fromkeys("”’」』〞", "”")
    | {"\r": "\n", "\u3000": " ", "\t": " ", "\xa0": " ", "｡": "。", "~": "～", "﹐": "，"}
)
_INVISIBLE = {"Cf", "Mn", "Me", "Cs", "Cc"}
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
# One separator put between two Han characters is there to dodge a filter: 爆*通*讯*录, 催.收.
_DODGE = re.compile(rf"(?<={_HAN})[.·•*_|/\\+\-^=#`'\"]{{1,2}}(?={_HAN})")
# Spaces only count as dodging around a lone character: 通 讯 录, not 你好 我在.
_SPACED = re.compile(rf"(?<!{_HAN}){_HAN}(?: {{1,2}}{_HAN}(?!{_HAN}))+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A folded text; character `i` of it stands for `original[starts[i]:ends[i]]`."""

    original: str
    folded: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the offsets in the original of a stretch of the folded text."""
        if not start < end <= len(self.folded):
            raise ValueError(f"no characters between {start} and {end}")
        return self.starts[start], self.ends[end - 1]

    def quote(self, start: int, end: int) -> str:
        """Give the original words of a stretch of the folded text."""
        first, last = self.span(start, end)
        return self.original[first:last]


@dataclass(frozen=True, slots=True)
class _Folds:
    """Spellings to replace, as data of folds.toml."""

    words: re.Pattern[str]
    plain: dict[str, str]


_Piece = tuple[str, int, int]


def normalise(text: str) -> Normalised:
    """Fold width, script, spacing, homophones and emoji; offsets lead back exactly."""
    chars = [*map(_fold_char, text)]
    folded = "".join(chars)
    if _keeps_places(chars, folded):
        places = tuple(range(len(text) + 1))
        return Normalised(text, folded, places[:-1], places[1:])
    pieces = [(folded, index, index + 1) for index, char in enumerate(chars) for folded in char]
    pieces = _join_dodged(pieces)
    pieces = _replace_words(pieces)
    return Normalised(
        original=text,
        folded="".join(piece[0] for piece in pieces),
        starts=tuple(piece[1] for piece in pieces),
        ends=tuple(piece[2] for piece in pieces),
    )


def _keeps_places(chars: list[str], folded: str) -> bool:
    """Tell whether every character stays where it was: nothing to join, to drop or to replace."""
    return (
        len(folded) == len(chars)
        and "" not in chars
        and (" " not in folded or _SPACED.search(folded) is None)
        and _DODGE.search(folded) is None
        and _folds().words.search(folded) is None
    )


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """Fold one character; the answer may be empty (invisible) or several characters long."""
    char = char.translate(_PUNCTUATION)
    if char == "\n" or char == "…":
        return char
    if unicodedata.category(char) in _INVISIBLE:
        return ""
    emoji = _folds().plain.get(char)
    if emoji is not None:
        return emoji
    folded = unicodedata.normalize("NFKC", char).translate(_PUNCTUATION).casefold()
    return "".join(_simplifier().convert(part) for part in folded)


def _join_dodged(pieces: list[_Piece]) -> list[_Piece]:
    text = "".join(piece[0] for piece in pieces)
    dropped: set[int] = set()
    for match in _DODGE.finditer(text):
        dropped.update(range(*match.span()))
    if " " in text:
        for match in _SPACED.finditer(text):
            dropped.update(i for i in range(*match.span()) if text[i] == " ")
    if not dropped:
        return pieces
    return [piece for index, piece in enumerate(pieces) if index not in dropped]


def _replace_words(pieces: list[_Piece]) -> list[_Piece]:
    text = "".join(piece[0] for piece in pieces)
    folds = _folds()
    done = 0
    result: list[_Piece] = []
    for match in folds.words.finditer(text):
        start, end = match.span()
        result += pieces[done:start]
        target = folds.plain[match.group()]
        first, last = pieces[start][1], pieces[end - 1][2]
        result += [(char, first, last) for char in target]
        done = end
    return result + pieces[done:] if done else pieces


@lru_cache(maxsize=1)
def _folds() -> _Folds:
    with FOLDS.open("rb") as file:
        groups = tomllib.load(file)["fold"]
    plain = {word: group["to"] for group in groups for word in group["from"]}
    words = sorted((word for word in plain if len(word) > 1), key=len, reverse=True)
    return _Folds(words=re.compile("|".join(map(_guarded, words))), plain=plain)


def _guarded(word: str) -> str:
    """Let a Latin abbreviation match only where it is not part of a longer Latin word."""
    first, rest = re.escape(word[0]), re.escape(word[1:])
    # Looking back comes second: with a plain character in front the regex engine skips faster.
    before = rf"(?<![a-z0-9]{first})" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![a-z])" if word[-1].isascii() and word[-1].isalnum() else ""
    return first + before + rest + after
