"""One step of a measure, in the process that it is given for itself."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from evidence.benchmarks.machine import peak_mb, settle
from evidence.benchmarks.measures import Measure
from evidence.benchmarks.timing import Sizes

FOLDER = "bench"


class Step(StrEnum):
    PREPARE = "prepare"
    RUN = "run"


def folder() -> Path:
    """Return where a measure keeps files of its own, inside the data folder of its process."""
    path: Path = settings.DATA_DIR / FOLDER
    path.mkdir(exist_ok=True)
    return path


def prepare(measure: Measure, sizes: Sizes) -> None:
    call_command("migrate", verbosity=0)
    measure.preparation()(folder(), sizes)


def run(measure: Measure, sizes: Sizes) -> dict[str, object]:
    """Run a measure once; returns what it took and how much memory its processes did."""
    measured, start_mb = measure.measured(), peak_mb()
    settle()
    return {**asdict(measured(folder(), sizes)), "start_mb": start_mb, "peak_mb": peak_mb()}
