"""What pages show of findings: titles, reasons and citations in the reader's language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents.catalogue import catalogue
from incidents.highlights import GROUPS, Segment, Span, segments
from incidents.models import Finding, Incident, ObservationRecord
from incidents.models.finding import PATTERN, FindingState
from incidents.tagging.catalogue.model import PatternWords, Rule
from incidents.tagging.cite import Citation, CitationError, Cited, cite
from incidents.tagging.facts import Label, Reason
from incidents.tagging.reasons import explain
from incidents.wording import moment_text

QUOTED = re.compile(r"(“[^”]*”)")
LAST = 1_000_000
PATTERNS_AHEAD = 100
REASONS_SHOWN = 5
STATE_CLASSES = {
    FindingState.SUGGESTED: "waiting",
    FindingState.CONFIRMED: "confirmed",
    FindingState.DISMISSED: "dismissed",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a reason; what was quoted stands out."""

    text: str
    is_quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """
    One finding for a page.

    `key` names it together with the basis that the reader sees; `day` is the day (ISO) that a
    count speaks of; `changed` says that the basis is another one than when it was decided;
    `decision` says who decided and when.
    """

    finding: Finding
    key: str
    title: str
    state_class: str
    reasons: tuple[tuple[Piece, ...], ...]
    more: int
    citations: tuple[Citation, ...]
    police: tuple[Citation, ...]
    uncited: tuple[str, ...]
    number: int | None
    group: str
    day: str
    changed: str
    decision: str

    @property
    def is_waiting(self) -> bool:
        return self.finding.state == FindingState.SUGGESTED

    @property
    def is_confirmed(self) -> bool:
        return self.finding.state == FindingState.CONFIRMED


def language() -> str:
    return get_language() or "zh-hans"


def key_of(finding: Finding) -> str:
    return f"{finding.pk}:{finding.basis[:16]}"


def rule_title(rule: str) -> str:
    """Name a rule or pattern plainly; one that the catalogue no longer has keeps its code."""
    known = known_as(rule)
    return known.title.get(language()) if known else rule


def rule_words(rule: str) -> str:
    known = known_as(rule)
    return known.plain.get(language()) if known else ""


def known_as(rule: str) -> Rule | PatternWords | None:
    held = catalogue()
    return held.rules.get(rule) or held.patterns.get(rule)


def explained(reason: Sequence[object], days: int = 1) -> str:
    """Put a stored reason into words; `days` is how many days it is said of."""
    code, values = reason
    pairs = values.items() if isinstance(values, Mapping) else ()
    stored = Reason(str(code), tuple((name, str(value)) for name, value in pairs))
    return explain(stored, language(), days)


def pieces(text: str) -> tuple[Piece, ...]:
    return tuple(Piece(part, part.startswith("“")) for part in QUOTED.split(text) if part)


def cited(stored: Iterable[Mapping[str, object]]) -> tuple[Citation, ...]:
    """Render stored citations; a clause that may no longer be printed is left out."""
    digest = catalogue().digest
    rendered = (
        citation(digest, str(one.get("clause")), texts(one.get("remarks")), language())
        for one in stored
    )
    return tuple(one for one in rendered if one is not None)


@lru_cache(maxsize=1024)
def citation(_digest: str, clause: str, remarks: tuple[str, ...], shown_in: str) -> Citation | None:
    """Render a clause once for each state of the catalogue, which the digest names."""
    try:
        return cite(catalogue(), Cited(clause, remarks), shown_in)
    except CitationError:
        return None


def texts(values: object) -> tuple[str, ...]:
    return tuple(str(one) for one in values) if isinstance(values, list | tuple) else ()


def finding_view(finding: Finding, number: int | None = None, group: str = "") -> FindingView:
    reasons = [explained(reason) for reason in finding.reasons]
    distinct = list(dict.fromkeys(reasons))
    shown = len(distinct) if finding.is_pattern else REASONS_SHOWN
    return FindingView(
        finding=finding,
        key=key_of(finding),
        title=rule_title(finding.rule),
        state_class=STATE_CLASSES[FindingState(finding.state)],
        reasons=tuple(pieces(reason) for reason in distinct[:shown]),
        more=max(0, len(distinct) - shown),
        citations=cited(finding.citations),
        police=cited(finding.police),
        uncited=(explained(finding.uncited),) if finding.uncited else (),
        number=number,
        group=group,
        day=day_of_scope(finding.scope),
        changed=changed_text(finding),
        decision=decision_text(finding),
    )


def day_of_scope(scope: str) -> str:
    """Return the day (ISO) whose contacts a finding counts, "" when it speaks of one incident."""
    kind, _colon, rest = scope.partition(":")
    return rest.partition(":")[0] if kind == "day" else ""


def changed_text(finding: Finding) -> str:
    if not finding.has_changed_since_decision:
        return ""
    if finding.is_supported:
        return _("你定了之后，依据变了。请再看一遍。")
    return _("按现在的记录，已经看不出这一条。你定过的仍然留着。")


def decision_text(finding: Finding) -> str:
    if finding.state == FindingState.SUGGESTED or finding.decided_at is None:
        return ""
    said = {"who": str(finding.decided_by or ""), "when": moment_text(finding.decided_at)}
    if finding.state == FindingState.CONFIRMED:
        return _("%(who)s %(when)s 确认") % said
    return _("%(who)s %(when)s 排除") % said


@dataclass(frozen=True, slots=True)
class Reading:
    """An incident's findings in the order of their words, and its narrative marked with them."""

    findings: tuple[FindingView, ...]
    narrative: tuple[Segment, ...]


def reading_of(
    incident: Incident, findings: Iterable[Finding], observations: Iterable[ObservationRecord]
) -> Reading:
    """Number the findings as the eye meets them and mark the words that each rests on."""
    observed = list(observations)
    based = sorted(
        ((finding, basis_of(finding, observed)) for finding in findings),
        key=lambda pair: (first_word(pair[1]), rule_order(pair[0].rule), pair[0].pk),
    )
    views = tuple(
        finding_view(finding, number, GROUPS[Label(basis[0].label)] if basis else "")
        for number, (finding, basis) in enumerate(based, start=1)
    )
    numbers: dict[int, list[int]] = {}
    for view, (_finding, basis) in zip(views, based, strict=True):
        if view.number and view.state_class != "dismissed":
            for observation in basis:
                numbers.setdefault(observation.pk, []).append(view.number)
    return Reading(views, segments(incident.narrative, spans_of(observed, numbers)))


def basis_of(finding: Finding, observed: list[ObservationRecord]) -> list[ObservationRecord]:
    """Return the observations that a finding rests on: those whose reasons it states."""
    return [one for one in observed if list(one.reason) in finding.reasons]


def first_word(basis: list[ObservationRecord]) -> int:
    return min((one.start for one in basis if one.start is not None), default=LAST)


def rule_order(rule: str) -> int:
    """Order patterns before rules, and both by their numbers."""
    if not rule[1:].isdigit():
        return LAST
    return int(rule[1:]) - (PATTERNS_AHEAD if rule.startswith(PATTERN) else 0)


def spans_of(observed: list[ObservationRecord], numbers: Mapping[int, list[int]]) -> list[Span]:
    return [
        Span(one.start, one.end, Label(one.label), tuple(numbers[one.pk]))
        for one in observed
        if one.start is not None and one.end is not None and one.pk in numbers
    ]
