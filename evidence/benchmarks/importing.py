"""Measures of importing: telephone numbers, and a backup of messages."""

from pathlib import Path
from random import Random

from evidence.benchmarks.places import BACKUP
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.services.import_reading import importer_for, survey_file
from incidents.models import Case
from incidents.phone import read_line

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


def preview_backup(folder: Path, sizes: Sizes) -> Run:
    """Count what a backup of messages would bring to an empty case."""
    case = Case.objects.get()
    with (folder / BACKUP).open("rb") as source, stopwatch() as lap:
        seen = survey_file(case=case, source=source, importer=importer_for(source))
    megabytes = (folder / BACKUP).stat().st_size / 1e6
    return Run(
        amount=seen.rows,
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"numbers": len(seen.numbers), "file_mb": round(megabytes, 1)},
    )


def read_numbers(folder: Path, sizes: Sizes) -> Run:
    """Say of numbers, no two the same, what they are and where they belong."""
    random = Random(1)  # noqa: S311 - the same numbers every time, no secret
    given = list(dict.fromkeys(a_number(random) for _ in range(sizes.numbers)))
    read_line("0537-1000000")
    with stopwatch() as lap:
        for number in given:
            read_line(number)
    return Run(amount=len(given), seconds=lap.seconds, cpu_seconds=lap.cpu_seconds)


def a_number(random: Random) -> str:
    return random.choice(FORMS).format(random.randrange(10**6), random.randrange(10**4))
