"""Runs measures in processes of their own, on data folders made for that, and takes medians."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.conf import settings

from evidence.benchmarks.measures import Measure
from evidence.benchmarks.steps import Step
from evidence.exceptions import EvidenceError

# A database named in the environment is somebody's own; each process makes one in its folder.
NOT_PASSED_ON = ("HARASSGUARD_DATABASE_URL", "HARASSGUARD_DEBUG", "HARASSGUARD_ENTERED")
DIGITS = 3

Record = Mapping[str, object]


class BenchFailed(EvidenceError):
    """A measure could not be taken; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Result:
    """The medians of the runs of one measure; memory is that of the largest process in any run."""

    measure: Measure
    runs: tuple[Record, ...]

    def middle(self, key: str) -> float | None:
        values = [value for run in self.runs if isinstance(value := run[key], int | float)]
        return median(values) if values else None

    def as_json(self) -> dict[str, object]:
        amount, seconds = self.runs[0]["amount"], self.middle("seconds") or 0.0
        peer = self.middle("peer_seconds")
        peaks = [peak for run in self.runs if isinstance(peak := run["peak_mb"], float)]
        return {
            "amount": amount,
            "unit": self.measure.unit,
            "seconds": rounded(seconds),
            "cpu_seconds": rounded(self.middle("cpu_seconds")),
            "all_seconds": [rounded(run["seconds"]) for run in self.runs],
            "per_second": rounded((self.middle("amount") or 0) / seconds) if seconds else None,
            "peer": self.measure.peer or None,
            "peer_seconds": rounded(peer),
            "ratio": rounded(seconds / peer) if peer else None,
            "start_mb": self.middle("start_mb"),
            "peak_mb": max(peaks, default=None),
            "notes": self.runs[0]["notes"],
        }


def rounded(value: object) -> float | None:
    return round(value, DIGITS) if isinstance(value, int | float) else None


def take_all(measures: Sequence[Measure], size: str, runs: int) -> Iterator[Result]:
    """
    Take measures one after the other, each run on a fresh copy of what was prepared for it.

    Raises BenchFailed when one of the processes fails.
    """
    with tempfile.TemporaryDirectory(prefix="harassguard-bench-") as place:
        for measure in measures:
            prepared = Path(place) / measure.prepare
            # Several measures may work on the same: making a large case takes minutes.
            if not prepared.exists():
                prepared.mkdir()
                child(measure, Step.PREPARE, size, prepared)
            yield Result(measure, tuple(taken_runs(measure, size, prepared, runs)))


def taken_runs(measure: Measure, size: str, prepared: Path, runs: int) -> Iterator[Record]:
    for _ in range(runs):
        with copied(prepared) as folder:
            yield json.loads(child(measure, Step.RUN, size, folder))


@contextmanager
def copied(prepared: Path) -> Iterator[Path]:
    folder = prepared.with_name("this-run")
    shutil.copytree(prepared, folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def child(measure: Measure, step: Step, size: str, folder: Path) -> str:
    command = [
        *(sys.executable, "-m", "django", "bench"),
        *("--only", measure.name, "--size", size, "--step", step.value),
    ]
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=settings.BASE_DIR,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchFailed(f"{measure.name}: {last_line(done.stderr)}")
    return done.stdout


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "harassguard.settings",
        "HARASSGUARD_DATA": str(folder),
    }


def last_line(text: str) -> str:
    lines: Sequence[str] = text.strip().splitlines()
    return lines[-1] if lines else "it ended without a word"
