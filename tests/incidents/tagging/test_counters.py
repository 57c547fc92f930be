"""Day counters: Shanghai days, two counters kept apart, and linear time."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.tagging.clock import SHANGHAI
from incidents.tagging.counters import Sighting, count_days, day_of

MOMENTS = st.datetimes(
    datetime(2017, 12, 30),  # noqa: DTZ001
    datetime(2018, 3, 3),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, SHANGHAI]),
)
SIGHTINGS = st.lists(
    st.builds(
        Sighting,
        id=st.uuids(),
        at=MOMENTS | st.none(),
        debtor=st.sampled_from(["小柳", "小林"]),
        creditor=st.sampled_from([1, 2]),
        line=st.sampled_from(["a", "b"]) | st.none(),
        is_call=st.booleans(),
        reached_debtor=st.booleans(),
        connected=st.booleans() | st.none(),
    ),
    max_size=60,
)


def seen(number: int, at: str, **known) -> Sighting:
    return Sighting(id=number, at=datetime.fromisoformat(at), line="a", **known)


def test_midnight_in_shanghai_divides_the_days():
    counts = count_days(
        [
            seen(1, "2018-04-24T23:59:59+08:00", connected=True),
            seen(2, "2018-04-25T00:00:00+08:00", connected=True),
            seen(3, "2018-04-24T16:00:01+00:00", connected=True),
        ]
    )
    assert [counts.connected(number) for number in (1, 2, 3)] == [1, 2, 2]


def test_the_turn_of_a_month_divides_the_days():
    counts = count_days(
        [
            seen(1, "2018-02-28T23:59:00+08:00", connected=False),
            seen(2, "2018-03-01T00:00:00+08:00", connected=False),
        ]
    )
    assert [counts.unanswered(number) for number in (1, 2)] == [1, 1]


def test_answered_and_unanswered_calls_are_counted_apart():
    at = "2018-04-25T10:00:00+08:00"
    counts = count_days([seen(1, at, connected=True), seen(2, at, connected=False), seen(3, at)])
    assert [counts.connected(number) for number in (1, 2, 3)] == [1, None, None]
    assert [counts.unanswered(number) for number in (1, 2, 3)] == [None, 1, None]
    assert [counts.contacts(number) for number in (1, 2, 3)] == [3, 3, 3]


def test_answered_calls_add_up_over_lines_and_unanswered_ones_do_not():
    at = datetime.fromisoformat("2018-04-25T10:00:00+08:00")
    counts = count_days(
        [
            Sighting(id=1, at=at, line="a", connected=True),
            Sighting(id=2, at=at, line="b", connected=True),
            Sighting(id=3, at=at, line="a", connected=False),
            Sighting(id=4, at=at, line="b", connected=False),
        ]
    )
    assert counts.connected(1) == 2
    assert counts.unanswered(3) == 1


def test_calls_to_somebody_else_count_for_the_day_only():
    at = "2018-04-25T10:00:00+08:00"
    counts = count_days([seen(1, at, connected=True, reached_debtor=False)])
    assert (counts.connected(1), counts.contacts(1)) == (None, 1)


def test_an_attempt_from_a_hidden_number_belongs_to_no_line():
    at = datetime.fromisoformat("2018-04-25T10:00:00+08:00")
    counts = count_days([Sighting(id=1, at=at, connected=False)])
    assert counts.unanswered(1) is None


def test_what_has_no_day_is_not_counted():
    counts = count_days([Sighting(id=1, at=None, connected=True)])
    assert (counts.connected(1), counts.contacts(1)) == (None, None)


@given(SIGHTINGS)
def test_each_total_is_what_one_finds_by_counting_again(sightings):
    counts = count_days(sightings)
    for one in sightings:
        same = [
            other
            for other in sightings
            if one.at is not None
            and other.at is not None
            and (other.debtor, other.creditor) == (one.debtor, one.creditor)
            and day_of(other.at) == day_of(one.at)
        ]
        assert counts.contacts(one.id) == (len(same) or None)
        if one.connected and one.is_call and one.reached_debtor and one.at:
            answered = [o for o in same if o.connected is True and o.is_call and o.reached_debtor]
            assert counts.connected(one.id) == len(answered)


@given(SIGHTINGS)
def test_the_order_of_incidents_changes_nothing(sightings):
    forwards, backwards = count_days(sightings), count_days(reversed(sightings))
    assert forwards.contacts_by_id == backwards.contacts_by_id
    assert forwards.unanswered_by_id == backwards.unanswered_by_id


@given(MOMENTS)
def test_the_day_is_the_one_on_a_clock_in_shanghai(moment):
    assert day_of(moment) == moment.astimezone(SHANGHAI).date()


@given(st.lists(MOMENTS, min_size=1, max_size=50))
def test_days_add_up_to_everything(moments):
    counts = count_days(Sighting(id=n, at=moment) for n, moment in enumerate(moments))
    per_day = Counter(day_of(moment) for moment in moments)
    for number, moment in enumerate(moments):
        assert counts.contacts(number) == per_day[day_of(moment)]


def test_a_hundred_thousand_incidents_are_counted_at_once():
    start = datetime(2018, 1, 1, tzinfo=SHANGHAI)
    many = [
        Sighting(id=n, at=start + timedelta(minutes=n), line=n % 500, connected=n % 3 == 0)
        for n in range(100_000)
    ]
    began = time.perf_counter()
    count_days(many)
    assert time.perf_counter() - began < 5


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        day_of(datetime(2018, 4, 25))  # noqa: DTZ001
