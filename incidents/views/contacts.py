"""Pages of contacts: who was reached, and the links through which they report."""

from copy import copy
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.drafts import is_resumed
from incidents.forms.contacts import ContactAmendForm, ContactForm, LinkForm, SharesDebtForm
from incidents.http import AuthenticatedRequest, posted
from incidents.invitation import invite, reaches_phones
from incidents.models import Contact, ReportLink
from incidents.models.contact import ContactQuerySet
from incidents.revisions import changes_of
from incidents.services.contacts import add_contact, amend_contact
from incidents.services.reports import open_link, revoke_link
from incidents.views.access import signed_in
from incidents.views.amending import Amendment
from incidents.views.cases import working_case

LINES_A_PAGE = 50
RECENT = 10


@signed_in
def contact_list(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    query = request.GET.get("q", "").strip()
    lines = case.lines.with_traffic().select_related("agency")
    if query:
        compact = query.replace(" ", "").replace("-", "").lstrip("0") or query
        lines = lines.filter(
            Q(display__icontains=query) | Q(normalised__icontains=compact)
            | Q(place__icontains=query) | Q(agency__name__icontains=query)
        )  # fmt: skip
    return render(
        request,
        "incidents/contact_list.html",
        {
            "contacts": case.contacts.with_reach(),
            "page": Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page")),
            "q": query,
            "query": urlencode({"q": query}) if query else "",
        },
    )


@signed_in
def contact_add(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    form = ContactForm(posted(request))
    if form.is_bound and not is_resumed(request) and form.is_valid():
        contact = add_contact(case=case, contact=form.save(commit=False), actor=request.user)
        messages.success(request, _("已保存。"))
        return redirect("contact-detail", contact.pk)
    return render(request, "incidents/contact_add.html", {"form": form})


@signed_in
def contact_detail(request: AuthenticatedRequest, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(
        Contact.objects.visible_to(request.user).with_reach(), pk=contact_id
    )
    incidents = contact.incidents.standing().select_related("line").order_by("-occurred_at")
    return render(
        request,
        "incidents/contact_detail.html",
        {
            "contact": contact,
            "incidents": incidents[:RECENT],
            "links": contact.report_links.all(),
            "reports": contact.reports.all(),
            "link_form": LinkForm(),
            "reaches_phones": reaches_phones(request),
            "changes": changes_of(contact),
        },
    )


def living_contacts(request: AuthenticatedRequest) -> ContactQuerySet:
    """Leave out those whose data was erased: nothing is written about them any more."""
    return Contact.objects.visible_to(request.user).filter(erased_at=None)


@signed_in
def contact_amend(request: AuthenticatedRequest, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(living_contacts(request), pk=contact_id)
    # The form puts its values on the contact that it is given: a copy.
    amendment = Amendment(
        request, contact, lambda one, data: ContactAmendForm(data, instance=copy(one))
    )
    if amendment.save(partial(amend_contact, contact=contact), request.user):
        messages.success(request, _("已更正，旧内容还在下面。"))
        return redirect("contact-detail", contact.pk)
    page = {"contact": contact, "form": amendment.form, "amendment": amendment}
    return render(request, "incidents/contact_amend.html", page, status=amendment.status)


@signed_in
@require_POST
def contact_shares_debt(request: AuthenticatedRequest, contact_id: int) -> HttpResponse:
    """Keep the answer to the question whether a spouse shares the debt."""
    contact = get_object_or_404(living_contacts(request), pk=contact_id)
    form = SharesDebtForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("没有看到回答，请回到上一页再选一次。"))
    changes = {"shares_debt": form.answer}
    amend_contact(contact=contact, changes=changes, reason="", actor=request.user)
    messages.success(request, _("已记下。打给 TA 的已经重新看过一遍。"))
    incident_id = form.cleaned_data["incident"]
    if incident_id:
        return redirect("incident-detail", incident_id)
    return redirect("contact-detail", contact.pk)


@signed_in
@require_POST
def link_open(request: AuthenticatedRequest, contact_id: int) -> HttpResponse:
    """Make a link and show it in this one answer: its token is kept nowhere."""
    contact = get_object_or_404(living_contacts(request), pk=contact_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有做成链接，请再选一次有效期。"))
        return redirect("contact-detail", contact.pk)
    opened = open_link(contact=contact, actor=request.user, life=form.life)
    return render(
        request,
        "incidents/contact_link.html",
        {
            "contact": contact,
            "link": opened.link,
            "invitation": invite(opened.link, opened.token, request),
        },
    )


@signed_in
@require_POST
def link_revoke(request: AuthenticatedRequest, link_id: int) -> HttpResponse:
    link = get_object_or_404(ReportLink.objects.visible_to(request.user), pk=link_id)
    revoke_link(link=link, actor=request.user)
    messages.success(request, _("链接已停用。之前发来的内容都还在。"))
    return redirect("contact-detail", link.contact_id)
