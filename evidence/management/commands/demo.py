"""Loading the example case."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from evidence.demo.load import load_example


class Command(BaseCommand):
    help = "Load the example case, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        loaded = load_example()
        case = loaded.case
        counts = {
            "case": case.number,
            "incidents": case.incidents.standing().count(),
            "contacts": case.contacts.count(),
            "exhibits": case.exhibits.count(),
        }
        if options["json"]:
            self.stdout.write(json.dumps(counts, ensure_ascii=False))
            return
        state = "Loaded" if loaded.is_new else "Already there"
        self.stdout.write(
            "{state}: case {case}, {incidents} incidents, {contacts} contacts, "
            "{exhibits} exhibits.".format(state=state, **counts)
        )
