"""The summary page: headline counts, figures with captions, and where the numbers are from."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.bundles.figures import Figure
from evidence.bundles.overview import LineUse, Overview
from evidence.bundles.spread_figures import heat_figure, reach_figure
from evidence.bundles.wording import short_date, short_span
from incidents.figures import Band, DayChart, Size, day_chart
from incidents.waves import QUIET_DAYS

PRINTED = Size(620, 190, 10)
MOST_REACHED = 14
MOST_PLACES = 12
REPEATED = 2


@dataclass(frozen=True, slots=True)
class Captioned:
    """A figure with its caption."""

    figure: Figure
    title: str
    caption: str


@dataclass(frozen=True, slots=True)
class DayFigure:
    """The chart by day, its bands with their names, and the same in words."""

    chart: DayChart
    bands: tuple[tuple[Band, str], ...]
    text: str
    title: str
    caption: str


@dataclass(frozen=True, slots=True)
class Summary:
    numbers: tuple[tuple[str, str], ...]
    days: DayFigure | None
    figures: tuple[Captioned, ...]
    sentences: tuple[tuple[str, str], ...]
    lines_title: str
    lines: tuple[LineUse, ...]


def summarise(overview: Overview, *, lists_numbers: bool) -> Summary:
    """`lists_numbers` prints every number; otherwise only those that came more than once."""
    lines = tuple(use for use in overview.lines if lists_numbers or use.count >= REPEATED)
    return Summary(
        numbers=tuple(numbers(overview)),
        days=day_figure(overview) if overview.incoming else None,
        figures=tuple(figures(overview)) if overview.incoming else (),
        sentences=tuple(sentences(overview)),
        lines_title="全部号码、账号" if lists_numbers else "联系过两次以上的号码、账号",
        lines=lines,
    )


def numbers(overview: Overview) -> Iterator[tuple[str, str]]:
    if not overview.incoming:
        return
    yield str(len(overview.incoming)), "次联系"
    if overview.others:
        yield str(len(overview.others)), "次打给亲友"
    if overview.lines:
        yield str(len(overview.lines)), "个号码、账号"
    if overview.peak[1] > 1:
        yield str(overview.peak[1]), "次，一天最多"


def day_figure(overview: Overview) -> DayFigure:
    phases = overview.phases
    chart = day_chart(overview.day_counts, [phase.as_wave() for phase in phases], PRINTED)
    day, count = overview.peak
    peak = f"最多的一天是{short_date(day)}，{count}次。" if count > 1 else ""
    return DayFigure(
        chart=chart,
        bands=tuple(zip(chart.bands, (phase.name for phase in phases), strict=True)),
        text="；".join(
            f"{phase.name}{short_span(phase.first, phase.last)}，{phase.count}次"
            for phase in phases
        ),
        title="图一　每天次数。" if chart.step == 1 else f"图一　每{chart.step}天次数。",
        caption=f"灰底为各阶段，两个阶段之间至少{QUIET_DAYS}天没有联系。{peak}",
    )


def figures(overview: Overview) -> Iterator[Captioned]:
    yield Captioned(
        heat_figure(i.occurred_at for i in overview.incoming),
        "图二　星期与钟点。",
        "格内为次数，上方横线标出22时至次日8时。",
    )
    if overview.others:
        rows = overview.reach_rows[:MOST_REACHED]
        rest = len(overview.reach_rows) - len(rows)
        yield Captioned(
            reach_figure(rows),
            "图三　联系了谁。",
            f"共联系亲友{len(overview.reached)}位{len(overview.others)}次。"
            + (f"另有{rest}位次数较少，没有画出。" if rest else ""),
        )


def sentences(overview: Overview) -> Iterator[tuple[str, str]]:
    places = overview.places
    if places:
        parts = [f"{place}{count}个" for place, count in places[:MOST_PLACES]]
        rest = sum(count for _, count in places[MOST_PLACES:])
        parts += [f"其他地方{rest}个"] if rest else []
        parts += [f"看不出归属地{overview.placeless}个"] if overview.placeless else []
        yield "号码归属地", "，".join(parts) + "。"
    if overview.outgoing:
        yield "本人联系对方", f"{overview.outgoing}次，列在时间顺序记录中，不计入以上次数。"
