"""Redacted copies: what is blacked out is gone, and the original stays as it was."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps, PngImagePlugin

from evidence import storage
from evidence.exceptions import NotViewable
from evidence.models import Derivative
from evidence.redaction import Area, Grid, boxes_of
from evidence.services.custody_checks import check_case
from evidence.services.exhibits import check_exhibit
from evidence.services.redactions import redact_exhibit, write_words
from tests.evidence import files
from tests.factories import jpeg, make_exhibit

MIDDLE = Area(20, 40, 80, 60)
TRANSPOSE = [
    None, None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180,
    Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270,
    Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90,
]  # fmt: skip


def noisy(kind: str = "PNG", size=(200, 300), **options) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(stream, kind, **options)
    return stream.getvalue()


def redacted(case, content: bytes, *areas: Area) -> tuple[Derivative, Image.Image]:
    exhibit = make_exhibit(case=case, content=content, name="聊天.png")
    copy = redact_exhibit(exhibit=exhibit, areas=areas or [MIDDLE], actor=case.owner)
    with storage.open_original(copy.sha256) as file:
        return copy, Image.open(io.BytesIO(file.read()))


def test_pixels_are_overwritten_and_the_rest_is_as_it_was(case):
    content = noisy()
    copy, picture = redacted(case, content)
    before = Image.open(io.BytesIO(content))
    before.paste("black", (40, 120, 160, 180))
    assert picture.tobytes() == before.tobytes()
    assert copy.recipe["areas"] == [[40, 120, 160, 180]]


def test_the_original_is_untouched_and_the_copy_has_digests_of_its_own(case):
    content = noisy()
    copy, _picture = redacted(case, content)
    assert b"".join(storage.chunks(copy.exhibit.sha256)) == content
    assert check_exhibit(exhibit=copy.exhibit, actor=case.owner) == "unchanged"
    assert storage.digest_of(copy.sha256) == copy.sha256 != copy.exhibit.sha256
    assert len(copy.sm3) == 64


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_blocks_that_an_area_touches_are_covered_whole(case, kind):
    copy, picture = redacted(case, noisy(kind, size=(203, 301)), Area(10, 10, 30, 20))
    [[left, top, right, bottom]] = copy.recipe["areas"]
    assert (left % 16, top % 16, right % 16, bottom % 16) == (0, 0, 0, 0)
    inside = picture.crop((left + 2, top + 2, right - 2, bottom - 2))
    assert max(high for _low, high in inside.getextrema()) < 8
    assert (copy.media_type, picture.format) == ("image/jpeg", "JPEG")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_blocks_are_those_of_the_stored_picture_however_it_was_held(orientation):
    stored = Image.new("L", (203, 125))
    stored.paste(255, (48, 32, 64, 48))
    turned = TRANSPOSE[orientation]
    upright = stored.transpose(turned) if turned is not None else stored
    left, top, right, bottom = upright.getbbox()
    width, height = upright.size
    inner = Area(*(100 * one for one in ((left + 3) / width, (top + 3) / height,
                                         (right - 3) / width, (bottom - 3) / height)))  # fmt: skip
    assert boxes_of([inner], upright.size, Grid(16, orientation)) == [(left, top, right, bottom)]


EDGE = st.floats(0, 100)
SIDE = st.integers(1, 5000)


@given(EDGE, EDGE, SIDE, st.sampled_from([1, 16]), st.integers(1, 8))
def test_no_pixel_that_an_area_touches_is_left_out(first, last, side, block, orientation):
    low, high = sorted((first, last))
    [(left, _top, right, _bottom)] = boxes_of(
        [Area(low, 0, high, 100)], (side, 10), Grid(block, orientation)
    )
    assert 0 <= left <= low * side / 100 + 1e-6
    assert side >= right >= high * side / 100 - 1e-6


def test_a_photograph_loses_what_it_says_of_itself(case):
    copy, picture = redacted(case, files.photograph())
    assert picture.size == (300, 400)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    content = b"".join(storage.chunks(copy.sha256))
    assert b"HUAWEI" not in content
    assert b"Exif" not in content


def test_comments_profiles_and_thumbnails_do_not_come_along(case):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "暗号七三一")
    content = noisy(pnginfo=notes, icc_profile=b"profile", dpi=(300, 300))
    _copy, picture = redacted(case, content)
    assert picture.info == {}


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "CMYK", "1", "I;16"])
def test_pictures_of_any_mode_can_be_redacted(case, mode):
    stream = io.BytesIO()
    Image.new(mode, (40, 30)).save(stream, "TIFF" if mode == "CMYK" else "PNG")
    _copy, picture = redacted(case, stream.getvalue())
    assert picture.mode == "RGB"


def test_heic_and_animations_can_be_redacted(case):
    assert redacted(case, files.heic())[1].format == "JPEG"
    assert redacted(case, files.animation())[1].format == "PNG"


def test_a_long_screenshot_can_be_redacted(case):
    _copy, picture = redacted(case, files.picture("PNG", size=(1080, 20_000)), Area(0, 0, 100, 1))
    assert picture.size == (1080, 20_000)
    assert picture.getpixel((1079, 199)) == (0, 0, 0)


def test_the_same_areas_again_give_the_same_copy(case):
    first, _picture = redacted(case, noisy())
    again = redact_exhibit(exhibit=first.exhibit, areas=[MIDDLE], actor=case.owner)
    other = redact_exhibit(exhibit=first.exhibit, areas=[Area(0, 0, 5, 5)], actor=case.owner)
    assert again == first
    assert list(first.exhibit.derivatives.redacted()) == [other, first]


def test_what_is_no_picture_cannot_be_redacted(case):
    exhibit = make_exhibit(case=case, content=b"#!AMR\n" + bytes(50), name="录音.amr")
    with pytest.raises(NotViewable):
        redact_exhibit(exhibit=exhibit, areas=[MIDDLE], actor=case.owner)


def test_damage_in_the_middle_is_told_and_nothing_is_made(case):
    content = bytearray(files.detailed("PNG"))
    content[len(content) // 2] ^= 0xFF
    with pytest.raises(NotViewable):
        redacted(case, bytes(content))
    assert not Derivative.objects.exists()


def test_the_chain_holds_copies_and_words_and_a_check_finds_what_changed(case):
    copy, _picture = redacted(case, noisy())
    written = write_words(exhibit=copy.exhibit, words="还钱", actor=case.owner)
    assert check_case(case).ok
    Derivative.objects.filter(pk=written.pk).update(words="别还")
    path = storage.path_of(copy.sha256)
    path.chmod(0o600)
    path.write_bytes(b"other")
    found = {(one.where, one.problem.value) for one in check_case(case).problems}
    assert found == {
        (f"evidence.derivative:{written.pk}", "altered"),
        (f"evidence.derivative:{copy.pk}", "altered"),
    }


def test_thumbnails_may_come_and_go(client_in, case):
    exhibit = make_exhibit(case=case, content=jpeg())
    client_in.get(f"/exhibits/{exhibit.pk}/thumbnail/").close()
    assert Derivative.objects.count() == 1
    assert check_case(case).ok


def test_turned_pictures_are_covered_where_they_are_seen(case):
    stored = Image.effect_noise((400, 200), 90).convert("RGB")
    exif = stored.getexif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    stored.save(stream, "JPEG", exif=exif, quality=95)
    copy, picture = redacted(case, stream.getvalue(), Area(0, 0, 50, 25))
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(stream.getvalue())))
    assert picture.size == upright.size == (200, 400)
    assert max(high for _low, high in picture.crop((0, 0, 90, 95)).getextrema()) < 8
    assert copy.recipe["areas"] == [[0, 0, 104, 112]]
