"""Originals from upload to page: kept once, durable, described, and never served to be run."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from evidence import storage
from evidence.exceptions import EmptyFile, StorageError
from evidence.models import Exhibit, ExhibitUse
from evidence.services.examination import examine_exhibits
from evidence.services.exhibits import (
    acquire_originals,
    changed_exhibits,
    file_name,
    keep_originals,
)
from evidence.services.printables import make_printable
from incidents.chain_check import check_chain
from tests.evidence import files
from tests.factories import jpeg, make_case, make_exhibit, make_incident, make_user


def take_in(case, *named: tuple[str, bytes]):
    originals = keep_originals((name, io.BytesIO(content)) for name, content in named)
    return acquire_originals(case=case, originals=originals, actor=case.owner)


def add(client, incident, *named: tuple[str, bytes], **fields: str):
    uploads = [SimpleUploadedFile(name, content) for name, content in named]
    url = reverse("exhibit-add", args=[incident.pk])
    return client.post(url, {"files": uploads, **fields}, follow=True)


def page(client, exhibit) -> str:
    return client.get(reverse("exhibit-detail", args=[exhibit.pk])).text


def test_many_files_are_taken_in_together_and_the_chain_holds(case):
    named = [(f"{number}.jpg", jpeg(colour=f"#{6 * number:02x}4040")) for number in range(40)]
    acquired = take_in(case, *named)
    assert [one.exhibit.number for one in acquired] == list(range(1, 41))
    assert [one.name for one in acquired] == [name for name, _content in named]
    assert case.custody_events.filter(action="acquired").count() == 40
    assert not check_chain(case).problems
    assert changed_exhibits(case) == []


def test_the_same_bytes_twice_are_stored_once_and_referred_to_twice(client_in, case):
    first, second = make_incident(case=case), make_incident(case=case)
    add(client_in, first, ("一.jpg", jpeg()))
    said = add(client_in, second, ("二.jpg", jpeg())).text
    assert "“二.jpg”和已有的证据 1 一个字节都不差" in said
    assert "已收存证据" not in said
    assert case.exhibits.count() == 1
    assert list(ExhibitUse.objects.values_list("given_name", flat=True)) == ["一.jpg", "二.jpg"]


def test_the_same_bytes_twice_in_one_form_are_said_too(client_in, case):
    said = add(client_in, make_incident(case=case), ("一.jpg", jpeg()), ("二.jpg", jpeg())).text
    assert "“二.jpg”和已有的证据 1 一个字节都不差" in said
    assert case.exhibits.get().uses.get().given_name == "一.jpg"


def test_the_quick_entry_says_what_was_there_already(client_in, case):
    make_exhibit(case=case)
    sent = {"channel": "call", "when": "now", "reached": "me", "number": "13800138000"}
    upload = SimpleUploadedFile("再来一次.jpg", jpeg())
    said = client_in.post(reverse("entry-new"), {**sent, "files": upload}, follow=True).text
    assert "“再来一次.jpg”和已有的证据 1" in said


def test_two_cases_hold_the_same_bytes_without_knowing_of_each_other(case):
    other = make_case(owner=make_user(name="别人"))
    make_exhibit(case=case)
    assert not take_in(other, ("a.jpg", jpeg()))[0].is_repeat
    assert Exhibit.objects.count() == 2


def test_one_empty_file_among_others_keeps_all_out(case):
    with pytest.raises(EmptyFile, match=r"空的\.jpg"):
        take_in(case, ("a.jpg", jpeg()), ("空的.jpg", b""))
    assert not case.exhibits.exists()


def test_a_full_disk_is_told_and_nothing_is_recorded(client_in, case, settings):
    settings.EXHIBITS_DIR = settings.DATA_DIR / "in the way"
    settings.EXHIBITS_DIR.write_text("a file where the folder should be")
    incident = make_incident(case=case)
    with pytest.raises(StorageError):
        take_in(case, ("a.jpg", jpeg()))
    response = add(client_in, incident, ("a.jpg", jpeg()), source="爸爸")
    assert response.status_code == 422
    assert "磁盘没有收下文件" in response.text
    assert 'value="爸爸"' in response.text
    assert not case.exhibits.exists()


@given(st.text(st.characters(codec=None), max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_names_of_any_kind_become_names_that_can_be_kept(name):
    kept = file_name(name)
    assert 0 < len(kept) <= 255
    assert kept.isprintable()
    kept.encode()


def test_a_long_name_keeps_its_ending():
    assert file_name("长" * 400 + ".jpeg").endswith("长.jpeg")
    assert len(file_name("长" * 400 + ".jpeg")) == 255
    assert file_name("../../\u202egpj.exe\0") == "../../gpj.exe"


def test_what_a_photograph_says_of_itself_is_shown_as_found(client_in, case):
    text = page(client_in, make_exhibit(case=case, content=files.photograph()))
    assert "2018:06:07 19:06:11 +08:00" in text
    assert "EML-AL00" in text
    assert "只供参考" in text


def test_where_a_photograph_was_taken_is_folded_away(client_in, case):
    text = page(client_in, make_exhibit(case=case, content=files.photograph()))
    assert "29°33′46.8″ N" in text.split("文件里带着位置")[1]
    assert "29°33′46.8″ N" not in text.split("文件里带着位置")[0]


def test_source_and_device_can_be_told_with_the_files(client_in, case):
    add(client_in, make_incident(case=case), ("a.jpg", jpeg()), source="爸爸", device="华为手机")
    text = page(client_in, case.exhibits.get())
    assert "爸爸" in text
    assert "华为手机" in text


def test_source_can_be_told_later_and_custody_knows(client_in, case):
    exhibit = make_exhibit(case=case)
    before = exhibit.digest()
    url = reverse("exhibit-amend", args=[exhibit.pk])
    assert "已记下来源" in client_in.post(url, {"source": "同事转给我"}, follow=True).text
    exhibit.refresh_from_db()
    assert exhibit.digest() != before
    assert case.custody_events.filter(action="amended", subject_id=exhibit.pk).exists()
    assert not check_chain(case).problems


@pytest.mark.parametrize("length", [101, 100_000])
def test_a_source_too_long_is_refused(client_in, case, length):
    exhibit = make_exhibit(case=case)
    url = reverse("exhibit-amend", args=[exhibit.pk])
    assert "100 个字以内" in client_in.post(url, {"source": "长" * length}, follow=True).text


def test_strangers_cannot_tell_where_an_exhibit_is_from(stranger_in, case):
    url = reverse("exhibit-amend", args=[make_exhibit(case=case).pk])
    assert stranger_in.post(url, {"source": "别人"}).status_code == 404


def test_damage_inside_a_picture_shows_after_it_was_decoded(client_in, case):
    content = bytearray(files.detailed("PNG"))
    content[len(content) // 2] ^= 0xFF
    exhibit = make_exhibit(case=case, content=bytes(content))
    assert exhibit.unreadable == ""
    assert examine_exhibits(case) == 1
    exhibit.refresh_from_db()
    assert exhibit.unreadable == "damaged"
    assert "收到时就不完整" in page(client_in, exhibit)
    assert b"".join(storage.chunks(exhibit.sha256)) == bytes(content)
    assert not check_chain(case).problems


def test_pictures_are_decoded_once(case):
    make_exhibit(case=case)
    assert case.exhibits.unexamined().count() == 1
    assert examine_exhibits(case) == 0
    assert not case.exhibits.unexamined().exists()


def test_heic_that_could_not_be_read_once_is_read_now(case):
    exhibit = make_exhibit(case=case, content=files.heic(size=(120, 200)))
    Exhibit.objects.filter(pk=exhibit.pk).update(unreadable="heic", width=None, height=None)
    examine_exhibits(case)
    exhibit.refresh_from_db()
    assert (exhibit.unreadable, exhibit.width, exhibit.height) == ("", 120, 200)


@pytest.mark.parametrize(
    "content",
    [
        files.heic(), files.picture("AVIF"), files.picture("JPEG", mode="CMYK"),
        files.picture("PNG", mode="I;16"), files.animation(), files.picture("TIFF"),
        files.picture("PNG", size=(1080, 20_000)),
    ],
    ids=["heic", "avif", "cmyk", "16-bit", "gif", "tiff", "long"],
)  # fmt: skip
def test_odd_pictures_are_shown(client_in, case, content):
    exhibit = make_exhibit(case=case, content=content)
    url = reverse("exhibit-preview", args=[exhibit.pk])
    shown = Image.open(io.BytesIO(b"".join(client_in.get(url).streaming_content)))
    assert (shown.format, shown.mode) == ("JPEG", "RGB")
    assert shown.size == (exhibit.width, exhibit.height)


def test_sixteen_bits_of_grey_do_not_turn_white(client_in, case):
    exhibit = make_exhibit(case=case, content=files.picture("PNG", mode="I;16"))
    url = reverse("exhibit-preview", args=[exhibit.pk])
    shown = Image.open(io.BytesIO(b"".join(client_in.get(url).streaming_content)))
    assert shown.getpixel((5, 5)) == pytest.approx((156, 156, 156), abs=2)


def test_what_a_pdf_cannot_hold_is_printed_from_a_copy(case):
    plain = make_exhibit(case=case)
    odd = make_exhibit(case=case, content=files.heic(), name="照片.heic")
    make_printable(case, 2)
    assert not plain.derivatives.exists()
    assert odd.derivatives.get().kind == "page"


@pytest.mark.parametrize(
    ("content", "tag", "length"),
    [
        (files.amr(65), "<audio", "1 分 5 秒"),
        (files.wav(2), "<audio", "2 秒"),
        (files.mp4(seconds=5), "<video", "5 秒"),
    ],
)
def test_recordings_have_a_player_and_a_length(client_in, case, content, tag, length):
    exhibit = make_exhibit(case=case, content=content)
    text = page(client_in, exhibit)
    assert tag in text
    assert length in text
    assert length in client_in.get("/exhibits/").text


def test_a_recording_that_few_browsers_play_says_so(client_in, case):
    assert "AMR 格式" in page(client_in, make_exhibit(case=case, content=files.amr()))


@pytest.mark.parametrize(
    "content", [files.SVG, files.HTML, b"alert(1)", files.SIGNED_PDF, files.docx()]
)
def test_what_could_run_is_only_ever_downloaded(client_in, case, content):
    exhibit = make_exhibit(case=case, content=content, name="x.html")
    response = client_in.get(reverse("exhibit-original", args=[exhibit.pk]))
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] not in ("text/html", "image/svg+xml", "text/javascript")
    assert "<img" not in page(client_in, exhibit).split('class="split"')[1]


def test_an_older_exhibit_without_these_facts_keeps_its_digest(case):
    exhibit = make_exhibit(case=case, content=b"text")
    said = exhibit.content()
    older = {name: value for name, value in said.items() if name not in Exhibit.later}
    assert Exhibit.digest_of(older) == exhibit.digest()
    assert json.dumps(said["metadata"]) == "{}"
