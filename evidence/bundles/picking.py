"""PURE: which incidents and findings of a case a scope takes in, and why the others stay out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from evidence.bundles.scope import Outside, Scope, outside


class Happened(NamedTuple):
    """An incident as far as choosing needs it; `day` is the Shanghai day."""

    id: int
    number: int
    day: date
    creditor: int | None = None
    contact: int | None = None
    is_incoming: bool = True


class Judged(NamedTuple):
    """
    A finding as far as choosing needs it. `is_confirmed` and `is_undecided` are neither for a
    dismissed one; one that has changed since it was confirmed is undecided. `is_pattern` says that
    it counts its incidents, `counts_days` that it counts all contacts of their days.
    """

    id: int
    rule: str
    is_confirmed: bool
    is_undecided: bool
    is_pattern: bool = False
    counts_days: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """What stands in a case, in the order of time; `held` are the incidents of each finding."""

    happened: tuple[Happened, ...]
    judged: tuple[Judged, ...]
    held: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Picked:
    """
    What goes in. `outside` counts incidents by why they stay out. Of the findings on incidents
    that are in, `asserted` go in and `annexed` are listed apart; `undecided`, `dismissed`,
    `unchosen` (by rule) and `partial` (they count what is not in) are counts of the others.
    """

    incidents: frozenset[int]
    outside: Counter[Outside]
    asserted: tuple[Judged, ...]
    annexed: tuple[Judged, ...]
    undecided: int
    dismissed: int
    unchosen: int
    partial: int


def pick(rows: Rows, scope: Scope) -> Picked:
    """Choose; what a finding counts must all be in, or it says more than the bundle shows."""
    why = reasons_outside(rows.happened, scope)
    inside = frozenset(row.id for row in rows.happened if row.id not in why)
    near = [one for one in rows.judged if not inside.isdisjoint(rows.held.get(one.id, ()))]
    cut = cut_off(near, rows, inside)
    confirmed = [one for one in near if one.is_confirmed]
    undecided = [one for one in near if one.is_undecided]
    chosen = [one for one in confirmed if is_chosen(one, scope)]
    asserted = tuple(one for one in chosen if one.id not in cut)
    listed = [one for one in undecided if is_chosen(one, scope) and one.id not in cut]
    annexed = tuple(listed) if scope.annex else ()
    return Picked(
        incidents=inside,
        outside=Counter(why.values()),
        asserted=asserted,
        annexed=annexed,
        undecided=len(undecided) - len(annexed),
        dismissed=len(near) - len(confirmed) - len(undecided),
        unchosen=len(confirmed) - len(chosen),
        partial=len(chosen) - len(asserted),
    )


def reasons_outside(happened: Iterable[Happened], scope: Scope) -> dict[int, Outside]:
    """Say of each incident that stays out why it does."""
    if scope.is_whole:
        return {}
    found = (
        (
            row.id,
            outside(
                scope,
                number=row.number,
                day=row.day,
                creditor=row.creditor,
                contact=row.contact,
            ),
        )
        for row in happened
    )
    return {pk: why for pk, why in found if why is not None}


def is_chosen(finding: Judged, scope: Scope) -> bool:
    return scope.rules is None or finding.rule in scope.rules


def cut_off(near: Iterable[Judged], rows: Rows, inside: Collection[int]) -> set[int]:
    """Return the findings that count incidents which stay out."""
    if len(inside) == len(rows.happened):
        # A withdrawn incident may still be counted by a pattern that is not yet looked for again.
        return {one.id for one in near if one.is_pattern and gone(one, rows, inside)}
    days: dict[tuple[date, int | None], bool] = defaultdict(lambda: True)
    for row in rows.happened:
        days[row.day, row.creditor] &= row.id in inside
    broken = {row.id for row in rows.happened if not days[row.day, row.creditor]}
    return {
        one.id
        for one in near
        if (one.is_pattern and gone(one, rows, inside))
        or (one.counts_days and not broken.isdisjoint(rows.held[one.id]))
    }


def gone(finding: Judged, rows: Rows, inside: Collection[int]) -> bool:
    return any(pk not in inside for pk in rows.held[finding.id])
