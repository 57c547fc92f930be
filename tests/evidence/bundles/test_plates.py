import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from evidence.bundles import plates


def test_phone_screenshots_may_stand_in_pairs() -> None:
    plate = plates.plate_for(1080, 2340)
    assert plate.is_narrow
    assert plate.slices == ()


def test_a_wide_picture_stands_alone() -> None:
    assert not plates.plate_for(1600, 900).is_narrow


def test_a_small_picture_is_not_blown_up() -> None:
    assert plates.plate_for(96, 48).width == pytest.approx(25.4)


@given(st.integers(200, 2000), st.integers(200, 30_000))
def test_nothing_is_larger_than_its_place(width: int, height: int) -> None:
    plate = plates.plate_for(width, height)
    assert plate.width <= plates.PAGE_WIDTH
    assert all(each.height <= plates.PAIR_HEIGHT + 0.1 for each in plate.slices)
    assert plate.slices or plate.height <= plates.PAIR_HEIGHT + 0.1


@given(st.integers(3000, 60_000))
def test_slices_cover_a_long_picture_and_overlap(height: int) -> None:
    plate = plates.plate_for(1000, height)
    ends = [each.offset + each.height for each in plate.slices]
    assert plate.slices[0].offset == 0
    assert ends[-1] == pytest.approx(plate.height, abs=0.1)
    for end, after in zip(ends, plate.slices[1:], strict=False):
        assert end - after.offset == pytest.approx(plates.OVERLAP, abs=0.1)


def test_a_turned_photograph_is_measured_as_it_is_seen(tmp_path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    Image.new("RGB", (40, 30)).save(stream, "JPEG", exif=exif)
    path = tmp_path / "photo"
    path.write_bytes(stream.getvalue())
    assert plates.shown_size(path, 40, 30) == (30, 40)
