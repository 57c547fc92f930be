"""Back up the whole installation into one encrypted file."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from evidence.exceptions import EvidenceError
from evidence.management.passphrases import BAD_INPUT, VARIABLE, passphrase_from
from evidence.models import Backup
from evidence.models.backup import BackupState
from evidence.services.backups import begin_backup, make_backup, name_at

FAILED = 1


class Command(BaseCommand):
    help = (
        "Write database, originals and settings into one file, encrypted to a passphrase in the "
        "age format, and read it back before calling it done. Works while the program runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the file to write, or a folder")
        parser.add_argument("--out", type=Path, help="the same, by name")
        parser.add_argument(
            "--passphrase-file",
            type=Path,
            help=f"its first line is the passphrase; or set {VARIABLE}, or be asked",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.monotonic()
        target = chosen(options["out"] or options["file"])
        passphrase = passphrase_from(options["passphrase_file"], is_new=True)
        try:
            started = begin_backup(actor=None, target=target)
        except EvidenceError as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        backup = make_backup(started=started, passphrase=passphrase)
        if backup.state != BackupState.DONE:
            raise CommandError(backup.failure or str(backup.get_state_display()), returncode=FAILED)
        answer = answer_of(backup, started.target, time.monotonic() - began)
        self.stdout.write(
            json.dumps(answer, ensure_ascii=False) if options["json"] else said(answer)
        )


def chosen(path: Path | None) -> Path | None:
    """Return the file to write: in a folder under the usual name; raises CommandError."""
    if path is None:
        return None
    path = path / name_at(timezone.now()) if path.is_dir() else path
    if not path.parent.is_dir():
        raise CommandError(f"{path.parent}: no such folder", returncode=BAD_INPUT)
    return path.absolute()


def answer_of(backup: Backup, target: Path, seconds: float) -> dict[str, Any]:
    return {
        "file": str(target),
        "bytes": backup.size,
        "sha256": backup.sha256,
        "members": backup.members,
        "cases": backup.chains,
        "faults": backup.faults,
        "seconds": round(seconds, 2),
    }


def said(answer: dict[str, Any]) -> str:
    lines = [f"{answer['file']}: {answer['bytes']} bytes, {answer['members']} members, verified"]
    lines += [
        f"{each['case']}: {each['sequence']} links, {each['head']}" for each in answer["cases"]
    ]
    lines += [f"not as acquired: {name}" for name in answer["faults"]]
    return "\n".join(lines)
