"""Putting the pages of a bundle together: the sections in order, and what the cover says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import new, sha256

from evidence.bundles.annexes import Annexes, ExhibitNotes, Group, IndexRow, Statement
from evidence.bundles.assertions import Assertion, assertions, grade_legend, marks
from evidence.bundles.authority import Authority, authority
from evidence.bundles.backmatter import limits
from evidence.bundles.chronology import Chronicle, Strip
from evidence.bundles.keeping import Custody, custody
from evidence.bundles.letter import REPRESENTATIVE, letter_of
from evidence.bundles.lettering import Letter
from evidence.bundles.links import Link
from evidence.bundles.overview import LineUse, Overview
from evidence.bundles.recipients import Profile, profiles
from evidence.bundles.records import InstrumentRecord, Selection
from evidence.bundles.summary import Summary, summarise
from evidence.bundles.unconfirmed import HEADING as UNCONFIRMED
from evidence.bundles.unconfirmed import Pointer, pointers
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
    authority: Authority | None
    unconfirmed: tuple[Pointer, ...]
    lines: tuple[LineUse, ...]
    summary: Summary
    assertions: tuple[Assertion, ...]
    grades: str
    instruments: tuple[InstrumentRecord, ...]
    strips: tuple[Strip, ...]
    index: tuple[IndexRow, ...]
    groups: tuple[Group, ...]
    exhibit_notes: ExhibitNotes
    statements: tuple[Statement, ...]
    custody: Custody
    limits: tuple[str, ...]
    role: str
    name: str


def compose(selection: Selection) -> Document:
    """
    Lay out what a selection says; the digests that it prints are added by `with_digests`.

    Raises IssueError when there is nothing to issue.
    """
    if not selection.incidents:
        raise IssueError("所选期间没有事件，没有可以出具的内容。")
    overview, numbered = Overview(selection), marks(selection)
    profile = profiles()[selection.recipient]
    annexes = Annexes(selection, numbered)
    letter = letter_of(selection, overview, profile)
    found = assertions(selection)
    strips = tuple(Chronicle(selection, overview, numbered).strips())
    groups, statements = tuple(annexes.groups()), annexes.statements()
    lines = overview.lines if profile.lists_numbers else ()
    document = Document(
        title=f"{TITLE}：{selection.title}（第{selection.number}号）",
        case_title=selection.title,
        author=selection.borrower,
        case_number=selection.case_number,
        issue=f"第{selection.number}号",
        purpose="仅供投诉、举报、报案、诉讼使用",
        short_digest="",
        cover=tuple(cover(selection, overview, letter)),
        sha256=("", ""),
        sm3=("", ""),
        notes=tuple(notes(selection, profile)),
        sections=(),
        letter=letter,
        authority=authority(selection, profile),
        unconfirmed=pointers(selection),
        lines=tuple(lines),
        summary=summary_beside(lines, overview),
        assertions=found,
        grades=grade_legend(found),
        instruments=selection.instruments,
        strips=strips,
        index=annexes.index(),
        groups=groups,
        exhibit_notes=annexes.notes(),
        statements=statements,
        custody=custody(selection, profile.role),
        limits=tuple(limits(selection, overview, profile.role)),
        role=profile.role,
        name=selection.name,
    )
    return replace(document, sections=sections(document, profile.sections))


def with_digests(document: Document, contents: bytes) -> Document:
    """Have cover and page heads print the digests of the list of every other file of the bag."""
    digest = sha256(contents).hexdigest()
    return replace(
        document,
        short_digest=hex_groups(digest[:12]),
        sha256=halves(digest),
        sm3=halves(new("sm3", contents).hexdigest()),
    )


def summary_beside(lines: Sequence[LineUse], overview: Overview) -> Summary:
    """Summarise; numbers that stand in a section of their own are not named twice."""
    summary = summarise(overview, lists_numbers=False)
    return replace(summary, lines=()) if lines else summary


def halves(digest: str) -> tuple[str, str]:
    middle = len(digest) // 2
    return hex_groups(digest[:middle]), hex_groups(digest[middle:])


def cover(selection: Selection, overview: Overview, letter: Letter) -> Iterator[tuple[str, str]]:
    yield "案件编号", f"{selection.case_number}，第{selection.number}号"
    if selection.replaces:
        yield "代替", f"第{selection.replaces}号；前一号仍按原样保留"
    if selection.scope.supplement:
        earlier = selection.scope.supplement.number
        yield "补充", f"第{earlier}号；只列前面没有列入的事件和证据，证据编号接续"
    yield "交予", letter.addressee
    yield letter.signers[0], selection.borrower
    if selection.representative:
        yield REPRESENTATIVE, selection.representative.named
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


def sections(doc: Document, order: Iterable[str]) -> tuple[Section, ...]:
    """Return the sections in the recipient's order; those that would be empty are left out."""
    held = {section.anchor: section for section in possible(doc)}
    return numbered_sections(held[anchor] for anchor in order if anchor in held)


def possible(doc: Document) -> Iterator[Section]:
    """Yield every section that has something to say; the recipient's order names them."""
    yield Section("letter", doc.letter.title, "bundles/_letter.html")
    if doc.authority:
        yield Section("authority", "授权委托书", "bundles/_authority.html")
    if doc.lines:
        yield Section("numbers", "号码、账号清单", "bundles/_numbers.html")
    yield Section("summary", "概要", "bundles/_summary.html")
    rules = [Link(each.anchor, each.heading) for each in doc.assertions]
    if doc.instruments:
        mark = f"（{chinese(len(doc.assertions) + 1)}）"
        rules.append(Link("instruments", f"{mark}三件规范是否适用本案"))
    yield Section("findings", "标记与可能涉及的规范", "bundles/_findings.html", tuple(rules))
    waves = tuple(Link(each.anchor, each.title) for each in doc.strips if each.anchor)
    yield Section("chronology", "时间顺序记录", "bundles/_chronology.html", waves)
    if doc.groups:
        yield Section("index", "证据目录", "bundles/_index.html")
        yield Section("exhibits", "证据", "bundles/_exhibits.html", exhibit_parts(doc.groups))
    if doc.statements:
        people = tuple(Link(each.anchor, each.title) for each in doc.statements)
        yield Section("statements", "亲友说明", "bundles/_statements.html", people)
    if doc.unconfirmed:
        yield Section("unconfirmed", UNCONFIRMED, "bundles/_unconfirmed.html")
    yield Section("custody", "记录与保管", "bundles/_custody.html")
    yield Section("verify", "怎样核对", "bundles/_verify.html", flows=True)
    yield Section("limits", "本材料的限度", "bundles/_limits.html", flows=True)


def exhibit_parts(groups: Sequence[Group]) -> tuple[Link, ...]:
    sheets = [sheet for group in groups for row in group.rows for sheet in row]
    if len(sheets) <= MOST_IN_CONTENTS:
        return tuple(Link(sheet.anchor, sheet.heading) for sheet in sheets)
    return tuple(Link(group.anchor, group.title) for group in groups)


def numbered_sections(found: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(
        Section(
            each.anchor, f"{chinese(index)}、{each.heading}", each.template, each.parts, each.flows
        )
        for index, each in enumerate(found, start=1)
    )
