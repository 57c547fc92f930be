"""The records of a bundle as files: CSV for people with a spreadsheet, JSON for programs."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from evidence.bundles.assertions import marks
from evidence.bundles.records import ExhibitRecord, IncidentRecord, Selection
from evidence.bundles.wording import iso_utc, local

BOM = "\ufeff"
# A spreadsheet runs a cell that opens like this; an apostrophe makes it text again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t")
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


def files(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each record file."""
    yield "incidents.csv", incidents_csv(selection)
    yield "incidents.json", incidents_json(selection)
    yield "findings.json", findings_json(selection)
    yield "exhibits.json", exhibits_json(selection)
    yield "follow_up.json", follow_up_json(selection)
    yield "custody.json", custody_json(selection)


def incidents_csv(selection: Selection) -> bytes:
    """Return all incidents as CSV in UTF-8 with a byte order mark, which spreadsheets need."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    numbered = marks(selection)
    labels = {exhibit.id: exhibit.label for exhibit in selection.exhibits}
    for incident in selection.incidents:
        writer.writerow([inert(cell) for cell in csv_row(selection, incident, numbered, labels)])
    return (BOM + stream.getvalue()).encode()


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


def incidents_json(selection: Selection) -> bytes:
    labels = {exhibit.id: exhibit.label for exhibit in selection.exhibits}
    rows = []
    for incident in selection.incidents:
        row = asdict(incident) | {
            "reached": selection.reached(incident),
            "exhibits": [labels[pk] for pk in incident.exhibits if pk in labels],
        }
        del row["id"]
        rows.append(row)
    return dump({**heading(selection), "period": period(selection), "incidents": rows})


def period(selection: Selection) -> dict[str, object]:
    return {"from": selection.scope.first, "to": selection.scope.last}


def findings_json(selection: Selection) -> bytes:
    numbers = {incident.id: incident.number for incident in selection.incidents}
    rows = []
    for finding in selection.findings:
        row = asdict(finding) | {
            "title": selection.rules[finding.rule].title,
            "incidents": [numbers[pk] for pk in finding.incidents],
        }
        del row["scope"], row["uncited_days"]
        for citation in (*row["citations"], *row["police"]):
            del citation["key"]
        rows.append(row)
    return dump(
        {
            **heading(selection),
            "instruments": [asdict(each) for each in selection.instruments],
            "left_out": asdict(selection.counts),
            "findings": rows,
        }
    )


def exhibits_json(selection: Selection) -> bytes:
    numbers = {incident.id: incident.number for incident in selection.incidents}
    rows = [exhibit_row(exhibit, numbers) for exhibit in selection.exhibits]
    return dump({**heading(selection), "exhibits": rows})


def exhibit_row(exhibit: ExhibitRecord, numbers: Mapping[int, int]) -> dict[str, object]:
    row = asdict(exhibit) | {
        "number": exhibit.label,
        "incidents": [numbers[pk] for pk in exhibit.incidents if pk in numbers],
        "original_included": exhibit.is_included,
    }
    return {name: value for name, value in row.items() if name not in ("id", "place", "printed")}


def follow_up_json(selection: Selection) -> bytes:
    complaints = [asdict(each) for each in selection.complaints]
    for row in complaints:
        del row["filed_by"], row["asks_to_stop_them"]
    inquiries = [asdict(each) for each in selection.inquiries]
    return dump({**heading(selection), "inquiries": inquiries, "complaints": complaints})


def custody_json(selection: Selection) -> bytes:
    links = []
    for link in selection.links:
        row = asdict(link)
        del row["action_text"]
        links.append(row | {"at": link.at.isoformat().replace("Z", "+00:00")})
    return dump({"case": selection.case_id, "note": CHAIN_NOTE, "links": links})


def dump(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=plain) + "\n").encode()


def plain(value: object) -> str:
    if isinstance(value, datetime):
        return iso_utc(value)
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a record file")
