"""Putting the pages of a bundle together: the sections in order, and what the cover says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import new, sha256

from evidence.bundles.annexes import Annexes, Group, IndexRow, Statement
from evidence.bundles.assertions import Assertion, assertions, grade_legend, marks
from evidence.bundles.backmatter import Custody, custody, limits
from evidence.bundles.chronology import Chronicle, Strip
from evidence.bundles.letter import Letter, draft
from evidence.bundles.links import Link
from evidence.bundles.overview import Overview
from evidence.bundles.recipients import Profile, profiles
from evidence.bundles.records import InstrumentRecord, Selection
from evidence.bundles.summary import Summary, summarise
from evidence.bundles.wording import chinese, day_of, full_date, hex_groups, span
from evidence.exceptions import IssueError

TITLE = "催收骚扰证据材料"
# Beyond this many exhibits the contents name their groups; the index names every one anyway.
MOST_IN_CONTENTS = 10
COVER_SENTENCE = (
    "本材料记录发生过的事，并列出可能涉及的规范和来源等级。是否违反规范，由有权机关认定。"
)
MASKED_SENTENCE = (
    "第三人的姓名和号码在文字中已遮盖，以〔〕标出，亲友用字母代称；对照表由{role}保管。"
)


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section: which template prints it, and what the contents say of it."""

    anchor: str
    heading: str
    template: str
    parts: tuple[Link, ...] = ()
    flows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything that the templates print."""

    title: str
    case_title: str
    author: str
    case_number: str
    issue: str
    purpose: str
    short_digest: str
    cover: tuple[tuple[str, str], ...]
    sha256: tuple[str, str]
    sm3: tuple[str, str]
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    letter: Letter
    summary: Summary
    assertions: tuple[Assertion, ...]
    grades: str
    instruments: tuple[InstrumentRecord, ...]
    strips: tuple[Strip, ...]
    index: tuple[IndexRow, ...]
    groups: tuple[Group, ...]
    statements: tuple[Statement, ...]
    custody: Custody
    limits: tuple[str, ...]
    role: str
    name: str


def compose(selection: Selection, contents: bytes) -> Document:
    """
    Lay out what a selection says. `contents` is the list of every other file of the bag; the
    cover prints its digests.

    Raises IssueError when there is nothing to issue.
    """
    if not selection.incidents:
        raise IssueError("所选期间没有事件，没有可以出具的内容。")
    overview, numbered = Overview(selection), marks(selection)
    profile = profiles()[selection.recipient]
    annexes = Annexes(selection, numbered)
    letter = draft(selection, overview, profile)
    found = assertions(selection)
    strips = tuple(Chronicle(selection, overview, numbered).strips())
    groups, statements = tuple(annexes.groups()), annexes.statements()
    digest = sha256(contents).hexdigest()
    return Document(
        title=f"{TITLE}：{selection.title}（第{selection.number}号）",
        case_title=selection.title,
        author=selection.borrower,
        case_number=selection.case_number,
        issue=f"第{selection.number}号",
        purpose="仅供投诉、举报、报案、诉讼使用",
        short_digest=hex_groups(digest[:12]),
        cover=tuple(cover(selection, overview, letter)),
        sha256=halves(digest),
        sm3=halves(new("sm3", contents).hexdigest()),
        notes=tuple(notes(selection, profile)),
        sections=numbered_sections(
            sections(letter, found, selection.instruments, strips, groups, statements)
        ),
        letter=letter,
        summary=summarise(overview, lists_numbers=profile.lists_numbers),
        assertions=found,
        grades=grade_legend(found),
        instruments=selection.instruments,
        strips=strips,
        index=annexes.index(),
        groups=groups,
        statements=statements,
        custody=custody(selection),
        limits=tuple(limits(selection, overview)),
        role=profile.role,
        name=selection.name,
    )


def halves(digest: str) -> tuple[str, str]:
    middle = len(digest) // 2
    return hex_groups(digest[:middle]), hex_groups(digest[middle:])


def cover(selection: Selection, overview: Overview, letter: Letter) -> Iterator[tuple[str, str]]:
    yield "案件编号", f"{selection.case_number}，第{selection.number}号"
    if selection.replaces:
        yield "代替", f"第{selection.replaces}号；前一号仍按原样保留"
    yield "交予", letter.addressee
    yield letter.role, selection.borrower
    if selection.creditors:
        names = "、".join(f"{each.name}（{each.kind_text}）" for each in selection.creditors)
        yield "涉及机构", "、".join([names, *selection.agencies])
    yield "事件期间", span(overview.first, overview.last)
    counted = [f"事件{len(selection.incidents)}次", f"已确认标记{len(selection.findings)}条"]
    if selection.exhibits:
        counted.append(f"证据{len(selection.exhibits)}件")
    if selection.statements:
        counted.append(f"亲友说明{len(selection.statements)}份")
    yield "内容", "，".join(counted)
    yield "出具日期", full_date(day_of(selection.moment))


def notes(selection: Selection, profile: Profile) -> Iterator[str]:
    yield COVER_SENTENCE
    if selection.scope.mask:
        yield MASKED_SENTENCE.format(role=profile.role)


def sections(
    letter: Letter,
    found: Sequence[Assertion],
    instruments: Sequence[InstrumentRecord],
    strips: Sequence[Strip],
    groups: Sequence[Group],
    statements: Sequence[Statement],
) -> Iterator[Section]:
    """Yield the sections in order; those that would be empty are left out."""
    yield Section("letter", letter.title, "bundles/_letter.html")
    yield Section("summary", "概要", "bundles/_summary.html")
    rules = [Link(each.anchor, each.heading) for each in found]
    if instruments:
        mark = f"（{chinese(len(found) + 1)}）"
        rules.append(Link("instruments", f"{mark}三件规范是否适用本案"))
    yield Section("findings", "标记与可能涉及的规范", "bundles/_findings.html", tuple(rules))
    waves = tuple(Link(each.anchor, each.title) for each in strips if each.anchor)
    yield Section("chronology", "时间顺序记录", "bundles/_chronology.html", waves)
    if groups:
        yield Section("index", "证据目录", "bundles/_index.html")
        yield Section("exhibits", "证据", "bundles/_exhibits.html", exhibit_parts(groups))
    if statements:
        people = tuple(Link(each.anchor, each.title) for each in statements)
        yield Section("statements", "亲友说明", "bundles/_statements.html", people)
    yield Section("custody", "记录与保管", "bundles/_custody.html")
    yield Section("verify", "怎样核对", "bundles/_verify.html", flows=True)
    yield Section("limits", "本材料的限度", "bundles/_limits.html", flows=True)


def exhibit_parts(groups: Sequence[Group]) -> tuple[Link, ...]:
    sheets = [sheet for group in groups for row in group.rows for sheet in row]
    if len(sheets) <= MOST_IN_CONTENTS:
        return tuple(Link(sheet.anchor, sheet.heading) for sheet in sheets)
    return tuple(Link(group.anchor, group.title) for group in groups)


def numbered_sections(found: Iterator[Section]) -> tuple[Section, ...]:
    return tuple(
        Section(
            each.anchor, f"{chinese(index)}、{each.heading}", each.template, each.parts, each.flows
        )
        for index, each in enumerate(found, start=1)
    )
