"""Choosing which files go into the PDF itself: the records as JSON, and originals that are PDFs."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath

from evidence import storage
from evidence.bundles.bag import Payload
from evidence.bundles.printing.enclosing import Enclosure
from evidence.bundles.records import ExhibitRecord, Selection

JSON, PDF = "application/json", "application/pdf"
# What the pages were made from, and what they show.
RECORDS, ORIGINAL = "Data", "Source"
# While it is written, each file is held in memory as a whole.
LARGEST = 32 * 2**20
SAID = {
    "incidents.json": "全部事件",
    "findings.json": "已确认的标记和所引规范",
    "exhibits.json": "证据和它们的摘要",
    "follow_up.json": "核实和投诉",
    "custody.json": "保管记录",
}


def record_enclosures(selection: Selection, records: Iterable[Payload]) -> Iterator[Enclosure]:
    """Take the records that programs read, byte for byte as they lie in the bag."""
    for payload in records:
        name = PurePosixPath(payload.path).name
        if name.endswith(".json"):
            yield Enclosure(
                name,
                JSON,
                f"本材料的记录：{SAID.get(name, name)}",
                RECORDS,
                selection.moment,
                payload.digests.sha256,
                payload.chunks,
            )


def original_enclosures(selection: Selection) -> Iterator[Enclosure]:
    for exhibit in selection.exhibits:
        if is_enclosed(exhibit):
            yield Enclosure(
                PurePosixPath(exhibit.path).name,
                PDF,
                f"证据{exhibit.label}的原件",
                ORIGINAL,
                selection.moment,
                exhibit.sha256,
                partial(storage.chunks, exhibit.sha256),
            )


def is_enclosed(exhibit: ExhibitRecord) -> bool:
    """Say whether an original goes into the PDF byte for byte, beside being in the bag."""
    return exhibit.is_included and exhibit.media_type == PDF and exhibit.size <= LARGEST
