"""The rules page: what may be cited, how well it is sourced, and how often it was found here."""

from django.http import HttpResponse
from django.shortcuts import render

from incidents import rulebook
from incidents.catalogue import catalogue
from incidents.http import AuthenticatedRequest
from incidents.views.access import signed_in
from incidents.views.cases import working_case


@signed_in
def rule_list(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    words = request.GET.get("q", "").strip()
    shows_all = request.GET.get("all") == "1"
    clauses = catalogue().clauses.values()
    return render(
        request,
        "incidents/rule_list.html",
        {
            "instruments": rulebook.instruments(case, words=words, is_narrow=not shows_all),
            "grades": rulebook.grades(),
            "words": words,
            "shows_all": shows_all,
            "total": sum(one.is_citable for one in catalogue().instruments.values()),
            "clause_count": len(clauses),
            "citable_count": sum(clause.is_citable for clause in clauses),
            "digest": catalogue().digest,
        },
    )
