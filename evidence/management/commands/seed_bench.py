"""Making a synthetic case to measure with."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.benchmarks.seeding import seed_case

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Make a synthetic case of many incidents and screenshots, to measure with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--incidents", type=int, required=True, help="how many, over 90 days")
        parser.add_argument("--exhibits", type=int, default=0, help="how many screenshots")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same case")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        incidents, exhibits = options["incidents"], options["exhibits"]
        if incidents < 0 or exhibits < 0:
            raise CommandError("neither count can be below zero", returncode=BAD_INPUT)
        if exhibits and not incidents:
            raise CommandError("screenshots need an incident to belong to", returncode=BAD_INPUT)
        case = seed_case(incidents=incidents, exhibits=exhibits, seed=options["seed"])
        if options["json"]:
            self.stdout.write(json.dumps({"case": case.number}))
            return
        self.stdout.write(
            f"case {case.number}: {incidents} incidents, {exhibits} exhibits, "
            f"{case.findings.count()} findings"
        )
