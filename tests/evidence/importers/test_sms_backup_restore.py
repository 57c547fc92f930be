"""Exports of SMS Backup & Restore, quirk by quirk."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.importers import CallerId, Communication, Problem, Rejected, RejectionReason
from evidence.importers import mms as mms_reader
from evidence.importers.sms_backup_restore import IMPORTER
from tests.evidence.importers.xml_writer import InPieces, element

SAMPLES = Path(__file__).parent.parent / "samples"
DATE = "1524013324425"


def read(content: str | bytes) -> list[Communication | Rejected]:
    raw = content.encode() if isinstance(content, str) else content
    return list(IMPORTER.read(BytesIO(raw)))


def read_one(row: str, root: str = "smses") -> Communication:
    (item,) = read(f"<{root} count='1'>{row}</{root}>")
    assert isinstance(item, Communication)
    return item


def sample(name: str) -> list[Communication | Rejected]:
    return read((SAMPLES / name).read_bytes())


def test_every_row_of_a_call_log_is_read_or_rejected_at_its_position() -> None:
    items = sample("calls-20180507093000.xml")

    assert [item.position for item in items] == list(range(1, 11))
    rejected = [
        (item.position, item.reason, item.detail) for item in items if isinstance(item, Rejected)
    ]
    assert rejected == [
        (8, RejectionReason.BAD_DATE, "n/a"),
        (9, RejectionReason.UNKNOWN_TYPE, "1001"),
    ]


def test_every_row_of_a_message_backup_is_read_or_rejected_at_its_position() -> None:
    items = sample("sms-20180607120000.xml")

    assert [item.position for item in items] == list(range(1, 12))
    rejected = [(item.position, item.reason) for item in items if isinstance(item, Rejected)]
    assert rejected == [
        (4, RejectionReason.DRAFT),
        (6, RejectionReason.BAD_DATE),
        (10, RejectionReason.DRAFT),
    ]


def test_the_time_is_the_instant_in_date_and_never_the_readable_one() -> None:
    first = sample("call-logs-2014.xml")[0]

    assert isinstance(first, Communication)
    assert first.occurred_at == datetime(2014, 9, 16, 15, 31, 45, 425000, tzinfo=UTC)


CALL_TYPES = [
    ("1", "73", "incoming", "incoming", True),
    ("1", "0", "incoming", "incoming", None),
    ("1", "", "incoming", "incoming", None),
    ("2", "12", "outgoing", "outgoing", True),
    ("2", "0", "outgoing", "outgoing", False),
    ("3", "0", "incoming", "missed", False),
    ("3", "48", "incoming", "missed", False),
    ("4", "31", "incoming", "voicemail", False),
    ("5", "0", "incoming", "rejected", False),
    ("6", "0", "incoming", "blocked", False),
    ("7", "0", "incoming", "answered_elsewhere", True),
]


@pytest.mark.parametrize(("kind", "duration", "direction", "detail", "connected"), CALL_TYPES)
def test_the_type_of_a_call_decides_before_its_duration(
    kind: str, duration: str, direction: str, detail: str, connected: bool | None
) -> None:
    row = f'<call number="1" duration="{duration}" date="{DATE}" type="{kind}"/>'
    call = read_one(row, "calls")

    assert (call.channel, call.direction, call.detail) == ("call", direction, detail)
    assert call.connected is connected


@pytest.mark.parametrize(
    ("number", "presentation", "caller_id"),
    [
        ("95555", "1", CallerId.SHOWN),
        ("95555", "", CallerId.SHOWN),
        ("", "2", CallerId.RESTRICTED),
        ("", "3", CallerId.UNKNOWN),
        ("", "4", CallerId.PAYPHONE),
        ("", "5", CallerId.UNAVAILABLE),
        ("-1", "", CallerId.UNKNOWN),
        ("-2", "1", CallerId.RESTRICTED),
        ("-3", "", CallerId.PAYPHONE),
    ],
)
def test_a_hidden_caller_says_why_and_keeps_the_number_as_written(
    number: str, presentation: str, caller_id: CallerId
) -> None:
    row = f'<call number="{number}" presentation="{presentation}" date="{DATE}" type="1"/>'
    call = read_one(row, "calls")

    assert (call.number, call.caller_id) == (number, caller_id)


@pytest.mark.parametrize("duration", ["", "abc", "-5", "99999999999", "1.5"])
def test_an_unreadable_duration_is_unknown_and_the_call_is_kept(duration: str) -> None:
    row = f'<call number="1" duration="{duration}" date="{DATE}" type="1"/>'

    assert read_one(row, "calls").duration_s is None


@pytest.mark.parametrize("name", ["(Unknown)", "null", ""])
def test_no_contact_is_not_shown_as_a_name(name: str) -> None:
    row = f'<sms address="1" date="{DATE}" type="1" body="x" contact_name="{name}"/>'

    assert read_one(row).contact_name is None


@pytest.mark.parametrize(
    "date", ["", "null", "0", "n/a", "1524013324", "-1524013324425", "1524013324425.0", "9" * 15]
)
def test_a_date_no_phone_can_have_recorded_is_rejected(date: str) -> None:
    (item,) = read(f'<calls><call number="1" date="{date}" type="1"/></calls>')

    assert item == Rejected(1, RejectionReason.BAD_DATE, date)


BODIES = [
    ("&#55357;&#56832;", "😀"),
    ("&#xD83D;&#xDE00;", "😀"),
    ("&#55357;&#xde00;", "😀"),
    ("&#x1F600;", "😀"),
    ("😀", "😀"),
    ("&#55357;", "\ufffd"),
    ("&#56832;", "\ufffd"),
    ("&#56832;&#55357;", "\ufffd\ufffd"),
    ("&#55357;&#55357;&#56832;", "\ufffd😀"),
    ("&#55357;x&#56832;", "\ufffdx\ufffd"),
    ("&#55357;&#65;", "\ufffdA"),
    ("&#55356;&#57144;&#55356;&#57145;", "🌸🌹"),
    ("a&#0;b&#11;c&#x1F;d\x0be", "abcde"),
    ("a&#65535;b&#1114112;c", "ab\ufffdc"),
    ("&#10;&#13;&#9;", "\n\r\t"),
    ("&amp;#55357;&lt;&gt;&quot;&apos;", "&#55357;<>\"'"),
    ("null", ""),
    ("not null", "not null"),
]


@pytest.mark.parametrize(("written", "meant"), BODIES)
def test_a_body_survives_the_way_it_was_written(written: str, meant: str) -> None:
    assert read_one(f'<sms address="1" date="{DATE}" type="1" body="{written}"/>').text == meant


def test_surrogates_encoded_as_bytes_become_the_character_they_meant() -> None:
    body = "坏".encode() + b"\xed\xa0\xbd\xed\xb8\x80" + "한\ud7ff".encode() + b"\xed\xa0\xbd"
    row = b'<smses><sms address="1" date="1524013324425" type="1" body="' + body + b'"/></smses>'

    (item,) = read(row)

    assert isinstance(item, Communication)
    assert item.text == "坏😀한\ud7ff\ufffd"


def test_single_quotes_hold_double_ones() -> None:
    row = f"<sms address='1' date='{DATE}' type='1' body='他说\"还钱\"'/>"

    assert read_one(row).text == '他说"还钱"'


def test_a_subject_stands_above_the_words() -> None:
    row = f'<sms address="1" date="{DATE}" type="1" subject="提醒" body="还钱"/>'

    assert read_one(row).text == "提醒\n还钱"


@pytest.mark.parametrize(
    ("kind", "direction", "detail"),
    [
        ("1", "incoming", "received"),
        ("2", "outgoing", "sent"),
        ("4", "outgoing", "outbox"),
        ("5", "outgoing", "failed"),
        ("6", "outgoing", "queued"),
    ],
)
def test_messages_keep_their_box(kind: str, direction: str, detail: str) -> None:
    sms = read_one(f'<sms address="1" date="{DATE}" type="{kind}" body="x"/>')
    mms = read_one(f'<mms address="1" date="{DATE}" msg_box="{kind}"/>')

    assert (sms.direction, sms.detail) == (direction, detail)
    assert (mms.direction, mms.detail) == (direction, f"mms_{detail}")


def group_mms() -> Communication:
    item = sample("sms-20180607120000.xml")[7]
    assert isinstance(item, Communication)
    return item


def test_a_group_message_names_its_sender_and_the_other_members() -> None:
    message = group_mms()

    assert (message.number, message.others) == ("17100000001", ("13900000000",))
    assert message.text == "看看这是谁😁"


def test_a_picture_is_decoded_and_layout_is_left_out() -> None:
    (picture,) = group_mms().attachments

    assert (picture.name, picture.media_type) == ("photo.png", "image/png")
    assert picture.content == b"\x89PNG\r\n\x1a\n"


def test_a_picture_that_cannot_be_had_is_named_with_its_problem() -> None:
    message = sample("sms-20180607120000.xml")[10]

    assert isinstance(message, Communication)
    assert [(file.name, file.content, file.problem) for file in message.attachments] == [
        ("a.jpg", None, Problem.UNDECODABLE),
        ("b.gif", None, Problem.MISSING),
    ]


def test_a_picture_over_the_limit_is_named_and_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mms_reader, "MAX_ATTACHMENT_BYTES", 5)
    (picture,) = group_mms().attachments

    assert (picture.content, picture.problem) == (None, Problem.TOO_LARGE)


def test_a_received_group_message_without_a_sender_blames_no_member() -> None:
    message = read_one(f'<mms date="{DATE}" msg_box="1" address="1390001~1390002"><parts/></mms>')

    assert (message.number, message.others) == ("1390001~1390002", ("1390001", "1390002"))


def test_a_sent_group_message_lists_everyone_it_went_to() -> None:
    message = read_one(
        f'<mms date="{DATE}" msg_box="2" address="1390001~1390002"><addrs>'
        '<addr address="insert-address-token" type="137"/><addr address="1390003" type="130"/>'
        "</addrs></mms>"
    )

    assert (message.number, message.others) == ("1390001", ("1390002", "1390003"))


def test_plain_text_kept_as_a_file_is_not_lost() -> None:
    row = (
        f'<mms date="{DATE}" msg_box="1" address="1390001"><parts>'
        '<part seq="0" ct="text/plain" cl="t.txt" text="null" data="6L+Y6ZKx"/></parts></mms>'
    )

    assert read_one(row).attachments[0].content == "还钱".encode()


def test_what_is_neither_call_nor_message_is_rejected_by_name() -> None:
    (item,) = read("<smses><note text='x'/></smses>")

    assert item == Rejected(1, RejectionReason.UNKNOWN_ELEMENT, "note")


def test_the_digest_of_a_row_depends_on_its_values_and_not_on_its_quotes() -> None:
    row = f'<sms address="1" date="{DATE}" type="1" body="x"/>'
    turned = f"<sms  type='1' date='{DATE}' body='x' address='1' />"

    assert read_one(row).raw_digest == read_one(turned).raw_digest
    assert read_one(row).raw_digest != read_one(row.replace('"x"', '"y"')).raw_digest


@pytest.mark.parametrize(
    "name", ["calls-20180507093000.xml", "call-logs-2014.xml", "sms-20180607120000.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_same_rows_are_read_in_every_unicode_encoding(name: str, encoding: str) -> None:
    text = (SAMPLES / name).read_text()
    raw = text.encode(encoding)

    assert IMPORTER.sniff(raw[:600])
    assert read(raw) == sample(name)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
def test_the_size_of_the_pieces_read_does_not_matter(size: int) -> None:
    raw = (SAMPLES / "sms-20180607120000.xml").read_bytes()

    assert list(IMPORTER.read(InPieces(raw, size))) == sample("sms-20180607120000.xml")


def test_the_stated_count_is_told_and_not_believed() -> None:
    raw = (SAMPLES / "calls-20180507093000.xml").read_bytes()

    assert (IMPORTER.stated_rows(raw[:1000]), len(read(raw))) == (56, 10)


XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\r\t😀🌹\"'&<>;#")
).filter(lambda text: text != "null")
NUMBERS = st.sampled_from(["95555", "+86 138 0000 0000", "", "-1", "0537-1234567"]) | XML_TEXT
INSTANTS = st.integers(631152000000, 4102444799999)
ROWS = st.one_of(
    st.tuples(st.just("call"), NUMBERS, INSTANTS, XML_TEXT),
    st.tuples(st.just("sms"), NUMBERS, INSTANTS, XML_TEXT),
    st.tuples(st.just("mms"), NUMBERS, INSTANTS, XML_TEXT),
)


def written(rows: list[tuple[str, str, int, str]], random: Random) -> Iterator[str]:
    for tag, number, date, text in rows:
        common = {"address": number, "number": number, "date": str(date), "type": "1"}
        inside = ""
        if tag == "mms":
            part = {"seq": "0", "ct": "text/plain", "text": text}
            sender = element("addr", {"address": number, "type": "137"}, random)
            inside = f"<parts>{element('part', part, random)}</parts><addrs>{sender}</addrs>"
        yield element(tag, common | {"body": text, "msg_box": "1"}, random, inside)


@given(
    rows=st.lists(ROWS, max_size=8),
    random=st.randoms(use_true_random=False),
    size=st.integers(1, 200),
)
def test_whatever_an_app_writes_is_read_back(
    rows: list[tuple[str, str, int, str]], random: Random, size: int
) -> None:
    body = "\n".join(written(rows, random))
    raw = f"<?xml version='1.0'?><smses count='7'>{body}</smses>".encode()

    items = list(IMPORTER.read(InPieces(raw, size)))

    assert [(item.position, item.number, item.text) for item in items] == [
        (position, number, "" if tag == "call" else text)
        for position, (tag, number, _, text) in enumerate(rows, 1)
    ]
    assert [round(item.occurred_at.timestamp() * 1000) for item in items] == [
        date for _, _, date, _ in rows
    ]
