"""Check a bundle, zipped or unpacked, and name every file that differs."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.bundles.checker import ALGORITHMS
from evidence.bundles.verify import UnsafeBundle, verify

NO = 1
BAD_INPUT = 2


class Command(BaseCommand):
    help = "Check a bundle against its own lists; exit 1 when a file is missing, added or altered."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", type=Path, help="the ZIP, or the folder that it was unpacked to"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--sha256", action="store_true", help="SHA-256 alone, which is faster")

    def handle(self, *_args: Any, path: Path, **options: Any) -> None:
        try:
            problems = verify(path, ALGORITHMS[:1] if options["sha256"] else ALGORITHMS)
        except UnsafeBundle as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=BAD_INPUT) from error
        if options["json"]:
            found = [{"path": each.path, "problem": each.problem.value} for each in problems]
            self.stdout.write(json.dumps({"ok": not problems, "problems": found}))
        else:
            self.tell(problems)
        if problems:
            raise SystemExit(NO)

    def tell(self, problems: tuple[Any, ...]) -> None:
        for each in problems:
            self.stdout.write(f"{each.problem.value:8} {each.path}")
        if not problems:
            self.stdout.write("ok")
