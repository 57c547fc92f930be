"""Names the parts of a figure in the reader's language."""

from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from incidents.figures import WIDE, Band, DayChart, Tick
from incidents.heat_map import HeatMap

WAVES = (
    gettext_lazy("第一阶段"),
    gettext_lazy("第二阶段"),
    gettext_lazy("第三阶段"),
    gettext_lazy("第四阶段"),
    gettext_lazy("第五阶段"),
    gettext_lazy("第六阶段"),
    gettext_lazy("第七阶段"),
    gettext_lazy("第八阶段"),
    gettext_lazy("第九阶段"),
)


@dataclass(frozen=True, slots=True)
class NamedChart:
    """A chart by day with its words, as a template draws it."""

    chart: DayChart
    css_class: str
    bands: tuple[tuple[Band, str], ...]
    ticks: tuple[tuple[Tick, str], ...]
    peak: str
    description: str


@dataclass(frozen=True, slots=True)
class NamedHeatMap:
    """A map of weekdays and hours with its words, as a template draws it."""

    heat: HeatMap
    rows: tuple[tuple[str, float], ...]
    description: str


def wave_name(number: int) -> str:
    if number <= len(WAVES):
        return str(WAVES[number - 1])
    return _("第 %(number)d 阶段") % {"number": number}


def short_day(day: date) -> str:
    return date_format(day, pgettext("short date format", "n月j日"))


def tick_words(tick: Tick, is_wide: bool) -> str:
    if tick.is_first and is_wide:
        return short_day(tick.day)
    if tick.day.month == 1 and not tick.is_first:
        return date_format(tick.day, pgettext("short date format", "Y年n月"))
    return date_format(tick.day, pgettext("short date format", "n月"))


def peak_words(chart: DayChart) -> str:
    if chart.peak is None:
        return ""
    words = {"day": short_day(chart.peak.day), "count": chart.peak.count}
    if chart.step > 1:
        return _("%(day)s起最多，%(count)d 次") % words
    return _("%(day)s最多，%(count)d 次") % words


def chart_description(chart: DayChart) -> str:
    """Say the figure in words, for those who do not see it."""
    parts = (
        _("%(name)s，%(first)s到%(last)s，%(count)d 次")
        % {
            "name": wave_name(band.wave.number),
            "first": short_day(band.wave.first),
            "last": short_day(band.wave.last),
            "count": band.count,
        }
        for band in chart.bands
    )
    return _("每天次数：") + _("；").join(parts)


def named_chart(chart: DayChart) -> NamedChart:
    is_wide = chart.size == WIDE
    return NamedChart(
        chart=chart,
        css_class="only-wide" if is_wide else "only-narrow",
        bands=tuple((band, wave_name(band.wave.number)) for band in chart.bands),
        ticks=tuple((tick, tick_words(tick, is_wide)) for tick in chart.ticks),
        peak=peak_words(chart),
        description=chart_description(chart),
    )


def weekday_name(weekday: int) -> str:
    """Name a weekday as briefly as the language can: 一, or Mo."""
    return str(WEEKDAYS_ABBR[weekday]).removeprefix("星期")[:2]


def named_heat_map(heat: HeatMap) -> NamedHeatMap:
    busiest = sorted(heat.cells, key=lambda cell: -cell.count)[:3]
    parts = (
        _("%(weekday)s %(hour)d 时 %(count)d 次")
        % {
            "weekday": WEEKDAYS_ABBR[cell.weekday],
            "hour": cell.hour,
            "count": cell.count,
        }
        for cell in busiest
        if cell.count
    )
    return NamedHeatMap(
        heat=heat,
        rows=tuple((weekday_name(weekday), y) for weekday, y in heat.rows),
        description=_("星期与钟点，最密的是：") + _("；").join(parts),
    )
