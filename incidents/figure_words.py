"""Names the parts of a figure in the reader's language."""

from datetime import date

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

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


def wave_name(number: int) -> str:
    if number <= len(WAVES):
        return str(WAVES[number - 1])
    return _("第 %(number)d 阶段") % {"number": number}


def short_day(day: date) -> str:
    return date_format(day, pgettext("short date format", "n月j日"))


def month_name(day: date, *, year: bool = False) -> str:
    """Name a month; January, and where it is asked for, with its year."""
    if year or day.month == 1:
        return date_format(day, pgettext("short date format", "Y年n月"))
    return date_format(day, pgettext("short date format", "n月"))


def weekday_name(weekday: int) -> str:
    """Name a weekday as briefly as the language can: 一, or Mo."""
    return str(WEEKDAYS_ABBR[weekday]).removeprefix("星期")[:2]


def hour_name(hour: int) -> str:
    return _("%(hour)d时") % {"hour": hour}


def times(count: int) -> str:
    return ngettext("%(count)d 次", "%(count)d 次", count) % {"count": count}


def peak_words(day: date, count: int, step: int) -> str:
    words = {"day": short_day(day), "count": count}
    if step > 1:
        return _("%(day)s起最多，%(count)d 次") % words
    return _("%(day)s最多，%(count)d 次") % words


def quiet_words(count: int) -> str:
    return _("22 时至次日 8 时，共 %(count)d 次") % {"count": count}


def use_words(count: int, lines: int) -> str:
    """Say how often a kind of number called, and how many numbers they were."""
    if not lines:
        return times(count)
    return _("%(count)d 次（%(lines)d 个）") % {"count": count, "lines": lines}
