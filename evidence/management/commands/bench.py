"""Measuring how fast and how large HarassGuard runs on this machine."""

import argparse
import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.benchmarks import steps
from evidence.benchmarks.bench import BenchFailed, take_all
from evidence.benchmarks.machine import describe
from evidence.benchmarks.measures import MEASURES, Measure, find_measure
from evidence.benchmarks.steps import Step
from evidence.benchmarks.table import lines
from evidence.benchmarks.timing import FULL, QUICK, USUAL

FAILED = 1
BAD_INPUT = 2
SIZES = {"usual": USUAL, "full": FULL, "quick": QUICK}
RUNS = 3


class Command(BaseCommand):
    help = "Measure speed and memory on synthetic cases, in temporary folders."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        names = [measure.name for measure in MEASURES]
        parser.add_argument("--only", choices=names, action="append", help="measure just this")
        parser.add_argument("--runs", type=int, default=RUNS, help="how often each one is run")
        size = parser.add_mutually_exclusive_group()
        size.add_argument(
            "--full", action="store_const", const="full", dest="size", help="large cases too"
        )
        size.add_argument(
            "--quick", action="store_const", const="quick", dest="size", help="only try it out"
        )
        size.add_argument("--size", choices=SIZES, help=argparse.SUPPRESS)
        parser.set_defaults(size="usual")
        parser.add_argument("--step", choices=list(Step), help=argparse.SUPPRESS)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = [find_measure(name) for name in options["only"] or ()] or list(MEASURES)
        for measure in chosen:
            if not measure.can_be_taken:
                self.stderr.write(f"{measure.name}: left out, {measure.needs} is not installed")
        chosen = [measure for measure in chosen if measure.can_be_taken]
        if options["runs"] < 1:
            raise CommandError("--runs: at least one", returncode=BAD_INPUT)
        if options["step"]:
            self.take_step(chosen[0], Step(options["step"]), options["size"])
            return
        answer = {
            "machine": describe(),
            "size": options["size"],
            "runs": options["runs"],
            "measures": self.measured(chosen, options["size"], options["runs"]),
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.writelines(f"{line}\n" for line in lines(answer))

    def take_step(self, measure: Measure, step: Step, size: str) -> None:
        if step is Step.PREPARE:
            steps.prepare(measure, SIZES[size])
        else:
            self.stdout.write(json.dumps(steps.run(measure, SIZES[size])))

    def measured(
        self, measures: Sequence[Measure], size: str, runs: int
    ) -> dict[str, dict[str, object]]:
        answers: dict[str, dict[str, object]] = {}
        results = take_all(measures, size, runs)
        for place, measure in enumerate(measures, start=1):
            self.stderr.write(f"{place}/{len(measures)} {measure.name}")
            try:
                answers[measure.name] = next(results).as_json()
            except BenchFailed as error:
                raise CommandError(str(error), returncode=FAILED) from error
        return answers
