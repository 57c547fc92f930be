from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.bundles import wording


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("金融监管 12378", "金融监管12378"),
        ("P2P 网贷", "P2P网贷"),
        ("4 月 16 日起", "4月16日起"),
        ("RFC 8493", "RFC 8493"),
        ("（2012 修正）", "（2012修正）"),
    ],
)
def test_no_space_stands_between_han_and_digits(written: str, printed: str) -> None:
    assert wording.tight(written) == printed


def test_a_period_names_the_year_once() -> None:
    assert wording.span(date(2018, 3, 12), date(2018, 6, 8)) == "2018年3月12日至6月8日"
    assert wording.span(date(2018, 12, 30), date(2019, 1, 2)) == "2018年12月30日至2019年1月2日"


def test_days_are_those_of_shanghai() -> None:
    assert wording.day_of(datetime(2018, 6, 7, 16, 30, tzinfo=UTC)) == date(2018, 6, 8)


@pytest.mark.parametrize(
    ("seconds", "printed"), [(48, "48秒"), (125, "2分05秒"), (3720, "1小时02分")]
)
def test_durations(seconds: int, printed: str) -> None:
    assert wording.duration(seconds) == printed


def test_gaps_of_a_day_are_a_range() -> None:
    gaps = [timedelta(days=20), timedelta(days=52), timedelta(days=30)]
    assert wording.gap_range(gaps) == "20至52天"
    assert wording.gap(timedelta(seconds=20)) == "当时"


def test_amounts_say_about_and_keep_cents() -> None:
    assert wording.yuan(Decimal("8000.00"), about=True) == "约8,000元"
    assert wording.yuan(Decimal("12.50")) == "12.50元"


@pytest.mark.parametrize(("number", "word"), [(1, "一"), (10, "十"), (12, "十二"), (40, "四十")])
def test_headings_count_in_chinese(number: int, word: str) -> None:
    assert wording.chinese(number) == word


def test_letters_go_on_after_z() -> None:
    assert [wording.letters(index) for index in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]


@given(st.sets(st.integers(1, 200)))
def test_runs_hold_every_number_once(numbers: set[int]) -> None:
    runs = wording.runs(numbers)
    assert [n for first, last in runs for n in range(first, last + 1)] == sorted(numbers)
