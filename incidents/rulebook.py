"""The catalogue as a reader of the rules page meets it: instruments, clauses, use in this case."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max, Min
from django.utils import timezone

from incidents.catalogue import catalogue
from incidents.models import Case
from incidents.models.finding import FindingState
from incidents.presenters import language
from incidents.tagging.applicability import Applicability, applicability
from incidents.tagging.catalogue.model import Clause, Grade, Instrument
from incidents.tagging.cite import GRADE_MARKS, GRADE_MEANINGS, GRADE_NAMES, Citation, Cited, cite
from incidents.tagging.facts import CreditorType


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """One clause; `found` is how many findings of the case cite it, dismissed ones left out."""

    name: str
    citation: Citation
    topic: str
    rules: str
    found: int
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A clause that is known of but may not be shown: what it is about, for whoever checks it."""

    name: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentView:
    """One instrument; `unsourced` are its clauses that are known of but may not be shown."""

    slug: str
    title: str
    force: str
    is_law: bool
    headline: str
    reason: str
    clauses: tuple[ClauseView, ...]
    unsourced: tuple[Unsourced, ...]

    @property
    def found(self) -> int:
        return sum(clause.found for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class GradeView:
    mark: str
    name: str
    meaning: str


def is_shown(instrument: Instrument) -> bool:
    """Only instruments whose titles were read are named on a page."""
    return instrument.is_citable or instrument.is_required


def grades() -> list[GradeView]:
    return [
        GradeView(GRADE_MARKS[grade], GRADE_NAMES[grade].get(language()), meaning.get(language()))
        for grade, meaning in GRADE_MEANINGS.items()
        if grade is not Grade.CHECKED or catalogue().checked
    ]


def citations_in(case: Case) -> Counter[str]:
    """Count, by clause, the findings of a case that cite it."""
    cited = case.findings.current().exclude(state=FindingState.DISMISSED).values_list("citations")
    return Counter(citation["clause"] for (citations,) in cited for citation in citations)


def instruments(case: Case, *, words: str = "", is_narrow: bool = True) -> list[InstrumentView]:
    """
    List the instruments, the required ones first.

    Narrow leaves out those that are neither required nor cited in the case; `words` keeps those
    whose title, topics or texts hold them.
    """
    found = citations_in(case)
    binding = {state.instrument: state for state in bindings(case)}
    views = [
        view_of(instrument, binding.get(instrument.slug), found)
        for instrument in catalogue().instruments.values()
        if is_shown(instrument)
    ]
    shown = [
        view
        for view in views
        if (not is_narrow or view.slug in binding or view.found) and holds_words(view, words)
    ]
    return sorted(shown, key=lambda view: (view.slug not in binding, -view.found))


def bindings(case: Case) -> Iterable[Applicability]:
    """Say for the required instruments whether they bind the case's creditor in its period."""
    creditor = case.creditors.first()
    moments = case.incidents.standing().aggregate(first=Min("occurred_at"), last=Max("occurred_at"))
    first, last = (
        timezone.localtime(moment).date() if moment else None
        for moment in (moments["first"], moments["last"])
    )
    kind = CreditorType(creditor.kind) if creditor else CreditorType.UNKNOWN
    return applicability(
        catalogue(), kind, first, last, creditor.is_signatory if creditor else None
    )


def view_of(
    instrument: Instrument, state: Applicability | None, found: Counter[str]
) -> InstrumentView:
    citable = [clause for clause in instrument.clauses if clause.is_citable]
    return InstrumentView(
        slug=instrument.slug,
        title=instrument.title if language().startswith("zh") else instrument.title_en,
        force=instrument.force_text.get(language()),
        is_law=instrument.force == "law",
        headline=state.headline.get(language()) if state else "",
        reason=state.reason.get(language()) if state else instrument.binds_text.get(language()),
        clauses=tuple(clause_views(citable, found)),
        unsourced=tuple(
            Unsourced(name_of(clause), clause.topic.get(language()))
            for clause in instrument.clauses
            if not clause.is_citable
        ),
    )


def clause_views(clauses: Iterable[Clause], found: Counter[str]) -> Iterator[ClauseView]:
    separator = "、" if language().startswith("zh") else "; "
    for clause in clauses:
        yield ClauseView(
            name=name_of(clause),
            citation=cite(catalogue(), Cited(clause.id), language()),
            topic=clause.topic.get(language()),
            rules=separator.join(
                rule.title.get(language()) for rule in catalogue().rules_citing(clause.id)
            ),
            found=found[clause.id],
            is_checked=clause.check is not None,
        )


def name_of(clause: Clause) -> str:
    """Return a clause's name within its instrument, for addresses."""
    return clause.id.removeprefix(f"{clause.instrument}:")


def holds_words(view: InstrumentView, words: str) -> bool:
    said = [view.title, *(f"{one.topic} {one.citation.text} {one.rules}" for one in view.clauses)]
    return not words or any(words.casefold() in text.casefold() for text in said)
