"""Patterns over many contacts: what counts, what does not, and that a reader can count again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.pattern_facts import prefix_of
from incidents.tagging.clock import shanghai
from incidents.tagging.patterns import (
    Contacted,
    Denial,
    Milestone,
    PatternId,
    Turn,
    find_patterns,
)
from incidents.tagging.reasons import explain_all
from incidents.waves import QUIET_DAYS

START = datetime(2018, 4, 16, 2, tzinfo=UTC)
JINING = "山东省济宁市"


def calls(count: int, *, day: int = 0, first: int = 1, **known) -> list[Contacted]:
    """So many calls of one day, a minute apart."""
    begin = START + timedelta(days=day)
    return [Contacted(first + at, begin + timedelta(minutes=at), **known) for at in range(count)]


def lines(count: int, *, uses: int = 1, first: int = 1, **known) -> list[Contacted]:
    """So many numbers, each used so often."""
    made = calls(count * uses, first=first, **known)
    return [one._replace(line=at % count) for at, one in enumerate(made)]


def found(kind: PatternId, *args, **kwargs):
    return [one for one in find_patterns(*args, **kwargs) if one.kind == kind]


def said(pattern) -> str:
    return explain_all(pattern.reasons)


def test_bursts_that_quiet_parts_are_waves():
    second = calls(4, day=QUIET_DAYS + 1, first=10)
    one, two = found(PatternId.WAVES, [*calls(3), *second])
    assert (one.incidents, two.incidents) == ((1, 2, 3), (10, 11, 12, 13))
    assert said(one) == "2018-04-16 联系 3 次，之后安静了 14 天，又重新开始"
    assert said(two) == "安静了 14 天之后，2018-05-01 又联系 4 次"


def test_a_day_less_of_quiet_is_one_wave_and_no_pattern():
    assert not found(PatternId.WAVES, [*calls(3), *calls(3, day=QUIET_DAYS, first=10)])


def test_a_single_attempt_after_quiet_is_no_burst():
    (only,) = found(PatternId.WAVES, [*calls(3), *calls(2, day=30, first=10)])
    assert only.key == "wave:2018-04-16"


def test_midnight_in_shanghai_parts_days():
    night = datetime(2018, 4, 16, 15, 59, tzinfo=UTC)
    ones = [Contacted(at, night + timedelta(minutes=at)) for at in range(3)]
    later = calls(3, day=QUIET_DAYS + 2, first=10)
    first, _second = found(PatternId.WAVES, [*ones, *later])
    assert said(first).startswith("2018-04-16 至 2018-04-17")


def test_many_numbers_of_one_place_used_once_are_rotation():
    (one,) = found(PatternId.ROTATION, lines(5, place=JINING))
    assert len(one.incidents) == 5
    assert said(one) == (
        "2018-04-16，归属地都是山东省济宁市的 5 个号码共联系 5 次；每个号码只出现 1 次"
    )


def test_numbers_used_twice_are_counted_as_such():
    twice = lines(4, uses=2, first=100, place=JINING)
    once = [one._replace(line=50 + one.line) for one in lines(4, place=JINING)]
    (one,) = found(PatternId.ROTATION, [*twice, *once])
    assert said(one).endswith("8 个号码共联系 12 次；其中 4 个只出现 1 次；4 个出现 2 次")


@pytest.mark.parametrize(
    "contacts",
    [
        lines(4, place=JINING),
        lines(9, uses=3, place=JINING),
        lines(9),
        [one._replace(line=None) for one in lines(9, place=JINING)],
        [one._replace(place=str(at % 3)) for at, one in enumerate(lines(9, place=JINING))],
    ],
    ids=["too few", "used again and again", "of no place", "hidden", "of several places"],
)
def test_these_are_no_rotation(contacts):
    assert not found(PatternId.ROTATION, contacts)


def test_a_prefix_is_looked_at_only_where_no_place_is_known():
    mixed = [*lines(5, prefix="1710000"), *lines(5, first=50, prefix="1710000", place=JINING)]
    parts = [one.part for one in found(PatternId.ROTATION, mixed)]
    assert parts == ["P2-place", "P2-prefix"]


def test_each_wave_rotates_by_itself():
    later = [
        one._replace(id=100 + one.id, at=one.at + timedelta(days=30))
        for one in lines(5, place=JINING)
    ]
    keys = [one.key for one in found(PatternId.ROTATION, [*lines(5, place=JINING), *later])]
    assert keys == [f"rotation:2018-04-16:{JINING}", f"rotation:2018-05-16:{JINING}"]


def test_reach_counts_people_and_says_what_they_are():
    contacts = [
        *calls(3, person=1, relation="relative"),
        *calls(2, first=10, person=2, relation="friend"),
        *calls(1, first=20, person=3, relation="friend"),
        *calls(4, first=30),
    ]
    (one,) = found(PatternId.REACH, contacts)
    assert len(one.incidents) == 6
    assert said(one) == ("2018-04-16，除了你还找了 3 个人，共 6 次；朋友 2 人 3 次；亲戚 1 人 3 次")


def test_people_who_owe_are_not_reach():
    assert not found(
        PatternId.REACH, [*calls(2, person=1), *calls(2, first=9, person=2, owes=True)]
    )


def test_contact_after_a_request_to_stop_is_persistence():
    turn = Turn("stop:1", Milestone.STOP, START + timedelta(seconds=30), 1, "friend")
    contacts = [*calls(4, person=1, relation="friend"), *calls(4, first=9, person=2)]
    (one,) = found(PatternId.PERSISTENCE, contacts, [turn])
    assert one.incidents == (2, 3, 4)
    assert said(one) == ("朋友在 2018-04-16 要求不要再打，之后又有 3 次，最近一次在 2018-04-16")


@pytest.mark.parametrize("kind", [Milestone.COMPLAINT, Milestone.POLICE])
def test_a_complaint_concerns_the_creditor_that_it_names(kind):
    turn = Turn("complaint:1", kind, START - timedelta(days=1), creditor=7)
    contacts = [*calls(2, creditor=7), *calls(3, first=9, creditor=8), *calls(1, first=20)]
    (one,) = found(PatternId.PERSISTENCE, contacts, [turn])
    assert one.incidents == (1, 20, 2)
    assert said(one).startswith("2018-04-15 ")


def test_one_more_contact_is_no_persistence():
    turn = Turn("complaint:1", Milestone.COMPLAINT, START - timedelta(days=1))
    assert not found(PatternId.PERSISTENCE, calls(1), [turn])


def test_a_denial_stands_against_what_callers_knew():
    contacts = [*calls(2, creditor=7, knows=True), *calls(3, first=9, creditor=7)]
    (one,) = found(PatternId.DENIAL, contacts, denials=[Denial("denial:1", date(2018, 6, 1))])
    assert one.incidents == (1, 2)
    assert said(one).startswith("2018-06-01 机构答复来联系的不是它的人，而有 2 次，")


@pytest.mark.parametrize(
    ("denial", "held"),
    [
        (Denial("d", date(2018, 6, 1), lines=frozenset({0, 2})), (1, 3)),
        (Denial("d", date(2018, 6, 1), creditor=8), ()),
    ],
)
def test_a_denial_concerns_the_lines_or_the_creditor_that_it_names(denial, held):
    contacts = lines(3, creditor=7, knows=True)
    ids = [one.incidents for one in found(PatternId.DENIAL, contacts, denials=[denial])]
    assert ids == ([held] if held else [])


@pytest.mark.parametrize(
    ("normalised", "kind", "prefix"),
    [
        ("+8617100000001", "virtual_mobile", "1710000"),
        ("+8653710394561", "fixed", "5371039"),
        ("106980095533", "gateway_106", "10698009"),
        ("95533", "service_95", ""),
        ("wechat:abcdefgh", "im_account", ""),
        ("anything at all", "other", ""),
        ("+442079460018", "foreign", "+44207946"),
    ],
)
def test_a_prefix_leaves_four_digits_out(normalised, kind, prefix):
    assert prefix_of(normalised, kind) == prefix


CONTACTS = st.lists(
    st.builds(
        Contacted,
        id=st.integers(1, 10_000),
        at=st.integers(0, 200 * 86_400).map(lambda s: START + timedelta(seconds=s)),
        line=st.none() | st.integers(1, 12),
        place=st.sampled_from(["", JINING, "北京市"]),
        prefix=st.sampled_from(["", "1710000"]),
        person=st.none() | st.integers(1, 4),
        owes=st.booleans(),
        knows=st.booleans(),
    ),
    max_size=60,
    unique_by=lambda one: one.id,
)
TURN = Turn("stop:1", Milestone.STOP, START + timedelta(days=60), 1)
DENIAL = Denial("denial:1", date(2018, 6, 1))


@given(CONTACTS, st.randoms())
def test_the_order_of_contacts_changes_nothing(contacts, random):
    shuffled = random.sample(contacts, len(contacts))
    assert find_patterns(contacts, [TURN], [DENIAL]) == find_patterns(shuffled, [TURN], [DENIAL])


@given(CONTACTS)
def test_what_a_pattern_says_can_be_counted_again(contacts):
    by_id = {one.id: one for one in contacts}
    for pattern in find_patterns(contacts, [TURN], [DENIAL]):
        values = dict(pattern.reasons[0].values)
        members = [by_id[pk] for pk in pattern.incidents]
        assert len(set(pattern.incidents)) == len(members) == int(values["count"])
        assert pattern.first_at == min(one.at for one in members)
        if "first" in values:
            days = sorted(shanghai(one.at).date().isoformat() for one in members)
            assert (values["first"], values["last"]) == (days[0], days[-1])


@given(CONTACTS)
def test_patterns_have_names_of_their_own(contacts):
    names = [(one.kind, one.key) for one in find_patterns(contacts, [TURN], [DENIAL])]
    assert len(names) == len(set(names))


@given(CONTACTS)
def test_no_contact_is_in_two_waves(contacts):
    ids = [pk for one in found(PatternId.WAVES, contacts) for pk in one.incidents]
    assert len(ids) == len(set(ids))
