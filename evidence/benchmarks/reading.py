"""Measures of reading texts."""

from pathlib import Path

from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.benchmarks.words import texts
from incidents.tagging.facts import Narrator
from incidents.tagging.observe import observe_text

LENGTH = 60


def read_texts(folder: Path, sizes: Sizes) -> Run:
    """Label texts of 60 characters, one after the other."""
    given = list(texts(sizes.texts, LENGTH, seed=1))
    observe_text(given[0], Narrator.COLLECTOR)
    with stopwatch() as lap:
        labels = sum(len(observe_text(text, Narrator.COLLECTOR)) for text in given)
    return Run(
        amount=len(given),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"labels": labels},
    )
