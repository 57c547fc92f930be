"""Broken, hostile and huge XML: what was read before the break stays, and the break is named."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.importers import Communication, Rejected, RejectionReason, xml_rows
from evidence.importers.sms_backup_restore import IMPORTER
from evidence.importers.xml_repair import XmlMender
from evidence.importers.xml_rows import root_of
from tests.evidence.importers.xml_writer import InPieces

SAMPLES = Path(__file__).parent.parent / "samples"
ROW = '<sms address="95555" date="1524013324425" type="1" body="还钱"/>\n'


def read(text: str | bytes) -> list[Communication | Rejected]:
    raw = text.encode() if isinstance(text, str) else text
    return list(IMPORTER.read(BytesIO(raw)))


def read_until_break(text: str | bytes) -> tuple[int, Rejected]:
    *items, last = read(text)
    assert isinstance(last, Rejected)
    assert all(isinstance(item, Communication) for item in items)
    return len(items), last


BREAKS = [
    (f"<smses>\n{ROW * 3}", 3, Rejected(4, RejectionReason.TRUNCATED, "5")),
    (f"<smses>\n{ROW * 3}<sms address='9", 3, Rejected(4, RejectionReason.TRUNCATED, "5")),
    (f"<smses>\n{ROW * 3}<mms date='1'><parts>", 3, Rejected(4, RejectionReason.TRUNCATED, "5")),
    (f"<smses>\n{ROW * 3}<sms body='&#5535", 3, Rejected(4, RejectionReason.TRUNCATED, "5")),
    ("", 0, Rejected(1, RejectionReason.TRUNCATED, "1")),
    (f"<smses>\n{ROW}<<<{ROW}</smses>", 1, Rejected(2, RejectionReason.MALFORMED, "3")),
    (
        f"<smses>\n{ROW}<sms body='a'b/>{ROW}</smses>",
        1,
        Rejected(2, RejectionReason.MALFORMED, "3"),
    ),
    (f"<smses>\n{ROW}<sms body='&nope;'/></smses>", 1, Rejected(2, RejectionReason.MALFORMED, "3")),
    (f"<smses>\n{ROW}\0\0\0\0", 1, Rejected(2, RejectionReason.MALFORMED, "3")),
    (f"<smses>\n{ROW}</smses><smses>{ROW}", 1, Rejected(2, RejectionReason.MALFORMED, "3")),
    (f"<html>{ROW}</html>", 0, Rejected(1, RejectionReason.WRONG_ROOT, "html")),
]


@pytest.mark.parametrize(("text", "kept", "rejected"), BREAKS)
def test_a_break_keeps_what_came_before_and_is_named(
    text: str, kept: int, rejected: Rejected
) -> None:
    assert read_until_break(text) == (kept, rejected)
    assert rejected.ends_reading


def test_bytes_that_are_no_text_end_the_reading() -> None:
    broken = f"<smses>\n{ROW}<sms body='".encode() + b"\xff\xfe'/></smses>"

    assert read_until_break(broken) == (1, Rejected(2, RejectionReason.MALFORMED, "3"))


def test_half_a_character_of_utf16_at_the_end_is_a_truncation() -> None:
    whole = f"<smses>\n{ROW}</smses>".encode("utf-16")

    kept, rejected = read_until_break(whole[:-1])

    assert (kept, rejected.reason) == (1, RejectionReason.TRUNCATED)


def test_an_encoding_that_cannot_be_read_is_named() -> None:
    text = f"<?xml version='1.0' encoding='GBK'?><smses>{ROW}</smses>"

    assert read(text.encode("gbk")) == [Rejected(1, RejectionReason.ENCODING, "GBK")]


HOSTILE = [
    '<!DOCTYPE smses [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;">]>',
    '<!DOCTYPE smses [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE smses SYSTEM "http://127.0.0.1/x.dtd">',
]


@pytest.mark.parametrize("declaration", HOSTILE)
def test_a_document_type_declaration_is_refused_and_recognised(declaration: str) -> None:
    text = f"<?xml version='1.0'?>\n{declaration}<smses><sms body='&b;&x;'/></smses>"

    assert read(text) == [Rejected(1, RejectionReason.DOCTYPE, "2")]
    assert IMPORTER.sniff(text.encode())


def test_a_row_over_the_limit_stops_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_rows, "MAX_ROW_BYTES", 100_000)
    large = f"<smses>{ROW}<sms body='{'x' * 300_000}'/>{ROW}</smses>"

    assert read_until_break(large) == (1, Rejected(2, RejectionReason.TOO_LARGE, "2"))


def test_a_message_of_too_many_parts_stops_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_rows, "MAX_ROW_BYTES", 100_000)
    parts = "<part ct='x'/>" * 1000

    kept, rejected = read_until_break(f"<smses>{ROW}<mms><parts>{parts}</parts></mms></smses>")

    assert (kept, rejected.position, rejected.reason) == (1, 2, RejectionReason.TOO_LARGE)


@given(st.integers(0, 3000), st.integers(1, 300))
def test_wherever_a_file_is_cut_every_whole_row_is_kept(cut: int, size: int) -> None:
    raw = (SAMPLES / "sms-20180607120000.xml").read_bytes()
    cut = min(cut, len(raw.rstrip()) - 1)
    whole = list(IMPORTER.read(BytesIO(raw)))

    *items, last = IMPORTER.read(InPieces(raw[:cut], size))

    assert items == whole[: len(items)]
    assert isinstance(last, Rejected)
    assert (last.position, last.reason) == (len(items) + 1, RejectionReason.TRUNCATED)
    assert raw[:cut].count(b" />\n  <sms") <= len(items)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_answered_and_nothing_is_raised(raw: bytes, size: int) -> None:
    items = list(IMPORTER.read(InPieces(raw, size)))

    assert isinstance(items[-1], Rejected)
    root_of(raw)


PIECES = st.lists(
    st.sampled_from(
        [b"&#55357;", b"&#56832;", b"&#xD83D;", b"&#10;", b"&#0;", b"&amp;", b"\xed\xa0\xbd"]
        + [b"\xed\xb8\x80", "한".encode(), "还".encode(), b"&#", b"&", b";", b"x", b"\x0b"]
    )
).map(b"".join)


@given(PIECES, st.data())
def test_mending_does_not_depend_on_where_the_pieces_end(text: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    whole, parts = XmlMender(), XmlMender()

    expected = whole.feed(b"<x>" + text) + whole.close()

    mended = parts.feed(b"<x>" + text[:cut]) + parts.feed(text[cut:]) + parts.close()
    assert mended == expected
