"""One exhibit on the page: when it is of, what it shows, and what is written beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evidence.bundles.chronology import means
from evidence.bundles.copy_record import CopyRecord
from evidence.bundles.enclosures import is_enclosed
from evidence.bundles.links import (
    Link,
    exhibit_anchor,
    incident_anchor,
    incident_links,
    rule_anchor,
)
from evidence.bundles.plates import CROWDED, Plate, plate_for, sheet_plate
from evidence.bundles.records import ExhibitRecord, IncidentRecord, Selection
from evidence.bundles.unshown import reason_not_shown
from evidence.bundles.wording import hex_groups, size, stamp
from evidence.transcripts import Said, is_table, speakers, transcript

MOST_LINKS = 8
MOST_CALLS = 12
LONGEST_NAME = 36
# Characters of a name that fit on a line beside others, by how many stand side by side.
SHORT_NAMES = {2: 26, 3: 14}
# A run of exhibits ends after each of these, for parts of a bundle that are laid out by themselves.
SHOWN = 32
RECORDINGS = ("audio", "video")
END = "-end"
# Millimetres: two pictures of more than this are not on one page.
HALF_PAGE = 123
NOWHERE = SafeString("")


@dataclass(frozen=True, slots=True)
class View:
    """A picture on a sheet, by its file's digest, and what stands above it."""

    picture: str
    plate: Plate
    caption: str = ""
    # An anchor, where the last of several pages of an exhibit is found.
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    One exhibit: its pictures, or why there are none. `columns` is how many such sheets stand side
    by side; one that is `is_small` says only what is not in the index.
    """

    anchor: str
    heading: str = ""
    when: str = ""
    proves: str = ""
    where: SafeString = NOWHERE
    views: tuple[View, ...] = ()
    why_not: str = ""
    source: str = ""
    copy: str = ""
    digest: str = ""
    alt: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    calls: tuple[tuple[Link, str], ...] = ()
    is_heard: bool = False
    said: tuple[Said, ...] = ()
    columns: int = 1
    is_small: bool = False
    # An anchor at the end of one that runs over several pages.
    end: str = ""

    @property
    def is_long(self) -> bool:
        """Say whether it may run over several pages; then all is written before its pictures."""
        return bool(self.end)

    @property
    def is_tall(self) -> bool:
        """Say whether no second one stands below it; what stands above the picture is not known."""
        return any(view.plate.height > HALF_PAGE for view in self.views) and not self.is_long

    @property
    def has_table(self) -> bool:
        return is_table(self.said)

    def pictures(self) -> Iterator[str]:
        """Yield the digest of each picture as often as it is drawn."""
        for view in self.views:
            yield from (view.picture for _ in range(view.plate.drawn))


class Sheets:
    """Writes the sheets of one selection."""

    def __init__(self, selection: Selection, marks: Mapping[str, str]) -> None:
        self.selection = selection
        self.marks = marks
        self.per_page = selection.scope.per_page

    def sheet(
        self, exhibit: ExhibitRecord, incidents: Sequence[IncidentRecord], proves: str
    ) -> Sheet:
        """Write an exhibit that shows these incidents, in their order."""
        views = tuple(self.views(exhibit))
        said = lines_of(exhibit)
        columns = views[0].plate.columns if len(views) == 1 and not said else 1
        is_cut = any(view.plate.slices for view in views)
        is_small = self.per_page >= CROWDED and len(views) == 1 and not said and not is_cut
        is_long = len(views) > 1 or is_cut or bool(said)
        name = shortened(exhibit.name, SHORT_NAMES.get(columns, LONGEST_NAME))
        return Sheet(
            anchor=exhibit_anchor(exhibit),
            heading=f"证据{exhibit.label}　{name}",
            when=self.when(exhibit, incidents),
            proves=proves,
            where=self.where(incidents),
            views=views,
            why_not="" if views else reason_not_shown(exhibit),
            source=source_line(exhibit),
            copy=copy_line(exhibit.copy) if exhibit.copy else "",
            digest=hex_groups(exhibit.sha256),
            alt=f"{exhibit.name}，{exhibit.summary}",
            facts=tuple(recording_facts(exhibit, said)),
            calls=tuple(self.calls(exhibit, incidents)),
            is_heard=exhibit.kind in RECORDINGS,
            said=said,
            columns=1 if is_cut else columns,
            is_small=is_small,
            end=f"{exhibit_anchor(exhibit)}{END}" if is_long else "",
        )

    def views(self, exhibit: ExhibitRecord) -> Iterator[View]:
        """Yield the pictures of an exhibit: the one that it is, or the pages that it has."""
        end = "" if exhibit.words else f"{exhibit_anchor(exhibit)}{END}"
        last = len(exhibit.pages) - 1
        for at, page in enumerate(exhibit.pages):
            yield View(
                page.digest,
                sheet_plate(page.width, page.height, self.per_page, is_first=at == 0),
                f"第{page.number}页，共{exhibit.page_count}页",
                end if at == last > 0 else "",
            )
        if not reason_not_shown(exhibit) and exhibit.printed and exhibit.width and exhibit.height:
            plate = plate_for(exhibit.width, exhibit.height, self.per_page)
            yield View(exhibit.printed, plate, end=end if plate.slices else "")

    def where(self, incidents: Sequence[IncidentRecord]) -> SafeString:
        """Link to the incidents that an exhibit shows, and to the findings on them."""
        if not incidents:
            return NOWHERE
        rules = {rule for incident in incidents for rule in incident.rules}
        found = [
            Link(rule_anchor(rule), mark) for rule, mark in self.marks.items() if rule in rules
        ]
        links = incident_links(incidents)
        return format_html(
            "见事件{}{}{}{}。",
            linked(links[:MOST_LINKS], "、"),
            "等" if len(links) > MOST_LINKS else "",
            "，标记" if found else "",
            linked(found, ""),
        )

    def when(self, exhibit: ExhibitRecord, incidents: Sequence[IncidentRecord]) -> str:
        """Say when and from whom: the first incident's, or the file's own time."""
        if incidents:
            more = f"，等{len(incidents)}次" if len(incidents) > 1 else ""
            return f"{self.occurred(incidents[0])}{more}"
        if exhibit.told_at:
            return f"文件内自记时间{stamp(exhibit.told_at)}"
        return f"{stamp(exhibit.acquired_at)}收存，时间未记"

    def occurred(self, incident: IncidentRecord) -> str:
        about = "" if incident.is_time_exact else "约"
        reached = self.selection.reached(incident)
        line = means(incident)
        way = f"{line}→{reached}" if incident.is_incoming else f"{reached}→{line}"
        return f"{about}{stamp(incident.occurred_at)}　{way}"

    def calls(
        self, exhibit: ExhibitRecord, incidents: Sequence[IncidentRecord]
    ) -> Iterator[tuple[Link, str]]:
        """Yield the calls that were recorded, each with its time and line."""
        if exhibit.kind in RECORDINGS:
            for incident in incidents[:MOST_CALLS]:
                link = Link(incident_anchor(incident.number), f"事件{incident.number}")
                yield link, self.occurred(incident)


def linked(links: Iterable[Link], between: str) -> SafeString:
    return format_html_join(
        between, '<a href="#{}">{}</a>', ((link.target, link.text) for link in links)
    )


def read_first(exhibit: ExhibitRecord, incidents: Sequence[IncidentRecord]) -> datetime:
    """Return when an exhibit is of, by which it is placed among those of its group."""
    if incidents:
        return incidents[0].occurred_at
    return exhibit.told_at or exhibit.acquired_at


def side_by_side(sheets: Iterable[Sheet]) -> tuple[tuple[Sheet, ...], ...]:
    """Put neighbours that take part of the width on one row; everything else stands alone."""
    rows: list[list[Sheet]] = []
    is_open = False
    for sheet in sheets:
        if is_open and rows[-1][0].columns == sheet.columns and len(rows[-1]) < sheet.columns:
            rows[-1].append(sheet)
        else:
            rows.append([sheet])
        # Where a part may end, so does a row: a new exhibit moves no other part's rows.
        is_open = sheet.columns > 1 and not ends_run(sheet.anchor)
    return tuple(tuple(row) for row in rows)


def ends_run(anchor: str) -> bool:
    return int(anchor.rpartition("-")[2]) % SHOWN == 0


def shortened(name: str, longest: int = LONGEST_NAME) -> str:
    """Keep a name short: the middle of a long one says least."""
    if len(name) <= longest:
        return name
    half = longest // 2
    return f"{name[:half]}……{name[-half:]}"


def lines_of(exhibit: ExhibitRecord) -> tuple[Said, ...]:
    """Return what was written down; only of a recording are times and speakers looked for."""
    if exhibit.kind in RECORDINGS:
        return transcript(exhibit.words)
    lines = (line.strip() for line in exhibit.words.splitlines())
    return tuple(Said(None, "", line) for line in lines if line)


def recording_facts(exhibit: ExhibitRecord, said: Sequence[Said]) -> Iterator[tuple[str, str]]:
    if exhibit.kind in RECORDINGS:
        yield "时长", exhibit.length or "没有读出"
        yield "格式", exhibit.media_type
        yield "大小", f"{size(exhibit.size)}（{exhibit.size:,}字节）"
        if spoke := speakers(said):
            yield "说话的人", "、".join(spoke)


def source_line(exhibit: ExhibitRecord) -> str:
    kept = "原样随包提交，没有改动。" if exhibit.is_included else "原件由提交人保存。"
    if is_enclosed(exhibit):
        kept = "原样随包提交，也作为附件放在本PDF里，没有改动。"
    if exhibit.copy:
        kept = "原件由提交人保存，没有随包提交；"
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
