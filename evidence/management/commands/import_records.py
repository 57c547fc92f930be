"""Import a phone's backup of calls and messages from the command line."""

import json
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evidence.exceptions import EvidenceError
from evidence.importers import IMPORTERS, Importer, Rejected, RejectionReason, explain_rejection
from evidence.models import ImportRun
from evidence.services.exhibits import acquire_exhibit
from evidence.services.import_reading import Choice, importer_for, survey_file
from evidence.services.importing import rejection_json
from evidence.services.imports import apply_import, preview_import
from evidence.survey import Survey
from incidents.exceptions import IncidentsError
from incidents.models import Case
from incidents.models.recorded import plain
from incidents.phone import read_line
from incidents.services.cases import find_case

NOTHING_READ = 1
BAD_INPUT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an import; rows = kept + duplicates + rejected + left_out."""

    format: str
    rows: int
    kept: int
    duplicates: int
    rejected: int
    left_out: int
    first: object
    last: object
    rejections: list[dict[str, object]]


class Command(BaseCommand):
    help = "Import a phone's backup of calls and messages into a case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        slugs = ", ".join(importer.slug for importer in IMPORTERS)
        parser.add_argument("file", type=Path)
        parser.add_argument("--case", required=True, help="the case's key or number")
        parser.add_argument("--format", default="auto", help=f"auto, or one of: {slugs}")
        parser.add_argument("--number", action="append", help="take this number only; repeatable")
        parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            outcome = read_in(options)
        except (EvidenceError, IncidentsError) as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        except OSError as error:
            said = _("打不开这个文件：%(file)s") % {"file": options["file"]}
            raise CommandError(said, returncode=BAD_INPUT) from error
        self.stdout.write(
            json.dumps(asdict(outcome), ensure_ascii=False) if options["json"] else words(outcome)
        )
        if outcome.rows and outcome.rejected == outcome.rows:
            raise SystemExit(NOTHING_READ)


def read_in(options: dict[str, Any]) -> Outcome:
    case = find_case(options["case"])
    path: Path = options["file"]
    choice = Choice(lines=lines_of(options["number"]))
    with path.open("rb") as source:
        importer = importer_for(source, options["format"])
        if options["dry_run"]:
            found = survey_file(case=case, source=source, importer=importer)
            return foreseen(found, importer, choice)
        return kept(case, source, path.name, importer, choice)


def lines_of(numbers: list[str] | None) -> frozenset[str] | None:
    return frozenset(read_line(number).normalised for number in numbers) if numbers else None


def foreseen(found: Survey, importer: Importer, choice: Choice) -> Outcome:
    """Say what an import would do."""
    taken = sum(
        number.fresh
        for key, number in found.numbers.items()
        if choice.lines is None or key in choice.lines
    )
    return Outcome(
        format=importer.slug,
        rows=found.rows,
        kept=taken,
        duplicates=found.duplicates,
        rejected=found.rejections.count,
        left_out=found.kept - taken,
        first=plain(found.first_at),
        last=plain(found.last_at),
        rejections=[rejection_json(rejected) for rejected in found.rejections.kept],
    )


def kept(case: Case, source: BinaryIO, name: str, importer: Importer, choice: Choice) -> Outcome:
    exhibit = acquire_exhibit(case=case, source=source, name=name, actor=case.owner)
    run = preview_import(case=case, exhibit=exhibit, actor=case.owner, importer=importer)
    return outcome_of(apply_import(run=run, choice=choice, actor=case.owner))


def outcome_of(run: ImportRun) -> Outcome:
    return Outcome(
        format=run.format,
        rows=run.counts["rows"],
        kept=run.counts["kept"],
        duplicates=run.counts["duplicates"],
        rejected=run.counts["rejected"],
        left_out=run.counts["left_out"],
        first=plain(run.first_at),
        last=plain(run.last_at),
        rejections=run.rejections,
    )


def words(outcome: Outcome) -> str:
    """Say it to a person: the counts, then each row that was not read."""
    counts = _(
        "%(rows)d 行：记下 %(kept)d，重复 %(duplicates)d，没有选 %(left_out)d，"
        "没有读出 %(rejected)d"
    ) % asdict(outcome)
    language = get_language() or "zh-hans"
    lines = [
        f"  {stored['position']}: {explained(stored, language)}" for stored in outcome.rejections
    ]
    return "\n".join([counts, *lines])


def explained(stored: dict[str, object], language: str) -> str:
    rejected = Rejected(
        int(str(stored["position"])), RejectionReason(str(stored["reason"])), str(stored["detail"])
    )
    return explain_rejection(rejected, language)
