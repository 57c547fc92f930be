"""What a scope would put into a bundle, and what to look at before issuing it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.bundles.checklist.filing import filing_items
from evidence.bundles.checklist.item import Item, Level
from evidence.bundles.checklist.look import Look
from evidence.bundles.checklist.people import people_items
from evidence.bundles.checklist.proof import proof_items
from evidence.bundles.checklist.records import record_items
from evidence.bundles.picking import Rows
from evidence.bundles.records import Counts
from evidence.bundles.scope import Scope
from evidence.models.bundle import Recipient
from evidence.models.exhibit import ExhibitKind
from incidents.models import Case

PAGES_BEFORE = 10
INCIDENTS_A_PAGE = 24
BYTES_A_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What a scope would put into a bundle, what it leaves out, and what to look at first."""

    incidents: int
    findings: int
    exhibits: int
    statements: int
    left_out: int
    pages: int
    size: int
    counts: Counts
    items: tuple[Item, ...]

    @property
    def outside(self) -> int:
        """Count the standing incidents that stay out."""
        counts = self.counts
        kept_out = (counts.incidents_outside, counts.incidents_other_creditor)
        return sum(kept_out) + counts.incidents_other_contact + counts.incidents_earlier

    @property
    def stays_out(self) -> list[tuple[str, int]]:
        """Say what stays out, and why."""
        counts = self.counts
        unchosen = counts.findings_outside - counts.findings_partial
        lines = [
            (_("期间以外的事件"), counts.incidents_outside),
            (_("别的债权方的事件"), counts.incidents_other_creditor),
            (_("联系别人的事件"), counts.incidents_other_contact),
            (_("前几号已有的事件"), counts.incidents_earlier),
            (_("你撤下的事件"), counts.incidents_withdrawn),
            (_("没有选的标记"), unchosen),
            (_("次数不全的标记"), counts.findings_partial),
            (_("没定的标记"), counts.findings_undecided),
            (_("没定、列在附页的标记"), counts.findings_annexed),
            (_("你排除的标记"), counts.findings_dismissed),
            (_("只列摘要的原件"), self.left_out),
            (_("没有同意写成说明的上报"), counts.statements_without_consent),
        ]
        return [(words, count) for words, count in lines if count]

    def of(self, level: Level) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.level == level)

    @property
    def ready(self) -> tuple[Item, ...]:
        return self.of(Level.READY)

    @property
    def missing(self) -> tuple[Item, ...]:
        return self.of(Level.MISSING)

    @property
    def weak(self) -> tuple[Item, ...]:
        return self.of(Level.WEAK)

    @property
    def bring(self) -> tuple[Item, ...]:
        return self.of(Level.BRING)


def preview(case: Case, recipient: Recipient, scope: Scope, rows: Rows) -> Preview:
    look = Look(case, recipient, scope, rows)
    packed = [exhibit.size for exhibit in look.whole] + [copy.size or 0 for copy in look.copies]
    shown = [exhibit.size for exhibit in look.whole if exhibit.kind == ExhibitKind.IMAGE]
    shown += [copy.size or 0 for copy in look.copies]
    pages = PAGES_BEFORE + len(look.ids) // INCIDENTS_A_PAGE + -(-len(shown) // scope.per_page)
    size = sum(packed) + sum(shown) + pages * BYTES_A_PAGE
    return Preview(
        incidents=len(look.ids),
        findings=len(look.picked.asserted),
        exhibits=len(look.exhibits),
        statements=len(look.statements),
        left_out=len(look.exhibits) - len(look.whole),
        pages=pages,
        size=size,
        counts=look.counts,
        items=tuple(items(look, size)),
    )


def items(look: Look, size: int) -> Iterator[Item]:
    yield from record_items(look)
    yield from proof_items(look, size)
    yield from people_items(look)
    yield from filing_items(look)
