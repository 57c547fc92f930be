"""Making the files of one issue: checked originals, the PDF, and the ZIP around both."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.template.loader import render_to_string

from evidence.bundles.bag import Payload, digest_of_file, open_bag, payload_of_file
from evidence.bundles.checker import CONTENTS
from evidence.bundles.compose import Document, compose, with_digests
from evidence.bundles.copies import copy_payloads
from evidence.bundles.enclosures import original_enclosures, record_enclosures
from evidence.bundles.links import exhibit_anchor, incident_anchor
from evidence.bundles.manifest import Digests
from evidence.bundles.packing import letter_payloads, packing, record_payloads
from evidence.bundles.parts import parts
from evidence.bundles.placeholders import refuse_placeholders
from evidence.bundles.printer import Printed, Printing, begin, print_document
from evidence.bundles.printing.enclosing import Enclosure
from evidence.bundles.printing.workers import Workshop
from evidence.bundles.readback import Expected, check
from evidence.bundles.records import Selection
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


def press(selection: Selection, folder: Path, workshop: Workshop, tell: Tell) -> Pressed:
    """
    Write PDF and ZIP of a selection into an existing folder; `tell` hears how far it has come.

    The workshop lays pages out, and originals are read, while the records are written. Raises
    FixityError when an original is gone or altered, IssueError when the finished PDF is not what
    it should be.
    """
    pdf, target = (folder / f"{selection.name}.{ending}" for ending in ("pdf", "zip"))
    with (
        TemporaryDirectory(dir=folder) as place,
        open_bag(target, selection.name, selection.moment) as bag,
        packing(bag, selection.exhibits) as packer,
    ):
        aside = Path(place)
        draft = compose(selection)
        pages = list(parts(draft))
        refuse_placeholders(selection, pages)
        inner = begin(pages, workshop)
        records: list[Payload] = []
        packer.put_all(
            files_of(selection, folder, aside, records),
            lambda done, total: tell(Stage.FIXITY, done, total),
        )
        contents = bag.contents()
        enclosed = [*record_enclosures(selection, records), *original_enclosures(selection)]
        document = with_digests(draft, contents)
        printed = print_document(
            Printing(document, inner, enclosed, pdf, aside),
            workshop,
            lambda done, total: tell(Stage.LAYOUT, done, total),
        )
        tell(Stage.CHECK, 0, 1)
        whole = checked(pdf, printed, expected(selection, document, enclosed))
        tell(Stage.PACK, 0, 1)
        bag.put(whole)
        bag.finish(tags(selection, contents, whole.digests), bag_fields(selection, whole.digests))
    tell(Stage.PACK, 1, 1)
    return Pressed(
        pdf=pdf,
        zip=target,
        pages=printed.pages,
        contents_sha256=sha256(contents).hexdigest(),
        pdf_sha256=whole.digests.sha256,
        zip_sha256=digest_of_file(target, "sha256"),
    )


def files_of(
    selection: Selection, folder: Path, aside: Path, records: list[Payload]
) -> Iterator[Payload]:
    """Yield all but originals and PDF, each when it is made; the records are kept in a list too."""
    for record in record_payloads(selection, aside):
        records.append(record)
        yield record
    yield from letter_payloads(selection, folder)
    yield from copy_payloads(selection.exhibits)


def checked(pdf: Path, printed: Printed, wanted: Expected) -> Payload:
    """Read the finished PDF back, and take its digests meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(payload_of_file, f"data/{pdf.name}", pdf)
        check(pdf, printed, wanted)
        return whole.result()


def expected(selection: Selection, document: Document, enclosed: Sequence[Enclosure]) -> Expected:
    """Name all that a reader must find: incidents, exhibits, sections, numbers, pictures, files."""
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
        pictures.update(sheet.pictures())
    return Expected(
        frozenset(anchors),
        frozenset(links),
        frozenset(row.anchor for row in document.index),
        pictures,
        {each.name: each.sha256 for each in enclosed},
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
