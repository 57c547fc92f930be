"""The section of findings: by rule, why, on which incidents, and which clauses may be concerned."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evidence.bundles.links import Link, exhibit_links, incident_anchor, incident_links, rule_anchor
from evidence.bundles.records import (
    CitationRecord,
    ExhibitRecord,
    FindingRecord,
    IncidentRecord,
    RuleRecord,
    Selection,
)
from evidence.bundles.wording import chinese, clock, day_of, short_date, span
from incidents.tagging.catalogue.model import Grade
from incidents.tagging.cite import GRADE_MARKS, GRADE_NAMES

MOST_REASONS = 6
MOST_QUOTES = 3
LONGEST_QUOTE = 90
MOST_TIMES = 3
NUMBER = re.compile(r"\d+(?::\d+)?")
GRADE_LEGEND = {
    Grade.CHECKED: "有人读过官方文本，何人何日在何处核对写在条款下",
    Grade.VERBATIM: "读过全文，但来自非官方转载",
    Grade.QUOTED: "待官方核对",
    Grade.SECONDARY: "据公开转述，条号或原文待核",
}
# What was said or named is told as it is; only numbers around it make up a range.
EXACT = re.compile(r"(“[^”]*”|\d{4}年\d+月\d+日)")


@dataclass(frozen=True, slots=True)
class Quote:
    words: str
    where: Link


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, and on how many of the findings it rests when not on all of them."""

    citation: CitationRecord
    share: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """Everything printed about one rule."""

    anchor: str
    mark: str
    title: str
    plain: str
    counted: str
    reasons: tuple[str, ...]
    quotes: tuple[Quote, ...]
    citations: tuple[Cited, ...]
    police: tuple[Cited, ...]
    uncited: tuple[str, ...]
    incidents: tuple[Link, ...]
    exhibits: tuple[Link, ...]

    @property
    def heading(self) -> str:
        return f"{self.mark}{self.title}"


def grade_legend(found: Iterable[Assertion]) -> str:
    """Explain the grades; the rarest only where a clause of that grade is printed."""
    used = {one.citation.grade_text for each in found for one in (*each.citations, *each.police)}
    return "；".join(
        f"{GRADE_MARKS[grade]}{GRADE_NAMES[grade].zh}，{words}"
        for grade, words in GRADE_LEGEND.items()
        if grade is not Grade.CHECKED or GRADE_NAMES[grade].zh in used
    )


def marks(selection: Selection) -> dict[str, str]:
    """Number the rules of a selection as their headings do: （一）, （二） …"""
    return {rule: f"（{chinese(index)}）" for index, rule in enumerate(selection.rules, start=1)}


def assertions(selection: Selection) -> tuple[Assertion, ...]:
    numbered = marks(selection)
    incidents = {incident.id: incident for incident in selection.incidents}
    exhibits = {exhibit.id: exhibit for exhibit in selection.exhibits}
    return tuple(
        assertion(
            rule,
            numbered[rule.id],
            [finding for finding in selection.findings if finding.rule == rule.id],
            incidents,
            exhibits,
        )
        for rule in selection.rules.values()
    )


def assertion(
    rule: RuleRecord,
    mark: str,
    findings: Sequence[FindingRecord],
    incidents: Mapping[int, IncidentRecord],
    exhibits: Mapping[int, ExhibitRecord],
) -> Assertion:
    ids = sorted({pk for finding in findings for pk in finding.incidents})
    concerned = sorted((incidents[pk] for pk in ids), key=lambda i: (i.occurred_at, i.number))
    held = [pk for incident in concerned for pk in incident.exhibits]
    worded = {pk for finding in findings if finding.rests_on_words for pk in finding.incidents}
    days = [day_of(incident.occurred_at) for incident in concerned]
    return Assertion(
        anchor=rule_anchor(rule.id),
        mark=mark,
        title=rule.title,
        plain=rule.plain,
        counted=(
            f"已确认{len(findings)}条，涉及事件{len(concerned)}次，{span(min(days), max(days))}。"
        ),
        reasons=tuple(reason_lines(findings)),
        quotes=tuple(quotes(incident for incident in concerned if incident.id in worded)),
        citations=tuple(cited([finding.citations for finding in findings])),
        police=tuple(cited([finding.police for finding in findings])),
        uncited=tuple(uncited_lines(findings)),
        incidents=incident_links(concerned),
        exhibits=exhibit_links(held, exhibits),
    )


def reason_lines(findings: Sequence[FindingRecord]) -> list[str]:
    """
    Return the most frequent reasons with their counts, and how many more there are.

    Reasons that differ in a number alone are told once, with its range or its first few times.
    Every pattern is told in full: its numbers are what it says.
    """
    if all(finding.is_pattern for finding in findings):
        return ["，".join(finding.reasons) for finding in findings]
    counts: Counter[str] = Counter()
    texts: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        for reason in set(finding.reasons):
            shape = shape_of(reason)
            counts[shape] += 1
            texts[shape].add(reason)
    top = counts.most_common(MOST_REASONS)
    lines = [
        f"{merged(texts[shape])}（{count}条）" if len(findings) > 1 else merged(texts[shape])
        for shape, count in top
    ]
    if len(counts) > len(top):
        lines.append(f"另有{len(counts) - len(top)}种理由，逐条见所附findings.json")
    return lines


def uncited_lines(findings: Sequence[FindingRecord]) -> Iterator[str]:
    """Say each reason for citing nothing once, of its one day or of its several days."""
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    for each in findings:
        if each.uncited:
            days[each.uncited, each.uncited_days].add(day_of(each.first_at))
    for (of_one, of_several), concerned in days.items():
        yield of_several if len(concerned) > 1 else of_one


def shape_of(reason: str) -> str:
    """Return a reason with a sign for each number that may differ from finding to finding."""
    parts = EXACT.split(reason)
    return "".join(part if EXACT.fullmatch(part) else NUMBER.sub("#", part) for part in parts)


def merged(texts: Iterable[str]) -> str:
    """Write texts of one shape as one: counts become a range, clock times a short list."""
    ordered = sorted(texts)
    pieces = zip(*(EXACT.split(text) for text in ordered), strict=True)
    return "".join(each[0] if EXACT.fullmatch(each[0]) else ranged(each) for each in pieces)


def ranged(ordered: Sequence[str]) -> str:
    parts = NUMBER.split(ordered[0])
    values = zip(*(NUMBER.findall(text) for text in ordered), strict=True)
    written = [one_of(list(dict.fromkeys(each))) for each in values] + [""]
    return "".join(part + value for part, value in zip(parts, written, strict=True))


def one_of(values: Sequence[str]) -> str:
    if len(values) == 1:
        return values[0]
    if ":" in values[0]:
        shown = "、".join(values[:MOST_TIMES])
        return f"{shown}等" if len(values) > MOST_TIMES else shown
    numbers = sorted(map(int, values))
    return f"{numbers[0]}至{numbers[-1]}"


def quotes(incidents: Iterable[IncidentRecord]) -> list[Quote]:
    """Pick different words of the collectors, the longest that fit, in the order they fell."""
    said: dict[str, IncidentRecord] = {}
    for incident in incidents:
        if incident.narrator == "collector_text" and len(incident.narrative) <= LONGEST_QUOTE:
            said.setdefault(incident.narrative, incident)
    picked = sorted(filter(None, said), key=len, reverse=True)[:MOST_QUOTES]
    return [
        Quote(quoted(words), Link(incident_anchor(said[words].number), moment_text(said[words])))
        for words in sorted(picked, key=lambda words: said[words].occurred_at)
    ]


def quoted(words: str) -> str:
    """Put words into quotation marks unless they bring their own."""
    text = " ".join(words.split())
    return text if text.startswith("“") and text.endswith("”") else f"“{text}”"


def moment_text(incident: IncidentRecord) -> str:
    return f"{short_date(day_of(incident.occurred_at))}{clock(incident.occurred_at)}"


def cited(of_findings: Sequence[Sequence[CitationRecord]]) -> list[Cited]:
    """Return each clause once, with all its remarks, in the order first cited."""
    found: dict[str, CitationRecord] = {}
    counts: Counter[str] = Counter()
    for citations in of_findings:
        for citation in citations:
            counts[citation.key] += 1
            held = found.get(citation.key, citation)
            remarks = tuple(dict.fromkeys((*held.remarks, *citation.remarks)))
            found[citation.key] = replace(held, remarks=remarks)
    return [
        Cited(citation, "" if counts[key] == len(of_findings) else f"{counts[key]}条标记涉及")
        for key, citation in found.items()
    ]
