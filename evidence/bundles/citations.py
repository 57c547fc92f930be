"""Confirmed findings as values: reasons in words, clauses as their grade lets them be printed."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from evidence.bundles.records import (
    CitationRecord,
    FindingRecord,
    IncidentRecord,
    InstrumentRecord,
    RuleRecord,
)
from evidence.bundles.wording import day_of, tight
from incidents.catalogue import catalogue
from incidents.models import Case, Finding
from incidents.models.contact import Relation
from incidents.tagging.applicability import applicability
from incidents.tagging.catalogue.model import PatternWords, Rule
from incidents.tagging.cite import CitationError, Cited, Medium, cite
from incidents.tagging.facts import CreditorType, Reason
from incidents.tagging.reasons import explain

QUOTED = re.compile(r"(“[^”]*”)")
WORDS = ("text.", "words.")
SEVERAL = 2
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def finding_records(findings: Iterable[Finding], ids: Collection[int]) -> tuple[FindingRecord, ...]:
    return tuple(
        FindingRecord(
            rule=finding.rule,
            scope=finding.scope,
            first_at=finding.first_at,
            incidents=tuple(
                incident.pk for incident in finding.incidents.all() if incident.pk in ids
            ),
            reasons=tuple(reason_text(code, values) for code, values in finding.reasons),
            citations=citation_records(finding.citations),
            police=citation_records(finding.police),
            uncited=uncited_text(finding, 1),
            uncited_days=uncited_text(finding, SEVERAL),
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


def uncited_text(finding: Finding, days: int) -> str:
    if not finding.uncited:
        return ""
    code, values = finding.uncited
    return reason_text(code, values, days)


def reason_text(code: str, values: Mapping[str, object], days: int = 1) -> str:
    pairs = tuple((name, named(name, str(value))) for name, value in values.items())
    return spoken(explain(Reason(code, pairs), "zh-hans", days=days))


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


def citation_records(stored: Iterable[Mapping[str, object]]) -> tuple[CitationRecord, ...]:
    """Render stored clauses for paper; doubtful sources and what may not be printed stay off it."""
    return tuple(record for entry in stored if (record := citation_record(entry)) is not None)


def citation_record(entry: Mapping[str, object]) -> CitationRecord | None:
    remarks = entry.get("remarks")
    names = tuple(map(str, remarks)) if isinstance(remarks, list | tuple) else ()
    try:
        found = cite(
            catalogue(), Cited(str(entry["clause"]), names), "zh-hans", medium=Medium.PRINT
        )
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
    """
    Return the patterns and rules that the findings name, in the catalogue's order; one that the
    catalogue no longer holds comes last, under its code.
    """
    held, named = catalogue(), {finding.rule for finding in findings}
    known: tuple[Rule | PatternWords, ...] = (*held.patterns.values(), *held.rules.values())
    records = {
        rule.id: RuleRecord(
            id=rule.id, title=spoken(rule.title.get("zh")), plain=spoken(rule.plain.get("zh"))
        )
        for rule in known
        if rule.id in named
    }
    gone = sorted(named - records.keys())
    return records | {code: RuleRecord(id=code, title=code, plain="") for code in gone}


def instrument_records(
    case: Case, incidents: Sequence[IncidentRecord]
) -> tuple[InstrumentRecord, ...]:
    """Say of the instruments that must be covered whether they bind each creditor of the case."""
    days = [day_of(incident.occurred_at) for incident in incidents]
    if not days:
        return ()
    creditors = list(case.creditors.all())
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
