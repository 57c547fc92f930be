"""Figures and waves: where shapes lie, for any numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.figure_words import named_chart, named_heat_map, wave_name
from incidents.figures import MOST_BARS, NARROW, WIDE, DayCount, day_chart
from incidents.heat_map import heat_map
from incidents.waves import QUIET_DAYS, Wave, waves

DAY = date(2018, 3, 12)


def days_from(*offsets: int) -> list[date]:
    return [DAY + timedelta(days=offset) for offset in offsets]


def test_fourteen_quiet_days_part_two_waves():
    assert len(waves(days_from(0, 14))) == 1
    assert len(waves(days_from(0, 15))) == 2


def test_waves_know_their_days_and_the_quiet_before():
    first, second = waves(days_from(0, 3, 40, 41))
    assert first == Wave(1, DAY, DAY + timedelta(days=3))
    assert (second.number, second.quiet_before) == (2, 36)
    assert second.day_of(second.last) == 2


def test_no_days_make_no_waves():
    assert waves([]) == ()


@given(st.lists(st.dates(date(2015, 1, 1), date(2030, 1, 1)), min_size=1))
def test_every_day_lies_in_one_wave_and_waves_are_far_apart(days: list[date]):
    found = waves(days)
    for day in days:
        assert sum(wave.first <= day <= wave.last for wave in found) == 1
    for before, after in zip(found, found[1:], strict=False):
        assert (after.first - before.last).days - 1 >= QUIET_DAYS


COUNTS = st.dictionaries(
    st.dates(date(2017, 1, 1), date(2020, 1, 1)),
    st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(any),
    min_size=1,
    max_size=40,
)


@given(COUNTS, st.sampled_from([NARROW, WIDE]))
def test_chart_stays_inside_its_drawing(counts: dict[date, tuple[int, int]], size):
    days = [DayCount(day, own, kin) for day, (own, kin) in sorted(counts.items())]
    chart = day_chart(days, waves(counts), size)
    assert sum(band.count for band in chart.bands) == sum(day.total for day in days)
    for band in chart.bands:
        assert chart.left <= band.x <= band.x + band.width <= chart.right + 0.2
    assert all(chart.top <= level.y <= chart.base for level in chart.levels)
    assert all(chart.left <= tick.x <= chart.right for tick in chart.ticks)


def test_bars_are_drawn_to_the_scale_of_the_highest():
    counts = [DayCount(DAY, 1, 0), DayCount(DAY + timedelta(days=1), 0, 2)]
    chart = day_chart(counts, waves(count.day for count in counts), WIDE)
    assert chart.own.count("M") == chart.kin.count("M") == 1
    height = (chart.base - chart.top) / (2 * 1.08)
    assert f"v{height:.1f}" in chart.own
    assert f"v{2 * height:.1f}" in chart.kin


def test_long_case_is_gathered_into_weeks():
    counts = [DayCount(DAY + timedelta(days=at), 1, 0) for at in range(MOST_BARS + 1)]
    assert day_chart(counts, (), WIDE).step == 7


def test_names_of_waves_never_run_into_each_other():
    counts = [DayCount(DAY + timedelta(days=at * 16), 1, 0) for at in range(12)]
    chart = day_chart(counts, waves(count.day for count in counts), NARROW)
    places = [band.label_x for band in chart.bands if band.label_x is not None]
    assert len(places) < len(chart.bands)


def test_only_the_wide_drawing_points_at_the_peak():
    counts = [DayCount(DAY + timedelta(days=at), at, 0) for at in range(1, 9)]
    assert day_chart(counts, (), NARROW).peak is None
    assert named_chart(day_chart(counts, (), WIDE)).peak == "3月20日最多，8 次"


@pytest.mark.parametrize(("count", "level"), [(0, 0), (1, 1), (5, 3), (10, 5)])
def test_heat_has_five_steps(count: int, level: int):
    heat = heat_map({(0, 9): 10, (1, 9): count})
    cell = next(cell for cell in heat.cells if (cell.weekday, cell.hour) == (1, 9))
    assert cell.level == level


def test_heat_map_counts_the_hours_of_rest():
    heat = heat_map({(0, 22): 1, (0, 7): 2, (0, 8): 4})
    assert (heat.quiet, len(heat.cells)) == (3, 168)


def test_heat_map_names_weekdays_in_one_character():
    assert [name for name, _y in named_heat_map(heat_map({})).rows] == list("一二三四五六日")


def test_waves_beyond_the_ninth_are_counted():
    assert (wave_name(3), wave_name(12)) == ("第三阶段", "第 12 阶段")
