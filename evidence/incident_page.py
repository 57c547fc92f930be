"""What the page of one incident shows beside its words: its title, its facts, its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import ExhibitUse
from incidents.filters import midnight
from incidents.history import About
from incidents.ledger import reached_text
from incidents.models import Incident
from incidents.models.incident import Channel, Direction, Origin
from incidents.models.line import LineKind
from incidents.presenters import FindingView
from incidents.wording import day_text, duration_text, gap_text, local_day, moment_text

WHAT = {
    Channel.CALL: gettext_lazy("来电"),
    Channel.SMS: gettext_lazy("短信"),
    Channel.IM: gettext_lazy("微信、QQ 消息"),
    Channel.EMAIL: gettext_lazy("邮件"),
    Channel.LETTER: gettext_lazy("信函"),
    Channel.VISIT: gettext_lazy("上门"),
    Channel.POST: gettext_lazy("公开发布"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """The facts panel, in words; "" where nothing is known."""

    title: str
    summary: str
    day: str
    time: str
    is_about: bool
    kind_and_place: str
    reached: str
    claimed: str
    today: tuple[str, ...]
    recorded: str
    origin: str


def facts_of_page(incident: Incident) -> IncidentFacts:
    line = incident.line
    return IncidentFacts(
        title=title_of(incident),
        summary=summary_of(incident),
        day=day_text(local_day(incident.occurred_at), weekday=True),
        time=time_of(incident),
        is_about=not incident.is_time_exact,
        kind_and_place=_("，").join(
            part for part in (line.place, str(LineKind(line.kind).label), line.carrier) if part
        )
        if line
        else "",
        reached=reached_text(incident),
        claimed=claimed_by(incident),
        today=counts_of_day(incident),
        recorded=recorded_text(incident),
        origin=origin_of(incident),
    )


def title_of(incident: Incident) -> str:
    what = str(WHAT[Channel(incident.channel)])
    if incident.direction == Direction.OUTGOING:
        what = _("联系对方")
    when = moment_text(incident.occurred_at)
    if incident.line is None:
        return _("%(when)s，%(what)s") % {"when": when, "what": what}
    return _("%(when)s，%(line)s %(what)s") % {
        "when": when,
        "line": incident.line.display,
        "what": _("消息") if what == str(WHAT[Channel.IM]) else what,
    }


def summary_of(incident: Incident) -> str:
    parts = [_("事件 %(number)d") % {"number": incident.number}]
    if incident.connected is False:
        parts.append(_("没有接通"))
    elif incident.connected and incident.duration_s:
        parts.append(_("接通 %(time)s") % {"time": duration_text(incident.duration_s)})
    elif incident.connected:
        parts.append(_("接通"))
    if incident.creditor:
        parts.append(incident.creditor.name)
    return " · ".join(parts)


def time_of(incident: Incident) -> str:
    first, last = incident.occurred_at, incident.occurred_until
    began = moment_text(first).rpartition(" ")[2]
    if last is None or moment_text(last) == moment_text(first):
        return began
    same_day = local_day(first) == local_day(last)
    ended = moment_text(last)
    return _("%(began)s 至 %(ended)s") % {
        "began": began,
        "ended": ended.rpartition(" ")[2] if same_day else ended,
    }


def recorded_text(incident: Incident) -> str:
    """Say when it was written down, with the year when that is not the year of the event."""
    years = {local_day(one).year for one in (incident.occurred_at, incident.recorded_at)}
    when = moment_text(incident.recorded_at, year=len(years) > 1)
    return _("，").join((when, gap_text(incident.recorded_gap)))


def claimed_by(incident: Incident) -> str:
    if incident.claimed_identity and incident.claimed_for:
        return _("%(who)s，替%(whom)s催") % {
            "who": incident.claimed_identity,
            "whom": incident.claimed_for,
        }
    if incident.claimed_for:
        return _("替%(whom)s催") % {"whom": incident.claimed_for}
    return incident.claimed_identity


def counts_of_day(incident: Incident) -> tuple[str, ...]:
    """Say the how-manieth of its day this was, on its line and on all lines."""
    start = midnight(local_day(incident.occurred_at))
    today = list(
        incident.case.incidents.standing()
        .filter(occurred_at__gte=start, occurred_at__lt=start + timedelta(days=1))
        .order_by("occurred_at", "number")
        .values_list("pk", "line_id")
    )
    order = [pk for pk, _line in today]
    if incident.pk not in order:
        return ()
    on_line = [pk for pk, line in today if line == incident.line_id]
    said = []
    if incident.line_id:
        said.append(_("这个号码第 %(place)d 次，共 %(total)d 次") % place_in(incident.pk, on_line))
    said.append(_("所有号码第 %(place)d 次，共 %(total)d 次") % place_in(incident.pk, order))
    return tuple(said)


def place_in(pk: int, order: Sequence[int]) -> dict[str, int]:
    return {"place": order.index(pk) + 1, "total": len(order)}


def origin_of(incident: Incident) -> str:
    """Say through what the incident came in: an imported one names the exhibit and the row."""
    label = str(Origin(incident.origin).label)
    row = getattr(incident, "imported_row", None)
    if row is None:
        return label
    return _("%(label)s，证据 %(exhibit)d 第 %(row)d 行") % {
        "label": label,
        "exhibit": row.run.exhibit.number,
        "row": row.position,
    }


def about(uses: Sequence[ExhibitUse], findings: Sequence[FindingView]) -> About:
    """Name the records beside the incident that its history speaks of."""
    named = {(view.finding.subject_type, view.finding.pk): f"“{view.title}”" for view in findings}
    for use in uses:
        number = str(use.exhibit.number)
        named[use.subject_type, use.pk] = number
        named[use.exhibit.subject_type, use.exhibit.pk] = number
    return named
