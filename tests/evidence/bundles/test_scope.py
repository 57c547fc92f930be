"""What a scope takes in and why the rest stays out, without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.bundles.picking import Happened, Judged, Rows, pick
from evidence.bundles.scope import NOBODY, Outside, Scope
from evidence.bundles.supplement import Supplement

DAY, NEXT, LATER = date(2018, 4, 25), date(2018, 4, 26), date(2018, 6, 7)
HAPPENED = (
    Happened(1, 1, DAY, creditor=7, contact=None),
    Happened(2, 2, DAY, creditor=7, contact=3),
    Happened(3, 3, NEXT, creditor=8, contact=3),
    Happened(4, 4, LATER, creditor=None, contact=4),
)
MOMENT = datetime(2018, 5, 1, tzinfo=UTC)
days = st.dates(date(2018, 1, 1), date(2018, 12, 31))
ids = st.none() | st.lists(st.integers(0, 5), max_size=3).map(tuple)


def rows(*judged: tuple[Judged, tuple[int, ...]]) -> Rows:
    return Rows(HAPPENED, tuple(one for one, _ in judged), {one.id: held for one, held in judged})


def taken(scope: Scope) -> set[int]:
    return set(pick(rows(), scope).incidents)


@pytest.mark.parametrize(
    ("scope", "inside"),
    [
        (Scope(), {1, 2, 3, 4}),
        (Scope(first=NEXT), {3, 4}),
        (Scope(spans=((DAY, DAY), (LATER, LATER))), {1, 2, 4}),
        (Scope(creditors=(7,)), {1, 2}),
        (Scope(creditors=(8, NOBODY)), {3, 4}),
        (Scope(contacts=(NOBODY,)), {1}),
        (Scope(contacts=(3,), creditors=(7,)), {2}),
        (Scope(supplement=Supplement(number=1, issued_at=MOMENT, held=((1, 3),))), {4}),
        (
            Scope(supplement=Supplement(number=1, issued_at=MOMENT, held=((1, 4),), again=(2,))),
            {2},
        ),
    ],
)
def test_a_scope_takes_in_what_it_names(scope: Scope, inside: set[int]) -> None:
    assert taken(scope) == inside


def test_an_incident_that_stays_out_is_counted_once_under_its_first_reason() -> None:
    picked = pick(rows(), Scope(last=NEXT, creditors=(7,), contacts=(3,)))
    assert picked.outside == {Outside.PERIOD: 1, Outside.CREDITOR: 1, Outside.CONTACT: 1}
    assert picked.incidents == {2}


def test_what_counts_incidents_is_asserted_only_where_all_of_them_are_in() -> None:
    pattern = Judged(1, "P1", True, False, is_pattern=True)
    held = rows((pattern, (1, 2, 4)))
    assert pick(held, Scope()).asserted == (pattern,)
    picked = pick(held, Scope(contacts=(NOBODY, 3)))
    assert (picked.asserted, picked.partial) == ((), 1)


def test_a_days_count_is_not_asserted_where_contacts_of_that_day_stay_out() -> None:
    count = Judged(1, "R2", True, False, counts_days=True)
    held = rows((count, (1,)))
    assert pick(held, Scope(contacts=(NOBODY,))).partial == 1
    assert pick(held, Scope(creditors=(7,))).asserted == (count,)


def test_unconfirmed_findings_stay_out_or_stand_apart() -> None:
    held = rows((Judged(1, "R3", False, True), (2,)), (Judged(2, "R4", False, False), (2,)))
    plain, apart = pick(held, Scope()), pick(held, Scope(annex=True))
    assert (plain.asserted, plain.annexed, plain.undecided, plain.dismissed) == ((), (), 1, 1)
    assert ([one.rule for one in apart.annexed], apart.undecided) == (["R3"], 0)
    assert not apart.asserted


def test_findings_of_rules_that_were_not_chosen_are_counted() -> None:
    picked = pick(rows((Judged(1, "R3", True, False), (2,))), Scope(rules=("R4",)))
    assert (picked.asserted, picked.unchosen) == ((), 1)


@given(first=st.none() | days, last=st.none() | days, creditors=ids, contacts=ids)
def test_every_incident_is_either_in_or_counted_as_out(first, last, creditors, contacts) -> None:
    scope = Scope(first=first, last=last, creditors=creditors, contacts=contacts)
    picked = pick(rows(), scope)
    assert len(picked.incidents) + picked.outside.total() == len(HAPPENED)


@given(
    spans=st.lists(st.tuples(days, days), max_size=3).map(tuple),
    creditors=ids,
    contacts=ids,
    annex=st.booleans(),
    held=st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), max_size=3).map(tuple),
)
def test_a_scope_is_kept_whole_as_json(spans, creditors, contacts, annex, held) -> None:
    supplement = Supplement(number=2, issued_at=MOMENT, held=held, again=(5,), exhibits=(1, 2))
    scope = Scope(
        spans=spans, creditors=creditors, contacts=contacts, annex=annex, supplement=supplement
    )
    assert Scope.from_json(scope.as_json()) == scope


def test_a_scope_kept_by_an_earlier_version_still_reads_the_same() -> None:
    stored = {
        "from": "2018-04-25",
        "to": None,
        "rules": ["R2", "R3"],
        "mask": False,
        "left_out": [3],
        "redacted": [9],
    }
    scope = Scope(first=DAY, rules=("R2", "R3"), mask=False, left_out=(3,), redacted=(9,))
    assert Scope.from_json(stored) == scope
    assert Scope.from_json({}) == Scope()
