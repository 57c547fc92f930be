"""Feeds every importer whatever a file may hold: python -m tests.fuzz.importers."""

from io import BytesIO
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["evidence.importers"]):
    from evidence.importers import IMPORTERS, choose
    from evidence.importers.xml_repair import XmlMender

from tests.evidence.importers.contract import check_reading
from tests.fuzz.running import run

SAMPLES = Path(__file__).parent.parent / "evidence" / "samples"
DICTIONARY = Path(__file__).with_name("exports.dict")
PIECES = (1, 7, 64, 4096)


def target(content: bytes) -> None:
    choose(content)
    for importer in IMPORTERS:
        importer.stated_rows(content)
        check_reading(list(importer.read(BytesIO(content))))
    check_mending(content)


def check_mending(content: bytes) -> None:
    """Wherever pieces end, the same text comes out; only broken UTF-16 may be refused."""
    size = PIECES[len(content) % len(PIECES)]
    try:
        whole = mended([content])
    except UnicodeDecodeError:
        return
    assert mended(content[at : at + size] for at in range(0, len(content), size)) == whole


def mended(pieces) -> bytes:
    mender = XmlMender()
    return b"".join([mender.feed(piece) for piece in pieces] + [mender.close()])


if __name__ == "__main__":
    seeds = [path.read_bytes() for path in sorted(SAMPLES.glob("*.xml"))]
    run(target, seeds, f"-dict={DICTIONARY}")
