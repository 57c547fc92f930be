"""The exhibits of a bundle as printed: the index, the plates and their captions, statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.bundles.copy_record import CopyRecord
from evidence.bundles.links import Link, incident_links, rule_anchor
from evidence.bundles.plates import Plate, plate_for
from evidence.bundles.records import (
    ExhibitRecord,
    IncidentRecord,
    PersonRecord,
    Selection,
    StatementRecord,
)
from evidence.bundles.wording import (
    chinese,
    clock,
    day_of,
    full_date,
    hex_groups,
    iso_day,
    short_span,
    size,
    stamp,
)

SHORT_DIGEST = 24
MOST_LINKS = 8
LONGEST_NAME = 36
UNREADABLE = {
    "heic": "HEIC格式，这里显示不了；原件请用手机或看图软件打开。",
    "damaged": "文件不完整，图片显示不出来；原件按收存时的样子保存。",
    "incomplete": "文件收到时就不完整，可能只放得出一部分。",
    "too_large": "图片像素太多，这里显示不了；原件按收存时的样子保存。",
}
NOT_PICTURES = {
    "audio": "录音不能印在纸上，请播放原件。",
    "video": "视频不能印在纸上，请播放原件。",
    "document": "文档按原样随包提交，这里不重印。",
    "records": "备份文件按原样随包提交；其中归入本材料的各行见时间顺序记录。",
    "other": "文件按原样随包提交，这里不重印。",
}
LEFT_OUT = "原件由提交人保存，没有随包提交，也没有印在这里。"


@dataclass(frozen=True, slots=True)
class IndexRow:
    label: str
    anchor: str
    name: str
    source: str
    proves: str
    summary: str
    form: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One exhibit on the page: its picture, or why there is none."""

    anchor: str
    heading: str
    proves: str
    incidents: tuple[Link, ...]
    has_more: bool
    rules: tuple[Link, ...]
    picture: str
    plate: Plate | None
    why_not: str
    source: str
    digest: str
    alt: str
    words: tuple[str, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Say whether another may stand beside it; words need the whole width."""
        return self.plate is not None and self.plate.is_narrow and not self.words


@dataclass(frozen=True, slots=True)
class Group:
    """Exhibits of one kind; `rows` hold one sheet, or two that stand side by side."""

    title: str
    rows: tuple[tuple[Sheet, ...], ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Statement:
    anchor: str
    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


class Annexes:
    """Writes the exhibits and statements of one selection."""

    def __init__(self, selection: Selection, marks: Mapping[str, str]) -> None:
        self.selection = selection
        self.marks = marks
        self.incidents = {incident.id: incident for incident in selection.incidents}

    def index(self) -> tuple[IndexRow, ...]:
        return tuple(
            IndexRow(
                label=exhibit.label,
                anchor=f"x{exhibit.label}",
                name=shortened(exhibit.name),
                source=f"{exhibit.source}；{iso_day(exhibit.acquired_at)}收存",
                proves=self.proves(exhibit),
                summary=f"{exhibit.summary}，{size(exhibit.size)}",
                form=form_of(exhibit),
                digest=f"{hex_groups(exhibit.sha256[:SHORT_DIGEST])}…",
            )
            for exhibit in self.selection.exhibits
        )

    def proves(self, exhibit: ExhibitRecord) -> str:
        """Say what an exhibit is offered for: that contacts happened, and the findings on them."""
        incidents = self.concerned(exhibit)
        if exhibit.kind == "records":
            return "来电、短信的时间、号码和次数"
        if not incidents:
            return "亲友收到的联系" if exhibit.receipts else "与本案有关的经过"
        days = [day_of(incident.occurred_at) for incident in incidents]
        channels = "、".join(dict.fromkeys(incident.channel_text for incident in incidents))
        about = "、".join(
            self.selection.rules[rule].title
            for rule in self.marks
            if any(rule in incident.rules for incident in incidents)
        )
        happened = f"{short_span(min(days), max(days))}{channels}的时间和内容"
        return f"{happened}；{about}" if about else happened

    def concerned(self, exhibit: ExhibitRecord) -> list[IncidentRecord]:
        found = (self.incidents[pk] for pk in exhibit.incidents if pk in self.incidents)
        return sorted(found, key=lambda incident: (incident.occurred_at, incident.number))

    def groups(self) -> Iterator[Group]:
        """Group exhibits as they are numbered; tall pictures stand in pairs."""
        by_group: dict[int, list[ExhibitRecord]] = {}
        for exhibit in self.selection.exhibits:
            by_group.setdefault(exhibit.place[0], []).append(exhibit)
        for at, (number, exhibits) in enumerate(by_group.items(), start=1):
            title = f"第{chinese(number)}组　{exhibits[0].kind_text}"
            yield Group(title, paired([self.sheet(exhibit) for exhibit in exhibits]), f"g{at}")

    def sheet(self, exhibit: ExhibitRecord) -> Sheet:
        incidents = self.concerned(exhibit)
        why_not = reason_not_shown(exhibit)
        plate = None
        if not why_not and exhibit.width and exhibit.height:
            plate = plate_for(exhibit.width, exhibit.height)
        rules = {rule for incident in incidents for rule in incident.rules}
        return Sheet(
            anchor=f"x{exhibit.label}",
            heading=f"证据{exhibit.label}　{shortened(exhibit.name)}",
            proves=self.proves(exhibit),
            incidents=incident_links(incidents)[:MOST_LINKS],
            has_more=len(incident_links(incidents)) > MOST_LINKS,
            rules=tuple(Link(rule_anchor(r), self.marks[r]) for r in self.marks if r in rules),
            picture="" if plate is None else exhibit.printed,
            plate=plate,
            why_not=why_not,
            source=source_line(exhibit),
            digest=hex_groups(exhibit.sha256),
            alt=f"{exhibit.name}，{exhibit.summary}",
            words=tuple(line.strip() for line in exhibit.words.splitlines() if line.strip()),
        )

    def statements(self) -> tuple[Statement, ...]:
        return tuple(
            self.statement(record, f"s{index}")
            for index, record in enumerate(self.selection.statements, start=1)
        )

    def statement(self, record: StatementRecord, anchor: str) -> Statement:
        person = self.selection.people[record.person]
        labels = [each.label for each in self.selection.exhibits if each.id in record.exhibits]
        facts = [
            ("与投诉人关系", standing_of(person)),
            ("要求停止", asked_to_stop(person)),
            ("身份与电话", person.phone or identity(self.selection)),
            ("提交", f"{stamp(record.submitted_at)}，通过链接提交，回执{record.receipt}"),
            ("同时提交", f"证据{'、'.join(labels)}" if labels else ""),
        ]
        return Statement(
            anchor=anchor,
            title=f"{person.name}的说明",
            paragraphs=record.words,
            facts=tuple((name, value) for name, value in facts if value),
        )


def shortened(name: str) -> str:
    """Keep a heading to two lines: the middle of a long file name says least."""
    if len(name) <= LONGEST_NAME:
        return name
    half = LONGEST_NAME // 2
    return f"{name[:half]}……{name[-half:]}"


def paired(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], ...]:
    """Put two neighbouring tall pictures on one row; everything else stands alone."""
    rows: list[tuple[Sheet, ...]] = []
    for sheet in sheets:
        if rows and len(rows[-1]) == 1 and rows[-1][0].is_narrow and sheet.is_narrow:
            rows[-1] = (rows[-1][0], sheet)
        else:
            rows.append((sheet,))
    return tuple(rows)


def form_of(exhibit: ExhibitRecord) -> str:
    if exhibit.copy:
        return "涂黑副本，原件另存"
    return "电子数据原样" if exhibit.is_included else "原件另存"


def reason_not_shown(exhibit: ExhibitRecord) -> str:
    if exhibit.copy:
        return ""
    if not exhibit.is_included:
        return LEFT_OUT
    if exhibit.kind != "image":
        why = NOT_PICTURES.get(exhibit.kind, NOT_PICTURES["other"])
        return f"{why}{UNREADABLE['incomplete']}" if exhibit.unreadable else why
    if exhibit.unreadable or not exhibit.printed:
        return UNREADABLE.get(exhibit.unreadable, UNREADABLE["damaged"])
    return ""


def source_line(exhibit: ExhibitRecord) -> str:
    kept = "原样随包提交，没有改动。" if exhibit.is_included else "原件由提交人保存。"
    if exhibit.copy:
        kept = f"原件由提交人保存，没有随包提交；{copy_line(exhibit.copy)}"
    return (
        f"来源：{exhibit.source}；{stamp(exhibit.acquired_at)}收存。"
        f"{exhibit.summary}，{exhibit.media_type}，{size(exhibit.size)}。{kept}"
    )


def copy_line(copy: CopyRecord) -> str:
    """Say what a reader sees instead of the original, and how it was made."""
    return (
        f"这里印的和随包提交的是副本，{stamp(copy.made_at)}制作，{copy.areas}处涂黑，其余没有改动，"
        f"{copy.media_type}，{size(copy.size)}，SHA-256 {hex_groups(copy.sha256)}。"
        "下面是原件的摘要。"
    )


def standing_of(person: PersonRecord) -> str:
    parts = [person.relation, "担保人" if person.is_guarantor else "不是担保人"]
    if person.is_agreed_contact is not None:
        parts.append("约定联系人" if person.is_agreed_contact else "不是约定联系人")
    return "，".join(parts)


def asked_to_stop(person: PersonRecord) -> str:
    moment = person.asked_to_stop_at
    return f"{full_date(day_of(moment))}{clock(moment)}" if moment else ""


def identity(selection: Selection) -> str:
    return "已遮盖，凭受理机关要求提供" if selection.scope.mask else ""


def plates_printed(groups: Iterable[Group]) -> int:
    return sum(1 for group in groups for row in group.rows for sheet in row if sheet.picture)
