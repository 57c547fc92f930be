"""What is known of a laid-out part of a bundle: where on its pages everything stands."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from evidence.exceptions import IssueError


class FontsChanged(IssueError):
    """A font of this machine is no longer the one that kept parts were laid out with."""


# A block with this attribute leaves room for a number; it says of what kind.
NUMBERED = "data-blank"
# A block whose number is a range names here the anchor that the range goes to.
UNTIL = "data-end"
# A block with this attribute leaves room for a picture; it names its file by digest.
PICTURE = "data-picture"

# Named tuples are written to JSON as rows. Lengths are points from the page's lower left corner.


class Mark(NamedTuple):
    """A bookmark: how deep, reading what, and where it leads."""

    level: int
    label: str
    x: float
    y: float
    is_open: bool


class Blank(NamedTuple):
    """
    Where a number is to be drawn: of what kind, for which anchor, and in which size.

    It stands on the baseline of a line that ends at `end`, in a box from `left` to `right`. Of what
    goes on to the page of another anchor, `until` names that. `mark` is its mark in the structure,
    -1 when nobody reads it.
    """

    kind: str
    anchor: str
    left: float
    end: float
    right: float
    baseline: float
    size: float
    until: str = ""
    mark: int = -1


class Window(NamedTuple):
    """
    Where a picture is to be placed, by the digest of its file.

    The picture is as wide as the window and `whole` high; `offset` of it is hidden above.
    """

    digest: str
    x: float
    y: float
    width: float
    height: float
    whole: float
    offset: float
    mark: int = -1


class FontUse(NamedTuple):
    """
    The glyphs that a part uses of one font: their widths, and what they read.

    `face` tells the font's file from any other edition of it, whose glyphs may be numbered anew.
    """

    key: str
    face: str
    family: str
    weight: int
    style: int
    widths: dict[str, float]
    reads: dict[str, str]
    missing: dict[str, int]


class LeafPage(NamedTuple):
    anchors: dict[str, tuple[float, float]]
    marks: list[Mark]
    blanks: list[Blank]
    windows: list[Window]
    strays: list[str]
    foot: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One laid-out part: the file of its pages, and what they hold."""

    pdf: Path
    pages: tuple[LeafPage, ...]
    fonts: tuple[FontUse, ...]


def write_leaf(leaf: Leaf, target: Path) -> None:
    written = {"pages": leaf.pages, "fonts": leaf.fonts}
    target.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")


def read_leaf(pdf: Path, source: Path) -> Leaf:
    """Read what `write_leaf` wrote; raises OSError or ValueError when it is not whole."""
    held = json.loads(source.read_text(encoding="utf-8"))
    pages = tuple(page_of(*row) for row in held["pages"])
    return Leaf(pdf, pages, tuple(FontUse(*row) for row in held["fonts"]))


def page_of(
    anchors: dict[str, Any], marks: Any, blanks: Any, windows: Any, strays: Any, foot: Any
) -> LeafPage:
    return LeafPage(
        {name: (x, y) for name, (x, y) in anchors.items()},
        [Mark(*row) for row in marks],
        [Blank(*row) for row in blanks],
        [Window(*row) for row in windows],
        strays,
        None if foot is None else (foot[0], foot[1]),
    )


def merged(uses: list[FontUse]) -> tuple[FontUse, ...]:
    """
    Put together what several parts use of the same fonts.

    Raises FontsChanged when parts were laid out with different editions of a font.
    """
    found: dict[str, FontUse] = {}
    for use in uses:
        known = found.setdefault(use.key, use._replace(widths={}, reads={}, missing={}))
        if known.face != use.face:
            raise FontsChanged
        for mine, theirs in ((known.widths, use.widths), (known.reads, use.reads)):
            for glyph, value in theirs.items():
                mine.setdefault(glyph, value)  # type: ignore[arg-type]
        known.missing.update(use.missing)
    return tuple(found[key] for key in sorted(found))
