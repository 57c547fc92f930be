"""What each figure shows of a case, in words and numbers: for the page and for print alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents import figure_words as say
from incidents.figures.days import DayCount, fill_days, gather, step_for
from incidents.figures.sheets import Band, Bar, Bars, Days, Hours, Sheet, Tick
from incidents.waves import Wave

MOST_ROWS = 8
MOST_PEOPLE = 14
QUIET_HOURS = frozenset({22, 23, *range(8)})
BUSIEST = 3


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure, for who would rather read them."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A sheet, its numbers as tables, and what is not in it; `step` is the days of a bar."""

    name: str
    sheet: Sheet
    tables: tuple[Table, ...]
    step: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineUse:
    """How often numbers of one kind and place called, and how many there are of them."""

    kind: str
    place: str
    count: int
    lines: int


def days_figure(
    counts: Sequence[DayCount],
    waves: Sequence[Wave],
    name_of: Callable[[int], str] = say.wave_name,
) -> Figure:
    """Show contacts by day; `counts` must not be empty, `name_of` names a wave by its number."""
    days = fill_days(counts)
    step = step_for(len(days))
    bars, first = gather(days, step), days[0].day
    peak = max(bars, key=lambda bar: bar.total)
    bands = [
        Band(
            (wave.first - first).days / step,
            ((wave.last - first).days + 1) / step,
            name_of(wave.number),
            say.times(sum(day.total for day in days if wave.first <= day.day <= wave.last)),
        )
        for wave in waves
    ]
    parts = [
        _("%(name)s，%(first)s到%(last)s，%(times)s")
        % {
            "name": band.name,
            "first": say.short_day(wave.first),
            "last": say.short_day(wave.last),
            "times": band.count,
        }
        for wave, band in zip(waves, bands, strict=True)
    ]
    sheet = Days(
        text=_("每天次数：") + _("；").join(parts),
        own=tuple(bar.own for bar in bars),
        kin=tuple(bar.kin for bar in bars),
        bands=tuple(bands),
        ticks=tuple(day_ticks(days, step)),
        peak=say.peak_words(peak.day, peak.total, step) if len(bars) > 1 else "",
    )
    rows = [
        (bar.day.isoformat(), str(bar.own), str(bar.kin), str(bar.total))
        for bar in bars
        if bar.total
    ]
    headers = (_("日期"), _("打给我"), _("打给亲友"), _("合计"))
    return Figure("days", sheet, (Table(headers, tuple(rows)),), step)


def day_ticks(days: Sequence[DayCount], step: int) -> list[Tick]:
    """Name the first day, and every month that begins after it."""
    ticks = [Tick(0, say.short_day(days[0].day))]
    for at, count in enumerate(days[1:], start=1):
        if count.day.day == 1:
            ticks.append(Tick(at / step, say.month_name(count.day), count.day.month == 1))
    return ticks


def hours_figure(counts: Mapping[tuple[int, int], int]) -> Figure:
    """Show contacts by (weekday, hour); Monday is 0."""
    weekdays = tuple(say.weekday_name(day) for day in range(7))
    hours = tuple(say.hour_name(hour) for hour in range(24))
    quiet = say.quiet_words(sum(n for (_day, hour), n in counts.items() if hour in QUIET_HOURS))
    busiest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:BUSIEST]
    parts = [f"{weekdays[day]} {hours[hour]} {say.times(n)}" for (day, hour), n in busiest]
    sheet = Hours(
        text=_("星期与钟点，最密的是：") + _("；").join([*parts, quiet]),
        counts=tuple(tuple(counts.get((day, hour), 0) for hour in range(24)) for day in range(7)),
        weekdays=weekdays,
        hours=hours,
        quiet=quiet,
    )
    rows = [(hours[hour], *(str(row[hour]) for row in sheet.counts)) for hour in range(24)]
    return Figure("hours", sheet, (Table((_("钟点"), *weekdays), tuple(rows)),))


def lines_figure(uses: Iterable[LineUse]) -> Figure | None:
    """Show by place and by kind which numbers called; None when none is known."""
    found = list(uses)
    if not found:
        return None
    groups = (
        grouped((use.place or _("看不出归属地"), use.count, use.lines) for use in found),
        grouped((use.kind, use.count, use.lines) for use in found),
    )
    titles = (_("按归属地"), _("按号码种类"))
    said = [
        _("%(title)s：%(rows)s")
        % {"title": title, "rows": _("，").join(f"{bar.name} {bar.words}" for bar in bars(group))}
        for title, group in zip(titles, groups, strict=True)
    ]
    tables = [
        Table(
            (title, _("次数"), _("号码个数")),
            tuple((name, str(count), str(lines)) for name, count, lines in group),
        )
        for title, group in zip(titles, groups, strict=True)
    ]
    sheet = Bars(_("；").join(said), titles, tuple(bars(group) for group in groups))
    return Figure("lines", sheet, tuple(tables))


def grouped(uses: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Add up by name, most first."""
    counts: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for name, count, number in uses:
        counts[name] += count
        lines[name] += number
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(name, count, lines[name]) for name, count in ordered]


def bars(group: Sequence[tuple[str, int, int]]) -> tuple[Bar, ...]:
    """Draw the first rows, and the rest as one."""
    shown, rest = list(group[:MOST_ROWS]), group[MOST_ROWS:]
    if rest:
        others = (_("其他"), sum(count for _n, count, _l in rest), sum(n for *_, n in rest))
        shown.append(others)
    return tuple(Bar(name, count, say.use_words(count, lines)) for name, count, lines in shown)


def reached_figure(people: Sequence[tuple[str, int, bool]]) -> Figure | None:
    """Show how often each was reached: (name, contacts, is it the borrower?), most first."""
    if not people:
        return None
    shown, rest = people[:MOST_PEOPLE], people[MOST_PEOPLE:]
    sheet = Bars(
        _("；").join(f"{name} {say.times(count)}" for name, count, _own in shown),
        ("",),
        (tuple(Bar(name, count, say.times(count), is_own) for name, count, is_own in shown),),
    )
    rows = tuple((name, str(count)) for name, count, _own in people)
    note = _("另有 %(count)d 位次数较少，没有画出。") % {"count": len(rest)} if rest else ""
    return Figure("reached", sheet, (Table((_("谁"), _("次数")), rows),), note=note)
