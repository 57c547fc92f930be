"""Exhibits: list, page, picture, original bytes, check."""

import io

import pytest
from PIL import Image

from evidence import storage
from evidence.models import Derivative
from evidence.ranges import parse_range
from tests.factories import jpeg, make_case, make_exhibit, make_incident, make_user

M4A = b"\x00\x00\x00\x20ftypM4A " + bytes(range(256)) * 20


def url(exhibit, *parts) -> str:
    return "/".join(["/exhibits", str(exhibit.pk), *parts, ""])


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def picture(response) -> Image.Image:
    return Image.open(io.BytesIO(body(response)))


def test_the_list_shows_number_kind_and_size(client_in, case):
    make_exhibit(case=case, name="截图一.jpg")
    make_exhibit(case=case, content=M4A, name="录音.m4a")
    text = client_in.get("/exhibits/").text
    assert "截图一.jpg" in text
    assert "证据 2" in text
    assert "录音" in text


def test_the_list_can_be_narrowed_to_a_kind(client_in, case):
    make_exhibit(case=case, name="截图一.jpg")
    make_exhibit(case=case, content=M4A, name="录音.m4a")
    text = client_in.get("/exhibits/", {"kind": "audio"}).text
    assert "截图一.jpg" not in text


def test_an_empty_list_says_how_to_begin(client_in, case):
    assert "还没有证据" in client_in.get("/exhibits/").text


def test_a_damaged_picture_is_listed_with_the_reason(client_in, case):
    exhibit = make_exhibit(case=case, content=jpeg(size=(400, 400))[:700], name="坏的.jpg")
    assert exhibit.unreadable == "damaged"
    assert "收到时就不完整" in client_in.get("/exhibits/").text
    assert client_in.get(url(exhibit)).status_code == 200
    assert client_in.get(url(exhibit, "thumbnail")).status_code == 404


def test_the_page_shows_full_digests_uses_and_custody(client_in, case):
    incident = make_incident(case=case)
    exhibit = make_exhibit(case=case, incident=incident)
    text = client_in.get(url(exhibit)).text
    assert exhibit.sha256 in text
    assert exhibit.sm3 in text
    assert f"/incidents/{incident.pk}/" in text
    assert "收存证据" in text


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(jpeg(), "image/jpeg"), (b"<html><script>x</script>", "text/plain"), (M4A, "audio/mp4")],
)
def test_originals_are_downloads_that_no_browser_renders(client_in, case, content, media_type):
    exhibit = make_exhibit(case=case, content=content, name="聊天.html")
    response = client_in.get(url(exhibit, "original"))
    assert body(response) == content
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"


def test_a_player_gets_the_part_it_asks_for(client_in, case):
    exhibit = make_exhibit(case=case, content=M4A)
    response = client_in.get(url(exhibit, "original"), headers={"Range": "bytes=8-11"})
    assert response.status_code == 206
    assert body(response) == M4A[8:12]
    assert response["Content-Range"] == f"bytes 8-11/{len(M4A)}"


def test_a_part_beyond_the_end_is_refused(client_in, case):
    exhibit = make_exhibit(case=case, content=M4A)
    response = client_in.get(url(exhibit, "original"), headers={"Range": "bytes=99999-"})
    assert response.status_code == 416


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("", None), ("bytes=-", None), ("bytes=0-1,3-4", None), ("items=0-1", None),
        ("bytes=5-2", None), ("bytes=0-", (0, 99)), ("bytes=0-0", (0, 0)),
        ("bytes=90-500", (90, 99)), ("bytes=-10", (90, 99)), ("bytes=-500", (0, 99)),
        ("bytes=-0", (100, 99)), ("bytes=100-", (100, 99)),
    ],
)  # fmt: skip
def test_ranges_are_read_as_rfc_9110_has_them(asked, part):
    assert parse_range(asked, 100) == part


def test_recordings_are_played_from_the_original(client_in, case):
    exhibit = make_exhibit(case=case, content=M4A)
    text = client_in.get(url(exhibit)).text
    assert "<audio" in text
    assert 'type="audio/mp4"' in text


def test_pictures_are_shown_through_one_that_we_made(client_in, case):
    exhibit = make_exhibit(case=case, content=jpeg(size=(1080, 2340)))
    response = client_in.get(url(exhibit, "thumbnail"))
    assert response["Content-Type"] == "image/jpeg"
    assert picture(response).size == (240, 520)
    assert "preview/" in client_in.get(url(exhibit)).text


def test_a_long_screenshot_keeps_its_top_in_the_thumbnail_and_all_of_it_in_the_preview(
    client_in, case
):
    exhibit = make_exhibit(case=case, content=jpeg(size=(540, 9000)))
    assert picture(client_in.get(url(exhibit, "thumbnail"))).size == (240, 528)
    assert picture(client_in.get(url(exhibit, "preview"))).size == (540, 9000)


def test_a_photograph_is_turned_upright_and_loses_its_exif(client_in, case):
    stream = io.BytesIO()
    turned = Image.new("RGB", (400, 200), "#446688")
    exif = turned.getexif()
    exif[0x0112] = 6
    exif[0x010F] = "camera"
    turned.save(stream, "JPEG", exif=exif)
    exhibit = make_exhibit(case=case, content=stream.getvalue())
    shown = picture(client_in.get(url(exhibit, "preview")))
    assert shown.size == (200, 400)
    assert not shown.getexif()


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "CMYK", "1", "I;16"])
def test_pictures_of_any_mode_get_a_thumbnail(client_in, case, mode):
    stream = io.BytesIO()
    Image.new(mode, (40, 30)).save(stream, "TIFF" if mode == "CMYK" else "PNG")
    exhibit = make_exhibit(case=case, content=stream.getvalue())
    assert picture(client_in.get(url(exhibit, "thumbnail"))).mode == "RGB"


def test_a_picture_is_made_once_and_again_when_its_file_is_gone(client_in, case):
    exhibit = make_exhibit(case=case)
    first = body(client_in.get(url(exhibit, "thumbnail")))
    derivative = Derivative.objects.get()
    storage.path_of(derivative.sha256).unlink()
    assert body(client_in.get(url(exhibit, "thumbnail"))) == first
    assert Derivative.objects.count() == 1


def test_no_picture_is_made_of_what_is_no_picture(client_in, case):
    exhibit = make_exhibit(case=case, content=M4A)
    assert client_in.get(url(exhibit, "thumbnail")).status_code == 404
    assert client_in.get(url(exhibit, "preview")).status_code == 404


def tamper(exhibit, content: bytes | None) -> None:
    path = storage.path_of(exhibit.sha256)
    path.chmod(0o600)
    path.unlink()
    if content is not None:
        path.write_bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("same", "一个字节都不差"), ("other", "不一样了"), (None, "原件不见了")],
)
def test_a_check_says_what_it_found_and_notes_it(client_in, case, content, sentence):
    exhibit = make_exhibit(case=case)
    if content != "same":
        tamper(exhibit, b"other" if content else None)
    response = client_in.post(url(exhibit, "check"), follow=True)
    assert sentence in response.text
    assert case.custody_events.filter(action="checked", subject_id=exhibit.pk).count() == 1
    assert "上次校验" in client_in.get("/exhibits/").text


def test_an_original_that_is_gone_is_not_found(client_in, case):
    exhibit = make_exhibit(case=case)
    tamper(exhibit, None)
    assert client_in.get(url(exhibit, "original")).status_code == 404
    assert client_in.get(url(exhibit)).status_code == 200


def test_a_check_is_never_made_by_a_link(client_in, case):
    assert client_in.get(url(make_exhibit(case=case), "check")).status_code == 405


PAGES = [(), ("original",), ("thumbnail",), ("preview",)]


@pytest.mark.parametrize("page", PAGES)
def test_anonymous_visitors_are_asked_to_sign_in(client, case, page):
    exhibit = make_exhibit(case=case)
    assert client.get(url(exhibit, *page)).url.startswith("/sign-in/")


@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_nothing(stranger_in, case, page):
    assert stranger_in.get(url(make_exhibit(case=case), *page)).status_code == 404


def test_a_stranger_cannot_check_and_sees_an_empty_list(client, case):
    exhibit = make_exhibit(case=case, name="别人看不到.jpg")
    stranger = make_user(name="别人")
    make_case(owner=stranger)
    client.force_login(stranger)
    assert client.post(url(exhibit, "check")).status_code == 404
    assert "别人看不到" not in client.get("/exhibits/").text
