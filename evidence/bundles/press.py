"""Making the files of one issue: checked originals, the PDF, and the ZIP around both."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.template.loader import render_to_string

from evidence import storage
from evidence.bundles import exports
from evidence.bundles.bag import (
    Payload,
    contents_list,
    payload_of_bytes,
    payload_of_file,
    read_chunks,
    write_bag,
)
from evidence.bundles.checker import CONTENTS
from evidence.bundles.compose import Document, compose
from evidence.bundles.copies import copy_payloads
from evidence.bundles.links import exhibit_anchor, incident_anchor
from evidence.bundles.manifest import Digests, digests_of
from evidence.bundles.placeholders import refuse_placeholders
from evidence.bundles.printer import print_document
from evidence.bundles.readback import Expected, check
from evidence.bundles.records import ExhibitRecord, Selection
from evidence.exceptions import FixityError
from evidence.models.bundle import Stage

Tell = Callable[[Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class Pressed:
    """The finished files and what identifies them (SHA-256, hex)."""

    pdf: Path
    zip: Path
    pages: int
    contents_sha256: str
    pdf_sha256: str
    zip_sha256: str


def press(selection: Selection, folder: Path, tell: Tell) -> Pressed:
    """
    Write PDF and ZIP of a selection into an existing folder; `tell` hears how far it has come.

    Raises FixityError when an original is gone or altered, IssueError when the finished PDF is
    not what it should be.
    """
    payloads = [
        *record_payloads(selection),
        *exhibit_payloads(selection, tell),
        *copy_payloads(selection.exhibits),
    ]
    contents = contents_list(payloads)
    refuse_placeholders(selection, contents)
    document = compose(selection, contents)
    pdf = folder / f"{selection.name}.pdf"
    pages = print_pages(selection, document, pdf, tell)
    tell(Stage.PACK, 0, 1)
    whole = payload_of_file(f"data/{pdf.name}", pdf)
    target = folder / f"{selection.name}.zip"
    write_bag(
        target=target,
        name=selection.name,
        payloads=[*payloads, whole],
        tags=tags(selection, contents, whole.digests),
        info=bag_fields(selection, whole.digests),
        moment=selection.moment,
    )
    tell(Stage.PACK, 1, 1)
    return Pressed(
        pdf=pdf,
        zip=target,
        pages=pages,
        contents_sha256=sha256(contents).hexdigest(),
        pdf_sha256=whole.digests.sha256,
        zip_sha256=digests_of(read_chunks(target)).sha256,
    )


def record_payloads(selection: Selection) -> list[Payload]:
    return [
        payload_of_bytes(f"data/records/{name}", content)
        for name, content in exports.files(selection)
    ]


def exhibit_payloads(selection: Selection, tell: Tell) -> list[Payload]:
    """Read every original again, included or not; returns those that go into the bag."""
    payloads = []
    for done, exhibit in enumerate(selection.exhibits):
        tell(Stage.FIXITY, done, len(selection.exhibits))
        digests = digests_now(exhibit)
        if exhibit.is_included:
            payloads.append(
                Payload(exhibit.path, digests, lambda key=exhibit.sha256: storage.chunks(key))  # type: ignore[misc]
            )
    return payloads


def digests_now(exhibit: ExhibitRecord) -> Digests:
    try:
        digests = digests_of(storage.chunks(exhibit.sha256))
    except FileNotFoundError as error:
        raise FixityError(
            f"证据{exhibit.label}“{exhibit.name}”的原件不见了，证据包没有出具。"
        ) from error
    if digests.sha256 != exhibit.sha256:
        raise FixityError(f"证据{exhibit.label}“{exhibit.name}”和收存时不一样，证据包没有出具。")
    return digests


def print_pages(selection: Selection, document: Document, pdf: Path, tell: Tell) -> int:
    """Lay out and write the PDF, read it back, and return its pages."""
    printed = print_document(
        document, pdf, pdf.parent, lambda done, total: tell(Stage.LAYOUT, done, total)
    )
    tell(Stage.CHECK, 0, 1)
    check(pdf, printed, expected(selection, document))
    return printed.pages


def expected(selection: Selection, document: Document) -> Expected:
    """Name all that a reader must find: incidents, exhibits, sections, numbers, pictures."""
    links = [section.anchor for section in document.sections]
    links += [part.target for section in document.sections for part in section.parts]
    anchors = {
        *links,
        *(incident_anchor(incident.number) for incident in selection.incidents),
        *(exhibit_anchor(exhibit) for exhibit in selection.exhibits),
    }
    shown = (sheet for group in document.groups for row in group.rows for sheet in row)
    pictures: Counter[str] = Counter()
    for sheet in shown:
        if sheet.plate is not None:
            pictures[sheet.picture] += len(sheet.plate.slices) or 1
    return Expected(
        frozenset(anchors),
        frozenset(links),
        frozenset(row.anchor for row in document.index),
        pictures,
    )


def tags(selection: Selection, contents: bytes, pdf: Digests) -> list[tuple[str, bytes]]:
    words = render_to_string(
        "bundles/VERIFY.txt",
        {
            "name": selection.name,
            "contents_sha256": sha256(contents).hexdigest(),
            "pdf_sha256": pdf.sha256,
            "head_sequence": head_sequence(selection),
            "head": head(selection),
        },
    )
    return [(CONTENTS, contents), ("VERIFY.txt", words.encode())]


def bag_fields(selection: Selection, pdf: Digests) -> list[tuple[str, str]]:
    return [
        ("Source-Organization", selection.borrower),
        ("External-Identifier", selection.name),
        ("External-Description", selection.title),
        ("Bag-Software-Agent", selection.software),
        ("PDF-SHA256", pdf.sha256),
        ("PDF-SM3", pdf.sm3),
        ("Custody-Links", str(head_sequence(selection))),
        ("Custody-Head", head(selection)),
    ]


def head_sequence(selection: Selection) -> int:
    return selection.links[-1].sequence if selection.links else 0


def head(selection: Selection) -> str:
    """Return the digest of the newest link that the issue anchors."""
    return selection.links[-1].digest if selection.links else ""
