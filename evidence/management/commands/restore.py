"""Restore a backup into an empty data folder."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.exceptions import EvidenceError
from evidence.management.passphrases import BAD_INPUT, VARIABLE, passphrase_from
from evidence.services.restores import restore_backup


class Command(BaseCommand):
    help = "Check a backup from beginning to end and put it into an empty data folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--passphrase-file",
            type=Path,
            help=f"its first line is the passphrase; or set {VARIABLE}, or be asked",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:
        passphrase = passphrase_from(options["passphrase_file"], is_new=False)
        try:
            with file.open("rb") as source:
                restored = restore_backup(source=source, passphrase=passphrase)
        except EvidenceError as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=BAD_INPUT) from error
        answer = {
            "cases": restored.cases,
            "members": restored.members,
            "taken_at": restored.taken_at.isoformat(),
        }
        self.stdout.write(
            json.dumps(answer)
            if options["json"]
            else "{cases} cases, {members} members, as of {taken_at}".format(**answer)
        )
