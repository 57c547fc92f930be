import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest

from evidence.bundles.enclosures import LARGEST, is_enclosed
from evidence.bundles.printing.enclosing import Enclosure, enclose, write_enclosures
from tests.factories import at

PIECE = bytes(range(256)) * 4096
PIECES = 40


def enclosure(name: str, *pieces: bytes, media_type: str = "application/pdf") -> Enclosure:
    digest = hashlib.sha256(b"".join(pieces)).hexdigest()
    moment = at("2018-06-12 20:05")
    return Enclosure(name, media_type, "原件", "Source", moment, digest, lambda: pieces)


def test_names_in_chinese_and_bytes_come_back_as_they_were(tmp_path: Path) -> None:
    held = tmp_path / "held.pdf"
    numbers = write_enclosures(
        [enclosure("信（一）.pdf", b"%PDF", b"\0\xff"), enclosure("b.pdf")], held
    )
    pdf = pikepdf.new()
    pdf.Root.Names = pikepdf.Dictionary()
    with pikepdf.open(held) as source:
        enclose(pdf, source, numbers)
        pdf.save(tmp_path / "whole.pdf")
    with pikepdf.open(tmp_path / "whole.pdf") as whole:
        assert set(whole.attachments) == {"b.pdf", "信（一）.pdf"}
        assert whole.attachments["信（一）.pdf"].get_file().read_bytes() == b"%PDF\0\xff"
        assert str(whole.Root.AF[0].EF.F.Params.ModDate) == "D:20180612120500Z"


def test_a_large_file_is_written_piece_by_piece(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(PIECES):
            yield bytes(PIECE)

    large = Enclosure("a.pdf", "application/pdf", "", "Source", at("2018-06-12 20:05"), "", pieces)
    tracemalloc.start()
    write_enclosures([large], tmp_path / "held.pdf")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "held.pdf").stat().st_size > PIECES * len(PIECE)
    assert most < 6 * len(PIECE)


@pytest.mark.parametrize(
    ("media_type", "size", "is_included", "expected"),
    [
        ("application/pdf", 10, True, True),
        ("application/pdf", LARGEST + 1, True, False),
        ("application/pdf", 10, False, False),
        ("image/jpeg", 10, True, False),
    ],
)
def test_only_a_pdf_that_may_be_handed_over_is_enclosed(
    media_type: str, size: int, is_included: bool, expected: bool
) -> None:
    exhibit = SimpleNamespace(media_type=media_type, size=size, is_included=is_included)
    assert is_enclosed(exhibit) is expected
