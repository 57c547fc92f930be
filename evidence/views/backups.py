"""Pages of backups: making one, taking it away, and restoring one on the first visit."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from evidence.aside import run_aside
from evidence.exceptions import BackupError
from evidence.forms.backups import BackupForm, RestoreForm
from evidence.models import Backup
from evidence.models.backup import BackupStage, BackupState
from evidence.services.backup_states import cancel_backup, forget_file, sweep_backups
from evidence.services.backups import begin_backup, make_backup
from evidence.services.restores import restore_backup
from evidence.uploads import upload_failed
from incidents.drafts import is_resumed
from incidents.http import AuthenticatedRequest, posted, posted_files
from incidents.services.access import issue_sign_in_token, needs_set_up
from incidents.views.access import closed_link, signed_in
from incidents.views.checks import keeper
from incidents.wording import moment_text

RECENT = 6
SECRETS = ("passphrase", "passphrase_again")


@signed_in
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
def backup_page(request: AuthenticatedRequest) -> HttpResponse:
    """Show what was backed up, and begin a backup; a polling page reloads once it has ended."""
    keeper(request)
    sweep_backups()
    running = Backup.objects.filter(state=BackupState.RUNNING).first()
    if request.htmx:
        return show_progress(request, running) if running else HttpResponseClientRefresh()
    form = BackupForm(posted(request))
    if form.is_bound and not is_resumed(request) and form.is_valid():
        try:
            started = begin_backup(actor=request.user)
        except BackupError as error:
            form.add_error(None, str(error))
        else:
            # The worker's queue lies in the database: a passphrase must not pass through it.
            work = partial(make_backup, started=started, passphrase=form.cleaned_data["passphrase"])
            run_aside(work)
            return redirect("backup-page")
    recent = list(Backup.objects.exclude(state=BackupState.RUNNING)[:RECENT])
    page = {
        "form": form,
        "running": running,
        "stages": stage_rows(running) if running else [],
        "kept": next((backup for backup in recent if backup.is_here), None),
        "recent": recent,
    }
    return render(request, "evidence/backup_page.html", page)


def show_progress(request: AuthenticatedRequest, running: Backup) -> HttpResponse:
    page = {"running": running, "stages": stage_rows(running)}
    return render(request, "evidence/_backup_progress.html", page)


def stage_rows(backup: Backup) -> list[tuple[str, str, str]]:
    """List the stages with whether each is done, under way (now), or to come."""
    stages = list(BackupStage)
    at = stages.index(BackupStage(backup.stage)) if backup.stage else -1
    share = f"{min(100, backup.done * 100 // backup.total)} %" if backup.total else ""
    return [
        (
            str(stage.label),
            share if index == at else "",
            "done" if index < at else "now" if index == at else "",
        )
        for index, stage in enumerate(stages)
    ]


@signed_in
@require_POST
def backup_stop(request: AuthenticatedRequest, backup_id: int) -> HttpResponse:
    cancel_backup(backup=backup_of(request, backup_id))
    return redirect("backup-page")


@signed_in
@require_GET
def backup_file(request: AuthenticatedRequest, backup_id: int) -> FileResponse:
    backup = backup_of(request, backup_id)
    if not backup.is_here:
        raise Http404
    return FileResponse(backup.path.open("rb"), as_attachment=True, filename=backup.name)


@signed_in
@require_POST
def backup_forget(request: AuthenticatedRequest, backup_id: int) -> HttpResponse:
    """Take the file off this machine, once it lies elsewhere."""
    forget_file(backup=backup_of(request, backup_id))
    messages.success(request, _("这台电脑上的备份文件删掉了。你拷走的那一份还在。"))
    return redirect("backup-page")


def backup_of(request: AuthenticatedRequest, backup_id: int) -> Backup:
    keeper(request)
    return get_object_or_404(Backup, pk=backup_id)


@login_not_required
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
def restore_page(request: HttpRequest, token: str) -> HttpResponse:
    """Restore a backup in place of setting up; only with the link that the program printed."""
    if closed := closed_link(request, token):
        return closed
    if not needs_set_up():
        return redirect("start", token)
    form = RestoreForm(posted(request), posted_files(request))
    if upload_failed(request):
        form.add_error("file", _("没有收下这个文件，电脑的磁盘可能满了。"))
    elif form.is_bound and form.is_valid():
        return restore(request, token, form)
    return render(request, "evidence/restore_page.html", {"form": form, "token": token})


def restore(request: HttpRequest, token: str, form: RestoreForm) -> HttpResponse:
    """Restore, and lead in whoever brought link and passphrase: the old links are void now."""
    values = form.cleaned_data
    try:
        restored = restore_backup(source=values["file"], passphrase=values["passphrase"])
    except BackupError as error:
        form.add_error(None, str(error))
        return render(request, "evidence/restore_page.html", {"form": form, "token": token})
    # The sessions of before are gone with the database that held them.
    request.session.flush()
    said = _("恢复好了，内容到 %(when)s 为止，每个文件都核对过。")
    messages.success(request, said % {"when": moment_text(restored.taken_at, year=True)})
    return redirect("start", issue_sign_in_token())
