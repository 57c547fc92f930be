"""Waves: days of contact, parted by long quiet."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.figure_words import wave_name
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


def test_waves_beyond_the_ninth_are_counted():
    assert (wave_name(3), wave_name(12)) == ("第三阶段", "第 12 阶段")
