"""Everything that `bench` can measure, in the order in which it does."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import cast

from django.utils.module_loading import import_string

from evidence.benchmarks.timing import Run, Sizes

Prepare = Callable[[Path, Sizes], None]
Measured = Callable[[Path, Sizes], Run]


@dataclass(frozen=True, slots=True)
class Measure:
    """
    One thing to measure: `prepare` makes what it works on, once; `run` does it and is timed.

    Each run is a process of its own on a fresh copy of what was prepared. Both are named, in
    modules of this package, so that such a process loads nothing but what it measures. `peer`
    names the ordinary tools that do as much as can be compared; the measures called peer-… are
    such tools by themselves. `needs` names the program or the package that one cannot do without.
    """

    name: str
    unit: str
    run: str
    prepare: str = "nothing"
    peer: str = ""
    needs: str = ""

    @property
    def can_be_taken(self) -> bool:
        return not self.needs or bool(which(self.needs) or find_spec(self.needs))

    def preparation(self) -> Prepare:
        return cast(Prepare, import_string(f"evidence.benchmarks.preparing.{self.prepare}"))

    def measured(self) -> Measured:
        return cast(Measured, import_string(f"evidence.benchmarks.{self.run}"))


MEASURES = (
    Measure("texts", "texts of 60 characters", "reading.read_texts"),
    Measure("numbers", "telephone numbers", "importing.read_numbers"),
    Measure("import-preview", "messages", "importing.preview_backup", "backup"),
    Measure("retag", "incidents", "cases.retag_case", "many_incidents"),
    Measure("retag-outdated", "incidents", "cases.retag_outdated", "many_incidents"),
    Measure("verify-case", "links of the chain", "cases.check_case", "many_incidents"),
    Measure("acquire", "screenshots", "originals.take_in", "pictures", "cp + sha256sum"),
    Measure("decode", "screenshots", "originals.decode_all", "exhibits"),
    Measure("fixity", "screenshots", "originals.check_originals", "exhibits", "sha256sum"),
    Measure("upload-recording", "MB", "uploading.send_recording", "recording", "cp + sha256sum"),
    Measure("verify-zip", "files", "originals.check_zip", "bag", "sha256sum"),
    Measure("verify-folder", "files", "originals.check_folder", "bag", "sha256sum"),
    Measure("issue-example", "incidents", "issues.issue", "example"),
    Measure("issue-incidents", "incidents", "issues.issue", "printed_incidents"),
    Measure(
        *("peer-weasyprint-table", "incidents", "peers.weasyprint_table.print_table"),
        prepare="printed_incidents",
    ),
    Measure(
        *("peer-chromium-table", "incidents", "peers.chromium_table.print_table"),
        prepare="printed_incidents",
        needs="chromium",
    ),
    Measure(
        *("peer-fpdf2-table", "incidents", "peers.fpdf_documents.print_table"),
        prepare="printed_incidents",
        needs="fpdf",
    ),
    Measure("issue-screenshots", "screenshots", "issues.issue_one_a_page", "printed_pictures"),
    Measure(
        *("peer-fpdf2-screenshots", "screenshots", "peers.fpdf_documents.bind_pictures"),
        prepare="printed_pictures",
        needs="fpdf",
    ),
    Measure("issue-large", "incidents", "reissues.issue_twice", "large_case"),
)


def find_measure(name: str) -> Measure:
    """Return the measure of that name; raises KeyError when there is none."""
    return {measure.name: measure for measure in MEASURES}[name]
