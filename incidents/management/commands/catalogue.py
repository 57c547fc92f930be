"""`catalogue`: check the catalogue, list what it holds, and show what an edit changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.tagging.catalogue.compare import compare
from incidents.tagging.catalogue.loader import FOLDER, CatalogueError, load
from incidents.tagging.catalogue.model import Catalogue, Clause, Instrument
from incidents.tagging.cite import GRADE_NAMES, Cited, cite, dates


class Command(BaseCommand):
    help = "Check, list or compare the catalogue of instruments, clauses and rules."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="say whether the catalogue is sound")
        check.add_argument("folder", nargs="?", default=str(FOLDER))
        listing = actions.add_parser("list", help="list instruments, clauses and rules")
        listing.add_argument("folder", nargs="?", default=str(FOLDER))
        diff = actions.add_parser("diff", help="say what changed between two folders")
        diff.add_argument("old")
        diff.add_argument("new", nargs="?", default=str(FOLDER))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "check":
            self.check_catalogue(folder(options["folder"]))
        elif options["action"] == "list":
            self.stdout.writelines(
                f"{line}\n" for line in listed(opened(folder(options["folder"])))
            )
        else:
            self.show_changes(opened(folder(options["old"])), opened(folder(options["new"])))

    def check_catalogue(self, path: Path) -> None:
        try:
            catalogue = load(path)
        except CatalogueError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise SystemExit(1) from None
        citable = sum(clause.is_citable for clause in catalogue.clauses.values())
        self.stdout.write(
            f"{len(catalogue.instruments)} instruments, {len(catalogue.clauses)} clauses "
            f"({citable} citable), {len(catalogue.rules)} rules, digest {catalogue.digest}"
        )

    def show_changes(self, old: Catalogue, new: Catalogue) -> None:
        changes = compare(old, new)
        self.stdout.writelines(f"{change}\n" for change in changes)
        if not changes:
            self.stdout.write("no change in what can be cited")


def folder(value: str) -> Path:
    path = Path(value)
    if not path.is_dir():
        raise CommandError(f"“{value}” is not a folder", returncode=2)
    return path


def opened(path: Path) -> Catalogue:
    try:
        return load(path)
    except CatalogueError as error:
        raise CommandError(str(error), returncode=2) from error


def listed(catalogue: Catalogue) -> Iterator[str]:
    for instrument in catalogue.instruments.values():
        yield from listed_instrument(catalogue, instrument)
    for rule in catalogue.rules.values():
        clauses = [entry.clause for part in rule.parts for entry in part.entries]
        yield f"{rule.id} {rule.title.zh}: {', '.join(dict.fromkeys(clauses)) or '—'}"


def listed_instrument(catalogue: Catalogue, instrument: Instrument) -> Iterator[str]:
    if not instrument.is_citable:
        yield f"{instrument.slug}: not verified, {len(instrument.clauses)} clauses held back"
        return
    when = dates(instrument.period, "zh-hans")
    yield f"{instrument.slug} {instrument.title} [{instrument.force_text.zh}] {when}"
    for clause in instrument.clauses:
        yield f"  {listed_clause(catalogue, clause)}"


def listed_clause(catalogue: Catalogue, clause: Clause) -> str:
    if not clause.is_citable:
        return f"{clause.id}: held back ({clause.withheld or 'not verified'})"
    citation = cite(catalogue, Cited(clause.id))
    return (
        f"{clause.id} {GRADE_NAMES[clause.grade].zh} {citation.article or '—'} {citation.printed}"
    )
