"""The figures of a case: a page of them, and each drawing as a picture of its own."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from incidents.exceptions import NotDrawn
from incidents.figure_counts import FIGURES, figure_of, figures_of
from incidents.figure_sheets import Figure
from incidents.figures.inks import Ground, shown_on
from incidents.figures.kept import drawing
from incidents.figures.sheets import Size
from incidents.http import AuthenticatedRequest
from incidents.overview import hours_of, timeline_of
from incidents.views.access import signed_in
from incidents.views.cases import working_case
from incidents.wording import day_text

DAYS = {
    1: gettext_lazy("每天几次"),
    7: gettext_lazy("每周几次"),
    30: gettext_lazy("每 30 天几次"),
    90: gettext_lazy("每 90 天几次"),
}
TITLES = {
    "hours": gettext_lazy("星期几、几点"),
    "lines": gettext_lazy("哪里来的号码"),
    "reached": gettext_lazy("打给了谁"),
    "payments": gettext_lazy("还款和催收"),
}
CAPTIONS = {
    "days": gettext_lazy("底色是各个阶段，两个阶段之间至少 14 天没有联系。"),
    "hours": gettext_lazy("格里是次数。斜线和粗线标出 22 时至次日 8 时。"),
    "lines": gettext_lazy("条后是次数，括号里是号码个数。没有号码的联系不在里面。"),
    "reached": "",
    "payments": gettext_lazy("上面是联系，下面是还款。"),
}
# Their bars tell contacts with the borrower from those with others.
TWO_KINDS = ("days", "reached", "payments")
LOOKS = {f"{size.value}-{ground.value}": (size, ground) for size in Size for ground in Ground}
# Nothing to draw with is a fault of the program: the page says the same in words and tables.
FAILED = 503


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as a page shows it; heights keep its place until it has come."""

    figure: Figure
    title: str
    caption: str
    has_two: bool
    wide: int
    narrow: int
    small: int


def shown(figure: Figure) -> Shown:
    name = figure.name
    return Shown(
        figure=figure,
        title=str(DAYS[figure.step] if name == "days" else TITLES[name]),
        caption=str(CAPTIONS[name]),
        has_two=name in TWO_KINDS,
        wide=figure.sheet.height(Size.WIDE),
        narrow=figure.sheet.height(Size.NARROW),
        small=figure.sheet.height(Size.SMALL),
    )


@signed_in
@require_GET
def figure_list(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    timeline = timeline_of(hours_of(case))
    found = figures_of(case, timeline) if timeline else []
    return render(
        request,
        "incidents/figures.html",
        {
            "figures": [shown(figure) for figure in found],
            "timeline": timeline,
            "first": day_text(timeline.first) if timeline else "",
            "last": day_text(timeline.last) if timeline else "",
        },
    )


@signed_in
@require_GET
def figure_drawing(request: AuthenticatedRequest, figure: str, look: str) -> HttpResponse:
    """Send a drawing as SVG, in the colours of a light or a dark screen."""
    case = working_case(request)
    if figure not in FIGURES or look not in LOOKS:
        raise Http404
    size, ground = LOOKS[look]
    found = figure_of(case, figure)
    if found is None:
        raise Http404
    try:
        svg = shown_on(ground, drawing(found.sheet, size))
    except NotDrawn:
        return HttpResponse(_("这张图没有画出来。"), status=FAILED, content_type="text/plain")
    return HttpResponse(svg, content_type="image/svg+xml")
