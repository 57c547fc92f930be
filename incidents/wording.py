"""Times, spans of time and numbers as pages put them into words."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def local_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def day_text(day: date, *, weekday: bool = False, year: bool = False) -> str:
    """Write a day; the year when it is asked for, or another one than this."""
    if day.year == timezone.localdate().year and not year:
        pattern = pgettext("date format", "n 月 j 日")
    else:
        pattern = pgettext("date format", "Y 年 n 月 j 日")
    if weekday:
        pattern = pgettext("date format", "%s，l") % pattern
    return date_format(day, pattern)


def moment_text(moment: datetime, *, year: bool = False) -> str:
    local = timezone.localtime(moment)
    return f"{day_text(local.date(), year=year)} {local:%H:%M}"


def duration_text(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%(seconds)d 秒") % {"seconds": rest}
    if not rest:
        return _("%(minutes)d 分钟") % {"minutes": minutes}
    return _("%(minutes)d 分 %(seconds)d 秒") % {"minutes": minutes, "seconds": rest}


def gap_text(gap: timedelta) -> str:
    """Say how long after the event it was written down."""
    minutes = int(gap.total_seconds() // 60)
    if minutes < 1:
        return _("当场记下")
    if minutes < 60:
        return ngettext("事后 %(count)d 分钟", "事后 %(count)d 分钟", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("事后 %(count)d 小时", "事后 %(count)d 小时", hours) % {"count": hours}
    return ngettext("事后 %(count)d 天", "事后 %(count)d 天", gap.days) % {"count": gap.days}


def digest_text(digest: str, length: int = 12) -> str:
    """Write the beginning of a digest in groups of four."""
    groups = [digest[at : at + 4] for at in range(0, length, 4)]
    return " ".join([*groups, "…"] if length < len(digest) else groups)
