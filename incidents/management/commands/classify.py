"""`classify`: which labels each text shows, and on which characters they rest."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from incidents.management.jsonl import line, read_input
from incidents.tagging.facts import Facts
from incidents.tagging.observe import observe_text


class Command(BaseCommand):
    help = "Label texts: JSON Lines {id, text, channel, narrator} in, {id, labels, spans} out."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a JSONL file, or - for stdin")

    def handle(self, *args: Any, **options: Any) -> None:
        for given, facts in read_input(options["file"]):
            self.stdout.write(line({"id": given, **classified(facts)}))


def classified(facts: Facts) -> dict[str, object]:
    observations = observe_text(facts.text, facts.narrator, facts.channel)
    return {
        "labels": list(dict.fromkeys(found.label.value for found in observations)),
        "spans": [
            {
                "label": found.label.value,
                "start": found.start,
                "end": found.end,
                "source": found.source.value,
            }
            for found in observations
            if found.start is not None
        ],
    }
