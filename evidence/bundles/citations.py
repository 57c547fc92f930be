"""Confirmed findings as values: reasons in words, clauses as their grade lets them be printed."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from evidence.bundles.choosing import creditors_in
from evidence.bundles.records import (
    CitationRecord,
    FindingRecord,
    IncidentRecord,
    InstrumentRecord,
    RuleRecord,
)
from evidence.bundles.scope import Scope
from evidence.bundles.wording import day_of, tight
from incidents.catalogue import catalogue
from incidents.models import Case, Finding
from incidents.models.contact import Relation
from incidents.tagging.applicability import applicability
from incidents.tagging.catalogue.model import Catalogue, PatternWords, Rule
from incidents.tagging.cite import CitationError, Cited, Medium, cite
from incidents.tagging.facts import CreditorType, Reason
from incidents.tagging.reasons import explain

QUOTED = re.compile(r"(“[^”]*”)")
WORDS = ("text.", "words.")
SEVERAL = 2
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def finding_records(
    findings: Iterable[Finding], held: Mapping[int, tuple[int, ...]]
) -> tuple[FindingRecord, ...]:
    """Return findings as values; `held` are the incidents of each that are in."""
    said = Said()
    return tuple(
        FindingRecord(
            rule=finding.rule,
            scope=finding.scope,
            first_at=finding.first_at,
            incidents=held[finding.pk],
            reasons=tuple(said.reason(code, values) for code, values in finding.reasons),
            citations=said.citations(finding.citations),
            police=said.citations(finding.police),
            uncited=said.uncited(finding, 1),
            uncited_days=said.uncited(finding, SEVERAL),
            rests_on_words=any(code.startswith(WORDS) for code, _ in finding.reasons),
            is_boundary=finding.is_boundary,
            note=finding.note,
            decided_at=finding.decided_at,
            catalogue_digest=finding.catalogue_digest,
            engine_version=finding.engine_version,
            is_pattern=finding.is_pattern,
        )
        for finding in findings
    )


class Said:
    """
    Puts findings into words. Thousands give the same reasons and cite the same few clauses: each
    is worded, and held in memory, once.
    """

    def __init__(self) -> None:
        self.catalogue = catalogue()
        self.clauses: dict[Cited, CitationRecord | None] = {}
        self.reasons: dict[tuple[Reason, int], str] = {}

    def reason(self, code: str, values: Mapping[str, object], days: int = 1) -> str:
        pairs = tuple((name, named(name, str(value))) for name, value in values.items())
        key = Reason(code, pairs), days
        if key not in self.reasons:
            self.reasons[key] = spoken(explain(key[0], "zh-hans", days=days))
        return self.reasons[key]

    def uncited(self, finding: Finding, days: int) -> str:
        if not finding.uncited:
            return ""
        code, values = finding.uncited
        return self.reason(code, values, days)

    def citations(self, stored: Iterable[Mapping[str, object]]) -> tuple[CitationRecord, ...]:
        """Render stored clauses; doubtful sources and what may not be printed stay off paper."""
        found = (self.citation(cited_of(entry)) for entry in stored)
        return tuple(record for record in found if record is not None)

    def citation(self, cited: Cited) -> CitationRecord | None:
        if cited not in self.clauses:
            self.clauses[cited] = rendered(cited, self.catalogue)
        return self.clauses[cited]


def named(name: str, value: str) -> str:
    """Write a value as a person says it: relations are stored as codes."""
    if name == "relation" and value in Relation.values:
        return str(Relation(value).label)
    return value


def spoken(text: str) -> str:
    """Let the borrower speak of herself: screens speak to her, quoted words stay as they are."""
    return "".join(
        tight(part) if part.startswith("“") else printed(part).replace("你", "本人")
        for part in QUOTED.split(text)
    )


def printed(text: str) -> str:
    """Write days and digits as print does."""
    return tight(ISO_DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", text))


def sentence(text: str) -> str:
    written = printed(text)
    return written if written.endswith("。") else f"{written}。"


def citation_record(entry: Mapping[str, object]) -> CitationRecord | None:
    return rendered(cited_of(entry), catalogue())


def cited_of(entry: Mapping[str, object]) -> Cited:
    remarks = entry.get("remarks")
    names = tuple(map(str, remarks)) if isinstance(remarks, list | tuple) else ()
    return Cited(str(entry["clause"]), names)


def rendered(cited: Cited, catalogue: Catalogue) -> CitationRecord | None:
    try:
        found = cite(catalogue, cited, "zh-hans", medium=Medium.PRINT)
    except CitationError:
        return None
    if found.is_weak:
        return None
    return CitationRecord(
        key=found.clause,
        instrument=found.instrument,
        reference=printed(found.reference),
        force=found.force.value,
        force_text=found.force_text,
        mark=found.mark,
        grade_text=found.grade_text,
        text=found.text,
        is_quote=found.is_quote,
        note=printed(found.note),
        applies=printed(found.applies),
        remarks=tuple(sentence(remark) for remark in found.remarks),
    )


def rule_records(findings: Iterable[FindingRecord]) -> dict[str, RuleRecord]:
    """Return the patterns and rules that the findings name."""
    return rules_named({finding.rule for finding in findings})


def rules_named(named: Collection[str]) -> dict[str, RuleRecord]:
    """
    Return patterns and rules in the catalogue's order; one that the catalogue no longer holds
    comes last, under its code.
    """
    held = catalogue()
    known: tuple[Rule | PatternWords, ...] = (*held.patterns.values(), *held.rules.values())
    records = {
        rule.id: RuleRecord(
            id=rule.id, title=spoken(rule.title.get("zh")), plain=spoken(rule.plain.get("zh"))
        )
        for rule in known
        if rule.id in named
    }
    gone = sorted(set(named) - records.keys())
    return records | {code: RuleRecord(id=code, title=code, plain="") for code in gone}


def instrument_records(
    case: Case, incidents: Sequence[IncidentRecord], scope: Scope
) -> tuple[InstrumentRecord, ...]:
    """Say of the instruments that must be covered whether they bind each creditor spoken of."""
    days = [day_of(incident.occurred_at) for incident in incidents]
    if not days:
        return ()
    creditors = creditors_in(case, scope)
    kinds = [(each.name, CreditorType(each.kind), each.is_signatory) for each in creditors]
    records = []
    for name, kind, is_signatory in kinds or [("", CreditorType.UNKNOWN, None)]:
        for state in applicability(catalogue(), kind, min(days), max(days), is_signatory):
            records.append(
                InstrumentRecord(
                    title=state.title,
                    creditor=name if len(kinds) > 1 else "",
                    verdict=state.headline.zh,
                    reason=printed(state.reason.zh),
                )
            )
    return tuple(records)
