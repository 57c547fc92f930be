"""What figures show: every contact and every yuan once, in words, bars and tables alike."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.figure_counts import figure_of
from incidents.figure_payments import Paid, payments_figure
from incidents.figure_sheets import (
    Figure,
    LineUse,
    days_figure,
    hours_figure,
    lines_figure,
    reached_figure,
)
from incidents.figures.days import MOST_BARS, DayCount
from incidents.figures.sheets import Bars, Days, Hours, Payments, Size, dumped, read
from incidents.models import Case, Debt, Repayment
from incidents.models.incident import Direction
from incidents.services.creditors import add_debt, add_repayment
from incidents.waves import waves
from tests.factories import make_contact, make_creditor, make_incident

DAY = date(2018, 3, 12)


def days_of(counts: dict[date, tuple[int, int]]) -> Figure:
    days = [DayCount(day, own, kin) for day, (own, kin) in sorted(counts.items())]
    return days_figure(days, waves(counts))


def daily(*totals: int) -> list[DayCount]:
    return [DayCount(DAY + timedelta(days=at), total, 0) for at, total in enumerate(totals)]


COUNTS = st.dictionaries(
    st.dates(date(2017, 1, 1), date(2020, 1, 1)),
    st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(any),
    min_size=1,
    max_size=40,
)


@given(COUNTS)
def test_no_contact_is_lost_between_days_bars_and_table(counts: dict[date, tuple[int, int]]):
    figure = days_of(counts)
    assert isinstance(figure.sheet, Days)
    total = sum(map(sum, counts.values()))
    assert sum(figure.sheet.own) + sum(figure.sheet.kin) == total
    assert sum(int(row[-1]) for row in figure.tables[0].rows) == total
    assert len(figure.sheet.own) <= MOST_BARS


@given(COUNTS)
def test_waves_and_days_are_named_within_the_bars(counts: dict[date, tuple[int, int]]):
    sheet = days_of(counts).sheet
    assert isinstance(sheet, Days)
    for band in sheet.bands:
        assert 0 <= band.start < band.end <= len(sheet.own) + 1e-9
    assert all(0 <= tick.at <= len(sheet.own) for tick in sheet.ticks)


@given(COUNTS, st.sampled_from(list(Size)))
def test_a_sheet_written_down_is_read_as_the_same(counts: dict[date, tuple[int, int]], size: Size):
    sheet = days_of(counts).sheet
    assert read(dumped(sheet, size)) == (sheet, size)


def test_long_case_is_gathered_into_weeks():
    assert days_figure(daily(*[1] * (MOST_BARS + 1)), ()).step == 7


def test_highest_bar_is_named_with_its_day():
    sheet = days_figure(daily(1, 8, 2), ()).sheet
    assert isinstance(sheet, Days)
    assert sheet.peak == "3月13日最多，8 次"


def test_figure_of_days_says_its_waves_in_words():
    days = daily(2, 1)
    figure = days_figure(days, waves(day.day for day in days))
    assert figure.sheet.text == "每天次数：第一阶段，3月12日到3月13日，3 次"


def test_hours_of_rest_are_counted_in_words():
    sheet = hours_figure({(0, 22): 1, (0, 7): 2, (0, 8): 4}).sheet
    assert isinstance(sheet, Hours)
    assert sheet.quiet == "22 时至次日 8 时，共 3 次"
    assert sheet.text.startswith("星期与钟点，最密的是：一 8时 4 次；一 7时 2 次；")
    assert (sheet.counts[0][8], sheet.weekdays) == (4, tuple("一二三四五六日"))


def test_lines_add_up_by_place_and_by_kind():
    figure = lines_figure(
        [
            LineUse("固定电话", "济宁", 5, 4),
            LineUse("手机", "济宁", 2, 1),
            LineUse("没有显示号码", "", 3, 0),
        ]
    )
    assert figure is not None
    assert isinstance(figure.sheet, Bars)
    places, kinds = figure.sheet.groups
    assert [(bar.name, bar.words) for bar in places] == [
        ("济宁", "7 次（5 个）"),
        ("看不出归属地", "3 次"),
    ]
    assert [(bar.name, bar.count) for bar in kinds] == [
        ("固定电话", 5),
        ("没有显示号码", 3),
        ("手机", 2),
    ]


def test_many_places_are_shown_as_one_rest_and_stand_in_the_table():
    figure = lines_figure(LineUse("手机", f"地方{at}", 20 - at, 1) for at in range(12))
    assert figure is not None
    assert isinstance(figure.sheet, Bars)
    assert (figure.sheet.groups[0][-1].name, figure.sheet.groups[0][-1].words) == (
        "其他",
        "42 次（4 个）",
    )
    assert len(figure.tables[0].rows) == 12


def test_of_very_many_people_the_rest_is_said():
    figure = reached_figure([(f"亲友{at}", 30 - at, False) for at in range(20)])
    assert figure is not None
    assert figure.note == "另有 6 位次数较少，没有画出。"
    assert len(figure.tables[0].rows) == 20


PAID = [
    Paid(date(2018, 3, 14), Decimal(600), False),
    Paid(date(2018, 3, 16), Decimal("12.50"), True),
    Paid(None, Decimal(5), False),
]


def test_repayments_of_a_week_stand_below_its_contacts():
    figure = payments_figure(daily(1, 2, 3), PAID)
    assert figure is not None
    assert isinstance(figure.sheet, Payments)
    assert (figure.step, figure.sheet.own, figure.sheet.amounts) == (7, (6,), ("612.50",))
    assert figure.note == "有的金额是大约数。另有 1 笔还款没有记日期，没有画出。"
    assert "还款 2 笔，共 612.50 元" in figure.sheet.text


def test_a_long_time_of_repaying_is_shown_by_month():
    early = Paid(date(2017, 1, 5), Decimal(800), False)
    figure = payments_figure(daily(1, 2), [early])
    assert figure is not None
    assert isinstance(figure.sheet, Payments)
    assert (figure.step, len(figure.sheet.paid)) == (30, 15)
    assert figure.tables[0].rows == (("2017-01-01", "0", "800"), ("2018-03-01", "3", "0"))


@pytest.mark.parametrize("paid", [[], [Paid(None, Decimal(5), False)]])
def test_without_a_dated_repayment_there_is_no_such_figure(paid: list[Paid]):
    assert payments_figure(daily(1), paid) is None


def test_figures_of_a_case_count_what_came_in(case: Case):
    friend = make_contact(case=case, name="阿宁")
    make_incident(case=case, number="0537-1234567", contact=friend)
    make_incident(case=case, number="0537-1234567")
    make_incident(case=case, direction=Direction.OUTGOING, number="0537-7654321")
    lines, reached = figure_of(case, "lines"), figure_of(case, "reached")
    assert lines is not None
    assert reached is not None
    assert lines.tables[0].rows == (("山东省济宁市", "2", "1"),)
    assert sorted(reached.tables[0].rows) == [("我", "1"), ("阿宁", "1")]


def test_repayments_of_every_debt_of_the_case_are_shown(case: Case):
    debt = add_debt(creditor=make_creditor(case=case), debt=Debt(lent=4000), actor=case.owner)
    paid = Repayment(amount=Decimal(400), paid_date=date(2018, 6, 1))
    add_repayment(debt=debt, repayment=paid, actor=case.owner)
    make_incident(case=case, occurred_at="2018-06-07 19:06")
    figure = figure_of(case, "payments")
    assert figure is not None
    assert figure.tables[0].rows == (("2018-05-28", "0", "400"), ("2018-06-04", "1", "0"))
