"""The example's findings, written out in full: what is marked, why, and what is cited."""

import json
import os
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pytest

from evidence.demo.load import load_example
from incidents.models import Case, Finding
from incidents.presenters import cited, explained, rule_order, rule_title

GOLDEN = Path(__file__).parent / "golden" / "example_findings.json"
REWRITE = "HARASSGUARD_REWRITE_GOLDEN"


@pytest.mark.django_db
def test_the_example_s_findings_are_those_written_out() -> None:
    """
    Compare every finding of the example with the golden file.

    A lawyer reads the file; it changes only when somebody meant it to. After such a change write
    it anew, read the difference, and commit both together:

        HARASSGUARD_REWRITE_GOLDEN=1 python3 manage.py test tests/incidents/test_golden.py
        git diff tests/incidents/golden
    """
    found = findings_of(load_example().case)
    if os.environ.get(REWRITE):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(written(found), encoding="utf-8")
    assert written(found).splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_golden_file_names_no_key_of_the_catalogue() -> None:
    assert '"npcsc' not in GOLDEN.read_text(encoding="utf-8")


def findings_of(case: Case) -> list[dict[str, object]]:
    names = dict(case.contacts.values_list("pk", "name"))
    held = case.findings.current().prefetch_related("incidents")
    rows = [(rule_order(one.rule), numbers_of(one), row_of(one, names)) for one in held]
    return [row for *_place, row in sorted(rows, key=lambda entry: (entry[0], entry[1]))]


def numbers_of(finding: Finding) -> list[int]:
    return sorted(incident.number for incident in finding.incidents.all())


def row_of(finding: Finding, names: dict[int, str]) -> dict[str, object]:
    row = {
        "rule": finding.rule,
        "title": rule_title(finding.rule),
        "on": where(finding.scope, names),
        "incidents": ranges(numbers_of(finding)),
        "state": finding.state,
        "reasons": list(dict.fromkeys(map(explained, finding.reasons))),
        "citations": [
            f"{one.reference}（{one.grade_text}）{''.join(f'；{said}' for said in one.remarks)}"
            for one in cited(finding.citations)
        ],
        "police": [one.reference for one in cited(finding.police)],
        "uncited": explained(finding.uncited) if finding.uncited else "",
    }
    return {key: value for key, value in row.items() if value}


def where(scope: str, names: dict[int, str]) -> str:
    """Name a scope without keys of the database."""
    kind, _colon, rest = scope.partition(":")
    if kind == "stop":
        return f"{kind}:{names[int(rest)]}"
    return {"incident": "incident", "day": rest.partition(":")[0]}.get(kind, scope)


def ranges(numbers: Iterable[int]) -> str:
    """Write 1, 2, 3, 7 as "1-3, 7"."""
    runs = []
    for _gap, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        held = [number for _place, number in run]
        runs.append(f"{held[0]}-{held[-1]}" if len(held) > 1 else str(held[0]))
    return ", ".join(runs)


def written(rows: list[dict[str, object]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
