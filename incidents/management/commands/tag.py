"""`tag`: the rules without a database, from facts to findings with their citations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.management.jsonl import line, read_input
from incidents.tagging.catalogue.loader import FOLDER, CatalogueError, load
from incidents.tagging.catalogue.model import Catalogue
from incidents.tagging.cite import Cited, cite
from incidents.tagging.engine import ENGINE_VERSION, FindingDraft, tag
from incidents.tagging.facts import Facts, Observation
from incidents.tagging.reasons import explain, explain_all


class Command(BaseCommand):
    help = "Tag incidents: JSON Lines of facts in, observations and findings out."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a JSONL file, or - for stdin")

    def handle(self, *args: Any, **options: Any) -> None:
        records = read_input(options["file"])
        try:
            catalogue = load(FOLDER)
        except CatalogueError as error:
            raise CommandError(str(error), returncode=2) from error
        for given, facts in records:
            self.stdout.write(line({"id": given, **tagged(facts, catalogue)}))


def tagged(facts: Facts, catalogue: Catalogue) -> dict[str, object]:
    tagging = tag(facts, catalogue)
    return {
        "observations": [observation_record(found) for found in tagging.observations],
        "findings": [finding_record(draft, catalogue) for draft in tagging.findings],
        "questions": [explain(question) for question in tagging.questions],
        "catalogue": catalogue.digest,
        "engine": ENGINE_VERSION,
    }


def observation_record(found: Observation) -> dict[str, object]:
    return {
        "label": found.label.value,
        "source": found.source.value,
        "reason": explain(found.reason),
        "start": found.start,
        "end": found.end,
    }


def finding_record(draft: FindingDraft, catalogue: Catalogue) -> dict[str, object]:
    return {
        "rule": draft.rule,
        "parts": list(draft.parts),
        "title": catalogue.rules[draft.rule].title.zh,
        "reason": explain_all(draft.reasons),
        "boundary": draft.boundary,
        "citations": [citation_record(cited, catalogue) for cited in draft.citations],
        "police": [citation_record(cited, catalogue) for cited in draft.police],
        "note": explain(draft.note) if draft.note else None,
    }


def citation_record(cited: Cited, catalogue: Catalogue) -> dict[str, object]:
    """The wording with its note, as page and paper print it; `clause` is for programs only."""
    citation = cite(catalogue, cited)
    return {
        "clause": citation.clause,
        "instrument": citation.instrument,
        "title": citation.title,
        "article": citation.article,
        "force": citation.force.value,
        "grade": citation.grade.value,
        "text": citation.printed,
        "applies": citation.applies,
        "remarks": list(citation.remarks),
        "weak": citation.is_weak,
    }
