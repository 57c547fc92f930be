"""What a person may be handed, or hand in without knowing: each case, and what she is told."""

import base64
import io
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import storage
from evidence.bundles.manifest import safe_name
from evidence.exceptions import UnknownFormat
from evidence.importers import IMPORTERS, RejectionReason, choose, xml_rows
from evidence.models import Exhibit, ImportRun
from evidence.services.exhibits import file_name, keep_uploads
from evidence.services.import_reading import importer_for
from incidents.models import Incident
from incidents.tagging.facts import LONGEST_TEXT
from tests.evidence.bundles.story import issue, zip_of
from tests.evidence.exports import call, calls, mms, sms, smses
from tests.evidence.importers.contract import check_reading
from tests.evidence.importers.xml_writer import InPieces
from tests.evidence.naming import check_name, check_safe_name
from tests.factories import jpeg, make_exhibit, make_incident

MEGABYTE = 2**20
IMPORT, ENTRY = "/imports/new/", "/incidents/new/"


class Streamed(io.RawIOBase):
    """A file as long as one likes, made while it is read; nothing of it is kept."""

    def __init__(self, head: bytes, row: Callable[[int], bytes], rows: int) -> None:
        self.pieces = self.made(head, row, rows)
        self.left = b""

    def made(self, head: bytes, row: Callable[[int], bytes], rows: int) -> Iterator[bytes]:
        yield head
        for start in range(0, rows, 1000):
            yield b"".join(row(number) for number in range(start, min(rows, start + 1000)))

    def read(self, size: int = -1) -> bytes:
        while len(self.left) < size and (piece := next(self.pieces, b"")):
            self.left += piece
        taken, self.left = self.left[:size], self.left[size:]
        return taken


@contextmanager
def within(megabytes: int) -> Iterator[None]:
    """Fail when more memory than that is held at any moment."""
    tracemalloc.start()
    try:
        yield
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes * MEGABYTE


def zip_bomb() -> bytes:
    """Return a few hundred kilobytes that unpack to 300 megabytes, twice over."""
    inner = BytesIO()
    with (
        zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("zeros.xml", "w") as file,
    ):
        for _piece in range(300):
            file.write(bytes(MEGABYTE))
    outer = BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", inner.getvalue())
        archive.writestr("word/zeros.xml", inner.getvalue())
    return outer.getvalue()


def send(client, address: str, name: str, content: bytes, **fields):
    field = "file" if address == IMPORT else "files"
    return client.post(address, {field: SimpleUploadedFile(name, content), **fields}, follow=True)


def test_a_zip_bomb_is_kept_as_it_is_and_never_unpacked(client_in, case):
    bomb = zip_bomb()
    with within(20):
        response = send(client_in, IMPORT, "备份.zip", bomb)
    assert "认不出这是哪种备份" in response.text
    assert "文件已经作为证据原样保存" in response.text
    exhibit = Exhibit.objects.get()
    assert exhibit.size == len(bomb) < MEGABYTE
    assert client_in.get(f"/exhibits/{exhibit.pk}/").status_code == 200


BOMB_XML = (
    b'<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "'
    + b"x" * 1000
    + b'">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&a;" * 10) for n in range(9))
    + b']><smses><sms body="&b8;"/></smses>'
)


def test_entities_are_not_expanded_and_she_is_told_why_nothing_was_read(client_in, case):
    with within(20):
        response = send(client_in, IMPORT, "短信.xml", BOMB_XML)
    assert "文件含有文档类型声明，为安全起见没有读取" in response.text
    assert not Incident.objects.exists()


def test_a_csv_of_any_length_is_kept_in_flat_memory(data_folder):
    def row(number: int) -> bytes:
        return b"0537-2000000,2018-06-07 19:06,%d\r\n" % number

    with within(30):
        stored = storage.store(Streamed(b"number,date,seconds\r\n", row, 1_500_000))
    assert stored.size > 40 * MEGABYTE
    with storage.open_original(stored.sha256) as source, pytest.raises(UnknownFormat) as told:
        importer_for(source)
    assert "认不出这是哪种备份" in str(told.value)


def test_a_csv_is_told_apart_and_kept_as_an_exhibit(client_in, case):
    response = send(client_in, IMPORT, "通话.csv", b"number,date\r\n" + b"1,2\r\n" * 1000)
    assert "认不出这是哪种备份" in response.text
    assert Exhibit.objects.get().original_name == "通话.csv"


def test_rows_without_end_are_read_in_flat_memory_up_to_a_limit(monkeypatch):
    def row(number: int) -> bytes:
        return b'<sms address="955%d" date="1524013324425" type="1" body="x"/>' % number

    monkeypatch.setattr(xml_rows, "MAX_ROWS", 20_000)
    read = 0
    with within(10):
        for item in IMPORTERS[0].read(Streamed(b"<smses>", row, 10**9)):
            read += 1
            last = item
    assert (read, last.position) == (20_001, 20_001)
    assert (last.reason, last.detail) == (RejectionReason.TOO_MANY, "20000")


def test_too_many_rows_are_told_with_what_to_do(client_in, case, monkeypatch):
    monkeypatch.setattr(xml_rows, "MAX_ROWS", 3)
    response = send(client_in, IMPORT, "通话.xml", calls(*(call(seconds=n) for n in range(9))))
    assert "行数太多，从这里起没有读取（3）；可以把备份分成几个文件再导入" in response.text


def test_a_file_of_bad_rows_alone_is_counted_and_not_kept_whole(client_in, case):
    content = calls(*(call(kind=9),) * 6000)
    send(client_in, IMPORT, "通话.xml", content)
    run = ImportRun.objects.get()
    assert (run.counts["rejected"], len(run.rejections)) == (6000, 5000)
    assert "还有 5800 行没有列出" in client_in.get(f"/imports/{run.pk}/").text


@pytest.mark.parametrize("address", [IMPORT, ENTRY, "exhibit-add"])
def test_an_empty_file_is_named_and_refused(client_in, case, address):
    if address == "exhibit-add":
        address = reverse("exhibit-add", args=[make_incident(case=case).pk])
    response = send(client_in, address, "空.jpg", b"", narrative="还钱")
    assert "“空.jpg”是空文件，没有内容可以保存" in response.text
    assert not Exhibit.objects.exists()


def test_a_wrong_ending_changes_nothing(client_in, case):
    send(client_in, IMPORT, "通话.jpg", calls(call()))
    assert ImportRun.objects.get().counts["kept"] == 1
    response = send(client_in, IMPORT, "照片.xml", jpeg())
    assert "认不出这是哪种备份" in response.text
    assert Exhibit.objects.get(original_name="照片.xml").kind == "image"


NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\windows\\system32\\x.dll": "x.dll",
    "/etc/shadow": "shadow",
    "C:\\a\\b.jpg": "b.jpg",
    "录音\u202egpj.exe": "录音gpj.exe",
    "a\x00b\x1b[31m\u2028.jpg": "ab[31m.jpg",
    "截" * 300 + ".jpg": "截" * 251 + ".jpg",
}


@pytest.mark.parametrize("given", NAMES)
def test_a_name_is_kept_as_far_as_it_is_one_and_never_a_place(client_in, case, given):
    file = SimpleUploadedFile("x.jpg", jpeg())
    file._name = given
    [original] = keep_uploads([file])
    check_name(original.name)
    exhibit = make_exhibit(case=case, name=original.name, incident=make_incident(case=case))
    with closing(client_in.get(f"/exhibits/{exhibit.pk}/original/")) as response:
        assert response.status_code == 200
    held = [path for path in storage.settings.EXHIBITS_DIR.rglob("*") if path.is_file()]
    assert {path.parent.parent for path in held} == {storage.settings.EXHIBITS_DIR}


@pytest.mark.parametrize(("given", "kept"), NAMES.items())
def test_a_browser_s_name_loses_its_folders_and_what_cannot_be_seen(client_in, case, given, kept):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="'
        + given.encode().replace(b"\\", b"\\\\")
        + b'"\r\n\r\n'
        + jpeg()
        + b"\r\n--x--\r\n"
    )
    client_in.post(ENTRY, body, content_type="multipart/form-data; boundary=x")
    assert [exhibit.original_name for exhibit in Exhibit.objects.all()] == [kept]


def test_a_file_of_no_visible_name_does_not_vanish_in_silence(client_in, case):
    head = 'Content-Disposition: form-data; name="files"; filename="\u200f"'
    body = b"--x\r\n" + head.encode() + b"\r\n\r\n" + jpeg() + b"\r\n--x--\r\n"
    response = client_in.post(ENTRY, body, content_type="multipart/form-data; boundary=x")
    assert "还没有内容" in response.text
    assert file_name("\u200f\u202e") == "file"


def test_a_name_of_an_attachment_in_an_export_leads_nowhere(client_in, case):
    row = mms(jpeg()).replace('cl="a.jpg"', 'cl="../../../&#x202e;x.jpg"')
    send(client_in, IMPORT, "短信.xml", smses(row))
    client_in.post(f"/imports/{ImportRun.objects.get().pk}/", {"numbers": ["0"]})
    picture = Exhibit.objects.get(kind="image")
    assert picture.original_name == "../../../x.jpg"
    with zipfile.ZipFile(zip_of(issue(case, mask=False))) as archive:
        assert not [name for name in archive.namelist() if ".." in name or name.startswith("/")]


@given(st.text())
def test_whatever_a_file_is_called_it_has_a_name_that_all_can_hold(name):
    check_name(file_name(name))
    check_safe_name(safe_name("1-1", file_name(name)))


def test_lone_surrogates_and_nul_in_an_export_become_marks_or_nothing(client_in, case):
    row = (
        sms(body="还&#55357;钱&#0;").encode()
        + b'<sms address="1" date="1524013324425" type="1" body="\xed\xa0\xbd"/>'
    )
    send(client_in, IMPORT, "短信.xml", b"<smses>" + row + b"</smses>")
    client_in.post(f"/imports/{ImportRun.objects.get().pk}/", {"numbers": ["0", "1"]})
    assert sorted(Incident.objects.values_list("narrative", flat=True)) == ["还\ufffd钱", "\ufffd"]


def test_nul_and_lone_surrogates_that_are_typed_do_not_cost_the_words(client_in, case):
    body = b"narrative=%E8%BF%98%00%ED%A0%BD%E9%92%B1"
    client_in.post(ENTRY, body, content_type="application/x-www-form-urlencoded")
    narrative = Incident.objects.get().narrative
    assert narrative.startswith("还")
    assert narrative.endswith("钱")
    assert "\x00" not in narrative


@pytest.mark.parametrize("character", ["x", "还"])
def test_ten_megabytes_typed_are_given_back_with_a_sentence(client_in, case, character):
    words = character * (10 * MEGABYTE // len(character.encode()))
    response = client_in.post(ENTRY, {"narrative": words})
    assert f"写了 {len(words)} 字，这里最多放 {LONGEST_TEXT} 字" in response.text
    assert words in response.text
    assert not Incident.objects.exists()


def test_ten_megabytes_in_an_amendment_are_refused_too(client_in, case):
    incident = make_incident(case=case, narrative="还钱")
    address = reverse("incident-amend", args=[incident.pk])
    response = client_in.post(address, {"narrative": "x" * 10 * MEGABYTE, "reason": "改"})
    assert "全文可以存成文件，作为证据加进来" in response.text


def test_ten_megabytes_in_an_import_are_named_and_the_rest_is_read(client_in, case):
    rows = smses(sms(), sms(body="x" * 10 * MEGABYTE), sms(when="2018-06-06 16:26"))
    response = send(client_in, IMPORT, "短信.xml", rows)
    assert "文字有 10485760 字，太长，没有读取；全文仍在备份文件里" in response.text
    assert ImportRun.objects.get().counts["kept"] == 2


def test_the_longest_words_that_are_taken_are_taken_whole(client_in, case):
    words = "还" * LONGEST_TEXT
    client_in.post(ENTRY, {"narrative": words})
    assert Incident.objects.get().narrative == words


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("1969-07-20T20:17", "这个时间太早了"),
        ("0001-01-01T00:00", "这个时间太早了"),
        ("2099-01-01T00:00", "这个时间还没有到"),
        ("9999-12-31T23:59", "这个时间还没有到"),
    ],
)
def test_days_out_of_time_are_asked_about_and_the_words_stay(client_in, case, moment, sentence):
    told = {"narrative": "还钱", "when": "pick", "at": moment}
    response = client_in.post(ENTRY, told)
    assert sentence in response.text
    assert "还钱" in response.text
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        ("-14182940000", "时间无法识别"),
        ("0", "时间无法识别"),
        ("4070908800000", "时间还没有到，可能是手机的钟不准：2099-01-01"),
        ("99999999999999", "时间无法识别"),
    ],
)
def test_days_out_of_time_in_an_export_are_not_read(client_in, case, date, sentence):
    row = f'<sms address="1" date="{date}" type="1" body="x"/>'
    response = send(client_in, IMPORT, "短信.xml", smses(row, sms()))
    assert sentence in response.text
    assert ImportRun.objects.get().counts["kept"] == 1


ODD = st.sampled_from(
    ["&#0;", "&#55357;", "&#xDE00;", "&", "<", '"', "\x0b", "\u202e", "]]>", "é", "1"]
)
VALUE = st.lists(st.one_of(ODD, st.text(max_size=5))).map("".join)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["number", "address", "date", "type", "msg_box", "duration", "dur", "body", "data"]
        + ["ct", "text", "cl", "presentation", "contact_name", "name", "alias", "sub", "subject"]
    ),
    st.one_of(st.sampled_from(["1524013324425", "1", "3", "137", "null", "-1", "9" * 15]), VALUE),
)
TAGS = st.sampled_from(["call", "sms", "mms", "log", "parts", "part", "addr", "x"])


def written(tag: str, attributes: dict[str, str], inside: str = "") -> str:
    values = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{values}>{inside}</{tag}>"


ELEMENT = st.recursive(
    st.builds(written, TAGS, ATTRIBUTES),
    lambda below: st.builds(written, TAGS, ATTRIBUTES, st.lists(below).map("".join)),
    max_leaves=6,
)
EXPORT = st.builds(
    lambda root, rows, end: f"<{root}>{''.join(rows)}{end}",
    st.sampled_from(["calls", "smses", "alllogs"]),
    st.lists(ELEMENT, max_size=5),
    st.sampled_from(["", "</calls>", "</smses>", "</alllogs>"]),
)


@settings(max_examples=300)
@given(EXPORT, st.integers(1, 200))
def test_every_importer_accounts_for_every_row_of_any_export(export: str, size: int):
    raw = export.encode("utf-8", "surrogatepass")
    choose(raw)
    for importer in IMPORTERS:
        check_reading(list(importer.read(InPieces(raw, size))))


@given(st.binary(max_size=400), st.integers(1, 50))
def test_every_importer_answers_any_bytes(raw: bytes, size: int):
    for importer in IMPORTERS:
        check_reading(list(importer.read(InPieces(raw, size))))


@given(name=st.text(max_size=300), content=st.binary(min_size=1, max_size=300))
def test_whatever_is_sent_is_kept_bit_for_bit(tmp_path_factory, name, content):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.getbasetemp() / "sent"
        patch.setattr(storage.settings, "EXHIBITS_DIR", folder)
        file = SimpleUploadedFile("x", content)
        file._name = name
        [original] = keep_uploads([file])
        assert b"".join(storage.chunks(original.stored.sha256)) == content
        check_name(original.name)


def test_base64_that_is_none_leaves_the_message_without_its_picture(client_in, case):
    broken = mms(jpeg()).replace(base64.b64encode(jpeg()).decode(), "%%%")
    send(client_in, IMPORT, "短信.xml", smses(broken))
    assert ImportRun.objects.get().counts["kept"] == 1
