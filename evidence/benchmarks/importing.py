"""Measures of importing."""

from pathlib import Path

from evidence.benchmarks.places import BACKUP
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.services.imports import importer_for, survey_file
from incidents.models import Case


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
