"""Looking at what a killed program left: whole, acknowledged, and nothing else."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from evidence import storage
from evidence.models import Backup, Bundle, Exhibit, ImportedRow, ImportRun
from evidence.models.backup import BackupState
from evidence.models.bundle import BundleState
from evidence.models.imports import ImportState
from evidence.services import backup_states
from evidence.services.bundles import WORKING
from harassguard.faults.ledger import Kept, read_ledger
from incidents.chain_check import check_chain
from incidents.models import Case, Incident, Report


def examine(ledger: Path, *, is_final: bool) -> list[str]:
    """
    Return what is wrong, in sentences: an empty list is what everybody hopes for.

    `is_final` says that the background has had its time: then nothing may be half done.
    """
    kept, tried = read_ledger(ledger)
    problems = [*database_problems(), *chain_problems()]
    problems += [f"lost: {one}" for one in kept if not is_there(one)]
    problems += half_made(tried)
    problems += foreign_files()
    problems += unfinished_work() if is_final else []
    return problems


def database_problems() -> list[str]:
    """Ask SQLite itself, outside Django."""
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as database:
        said = [row[0] for row in database.execute("PRAGMA integrity_check")]
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
    return [f"database: {line}" for line in said if line != "ok"] + [
        f"key: {row}" for row in broken
    ]


def chain_problems() -> list[str]:
    return [
        f"chain of {case}: {problem}"
        for case in Case.objects.all()
        for problem in check_chain(case).problems
    ]


def is_there(kept: Kept) -> bool:
    """Say whether something acknowledged is in the case, bit for bit."""
    return LOOKS[kept.kind](kept) and all(is_whole(digest) for digest in kept.files)


def is_whole(digest: str) -> bool:
    """Read an original again; every acknowledged one must be in some case, and unchanged."""
    held = Exhibit.objects.filter(sha256=digest).exists()
    return held and storage.digest_of(digest) == digest


def has_incident(kept: Kept) -> bool:
    incident = Incident.objects.filter(narrative=kept.mark).first()
    return incident is not None and set(kept.files) <= files_of(incident)


def files_of(said: Incident | Report) -> set[str]:
    return set(said.exhibit_uses.values_list("exhibit__sha256", flat=True))


def has_report(kept: Kept) -> bool:
    found = [report for report in Report.objects.all() if report.submitted["words"] == kept.mark]
    return len(found) == 1 and set(kept.files) <= files_of(found[0])


LOOKS: dict[str, Callable[[Kept], bool]] = {
    "incident": has_incident,
    "file": has_incident,
    "report": has_report,
    "preview": lambda kept: ImportRun.objects.filter(pk=kept.key).exists(),
    "import": lambda kept: (
        ImportRun.objects.filter(pk=kept.key).exclude(state=ImportState.PREVIEWED, work="").exists()
    ),
    "backup": lambda kept: Backup.objects.exists(),
    "bundle": lambda kept: Bundle.objects.filter(pk=kept.key).exists(),
}


def half_made(tried: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Name what is there in part: without all of its files, twice, or with files that are not."""
    for mark, files in tried.items():
        found = list(Incident.objects.filter(narrative=mark))
        if len(found) > 1:
            yield f"twice: {mark}"
        for incident in found:
            if not set(files) <= files_of(incident):
                yield f"without its files: {mark}"
    yield from (
        f"original of {exhibit} is not what was acquired"
        for exhibit in Exhibit.objects.all()
        if storage.digest_of(exhibit.sha256) != exhibit.sha256
    )
    yield from half_imports()
    yield from half_bundles()
    yield from half_backups()


def half_imports() -> Iterator[str]:
    """A row is one incident, and an imported incident has its row."""
    without = Incident.objects.filter(origin="import", imported_row__isnull=True).count()
    if without:
        yield f"{without} imported incidents without their row"
    keys = ImportedRow.objects.values("run__case", "key").annotate(times=Count("pk"))
    for repeated in keys.filter(times__gt=1)[:3]:
        yield f"imported twice: {repeated}"


def half_bundles() -> Iterator[str]:
    for bundle in Bundle.objects.filter(state=BundleState.ISSUED):
        for ending in ("pdf", "zip"):
            path = bundle.folder / f"{bundle.name}.{ending}"
            wanted = getattr(bundle, f"{ending}_sha256")
            if not path.is_file() or sha256(path.read_bytes()).hexdigest() != wanted:
                yield f"bundle {bundle}: its {ending} is not what was issued"


def half_backups() -> Iterator[str]:
    """What is called a backup is whole, and the newest one is there."""
    finished = list(Backup.objects.filter(state=BackupState.DONE))
    for backup in finished:
        if backup.path.is_file() and sha256(backup.path.read_bytes()).hexdigest() != backup.sha256:
            yield f"backup {backup} is not what was read back"
    if finished and not finished[0].is_here:
        yield f"backup {finished[0]} is gone"


def foreign_files() -> Iterator[str]:
    """Name originals whose bytes are not what their name says, whoever speaks of them."""
    for path in settings.EXHIBITS_DIR.glob("??/*"):
        if sha256(path.read_bytes()).hexdigest() != path.name:
            yield f"half an original under a whole name: {path.name}"


def unfinished_work() -> Iterator[str]:
    for run in ImportRun.objects.exclude(state=ImportState.PREVIEWED, work=""):
        rows = run.rows.count()
        if run.state != ImportState.APPLIED or rows != run.counts["rows"]:
            yield f"import {run.pk} is {run.state} {run.work} with {rows} rows: {run.failure}"
    for backup in Backup.objects.filter(state=BackupState.RUNNING):
        yield f"backup {backup} is under way for ever"
    for bundle in Bundle.objects.exclude(state=BundleState.ISSUED):
        yield f"bundle {bundle} is {bundle.state}: {bundle.failure}"


def leftovers() -> list[Path]:
    """List what no start has swept away yet."""
    held = [*storage.leftovers(), *backup_states.leftovers()]
    return [*held, *settings.BUNDLES_DIR.glob(f"{WORKING}*")]
