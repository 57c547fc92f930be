"""Everything that `bench` can measure, in the order in which it does."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evidence.benchmarks import cases, issues, originals, reading
from evidence.benchmarks.timing import Run, Sizes

Prepare = Callable[[Path, Sizes], None]


def nothing(folder: Path, sizes: Sizes) -> None:
    """Most reading needs nothing but an empty database."""


@dataclass(frozen=True, slots=True)
class Measure:
    """
    One thing to measure: `prepare` makes what it works on, once; `run` does it and is timed.

    Each run is a process of its own on a fresh copy of what was prepared. `peer` names the
    ordinary tools that do as much as can be compared.
    """

    name: str
    unit: str
    run: Callable[[Path, Sizes], Run]
    prepare: Prepare = nothing
    peer: str = ""


COPY_AND_DIGEST = "cp + sha256sum"
DIGEST = "sha256sum"

MEASURES = (
    Measure("texts", "texts of 60 characters", reading.read_texts),
    Measure("numbers", "telephone numbers", reading.read_numbers),
    Measure("import-preview", "messages", reading.preview_backup, reading.write_backup),
    Measure("retag", "incidents", cases.retag_case, cases.seed_incidents),
    Measure("retag-outdated", "incidents", cases.retag_case, cases.seed_outdated),
    Measure("verify-case", "links of the chain", cases.check_case, cases.seed_incidents),
    Measure("acquire", "screenshots", originals.take_in, originals.draw_pictures, COPY_AND_DIGEST),
    Measure("verify-zip", "files", originals.check_zip, originals.draw_bag, DIGEST),
    Measure("verify-folder", "files", originals.check_folder, originals.draw_bag, DIGEST),
    Measure("issue-example", "incidents", issues.issue, issues.seed_example),
    Measure("issue-incidents", "incidents", issues.issue, issues.seed_printed),
)


def find_measure(name: str) -> Measure:
    """Return the measure of that name; raises KeyError when there is none."""
    return {measure.name: measure for measure in MEASURES}[name]
