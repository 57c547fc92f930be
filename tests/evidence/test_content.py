"""Files are known by their bytes; what they say of themselves is written down as found."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from evidence.content import Look, look_at
from evidence.models.exhibit import ExhibitKind
from evidence.pictures import decode, prints_as_it_is, quietly
from tests.evidence import files

IMAGE, AUDIO, VIDEO = ExhibitKind.IMAGE, ExhibitKind.AUDIO, ExhibitKind.VIDEO
DOCUMENT, OTHER = ExhibitKind.DOCUMENT, ExhibitKind.OTHER


@pytest.fixture
def look(tmp_path: Path):
    def look_at_bytes(content: bytes) -> Look:
        path = tmp_path / "whatever.html"
        path.write_bytes(content)
        with quietly():
            return look_at(path)

    return look_at_bytes


def decoded(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "picture"
    path.write_bytes(content)
    with quietly():
        return decode(path)


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (files.picture(), IMAGE, "image/jpeg"),
        (files.picture("PNG"), IMAGE, "image/png"),
        (files.picture("WEBP"), IMAGE, "image/webp"),
        (files.picture("BMP"), IMAGE, "image/bmp"),
        (files.picture("TIFF"), IMAGE, "image/tiff"),
        (files.picture("AVIF"), IMAGE, "image/avif"),
        (files.heic(), IMAGE, "image/heif"),
        (files.animation(), IMAGE, "image/gif"),
        (files.amr(), AUDIO, "audio/amr"),
        (files.amr_wide(), AUDIO, "audio/amr-wb"),
        (files.silk(), AUDIO, "audio/silk"),
        (files.aac(), AUDIO, "audio/aac"),
        (files.wav(), AUDIO, "audio/wav"),
        (files.mp3(), AUDIO, "audio/mpeg"),
        (files.mp4(), VIDEO, "video/mp4"),
        (files.mp4(brand=b"qt  "), VIDEO, "video/quicktime"),
        (files.mp4(brand=b"3gp4"), VIDEO, "video/3gpp"),
        (files.mp4(brand=b"mp42", video=False), AUDIO, "audio/mp4"),
        (files.mp4(brand=b"3gp4", video=False), AUDIO, "audio/3gpp"),
        (files.mp4(brand=b"M4A ", video=False), AUDIO, "audio/mp4"),
        (files.SIGNED_PDF, DOCUMENT, "application/pdf"),
        (files.archive({"a.txt": b"1"}), OTHER, "application/zip"),
        (files.SVG, OTHER, "text/plain"),
        (files.HTML, OTHER, "text/plain"),
        (b"alert(1)", OTHER, "text/plain"),
        (b"\0\1\2", OTHER, "application/octet-stream"),
        (b"<?xml version='1.0'?><smses count='0'/>", ExhibitKind.RECORDS, "application/xml"),
    ],
)
def test_a_file_is_known_by_its_bytes(look, content, kind, media_type):
    found = look(content)
    assert (found.kind, found.media_type, found.unreadable) == (kind, media_type, "")


def test_office_files_are_told_from_other_archives(look):
    assert look(files.docx()).media_type.endswith("wordprocessingml.document")
    odt = files.archive({"mimetype": b"application/vnd.oasis.opendocument.text"})
    assert look(odt).media_type == "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        (files.amr(3), 3), (files.amr_wide(2), 2), (files.silk(2), 2), (files.wav(2), 2),
        (files.aac(431), 10.007), (files.mp3(100), 2.612), (files.mp4(seconds=5), 5),
    ],
)  # fmt: skip
def test_recordings_tell_how_long_they_are(look, content, seconds):
    assert look(content).duration_ms == pytest.approx(seconds * 1000, abs=30)


@pytest.mark.parametrize(
    "content", [files.amr()[:-5], files.aac()[:-5], files.mp4()[:-5], files.mp4()[:40]]
)
def test_a_recording_that_breaks_off_is_marked(look, content):
    assert look(content).unreadable == "incomplete"


def test_a_photograph_tells_its_time_device_and_place(look):
    found = look(files.photograph())
    assert (found.width, found.height) == (400, 300)
    assert found.facts["DateTimeOriginal"] == "2018:06:07 19:06:11"
    assert found.facts["OffsetTimeOriginal"] == "+08:00"
    assert (found.facts["Make"], found.facts["Model"]) == ("HUAWEI", "EML-AL00")
    assert found.facts["GPSLatitude"] == "29.0 33.0 46.8"


def test_heic_and_video_tell_theirs_too(look):
    exif = Image.open(io.BytesIO(files.photograph())).info["exif"]
    assert look(files.heic(exif=exif)).facts["Model"] == "EML-AL00"
    found = look(files.mp4(place=b"+29.5630+106.5516/"))
    assert found.facts["GPSPosition"] == "+29.5630+106.5516"
    assert found.facts["MediaCreateDate"].startswith("2018-06-08T")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_breaks_off_is_marked_at_once(look, kind):
    content = files.detailed(kind)
    assert look(content).unreadable == ""
    assert look(content[: len(content) // 2]).unreadable == "damaged"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_decoding_finds_what_is_missing(tmp_path, kind):
    content = files.detailed(kind)
    assert decoded(tmp_path, content) == ""
    assert decoded(tmp_path, content[: len(content) * 2 // 3]) == "damaged"


def test_decoding_finds_damage_inside(look, tmp_path):
    content = bytearray(files.detailed("PNG"))
    content[len(content) // 2] ^= 0xFF
    assert look(bytes(content)).unreadable == ""
    assert decoded(tmp_path, bytes(content)) == "damaged"


def test_a_pixel_bomb_is_known_before_it_goes_off(look, tmp_path):
    assert look(files.png_bomb()).unreadable == "too_large"
    assert look(files.png_bomb(11_000, 10_000)).unreadable == "too_large"
    assert decoded(tmp_path, files.png_bomb(11_000, 10_000)) == "too_large"


def test_a_long_screenshot_is_no_bomb(look, tmp_path):
    content = files.picture("PNG", size=(1080, 20_000))
    assert look(content).unreadable == decoded(tmp_path, content) == ""


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_animations_are_known_and_decoded_to_the_end(look, tmp_path, kind):
    content = files.animation(kind)
    assert look(content).facts["Animated"] == "yes"
    assert decoded(tmp_path, content) == ""


def test_odd_colours_are_not_printed_as_they_are(look):
    for content in (
        files.picture("JPEG", mode="CMYK"),
        files.picture("PNG", mode="I;16"),
        files.heic(),
    ):
        found = look(content)
        assert not prints_as_it_is(found.media_type, found.facts)
    found = look(files.picture())
    assert prints_as_it_is(found.media_type, found.facts)


STARTS = [
    *(files.picture(), files.picture("PNG"), files.picture("WEBP"), files.heic(), files.wav()),
    *(files.photograph(), files.mp4(), files.amr(), files.silk(), files.aac(), files.mp3()),
    *(files.docx(), files.animation(), files.picture("TIFF"), b"OggS", b"fLaC", b"ID3"),
]


@given(st.sampled_from(STARTS), st.binary(max_size=60), st.integers(0, 400), st.booleans())
def test_no_file_however_spoilt_stops_it_from_being_kept(
    tmp_path_factory, start, noise, at, is_cut
):
    at = min(at, len(start))
    content = start[:at] + noise + (b"" if is_cut else start[at + len(noise) :])
    path = tmp_path_factory.getbasetemp() / "spoilt"
    path.write_bytes(content)
    with quietly():
        found = look_at(path)
        assert found.kind in ExhibitKind.values
        decode(path)


def test_noise_that_begins_like_sound_is_not_searched_to_its_end(look):
    found = look(b"\xff\xfb\x90\x64" + bytes(40_000_000))
    assert (found.kind, found.duration_ms) == (AUDIO, None)
