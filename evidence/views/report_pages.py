"""The pages that a friend sees without an account: telling, the receipt, and adding more."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.exceptions import EvidenceError
from evidence.forms.reports import HAPPENED, TILES_SHOWN, AddForm, ReceiptForm, TellForm
from evidence.services.reports import receive_addition, receive_report, report_behind
from evidence.tasks import examine_soon
from incidents.exceptions import IncidentsError, LinkClosed, TooManyTries
from incidents.http import posted, posted_files
from incidents.models import Report, ReportLink
from incidents.services.reports import link_behind, mark_opened
from incidents.throttle import LINKS, asker_of

View = Callable[..., HttpResponse]
SEAL = "evidence.report-more"
SEAL_LIFE = 2 * 3600


def closed(request: HttpRequest, reason: str, status: int = 404) -> HttpResponse:
    """Answer every dead link alike, whether it ever existed or not."""
    return render(request, "evidence/report_closed.html", {"reason": reason}, status=status)


def for_friends(view: View) -> View:
    """Give a view the link behind its token; who tries too many dead ones is refused a while."""

    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, token: str, **rest: str) -> HttpResponse:
        asker = asker_of(request)
        try:
            LINKS.check(asker)
            link = link_behind(token)
        except TooManyTries as error:
            return closed(request, str(error), status=429)
        except LinkClosed as error:
            LINKS.count(asker)
            return closed(request, str(error))
        return view(request, link, token, **rest)

    return answer


@for_friends
def report_page(request: HttpRequest, link: ReportLink, token: str) -> HttpResponse:
    mark_opened(link)
    form = TellForm(posted(request), posted_files(request))
    if form.is_valid():
        try:
            report = receive_report(link=link, submission=form.submission(), files=form.uploads)
        except EvidenceError as error:
            form.add_error("files", str(error))
        else:
            examine_soon(report.case)
            return redirect("report-done", token, report.receipt)
    return render(
        request,
        "evidence/report_page.html",
        {
            "display_name": link.case.display_name,
            "expires_at": link.expires_at,
            "form": form,
            "tiles": HAPPENED[:TILES_SHOWN],
            "more_tiles": HAPPENED[TILES_SHOWN:],
        },
    )


@for_friends
def report_done(request: HttpRequest, link: ReportLink, token: str, receipt: str) -> HttpResponse:
    """Show a receipt to who sent the report: it takes the link's token and the number."""
    report = link.reports.filter(receipt=receipt).first()
    if report is None:
        return redirect("report-page", token)
    return render(
        request,
        "evidence/report_done.html",
        {
            "display_name": link.case.display_name,
            "receipt": report.receipt,
            "again": reverse("report-page", args=[token]),
            "more": reverse("report-add", args=[sealed(report)]),
        },
    )


def sealed(report: Report) -> str:
    return signing.dumps(report.pk, salt=SEAL)


@login_not_required
def report_more(request: HttpRequest) -> HttpResponse:
    """Take a receipt number; a right one opens a page to add to that report for two hours."""
    form = ReceiptForm(posted(request))
    if form.is_valid():
        try:
            report = report_behind(receipt=form.cleaned_data["receipt"], asker=asker_of(request))
        except IncidentsError as error:
            form.add_error("receipt", str(error))
        else:
            return redirect("report-add", sealed(report))
    return render(request, "evidence/report_more.html", {"form": form})


@login_not_required
def report_add(request: HttpRequest, seal: str) -> HttpResponse:
    """Take more words and files; nothing of what was sent before is shown."""
    try:
        report_id = signing.loads(seal, salt=SEAL, max_age=SEAL_LIFE)
    except signing.BadSignature:
        report_id = None
    report = Report.objects.filter(pk=report_id, link__revoked_at__isnull=True).first()
    if report is None:
        return closed(request, _("这个页面已经过期。请用回执号再打开一次。"))
    form = AddForm(posted(request), posted_files(request))
    if form.is_valid():
        try:
            receive_addition(report=report, words=form.cleaned_data["words"], files=form.uploads)
        except EvidenceError as error:
            form.add_error("files", str(error))
        else:
            examine_soon(report.case)
            return redirect(reverse("report-add", args=[sealed(report)]) + "?kept=1")
    return render(
        request,
        "evidence/report_add.html",
        {"form": form, "receipt": report.receipt, "is_kept": "kept" in request.GET},
    )
