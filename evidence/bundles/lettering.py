"""A letter as plain text, and what its lines are: headings, numbered requests, paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

LONGEST_HEADING = 40
# A last paragraph up to this length stays on the page of the signature.
LONGEST_CLOSING = 200
HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；！？：]+")
NUMBER = r"[0-9０-９]{1,2}"
ITEM = re.compile(rf"{NUMBER}[．、]|{NUMBER}\.(?![0-9０-９])|[（(]{NUMBER}[)）]")
ENDS_OF_ADDRESS = ("：", ":")
LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


class Kind(StrEnum):
    ADDRESSEE = "addressee"
    HEADING = "heading"
    ITEMS = "items"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a letter, or several numbered ones that follow one another."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Letter:
    """
    A letter as it is printed. `closing` is the last paragraph where it is short enough to stand
    with the signature; `signers` are those who sign, by what they are.
    """

    title: str
    addressee: str
    text: str
    blocks: tuple[Block, ...]
    closing: str
    signers: tuple[str, ...]


def written(text: str, *, title: str, addressee: str, signers: tuple[str, ...]) -> Letter:
    """Return a letter's text as blocks, its closing words apart."""
    blocks = blocks_of(text)
    last = blocks[-1] if blocks else None
    stays = last is not None and last.kind is Kind.TEXT and len(last.words) <= LONGEST_CLOSING
    return Letter(
        title=title,
        addressee=addressee,
        text=text,
        blocks=blocks[:-1] if stays else blocks,
        closing=last.words if stays and last is not None else "",
        signers=signers,
    )


def plain(text: str) -> str:
    """Return a typed text with one kind of line end, and no space at the ends of its lines."""
    lines = (line.rstrip() for line in LINE_ENDS.sub("\n", text).split("\n"))
    return "\n".join(lines).strip("\n")


def blocks_of(text: str) -> tuple[Block, ...]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    kinds = [(kind_of(line, is_first=at == 0), line) for at, line in enumerate(lines)]
    return tuple(gathered(kinds))


def gathered(lines: list[tuple[Kind, str]]) -> Iterator[Block]:
    for kind, group in groupby(lines, key=lambda pair: pair[0]):
        words = [line for _kind, line in group]
        if kind is Kind.ITEMS:
            yield Block(kind, tuple(words))
        else:
            yield from (Block(kind, (line,)) for line in words)


def kind_of(line: str, *, is_first: bool) -> Kind:
    if is_first and len(line) <= LONGEST_HEADING and line.endswith(ENDS_OF_ADDRESS):
        return Kind.ADDRESSEE
    if len(line) <= LONGEST_HEADING and HEADING.fullmatch(line):
        return Kind.HEADING
    return Kind.ITEMS if ITEM.match(line) else Kind.TEXT


def count(text: str) -> int:
    """Count as web forms do: every character, marks and line ends included."""
    return len(text)
