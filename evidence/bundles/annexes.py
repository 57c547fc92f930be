"""The exhibits of a bundle as printed: the index, the sheets in their groups, statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from evidence.bundles.links import exhibit_anchor
from evidence.bundles.records import (
    ExhibitRecord,
    IncidentRecord,
    PersonRecord,
    Selection,
    StatementRecord,
)
from evidence.bundles.sheets import Sheet, Sheets, read_first, shortened, side_by_side
from evidence.bundles.unshown import Unshown, unshown
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
COURT = "court"
MOVED = "各组内按事件发生的先后排列，编号不变；要按编号找，看证据目录里的页码。"
SMALL = "图注从简；来源、证明对象和大小见证据目录。"


@dataclass(frozen=True, slots=True)
class IndexRow:
    """`end` is an anchor on an exhibit's last page, `group` the heading that begins with it."""

    label: str
    anchor: str
    name: str
    source: str
    proves: str
    summary: str
    form: str
    digest: str
    end: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Exhibits of one kind; a row holds one sheet, or those that stand side by side."""

    title: str
    rows: tuple[tuple[Sheet, ...], ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class ExhibitNotes:
    """What is said of all exhibits: how many copies, in which order, what is not on paper."""

    copies: str
    order: str
    unshown: tuple[Unshown, ...]


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
        self.by_group: dict[int, list[ExhibitRecord]] = {}
        for exhibit in selection.exhibits:
            self.by_group.setdefault(exhibit.place[0], []).append(exhibit)
        # A backup is of thousands: they are put in order once.
        self.concerned = {exhibit.id: self.shown_by(exhibit) for exhibit in selection.exhibits}
        self.in_order = {
            number: sorted(exhibits, key=self.reading) for number, exhibits in self.by_group.items()
        }
        self.sheets = self.written()

    def written(self) -> dict[int, Sheet]:
        """Write the sheet of every exhibit, by its id."""
        sheets = Sheets(self.selection, self.marks)
        return {
            exhibit.id: sheets.sheet(exhibit, self.concerned[exhibit.id], self.proves(exhibit))
            for exhibit in self.selection.exhibits
        }

    def index(self) -> tuple[IndexRow, ...]:
        return tuple(
            self.index_row(exhibit, counted_title(number, exhibits) if at == 0 else "")
            for number, exhibits in self.by_group.items()
            for at, exhibit in enumerate(exhibits)
        )

    def index_row(self, exhibit: ExhibitRecord, group: str) -> IndexRow:
        sheet = self.sheets[exhibit.id]
        return IndexRow(
            label=exhibit.label,
            anchor=exhibit_anchor(exhibit),
            name=shortened(exhibit.name),
            source=f"{exhibit.source}；{iso_day(exhibit.acquired_at)}收存",
            proves=sheet.proves,
            summary=f"{exhibit.summary}，{size(exhibit.size)}",
            form=form_of(exhibit),
            digest=f"{hex_groups(exhibit.sha256[:SHORT_DIGEST])}…",
            end=sheet.end,
            group=group,
        )

    def proves(self, exhibit: ExhibitRecord) -> str:
        """Say what an exhibit is offered for: that contacts happened, and the findings on them."""
        incidents = self.concerned[exhibit.id]
        if exhibit.is_backup:
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

    def shown_by(self, exhibit: ExhibitRecord) -> list[IncidentRecord]:
        found = (self.incidents[pk] for pk in exhibit.incidents if pk in self.incidents)
        return sorted(found, key=lambda incident: (incident.occurred_at, incident.number))

    def groups(self) -> Iterator[Group]:
        """Group exhibits as they are numbered; within a group they are read in order of time."""
        for at, (number, exhibits) in enumerate(self.in_order.items(), start=1):
            rows = side_by_side(self.sheets[exhibit.id] for exhibit in exhibits)
            yield Group(group_title(number, exhibits), rows, f"g{at}")

    def reading(self, exhibit: ExhibitRecord) -> tuple[datetime, int]:
        """Pictures and recordings are read by time; a backup covers all of it, so by number."""
        if exhibit.is_backup:
            return self.selection.moment, exhibit.place[1]
        return read_first(exhibit, self.concerned[exhibit.id]), exhibit.place[1]

    def notes(self) -> ExhibitNotes:
        is_moved = self.in_order != self.by_group
        lines = [MOVED if is_moved else "", SMALL if self.has_small else ""]
        return ExhibitNotes(
            copies_due(self.selection), "".join(lines), unshown(self.selection.exhibits)
        )

    @property
    def has_small(self) -> bool:
        return any(sheet.is_small for sheet in self.sheets.values())

    def statements(self) -> tuple[Statement, ...]:
        return tuple(
            self.statement(record, f"s{index}")
            for index, record in enumerate(self.selection.statements, start=1)
        )

    def statement(self, record: StatementRecord, anchor: str) -> Statement:
        person = self.selection.people[record.person]
        labels = [each.label for each in self.selection.exhibits if each.id in record.exhibits]
        facts = [
            (f"与{self.selection.borrower}的关系", standing_of(person)),
            ("要求停止", asked_to_stop(person)),
            ("身份与电话", "；".join(filter(None, (person.phone, identity(self.selection))))),
            ("提交", f"{stamp(record.submitted_at)}，通过链接提交，回执{record.receipt}"),
            ("同时提交", f"证据{'、'.join(labels)}" if labels else ""),
        ]
        return Statement(
            anchor=anchor,
            title=f"{person.name}的说明",
            paragraphs=record.words,
            facts=tuple((name, value) for name, value in facts if value),
        )


def group_title(number: int, exhibits: Sequence[ExhibitRecord]) -> str:
    return f"第{chinese(number)}组　{exhibits[0].kind_text}"


def counted_title(number: int, exhibits: Sequence[ExhibitRecord]) -> str:
    return f"{group_title(number, exhibits)}（{len(exhibits)}件）"


def copies_due(selection: Selection) -> str:
    """
    Say how many copies of the index are handed in.

    A court is given one for each opposing party (Supreme People's Court, provisions on evidence
    in civil procedure, art. 19) and one for itself; anyone else has the one in hand.
    """
    if selection.recipient != COURT:
        return "本目录随本材料提交。"
    parties = {creditor.name for creditor in selection.creditors} | set(selection.agencies)
    if not parties:
        return "本目录按对方当事人人数提出副本，另交法院一份。"
    count = len(parties)
    return f"本目录一式{count + 1}份：对方当事人{count}方各一份，法院一份。"


def form_of(exhibit: ExhibitRecord) -> str:
    if exhibit.copy:
        return "涂黑副本，原件另存"
    return "电子数据原样" if exhibit.is_included else "原件另存"


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
