"""Cutting the pages of a bundle into parts that are laid out, and kept, one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.template.loader import render_to_string

from evidence.bundles.annexes import Group, IndexRow, Statement
from evidence.bundles.assertions import Assertion
from evidence.bundles.chronology import Day, Strip
from evidence.bundles.compose import Document, Section
from evidence.bundles.sheets import ends_run

# A part of the chronology holds about so many incidents. It ends with a day that its own name
# picks, so that a new incident moves no other part's ends.
FEWEST, MOST = 250, 500
PICKED = 2
LONG_DAY = 64
# Numbers of exhibits after which a part of the index ends.
INDEXED = 40
STATED = 32
# A part of the findings ends once it names more incidents and exhibits than this.
NAMED = 1000
# These follow one another on the same page.
TOGETHER = ("custody", "verify", "limits")


@dataclass(frozen=True, slots=True)
class Piece:
    """A section or a stretch of one; only the first stretch has the heading."""

    section: Section
    doc: Document
    is_first: bool = True
    is_last: bool = True


def parts(document: Document) -> Iterator[str]:
    """Yield the HTML of every part in order: cover and contents, then the sections."""
    yield front(document)
    waiting: list[Piece] = []
    for section in document.sections:
        pieces = list(stretches(section, document))
        if waiting and not together(waiting[-1].section, section):
            yield html(waiting)
            waiting = []
        for piece in pieces[:-1]:
            yield html([*waiting, piece])
            waiting = []
        waiting.append(pieces[-1])
    yield html(waiting)


def html(pieces: Sequence[Piece]) -> str:
    return render_to_string("bundles/part.html", {"pieces": pieces})


def together(before: Section, after: Section) -> bool:
    return before.anchor in TOGETHER and after.anchor in TOGETHER


def front(document: Document) -> str:
    """Return the HTML of cover and contents, whose numbers are drawn later."""
    return render_to_string("bundles/front.html", {"doc": document})


def frame(document: Document) -> str:
    """Return the HTML of what stands around every page, and of the numbers' specimens."""
    return render_to_string("bundles/frame.html", {"doc": document})


def stretches(section: Section, document: Document) -> Iterator[Piece]:
    """Cut a section that can be long; every other is one piece."""
    cut: Sequence[Document]
    match section.anchor:
        case "findings":
            cut = [replace(document, assertions=run) for run in cut_findings(document.assertions)]
        case "chronology":
            cut = [replace(document, strips=run) for run in cut_strips(document.strips)]
        case "index":
            cut = [replace(document, index=run) for run in cut_index(document.index)]
        case "exhibits":
            cut = [replace(document, groups=run) for run in cut_groups(document.groups)]
        case "statements":
            cut = [replace(document, statements=run) for run in cut_statements(document.statements)]
        case _:
            cut = [document]
    last = len(cut) - 1
    for at, held in enumerate(cut):
        yield Piece(section, held, is_first=at == 0, is_last=at == last)


def cut_findings(found: Iterable[Assertion]) -> list[tuple[Assertion, ...]]:
    """Begin a part when the one before names very many incidents and exhibits."""
    runs: list[list[Assertion]] = [[]]
    named = 0
    for each in found:
        if named > NAMED:
            runs.append([])
            named = 0
        runs[-1].append(each)
        named += len(each.incidents) + len(each.exhibits)
    return [tuple(run) for run in runs]


def cut_strips(strips: Iterable[Strip]) -> list[tuple[Strip, ...]]:
    runs: list[list[Strip]] = [[]]
    held = 0
    for strip in strips:
        head = strip
        for day in (part for whole in strip.days for part in cut_day(whole)):
            if runs[-1] and runs[-1][-1].title == strip.title:
                runs[-1][-1] = replace(runs[-1][-1], days=(*runs[-1][-1].days, day))
            else:
                runs[-1].append(replace(head, days=(day,)))
                head = replace(strip, anchor="")
            held += len(day.entries)
            if held >= MOST or (held >= FEWEST and is_picked(day)):
                runs.append([])
                held = 0
    return [tuple(run) for run in runs if run]


def is_picked(day: Day) -> bool:
    return sha256(f"{day.head}{day.entries[-1].anchor}".encode()).digest()[0] % PICKED == 0


def cut_day(day: Day) -> Iterator[Day]:
    """Part a day of very many incidents; its line is printed once."""
    if len(day.entries) <= MOST:
        yield day
        return
    start = 0
    for at, entry in enumerate(day.entries, start=1):
        if at == len(day.entries) or (entry.number % LONG_DAY == 0 and at > start):
            yield replace(day, line=day.line if start == 0 else "", entries=day.entries[start:at])
            start = at


def cut_index(rows: Iterable[IndexRow]) -> list[tuple[IndexRow, ...]]:
    runs: list[list[IndexRow]] = [[]]
    for row in rows:
        runs[-1].append(row)
        if ends(row.label, INDEXED):
            runs.append([])
    return [tuple(run) for run in runs if run]


def cut_groups(groups: Iterable[Group]) -> list[tuple[Group, ...]]:
    runs: list[list[Group]] = [[]]
    for group in groups:
        head = group
        for row in group.rows:
            if runs[-1] and runs[-1][-1].title == group.title:
                runs[-1][-1] = replace(runs[-1][-1], rows=(*runs[-1][-1].rows, row))
            else:
                runs[-1].append(replace(head, rows=(row,)))
                head = replace(group, anchor="")
            if any(ends_run(sheet.anchor) for sheet in row):
                runs.append([])
    return [tuple(run) for run in runs if run]


def cut_statements(statements: Sequence[Statement]) -> list[tuple[Statement, ...]]:
    return [statements[at : at + STATED] for at in range(0, len(statements), STATED)]  # type: ignore[misc]


def ends(label: str, every: int) -> bool:
    """Say whether an exhibit's number (“2-40”) is one after which a part ends."""
    return int(label.rpartition("-")[2]) % every == 0
