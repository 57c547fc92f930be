"""The figures of a bundle: what they show of its records, drawn as on the page."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.bundles.overview import NAMELESS_KINDS, Overview, phase_name
from evidence.bundles.rewriting import rewritten
from evidence.bundles.scope import day_in_period
from evidence.bundles.wording import chinese, local, tight
from evidence.exceptions import IssueError
from incidents.exceptions import NotDrawn
from incidents.figure_payments import Paid, payments_figure
from incidents.figure_sheets import (
    Figure,
    LineUse,
    days_figure,
    hours_figure,
    lines_figure,
    reached_figure,
)
from incidents.figures.kept import drawing
from incidents.figures.sheets import Size
from incidents.models.line import LineKind
from incidents.waves import QUIET_DAYS

TITLES = {
    "days": {1: "每天次数", 7: "每周次数"},
    "hours": {1: "星期与钟点"},
    "lines": {1: "号码从哪里来"},
    "reached": {1: "联系了谁"},
    "payments": {7: "还款与联系，每周", 30: "还款与联系，每月"},
}
TWO_KINDS = ("days", "reached", "payments")


@dataclass(frozen=True, slots=True)
class Captioned:
    """A drawing with its caption; `has_two` adds which bars are whose."""

    svg: str
    title: str
    caption: str
    has_two: bool


def captioned(overview: Overview) -> Iterator[Captioned]:
    """Yield the figures of a selection in order; raises IssueError when one cannot be drawn."""
    for number, figure in enumerate(figures(overview), start=1):
        name = TITLES[figure.name].get(figure.step, f"每{figure.step}天次数")
        try:
            svg = drawing(rewritten(figure.sheet, tight), Size.WIDE)
        except NotDrawn as error:
            raise IssueError(f"图{chinese(number)}没有画出来，证据包没有出具。") from error
        yield Captioned(
            svg,
            f"图{chinese(number)}　{name}。",
            caption_of(figure, overview) + tight(figure.note),
            figure.name in TWO_KINDS,
        )


def figures(overview: Overview) -> Iterator[Figure]:
    if not overview.incoming:
        return
    waves = [phase.as_wave() for phase in overview.phases]
    yield days_figure(overview.day_counts, waves, phase_name)
    moments = [local(incident.occurred_at) for incident in overview.incoming]
    yield hours_figure(Counter((moment.weekday(), moment.hour) for moment in moments))
    if (lines := lines_figure(line_uses(overview))) is not None:
        yield lines
    if overview.others and (reached := reached_figure(overview.reach_rows)) is not None:
        yield reached
    if (payments := payments_figure(overview.day_counts, payments_in(overview))) is not None:
        yield payments


def line_uses(overview: Overview) -> Iterator[LineUse]:
    """Yield how often numbers of each kind and place called, and how many they are."""
    contacts: Counter[tuple[str, str]] = Counter()
    numbers: dict[tuple[str, str], set[str]] = {}
    for incident in overview.incoming:
        if incident.line:
            key = (incident.line_kind, incident.line_place)
            contacts[key] += 1
            held = numbers.setdefault(key, set())
            if incident.line_kind not in NAMELESS_KINDS:
                held.add(incident.line)
    for (kind, place), count in contacts.items():
        yield LineUse(str(LineKind(kind).label), place, count, len(numbers[kind, place]))


def payments_in(overview: Overview) -> list[Paid]:
    """Return what was paid within the period that was chosen, and what has no day."""
    scope = overview.selection.scope
    records = [
        each
        for creditor in overview.selection.creditors
        for debt in creditor.debts
        for each in debt.repayments
    ]
    return [
        Paid(each.paid_date, each.amount, each.is_about)
        for each in records
        if each.paid_date is None or day_in_period(each.paid_date, scope)
    ]


def caption_of(figure: Figure, overview: Overview) -> str:
    match figure.name:
        case "days":
            return f"灰底为各阶段，两个阶段之间至少{QUIET_DAYS}天没有联系。"
        case "hours":
            return "格内为次数；粗线和斜线标出22时至次日8时。"
        case "lines":
            return lines_caption(overview)
        case "reached":
            return f"共联系亲友{len(overview.reached)}位{len(overview.others)}次。"
        case _:
            return "上为联系次数，下为本人记录的还款金额。"


def lines_caption(overview: Overview) -> str:
    without = sum(not incident.line for incident in overview.incoming)
    rest = f"另有{without}次没有记下号码。" if without else ""
    return f"条后为次数，括号内为号码、账号的个数，共{len(overview.lines)}个。{rest}"
