"""WeasyPrint setting all incidents as one document with one table."""

from pathlib import Path

from weasyprint import HTML  # type: ignore[import-untyped]

from evidence.benchmarks.peers.rows import page_of, rows_of
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from incidents.models import Case


def print_table(folder: Path, sizes: Sizes) -> Run:
    rows, target = rows_of(Case.objects.get()), folder / "table.pdf"
    with stopwatch() as lap:
        HTML(string=page_of(rows)).write_pdf(target)
    return Run(
        amount=len(rows),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"pdf_mb": round(target.stat().st_size / 1e6, 2)},
    )
