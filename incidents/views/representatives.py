"""Pages of who acts for the borrower."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from incidents.forms.representatives import RepresentativeForm
from incidents.http import AuthenticatedRequest, posted
from incidents.models import Representative
from incidents.services.representatives import add_representative, amend_representative
from incidents.views.access import signed_in
from incidents.views.cases import (
    GET_OR_POST,
    Page,
    amend,
    saved,
    show_form,
    wants_saving,
    working_case,
)

REPRESENTATIVE = Page(
    gettext_lazy("代理人"),
    gettext_lazy(
        "替你递材料的亲友或律师。出具时选上，就有一页授权委托书。"
        "身份证号码不存在这里，打印出来用手写。"
    ),
    draft="representative",
)


@signed_in
@require_http_methods(GET_OR_POST)
def representative_add(request: AuthenticatedRequest) -> HttpResponse:
    form = RepresentativeForm(posted(request), initial={"is_acting": True})
    if not wants_saving(request, form):
        return show_form(request, REPRESENTATIVE, form)
    add_representative(case=working_case(request), representative=form.instance, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def representative_amend(request: AuthenticatedRequest, representative_id: int) -> HttpResponse:
    representative = get_object_or_404(
        Representative, case=working_case(request), pk=representative_id
    )
    return amend(
        request,
        REPRESENTATIVE,
        representative,
        lambda representative, data: RepresentativeForm(data, amended=representative),
        partial(amend_representative, representative=representative),
    )
