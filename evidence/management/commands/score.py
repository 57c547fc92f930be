"""Scoring the reading of texts on the sample sets that come with the tests."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.tagging.facts import Facts
from incidents.tagging.observe import observe_text
from incidents.tagging.records import RecordError, facts_from, read_lines
from incidents.tagging.scoring import Score, score

BAD_INPUT = 2
SAMPLES = Path(settings.BASE_DIR) / "tests" / "incidents" / "tagging" / "samples"
DIGITS = 3


class Command(BaseCommand):
    help = "Score the labels that texts get on the sample sets of the tests."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--set", help="one set by name, such as validation; else all of them")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        scores = {path.stem: scored(path) for path in sample_files(options["set"])}
        if options["json"]:
            answer = {"sets": {name: as_json(found) for name, found in scores.items()}}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for name, found in scores.items():
            self.stdout.writelines(f"{line}\n" for line in lines(name, found))


def sample_files(name: str | None) -> list[Path]:
    """List the sets; raises CommandError when the tests were not installed or lack the set."""
    files = sorted(SAMPLES.glob("*.jsonl"))
    if not files:
        raise CommandError(
            f"no sample sets in {SAMPLES}: they come with the tests, which are not here",
            returncode=BAD_INPUT,
        )
    chosen = [path for path in files if name in (None, path.stem)]
    if not chosen:
        raise CommandError(
            f"--set: {name}? {', '.join(path.stem for path in files)}", returncode=BAD_INPUT
        )
    return chosen


def scored(path: Path) -> Score:
    try:
        return score(
            (labels_given(numbered.record), labels_found(facts_from(numbered.record)))
            for numbered in read_lines(path.read_bytes())
        )
    except RecordError as error:
        raise CommandError(f"{path.name}: {error}", returncode=BAD_INPUT) from error


def labels_given(record: Mapping[str, object]) -> set[str]:
    labels = record.get("labels")
    if not isinstance(labels, list):
        raise RecordError(f"“labels” of {record.get('id')} must be a list")
    return set(map(str, labels))


def labels_found(facts: Facts) -> set[str]:
    return {found.label.value for found in observe_text(facts.text, facts.narrator, facts.channel)}


def as_json(found: Score) -> dict[str, object]:
    alarms = found.none_false_alarm
    return {
        "texts": found.texts,
        "harmless": found.harmless,
        "macro_f1": round(found.macro_f1, DIGITS),
        "macro_precision": round(found.macro_precision, DIGITS),
        "macro_recall": round(found.macro_recall, DIGITS),
        "exact": round(found.exact, DIGITS),
        "none_false_alarm": None if alarms is None else round(alarms, DIGITS),
        "labels": {
            name: {
                "precision": round(label.precision, DIGITS),
                "recall": round(label.recall, DIGITS),
                "f1": round(label.f1, DIGITS),
            }
            for name, label in found.labels.items()
        },
    }


def lines(name: str, found: Score) -> Iterator[str]:
    yield f"{name}: {found.texts} texts, {found.harmless} of them harmless"
    yield f"  {'label':26}{'precision':>10}{'recall':>8}{'F1':>8}{'texts':>7}"
    for label, one in found.labels.items():
        given = one.hits + one.missed
        yield f"  {label:26}{one.precision:10.3f}{one.recall:8.3f}{one.f1:8.3f}{given:7}"
    macro = (found.macro_precision, found.macro_recall, found.macro_f1)
    yield "  {:26}{:10.3f}{:8.3f}{:8.3f}".format("macro", *macro)
    alarms = found.none_false_alarm
    share = "no harmless texts" if alarms is None else f"false alarms on harmless {alarms:.3f}"
    yield f"  exact label set {found.exact:.3f}, {share}"
    yield ""
