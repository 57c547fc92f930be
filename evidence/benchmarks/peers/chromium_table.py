"""Headless Chromium printing the same table."""

import shutil
import subprocess
from pathlib import Path

from evidence.benchmarks.peers.rows import page_of, rows_of
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from incidents.models import Case

PROGRAM = "chromium"
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    "--no-pdf-header-footer",
)


def print_table(folder: Path, sizes: Sizes) -> Run:
    rows = rows_of(Case.objects.get())
    source, target = folder / "table.html", folder / "table.pdf"
    program = shutil.which(PROGRAM) or PROGRAM
    with stopwatch() as lap:
        source.write_text(page_of(rows), encoding="utf-8")
        subprocess.run(  # noqa: S603 - a fixed command
            [
                program,
                *OPTIONS,
                f"--user-data-dir={folder / 'profile'}",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            capture_output=True,
            check=True,
        )
    return Run(
        amount=len(rows),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"pdf_mb": round(target.stat().st_size / 1e6, 2)},
    )
