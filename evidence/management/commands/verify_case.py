"""Check a case: its custody chain and anchors, the records that it speaks of, its originals."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.exceptions import EvidenceError
from evidence.services.custody_checks import CaseCheck, check_case, problem_json
from incidents.exceptions import IncidentsError
from incidents.services.cases import find_case

NO = 1
BAD_INPUT = 2


class Command(BaseCommand):
    # They load every page and rule, which takes more memory than the check itself.
    requires_system_checks = ()
    help = "Recompute a case's custody chain and the digests of its records and originals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", required=True, help="the case's number or id")
        parser.add_argument(
            "--bundle",
            action="append",
            default=[],
            type=Path,
            help="an issued ZIP that somebody kept; the chain must still hold the link it names",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, case: str, bundle: list[Path], **options: Any) -> None:
        try:
            check = check_case(find_case(case), bundle)
        except (IncidentsError, EvidenceError) as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer(check), ensure_ascii=False))
        else:
            for problem in check.problems:
                self.stdout.write(f"{problem.problem:8} {problem.where} {problem.note}".rstrip())
            if check.ok:
                self.stdout.write(f"ok, {check.links} links")
        if not check.ok:
            raise SystemExit(NO)


def answer(check: CaseCheck) -> dict[str, object]:
    return {
        "ok": check.ok,
        "entries": check.links,
        "records": check.records,
        "files": check.files,
        "problems": [problem_json(problem) for problem in check.problems],
    }
