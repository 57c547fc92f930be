"""`retag`: tag a whole case again, or say first what that would change."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.differences import Difference, Kind
from incidents.exceptions import IncidentsError
from incidents.services.cases import find_case
from incidents.services.changes import foresee_changes
from incidents.services.findings import days_of, retag
from incidents.services.patterns import refresh_patterns

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Tag all incidents of a case again with the present catalogue; decisions stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", required=True, help="the case's number or id")
        parser.add_argument("--dry-run", action="store_true", help="say what would change only")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, case: str, **options: Any) -> None:
        try:
            found = find_case(case)
        except IncidentsError as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        counts = counted(foresee_changes(found))
        days = len(days_of(found))
        if not options["dry_run"]:
            retag(case=found)
            refresh_patterns(found)
        answer = {"case": found.number, "days": days, "written": not options["dry_run"], **counts}
        self.stdout.write(json.dumps(answer) if options["json"] else "\n".join(lines(answer)))


def counted(changes: Iterable[Difference]) -> dict[str, dict[str, int]]:
    """Count changes by kind, and of each kind by rule."""
    counts: dict[str, Counter[str]] = {kind.value: Counter() for kind in Kind}
    for change in changes:
        counts[change.kind.value][change.rule] += 1
    return {kind: dict(sorted(rules.items())) for kind, rules in counts.items()}


def lines(answer: dict[str, Any]) -> list[str]:
    said = [f"{answer['case']}: {answer['days']} days"]
    for kind in Kind:
        rules = ", ".join(f"{rule} {count}" for rule, count in answer[kind.value].items())
        said.append(f"{kind.value.replace('_', ' ')}: {rules or 'nothing'}")
    return said if answer["written"] else [*said, "nothing was written"]
