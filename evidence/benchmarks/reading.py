"""Measures of reading texts and telephone numbers."""

from pathlib import Path
from random import Random

from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.benchmarks.words import texts
from incidents.phone import read_line
from incidents.tagging.facts import Narrator
from incidents.tagging.observe import observe_text

LENGTH = 60
# Fixed lines, gateways, service numbers and what is hidden come as people type and export them;
# the mobile numbers, of blocks of zeros, are nobody's and are not kept.
FORMS = (
    "0537-1{0:06d}",
    "0086 10 16{0:06d}",
    "（029）10{0:06d}",
    "+86 139 0000 {1:04d}",
    "1700000{1:04d}",
    "10690000{0:06d}",
    "95{1:04d}",
    "138****{1:04d}",
    "400-000-{1:04d}",
    "微信 abc_{0:06d}",
)


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


def read_numbers(folder: Path, sizes: Sizes) -> Run:
    """Say of numbers, no two the same, what they are and where they belong."""
    random = Random(1)  # noqa: S311 - the same numbers every time, no secret
    given = list({a_number(random) for _ in range(sizes.numbers)})
    read_line("0537-1000000")
    with stopwatch() as lap:
        for number in given:
            read_line(number)
    return Run(amount=len(given), seconds=lap.seconds, cpu_seconds=lap.cpu_seconds)


def a_number(random: Random) -> str:
    return random.choice(FORMS).format(random.randrange(10**6), random.randrange(10**4))
