import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from evidence.bundles import plates
from evidence.bundles.scope import PER_PAGE

COUNTS = st.sampled_from(PER_PAGE)


@pytest.mark.parametrize(("per_page", "columns"), [(1, 1), (2, 2), (4, 2), (6, 3)])
def test_screenshots_stand_side_by_side_as_asked(per_page: int, columns: int) -> None:
    plate = plates.plate_for(1080, 2340, per_page)
    assert plate.columns == columns
    assert plate.slices == ()


def test_a_wide_picture_stands_alone() -> None:
    assert plates.plate_for(1600, 900).columns == 1


def test_a_small_picture_is_not_blown_up() -> None:
    assert plates.plate_for(96, 48).width == pytest.approx(25.4)


@given(st.integers(200, 2000), st.integers(200, 30_000), COUNTS)
def test_nothing_is_larger_than_its_place(width: int, height: int, per_page: int) -> None:
    plate = plates.plate_for(width, height, per_page)
    widest = {1: plates.PAGE_WIDTH, 2: plates.PAIR_WIDTH, 3: plates.THIRD_WIDTH}[plate.columns]
    assert plate.width <= widest
    assert all(each.height <= plates.WHOLE_HEIGHT + 0.1 for each in plate.slices)
    assert all(each.height <= plates.PAIR_HEIGHT + 0.1 for each in plate.slices[: plate.columns])
    assert plate.slices or plate.height <= plates.SINGLE_HEIGHT + 0.1


@given(st.integers(3000, 60_000), COUNTS)
def test_slices_cover_a_long_picture_and_overlap(height: int, per_page: int) -> None:
    plate = plates.plate_for(1000, height, per_page)
    ends = [each.offset + each.height for each in plate.slices]
    assert plate.slices[0].offset == 0
    assert ends[-1] == pytest.approx(plate.height, abs=0.1)
    for end, after in zip(ends, plate.slices[1:], strict=False):
        assert end - after.offset == pytest.approx(plates.OVERLAP, abs=0.1)


@given(st.integers(200, 5000), st.integers(200, 5000), COUNTS)
def test_what_is_made_for_print_has_at_most_300_dots_an_inch(width, height, per_page) -> None:
    pixels = plates.picture_pixels(width, height, per_page)
    printed = plates.plate_for(width, height, per_page).width
    assert pixels / (printed / 25.4) <= plates.MOST_DOTS + 1
    for is_first in (True, False):
        page = plates.sheet_plate(1240, 1754, per_page, is_first=is_first)
        assert plates.sheet_pixels(per_page) / (page.width / 25.4) <= plates.MOST_DOTS


def test_a_turned_photograph_is_measured_as_it_is_seen(tmp_path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    Image.new("RGB", (40, 30)).save(stream, "JPEG", exif=exif)
    path = tmp_path / "photo"
    path.write_bytes(stream.getvalue())
    assert plates.shown_size(path, 40, 30) == (30, 40)
