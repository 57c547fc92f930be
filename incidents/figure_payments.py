"""What the figure of repayments against contacts shows: for the page and for print alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from incidents import figure_words as say
from incidents.debts import plain_amount
from incidents.figure_sheets import Figure, Table
from incidents.figures.days import DayCount, within
from incidents.figures.sheets import Payments, Tick
from incidents.wording import day_text

MOST_WEEKS = 27


@dataclass(frozen=True, slots=True)
class Paid:
    """One repayment; it may not be known when it was made."""

    day: date | None
    amount: Decimal
    is_about: bool


def payments_figure(counts: Sequence[DayCount], paid: Sequence[Paid]) -> Figure | None:
    """Show repayments below contacts, by week or month; None when none has a day."""
    dated = [each for each in paid if each.day is not None]
    if not dated or not counts:
        return None
    known = [day for each in dated if (day := each.day)] + [count.day for count in counts]
    first, last = min(known), max(known)
    monday = first - timedelta(days=first.weekday())
    is_weekly = (last - monday).days // 7 < MOST_WEEKS
    days = within(counts, monday if is_weekly else first.replace(day=1), last)
    begins = [
        day.day for day in days if (day.day.weekday() == 0 if is_weekly else day.day.day == 1)
    ]
    return Figure(
        "payments",
        payments_sheet(begins, days, dated, is_weekly=is_weekly),
        (payments_table(begins, days, dated),),
        step=7 if is_weekly else 30,
        note=payments_note(paid),
    )


def place_of(day: date, begins: Sequence[date]) -> int:
    """Return in which period a day lies."""
    return sum(begin <= day for begin in begins) - 1


def sums_of(
    begins: Sequence[date], days: Iterable[DayCount], paid: Iterable[Paid]
) -> tuple[list[int], list[int], list[Decimal]]:
    own, kin = [0] * len(begins), [0] * len(begins)
    sums = [Decimal(0)] * len(begins)
    for count in days:
        if count.total:
            at = place_of(count.day, begins)
            own[at] += count.own
            kin[at] += count.kin
    for each in paid:
        if each.day is not None:
            sums[place_of(each.day, begins)] += each.amount
    return own, kin, sums


def payments_sheet(
    begins: Sequence[date], days: Sequence[DayCount], paid: Sequence[Paid], *, is_weekly: bool
) -> Payments:
    own, kin, sums = sums_of(begins, days, paid)
    titles = (
        (_("每周联系次数"), _("每周还款（元）"))
        if is_weekly
        else (_("每月联系次数"), _("每月还款（元）"))
    )
    return Payments(
        text=_("还款 %(count)d 笔，共 %(amount)s 元，%(first)s到%(last)s；同期联系 %(times)s")
        % {
            "count": len(paid),
            "amount": plain_amount(sum((each.amount for each in paid), Decimal(0))),
            "first": day_text(min(each.day for each in paid if each.day), year=True),
            "last": day_text(max(each.day for each in paid if each.day), year=True),
            "times": say.times(sum(day.total for day in days)),
        },
        own=tuple(own),
        kin=tuple(kin),
        paid=tuple(float(each) for each in sums),
        amounts=tuple(plain_amount(each) if each else "" for each in sums),
        ticks=tuple(period_ticks(begins)),
        titles=titles,
    )


def period_ticks(begins: Sequence[date]) -> list[Tick]:
    """Name the first month with its year, and every later one where it first begins a period."""
    ticks = [Tick(0, say.month_name(begins[0], year=True))]
    for at, (before, begin) in enumerate(zip(begins, begins[1:], strict=False), start=1):
        if begin.month != before.month:
            ticks.append(Tick(at, say.month_name(begin), begin.month == 1))
    return ticks


def payments_table(begins: Sequence[date], days: Sequence[DayCount], paid: Sequence[Paid]) -> Table:
    own, kin, sums = sums_of(begins, days, paid)
    rows = [
        (begin.isoformat(), str(mine + theirs), plain_amount(total))
        for begin, mine, theirs, total in zip(begins, own, kin, sums, strict=True)
        if mine + theirs or total
    ]
    return Table((_("从"), _("联系次数"), _("还款（元）")), tuple(rows))


def payments_note(paid: Sequence[Paid]) -> str:
    undated = sum(each.day is None for each in paid)
    parts = [_("有的金额是大约数。")] if any(each.is_about and each.day for each in paid) else []
    if undated:
        parts.append(_("另有 %(count)d 笔还款没有记日期，没有画出。") % {"count": undated})
    return "".join(parts)
