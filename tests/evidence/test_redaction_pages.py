"""Drawing areas on a picture, with and without a script, and writing down its words."""

import io

import pytest
from PIL import Image

from evidence.models import Derivative
from tests.factories import jpeg, make_exhibit, make_user

AREA = {"left": ["10"], "top": ["20"], "right": ["30.5"], "bottom": ["40"]}
BAD = [
    {"left": ["x"], "top": ["20"], "right": ["30"], "bottom": ["40"]},
    {"left": ["10"], "top": ["20"], "right": [""], "bottom": ["40"]},
    {"left": ["30"], "top": ["20"], "right": ["10"], "bottom": ["40"]},
    {"left": ["10"], "top": ["20"], "right": ["101"], "bottom": ["40"]},
    {"left": ["nan"], "top": ["nan"], "right": ["nan"], "bottom": ["nan"]},
    {"left": ["-1"], "top": ["0"], "right": ["inf"], "bottom": ["1e400"]},
]


def address(exhibit, page: str = "redact") -> str:
    return f"/exhibits/{exhibit.pk}/{page}/"


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_page_shows_the_picture_with_a_ruler_and_empty_rows(client_in, case):
    text = client_in.get(address(make_exhibit(case=case))).text
    assert "preview/" in text
    assert text.count('name="left"') == 4
    assert "is-ruled" in text


def test_four_numbers_make_a_copy_and_lead_back(client_in, case):
    exhibit = make_exhibit(case=case, content=jpeg(colour="#ffffff", size=(160, 320)))
    response = client_in.post(address(exhibit), AREA, follow=True)
    copy = Derivative.objects.get(kind="redacted")
    assert copy.recipe["areas"] == [[16, 64, 64, 128]]
    assert "副本做好了" in response.text
    assert f"/copies/{copy.pk}/" in response.text


def test_the_copy_is_shown_as_a_picture_that_we_encoded(client_in, case):
    exhibit = make_exhibit(case=case, content=jpeg(colour="#ffffff", size=(160, 320)))
    client_in.post(address(exhibit), AREA)
    response = client_in.get(f"/copies/{Derivative.objects.get(kind='redacted').pk}/")
    picture = Image.open(io.BytesIO(body(response)))
    assert response["Content-Type"] == "image/jpeg"
    assert max(picture.getpixel((32, 96))) < 8
    assert min(picture.getpixel((100, 200))) > 247


@pytest.mark.parametrize("typed", BAD)
def test_numbers_that_make_no_sense_are_named_and_kept(client_in, case, typed):
    response = client_in.post(address(make_exhibit(case=case)), typed)
    assert "有一行看不懂" in response.text
    assert f'value="{typed["left"][0]}"' in response.text
    assert not Derivative.objects.filter(kind="redacted").exists()


def test_a_form_with_nothing_drawn_says_so(client_in, case):
    blank = {name: ["", ""] for name in AREA}
    assert "还没有画" in client_in.post(address(make_exhibit(case=case)), blank).text


def test_more_rows_can_be_had_without_losing_what_was_typed(client_in, case):
    response = client_in.post(address(make_exhibit(case=case)), AREA | {"more": "1"})
    assert 'value="30.5"' in response.text
    assert '<rect x="10.0" y="20.0" width="20.5" height="20.0">' in response.text
    assert not Derivative.objects.filter(kind="redacted").exists()


@pytest.mark.parametrize("content", [b"#!AMR\n" + bytes(50), jpeg(size=(400, 400))[:700]])
def test_only_pictures_that_can_be_seen_have_the_page(client_in, case, content):
    assert client_in.get(address(make_exhibit(case=case, content=content))).status_code == 404


def test_strangers_find_neither_page_nor_copy(client, case):
    exhibit = make_exhibit(case=case)
    client.force_login(case.owner)
    client.post(address(exhibit), AREA)
    copy = Derivative.objects.get(kind="redacted")
    client.force_login(make_user(name="别人"))
    for page in (address(exhibit), address(exhibit, "words"), f"/copies/{copy.pk}/"):
        assert client.get(page).status_code == 404
    assert client.post(address(exhibit), AREA).status_code == 404


def test_words_are_written_down_and_amended_with_what_was_there_before(client_in, case):
    exhibit = make_exhibit(case=case)
    client_in.post(address(exhibit, "words"), {"words": "今天必须还\r\n否则上门"})
    written = Derivative.objects.get(kind="ocr")
    assert written.words == "今天必须还\n否则上门"
    assert "今天必须还" in client_in.get(f"/exhibits/{exhibit.pk}/").text
    seen = {"seen": "0", "reason": "漏了一句", "words": "今天必须还\n否则上门\n别躲"}
    client_in.post(address(exhibit, "words"), seen)
    written.refresh_from_db()
    assert written.words.endswith("别躲")
    assert case.revisions.get().before == "今天必须还\n否则上门"


def test_two_tabs_that_write_words_see_both(client_in, case):
    exhibit = make_exhibit(case=case)
    client_in.post(address(exhibit, "words"), {"words": "先写的"})
    response = client_in.post(address(exhibit, "words"), {"words": "后写的"})
    assert response.status_code == 409
    assert "先写的" in response.text
    assert "后写的" in response.text
    assert Derivative.objects.get(kind="ocr").words == "先写的"


def test_a_recording_has_a_transcript(client_in, case):
    exhibit = make_exhibit(case=case, content=b"#!AMR\n" + bytes(50), name="录音.amr")
    client_in.post(address(exhibit, "words"), {"words": "你再不还"})
    assert Derivative.objects.get().kind == "transcript"
