"""Check a case: its custody chain, the records that it speaks of, and its originals."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence import storage
from evidence.models.exhibit import Fixity
from evidence.services.exhibits import changed_exhibits
from incidents.chain_check import check_chain
from incidents.exceptions import IncidentsError
from incidents.services.cases import find_case

NO = 1
BAD_INPUT = 2


class Command(BaseCommand):
    help = "Recompute a case's custody chain and the digests of its records and originals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", required=True, help="the case's number or id")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, case: str, **options: Any) -> None:
        try:
            found = find_case(case)
        except IncidentsError as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        check = check_chain(found)
        problems = [
            {"path": problem.where, "problem": problem.problem.value} for problem in check.problems
        ]
        problems += [
            {"path": f"exhibit:{exhibit.number}", "problem": fixity_of(exhibit.sha256).value}
            for exhibit in changed_exhibits(found)
        ]
        if options["json"]:
            answer = {"ok": not problems, "entries": check.entries, "problems": problems}
            self.stdout.write(json.dumps(answer))
        else:
            for problem in problems:
                self.stdout.write(f"{problem['problem']:8} {problem['path']}")
            if not problems:
                self.stdout.write(f"ok, {check.entries} links")
        if problems:
            raise SystemExit(NO)


def fixity_of(digest: str) -> Fixity:
    """Say of an original that differs whether it is gone or altered."""
    return Fixity.MISSING if storage.digest_of(digest) is None else Fixity.ALTERED
