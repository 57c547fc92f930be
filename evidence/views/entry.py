"""Quick entry: one screen to write down what just happened, and what it says after saving."""

from collections.abc import Sequence

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from evidence.exceptions import EmptyFile, StorageError
from evidence.forms.entry import NEW, OTHER, PICK, Choices, EntryForm, as_of_opening
from evidence.notices import say_repeats
from evidence.services.entries import Entry, log_entry
from evidence.tasks import examine_soon
from evidence.uploads import upload_failed
from incidents.drafts import is_resumed
from incidents.forms.incidents import local_text
from incidents.http import AuthenticatedRequest, number_in, without_nul
from incidents.models import Case, Incident
from incidents.models.incident import Label
from incidents.presenters import rule_title
from incidents.refusals import refusal_words
from incidents.views.access import signed_in
from incidents.views.cases import working_case

DISK_FULL = gettext_lazy("没有保存成功，电脑的磁盘可能满了。你写的还在，再试一次。")
MAIN_TILES = 8
MAIN_CONTACTS = 7
FOLDED = ("connected", "minutes", "seconds", "claimed_identity", "claimed_for")
ICONS = {
    Label.WORKPLACE_CONTACT: "brief",
    Label.IDENTITY_REFUSAL: "ask",
    Label.THIRD_PARTY_CONTACT: "people",
    Label.FREQUENCY_BOMBING: "bell",
    Label.INSULT: "shout",
    Label.THREAT_VIOLENCE: "hurt",
    Label.THREAT_LEGAL_FALSE: "gavel",
    Label.PRIVACY_LEAK: "key",
    Label.DISCLOSURE_PUBLIC: "eye",
    Label.OBSCENE_OR_FORGED_IMAGE: "image",
    Label.HOME_VISIT_THREAT: "door",
    Label.IMPERSONATION_AUTHORITY: "badge",
    Label.COERCION_NEW_DEBT: "loan",
    Label.PRIVATE_ACCOUNT: "coin",
    Label.ODD_HOURS: "night",
}
TILES = [(label.value, label.label, ICONS[label]) for label in Label]


@signed_in
@require_http_methods(["GET", "POST"])
def entry_new(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    form = entry_form(request, case)
    if form.is_bound and not is_resumed(request) and is_whole(request, form):
        entry = save(request, case, form)
        if entry:
            return after_saving(request, entry)
    return show(request, form)


def entry_form(request: AuthenticatedRequest, case: Case) -> EntryForm:
    choices = Choices.of(case)
    if request.method == "POST":
        fields = without_nul(request.POST)
        fields = as_of_opening(fields) if is_resumed(request) else fields
        return EntryForm(fields, request.FILES, case=case, choices=choices)
    given = {"line": request.GET.get("line"), "reached": request.GET.get("contact")}
    initial = {name: value for name, value in given.items() if value and number_in(value)}
    return EntryForm(initial=initial, case=case, choices=choices)


def is_whole(request: AuthenticatedRequest, form: EntryForm) -> bool:
    """Say whether everything arrived and makes sense; if not, the form says what is missing."""
    if upload_failed(request):
        form.add_error("files", DISK_FULL)
    return form.is_valid()


def save(request: AuthenticatedRequest, case: Case, form: EntryForm) -> Entry | None:
    """Save once; when it fails the form says so, and everything typed stays in it."""
    try:
        return log_entry(case=case, new=form.told(), files=form.uploads, actor=request.user)
    except (EmptyFile, StorageError) as error:
        form.add_error("files", str(error))
    except OperationalError as error:
        form.add_error("files", refusal_words(error))
    return None


def after_saving(request: AuthenticatedRequest, entry: Entry) -> HttpResponse:
    examine_soon(entry.incident.case)
    say_repeats(request, entry.files)
    if "again" in request.POST:
        messages.success(request, _("已保存。接着记下一笔。"))
        return redirect("entry-new")
    return redirect("entry-saved", entry.incident.pk)


def show(request: AuthenticatedRequest, form: EntryForm) -> HttpResponse:
    now = timezone.localtime()
    main, rest = form.offered.contacts[:MAIN_CONTACTS], form.offered.contacts[MAIN_CONTACTS:]
    page = {
        "form": form,
        "draft_filled": form.is_bound,
        "choices": form.offered,
        "lost_files": form.is_bound and lost_files(request),
        "main_tiles": TILES[:MAIN_TILES],
        "more_tiles": TILES[MAIN_TILES:],
        "more_open": is_chosen(form, "ticked", [value for value, *_rest in TILES[MAIN_TILES:]]),
        "main_contacts": main,
        "more_contacts": rest,
        "rest_open": is_chosen(form, "reached", [str(contact.pk) for contact in rest]),
        "fold_open": any(form.data.get(name) for name in FOLDED),
        "now": now,
        "now_text": local_text(now),
        "opened_at": now.isoformat(),
        "values": {"new": NEW, "other": OTHER, "pick": PICK},
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "evidence/entry.html", page, status=status)


def lost_files(request: AuthenticatedRequest) -> bool:
    return bool(request.FILES) or upload_failed(request) or is_resumed(request)


def is_chosen(form: EntryForm, name: str, values: Sequence[str]) -> bool:
    """Say whether something inside a fold is chosen, so that it opens."""
    chosen = form[name].value() or []
    return bool(set(values) & set([chosen] if isinstance(chosen, str) else chosen))


@signed_in
@require_GET
def entry_saved(request: AuthenticatedRequest, incident_id: int) -> HttpResponse:
    incident = get_object_or_404(
        Incident.objects.visible_to(request.user).select_related("line", "contact"), pk=incident_id
    )
    rules = incident.findings.current().of_rules().values_list("rule", flat=True).distinct()
    page = {"incident": incident, "titles": sorted({rule_title(rule) for rule in rules})}
    return render(request, "evidence/entry_saved.html", page)
