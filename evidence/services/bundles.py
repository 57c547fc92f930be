"""Requesting, issuing and stopping bundles; an issued one never changes."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from evidence.bundles.choosing import holds_any
from evidence.bundles.exhibits import issued_numbers
from evidence.bundles.letter import with_letter
from evidence.bundles.method import to_remember
from evidence.bundles.press import Pressed, head, head_sequence, press
from evidence.bundles.printer import shelf
from evidence.bundles.printing.workers import Workshop
from evidence.bundles.records import Selection
from evidence.bundles.scope import Scope
from evidence.bundles.selection import freeze
from evidence.bundles.senders import NOBODY_ELSE, Sending
from evidence.bundles.wording import PRINT_LANGUAGE
from evidence.exceptions import EvidenceError, IssueError
from evidence.locks import held, is_held
from evidence.models import Bundle, BundleExhibit
from evidence.models.bundle import BundleState, Recipient, Stage
from evidence.services.examination import examine_exhibits
from evidence.services.printables import make_printable
from incidents import custody
from incidents.models import Anchor, Case, User
from incidents.models.custody import Action, AnchorPlace
from incidents.services.patterns import refresh_patterns
from incidents.services.records import create_record

STOPPABLE = (BundleState.QUEUED, BundleState.RUNNING)
WORKING, HELD = ".work-", "held"
# So many records do not fit into what one process lays out by itself.
MANY = 600
# Seconds between two notes of how far an issue has come.
PAUSE = 0.25
REPEATABLE = (BundleState.FAILED, BundleState.CANCELLED)


class IssueStopped(IssueError):
    """Someone stopped the issue while it was under way."""


@transaction.atomic
def request_bundle(
    *,
    case: Case,
    recipient: Recipient,
    scope: Scope,
    actor: User,
    replaces: Bundle | None = None,
    sending: Sending = NOBODY_ELSE,
) -> Bundle:
    """
    Queue the next issue of a case; the files are made by `issue_bundle`.

    Raises IssueError when the scope holds no incident.
    """
    if not holds_any(case, scope):
        raise IssueError(_("所选范围里没有事件，没有可以出具的内容。"))
    bundle = Bundle(
        case=case,
        number=case.bundles.next_number(),
        recipient=recipient,
        scope=scope.as_json(),
        replaces=replaces,
        representative=sending.representative,
        contact=sending.contact,
        letter=sending.letter,
        is_letter_edited=sending.is_letter_edited,
        requested_at=timezone.now(),
        requested_by=actor,
    )
    return create_record(record=bundle, case=case, actor=actor)


def cancel_bundle(*, bundle: Bundle) -> bool:
    """Stop an issue that has not finished; returns whether there was one to stop."""
    stopped = Bundle.objects.filter(pk=bundle.pk, state__in=STOPPABLE).update(
        state=BundleState.CANCELLED, stage="", done=0, total=0
    )
    return stopped == 1


def repeat_bundle(*, bundle: Bundle) -> bool:
    """Queue a failed or stopped issue again under its number; returns whether it was one."""
    queued = Bundle.objects.filter(pk=bundle.pk, state__in=REPEATABLE).update(
        state=BundleState.QUEUED, stage="", done=0, total=0, failure=""
    )
    return queued == 1


def issue_bundle(*, bundle: Bundle) -> Bundle:
    """
    Make the files of a queued bundle and issue it; returns it in the state that it reached.

    A failure is kept with the bundle as a sentence. A bundle that is not queued is left alone.
    """
    if not Bundle.objects.filter(pk=bundle.pk, state=BundleState.QUEUED).update(
        state=BundleState.RUNNING
    ):
        return Bundle.objects.get(pk=bundle.pk)
    try:
        with translation.override(PRINT_LANGUAGE):
            make_files(
                Bundle.objects.select_related("case", "replaces", "representative").get(
                    pk=bundle.pk
                )
            )
    except IssueStopped:
        pass
    except EvidenceError as error:
        fail(bundle, str(error))
    except OSError as error:
        fail(
            bundle,
            _("磁盘写不进去：%(reason)s。腾出空间后再试。") % {"reason": error.strerror or ""},
        )
    except (KeyboardInterrupt, SystemExit):
        # The program was ended: the next start takes it up again.
        queue_again(bundle=bundle)
        raise
    except BaseException:
        fail(
            bundle,
            _("出具时程序出错，没有完成。请再试一次；还不行，请把运行窗口里的信息发给维护者。"),
        )
        raise
    return Bundle.objects.get(pk=bundle.pk)


def fail(bundle: Bundle, sentence: str) -> None:
    Bundle.objects.filter(pk=bundle.pk, state=BundleState.RUNNING).update(
        state=BundleState.FAILED, failure=sentence[:300]
    )


def queue_again(*, bundle: Bundle) -> None:
    """Put an issue that was cut off back to where it waits to be made."""
    Bundle.objects.filter(pk=bundle.pk, state=BundleState.RUNNING).update(
        state=BundleState.QUEUED, stage="", done=0, total=0
    )


def break_off(*, bundle: Bundle) -> None:
    """Give up an issue that ended the program each time that it was tried."""
    fail(bundle, _("出具到一半，程序几次中断，没有做出文件。可以再做一次，或者选短一点的时间。"))


@contextmanager
def working_folder(bundle: Bundle) -> Iterator[Path]:
    """Make a folder for one attempt, held so that nobody takes it for a leftover."""
    with tempfile.TemporaryDirectory(
        dir=settings.BUNDLES_DIR, prefix=f"{WORKING}{bundle.pk}-"
    ) as work:
        folder = Path(work)
        with held(folder / HELD):
            yield folder


def is_at_work(bundle: Bundle) -> bool:
    """Say whether a living process makes the files of a bundle."""
    folders = settings.BUNDLES_DIR.glob(f"{WORKING}{bundle.pk}-*")
    return any(is_held(folder / HELD) for folder in folders)


def sweep_bundles() -> int:
    """Remove what issues that were cut off left behind; returns how many folders."""
    issued = Bundle.objects.filter(state=BundleState.ISSUED).values_list("pk", flat=True)
    kept = {str(pk) for pk in issued}
    at_work = [
        folder for folder in settings.BUNDLES_DIR.glob(f"{WORKING}*") if is_held(folder / HELD)
    ]
    busy = {folder.name.split("-")[1] for folder in at_work}
    left = [
        folder
        for folder in settings.BUNDLES_DIR.glob("*")
        if folder.is_dir()
        and folder not in at_work
        and folder.name not in kept | busy
        and (folder.name.startswith(WORKING) or folder.name.isdecimal())
    ]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def make_files(bundle: Bundle) -> None:
    """Press the files in a folder of their own and give them their lasting place at the end."""
    settings.BUNDLES_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with working_folder(bundle) as work, Workshop(shelf()) as workshop:
        if is_large(bundle.case):
            workshop.open()
        folder = work / "issue"
        folder.mkdir()
        tell(bundle, Stage.FREEZE, 0, 1)
        refresh_patterns(bundle.case)
        examine_exhibits(bundle.case)
        make_printable(bundle.case, Scope.from_json(bundle.scope).per_page)
        with transaction.atomic():
            selection = with_letter(freeze(bundle, timezone.now()))
        tell(bundle, Stage.FREEZE, 1, 1)
        pressed = press(selection, folder, workshop, Progress(bundle))
        publish(bundle, selection, pressed, folder)


def is_large(case: Case) -> bool:
    """Say whether several processes will be needed for sure, so that they may start at once."""
    return case.incidents.count() + case.exhibits.count() >= MANY


def tell(bundle: Bundle, stage: Stage, done: int, total: int) -> None:
    """Note how far the issue has come; raises IssueStopped when it is no longer wanted."""
    if not Bundle.objects.filter(pk=bundle.pk, state=BundleState.RUNNING).update(
        stage=stage, done=done, total=total
    ):
        raise IssueStopped


class Progress:
    """Tells how far an issue has come, a few times a second at most."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.stage: Stage | None = None
        self.told = 0.0

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        now = monotonic()
        if stage != self.stage or now - self.told > PAUSE:
            tell(self.bundle, stage, done, total)
            self.stage, self.told = stage, now


@transaction.atomic
def publish(bundle: Bundle, selection: Selection, pressed: Pressed, folder: Path) -> None:
    """Record the issue in the chain and move its files to where they stay."""
    current = Bundle.objects.select_for_update().select_related("case").get(pk=bundle.pk)
    if current.state != BundleState.RUNNING:
        raise IssueStopped
    keep_numbers(current, selection)
    current.state = BundleState.ISSUED
    current.stage = ""
    current.issued_at = selection.moment
    current.head_sequence, current.head = head_sequence(selection), head(selection)
    current.manifest_sha256 = pressed.contents_sha256
    current.pdf_sha256 = pressed.pdf_sha256
    current.zip_sha256 = pressed.zip_sha256
    current.pages = pressed.pages
    current.incident_count = len(selection.incidents)
    current.finding_count = len(selection.findings)
    current.letter = selection.letter
    current.made_with = to_remember(selection.method)
    current.save()
    custody.append(
        case=current.case, action=Action.ISSUED, subject=current, actor=current.requested_by
    )
    Anchor.objects.create(
        case=current.case,
        sequence=current.head_sequence,
        digest=current.head,
        place=AnchorPlace.BUNDLE,
        name=current.name,
        at=selection.moment,
    )
    # What lies there can only be left over from an issue that was cut off before it counted.
    shutil.rmtree(current.folder, ignore_errors=True)
    folder.replace(current.folder)


def keep_numbers(bundle: Bundle, selection: Selection) -> None:
    """Write down each exhibit's number; raises IssueError when another issue was faster."""
    issued = issued_numbers(bundle.case)
    taken: Mapping[tuple[int, int], int] = {place: pk for pk, (place, _kind) in issued.items()}
    for exhibit in selection.exhibits:
        if taken.get(exhibit.place, exhibit.id) != exhibit.id:
            raise IssueError(_("同一时间还出具了另一号，证据编号会重复。请再试一次。"))
    BundleExhibit.objects.bulk_create(
        BundleExhibit(
            bundle=bundle, exhibit_id=exhibit.id, group=exhibit.place[0], item=exhibit.place[1]
        )
        for exhibit in selection.exhibits
    )
