"""The records of a bundle as files: CSV for people with a spreadsheet, JSON for programs."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from evidence.bundles.assertions import marks
from evidence.bundles.follow_up_records import LinkRecord
from evidence.bundles.records import (
    CitationRecord,
    ExhibitRecord,
    FindingRecord,
    IncidentRecord,
    Selection,
)
from evidence.bundles.wording import iso_utc, local

BOM = "\ufeff"
CONFIRMED, UNCONFIRMED = "confirmed", "suggested"
# A spreadsheet runs a cell that opens like this; an apostrophe makes it text again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t")
# Rows of a JSON file that are written at once.
A_LINE = 200
COLUMNS = (
    "序号", "发生时间（北京时间）", "发生时间（UTC）", "到", "时间准确到分钟",
    "记录时间（北京时间）", "方式", "方向", "号码", "号码种类", "归属地", "联系了谁", "接通",
    "秒数", "对方自称", "自称替谁催", "经过", "谁的话", "情形", "标记", "证据", "来源", "有更正",
)  # fmt: skip
YES_NO = {True: "是", False: "否", None: ""}
NARRATORS = {
    "collector_text": "对方原话", "borrower_note": "本人描述", "relative_note": "亲友描述",
}  # fmt: skip
CHAIN_NOTE = (
    "Each link's digest is the SHA-256 of the RFC 8785 canonical JSON of the object "
    "{case, sequence, at, actor, action, subject, subject_digest, fields, previous}; "
    "previous is the digest of the link before, 64 zeros for the first."
)


def files(selection: Selection) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield name and content of each record file; the content comes piece by piece."""
    yield "incidents.csv", incidents_csv(selection)
    yield "incidents.json", incidents_json(selection)
    yield "findings.json", findings_json(selection)
    yield "exhibits.json", exhibits_json(selection)
    yield "follow_up.json", [follow_up_json(selection)]
    yield "custody.json", custody_json(selection)


def incidents_csv(selection: Selection) -> Iterator[bytes]:
    """Yield all incidents as CSV in UTF-8 with a byte order mark, which spreadsheets need."""
    numbered = marks(selection)
    labels = {exhibit.id: exhibit.label for exhibit in selection.exhibits}
    yield (BOM + line_of(COLUMNS)).encode()
    for incident in selection.incidents:
        cells = csv_row(selection, incident, numbered, labels)
        yield line_of([inert(cell) for cell in cells]).encode()


def line_of(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()


def csv_row(
    selection: Selection,
    incident: IncidentRecord,
    numbered: Mapping[str, str],
    labels: Mapping[int, str],
) -> list[str]:
    until = incident.occurred_until
    return [
        str(incident.number),
        beijing(incident.occurred_at),
        iso_utc(incident.occurred_at),
        beijing(until) if until else "",
        YES_NO[incident.is_time_exact],
        beijing(incident.recorded_at),
        incident.channel_text,
        "来" if incident.is_incoming else "去",
        incident.line,
        incident.line_kind,
        incident.line_place,
        selection.reached(incident),
        YES_NO[incident.connected],
        "" if incident.duration_s is None else str(incident.duration_s),
        incident.claimed_identity,
        incident.claimed_for,
        incident.narrative,
        NARRATORS.get(incident.narrator, "") if incident.narrative else "",
        "、".join(incident.observations),
        "".join(numbered[rule] for rule in numbered if rule in incident.rules),
        "、".join(labels[pk] for pk in incident.exhibits if pk in labels),
        incident.origin_text,
        YES_NO[incident.was_amended],
    ]


def beijing(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"


def inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def heading(selection: Selection) -> dict[str, object]:
    return {
        "case": selection.case_number,
        "issue": selection.number,
        "recipient": selection.recipient,
        "issued_at": selection.moment,
        "masked": selection.scope.mask,
        "software": selection.software,
    }


def incidents_json(selection: Selection) -> Iterator[bytes]:
    labels = {exhibit.id: exhibit.label for exhibit in selection.exhibits}
    head = {**heading(selection), "period": period(selection)}
    rows = (incident_row(selection, incident, labels) for incident in selection.incidents)
    return listed(head, "incidents", rows)


def incident_row(
    selection: Selection, incident: IncidentRecord, labels: Mapping[int, str]
) -> dict[str, object]:
    row = columns(incident) | {
        "reached": selection.reached(incident),
        "exhibits": [labels[pk] for pk in incident.exhibits if pk in labels],
    }
    del row["id"]
    return row


def period(selection: Selection) -> dict[str, object]:
    scope = selection.scope
    spans = [{"from": first, "to": last} for first, last in scope.spans]
    return {"from": scope.first, "to": scope.last} | ({"spans": spans} if spans else {})


def findings_json(selection: Selection) -> Iterator[bytes]:
    """Yield the findings; each clause stands once, under the number by which findings cite it."""
    numbers = {incident.id: incident.number for incident in selection.incidents}
    numbered = numbered_clauses(selection)
    head = {
        **heading(selection),
        "instruments": [columns(each) for each in selection.instruments],
        "left_out": columns(selection.counts),
        "unconfirmed": unconfirmed_rows(selection, numbers),
        "clauses": [clause_row(clause, number) for clause, number in numbered.items()],
    }
    rows = (finding_row(selection, each, numbers, numbered) for each in selection.findings)
    return listed(head, "findings", rows)


def numbered_clauses(selection: Selection) -> dict[CitationRecord, int]:
    cited = dict.fromkeys(
        clause for finding in selection.findings for clause in (*finding.citations, *finding.police)
    )
    return {clause: number for number, clause in enumerate(cited, start=1)}


def clause_row(clause: CitationRecord, number: int) -> dict[str, object]:
    row = {"number": number} | columns(clause)
    del row["key"]
    return row


def finding_row(
    selection: Selection,
    finding: FindingRecord,
    numbers: Mapping[int, int],
    clauses: Mapping[CitationRecord, int],
) -> dict[str, object]:
    row = columns(finding) | {
        "title": selection.rules[finding.rule].title,
        "state": CONFIRMED,
        "incidents": [numbers[pk] for pk in finding.incidents],
        "citations": [clauses[clause] for clause in finding.citations],
        "police": [clauses[clause] for clause in finding.police],
    }
    del row["scope"], row["uncited_days"]
    return row


def unconfirmed_rows(selection: Selection, numbers: Mapping[int, int]) -> list[dict[str, object]]:
    """Return what is listed apart, by rule; nothing of it is asserted."""
    return [
        {
            "rule": each.rule,
            "title": each.rule_title,
            "state": UNCONFIRMED,
            "count": each.count,
            "incidents": [numbers[pk] for pk in each.incidents],
        }
        for each in selection.unconfirmed
    ]


def exhibits_json(selection: Selection) -> Iterator[bytes]:
    numbers = {incident.id: incident.number for incident in selection.incidents}
    rows = (exhibit_row(exhibit, numbers) for exhibit in selection.exhibits)
    return listed(heading(selection), "exhibits", rows)


def exhibit_row(exhibit: ExhibitRecord, numbers: Mapping[int, int]) -> dict[str, object]:
    row = asdict(exhibit) | {
        "number": exhibit.label,
        "incidents": [numbers[pk] for pk in exhibit.incidents if pk in numbers],
        "original_included": exhibit.is_included,
    }
    return {
        name: value
        for name, value in row.items()
        if name not in ("id", "place", "printed", "pages")
    }


def follow_up_json(selection: Selection) -> bytes:
    complaints = [asdict(each) for each in selection.complaints]
    for row in complaints:
        del row["filed_by"], row["asks_to_stop_them"]
    inquiries = [asdict(each) for each in selection.inquiries]
    return dump({**heading(selection), "inquiries": inquiries, "complaints": complaints})


def custody_json(selection: Selection) -> Iterator[bytes]:
    head = {"case": selection.case_id, "note": CHAIN_NOTE}
    return listed(head, "links", map(link_row, selection.links))


def link_row(link: LinkRecord) -> dict[str, object]:
    row = columns(link)
    del row["action_text"]
    return row | {"at": link.at.isoformat().replace("Z", "+00:00")}


def columns(record: Any) -> dict[str, object]:
    """Return what a record holds, by name; unlike asdict, none of it is copied."""
    return {name: getattr(record, name) for name in names_of(record.__class__)}


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def listed(
    head: Mapping[str, object], name: str, rows: Iterable[Mapping[str, object]]
) -> Iterator[bytes]:
    """Yield a JSON object whose last member is a list, so many rows a line."""
    yield f"{encoded(head)[:-1]}, {encoded(name)}: [".encode()
    waiting, between = iter(rows), "\n"
    while batch := list(islice(waiting, A_LINE)):
        yield f"{between}{encoded(batch)[1:-1]}".encode()
        between = ",\n"
    yield b"\n]}\n"


def dump(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=plain) + "\n").encode()


def encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=plain)


def plain(value: object) -> str:
    if isinstance(value, datetime):
        return iso_utc(value)
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a record file")
