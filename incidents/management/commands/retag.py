"""`retag`: tag a whole case again, or say first what that would change."""

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.differences import Difference, Kind
from incidents.exceptions import IncidentsError
from incidents.services.cases import find_case
from incidents.services.changes import foresee_changes, retag_telling
from incidents.services.findings import days_of
from incidents.services.patterns import refresh_patterns

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Tag all incidents of a case again with the present catalogue; decisions stay."
    # All others load every page and the printing, which takes more memory than the tagging.
    requires_system_checks = ("catalogue",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", required=True, help="the case's number or id")
        parser.add_argument("--dry-run", action="store_true", help="say what would change only")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, case: str, **options: Any) -> None:
        try:
            found = find_case(case)
        except IncidentsError as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        counts = Counts()
        if options["dry_run"]:
            days = len(days_of(found))
            for change in foresee_changes(found):
                counts.add(change)
        else:
            days = retag_telling(case=found, tell=counts.add)
            refresh_patterns(found)
        written = not options["dry_run"]
        answer = {"case": found.number, "days": days, "written": written, **counts.as_json()}
        self.stdout.write(json.dumps(answer) if options["json"] else "\n".join(lines(answer)))


class Counts:
    """How many changes there are of each kind, and of each kind by rule."""

    def __init__(self) -> None:
        self._counts: dict[Kind, Counter[str]] = {kind: Counter() for kind in Kind}

    def add(self, change: Difference) -> None:
        self._counts[change.kind][change.rule] += 1

    def as_json(self) -> dict[str, dict[str, int]]:
        return {kind.value: dict(sorted(rules.items())) for kind, rules in self._counts.items()}


def lines(answer: dict[str, Any]) -> list[str]:
    said = [f"{answer['case']}: {answer['days']} days"]
    for kind in Kind:
        rules = ", ".join(f"{rule} {count}" for rule, count in answer[kind.value].items())
        said.append(f"{kind.value.replace('_', ' ')}: {rules or 'nothing'}")
    return said if answer["written"] else [*said, "nothing was written"]
