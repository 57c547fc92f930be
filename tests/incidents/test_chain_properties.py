"""Whatever single thing is changed in a chain, walking it tells; two ways of writing JSON agree."""

import string
from datetime import UTC, datetime, timedelta

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from incidents.canonical import LARGEST, canonical
from incidents.custody import GENESIS, link_digest
from incidents.link_check import Held, Link, walk

START = datetime(2026, 11, 21, tzinfo=UTC)
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
CHANGES = {
    "case_id": st.integers(1, 9),
    "sequence": st.integers(0, 99),
    "at": st.integers(0, 10**6).map(lambda seconds: START + timedelta(seconds=seconds)),
    "actor": st.sampled_from(["user:1", "user:2", "reporter"]),
    "action": st.sampled_from(["created", "amended", "withdrawn", "erased"]),
    "subject_type": st.sampled_from(["incidents.incident", "incidents.contact"]),
    "subject_id": st.integers(1, 99),
    "subject_digest": HEX,
    "fields": st.lists(st.sampled_from(["name", "note", "phone"]), max_size=2, unique=True),
    "previous": HEX,
    "digest": HEX,
}
# More than a chain holds: an index is taken modulo its length.
PLACE = st.integers(0, 99)
JSON_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-LARGEST, LARGEST),
    JSON_TEXT,
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(JSON_TEXT),
    st.dictionaries(JSON_TEXT, JSON_TEXT),
)
KEYS = st.text(string.ascii_lowercase + "_", min_size=1)


@st.composite
def chains(draw: st.DrawFn) -> list[Link]:
    """Draw a chain whose links follow from one another."""
    links: list[Link] = []
    for place in range(1, draw(st.integers(2, 6)) + 1):
        values = {
            name: draw(CHANGES[name])
            for name in ("at", "actor", "action", "subject_type", "subject_id", "subject_digest")
        }
        previous = links[-1].digest if links else GENESIS
        link = Link(
            case_id=1, sequence=place, previous=previous, fields=["note"], digest="", **values
        )
        links.append(link._replace(digest=link_digest(link)))
    return links


def head(links: list[Link]) -> Held:
    return Held(links[-1].sequence, links[-1].digest, "HG-01")


@given(chains())
def test_an_untouched_chain_holds(links: list[Link]) -> None:
    found = walk(links, [head(links)])
    assert (found.entries, found.problems) == (len(links), [])


@given(chains(), PLACE, st.data())
def test_any_change_of_any_value_is_found(links: list[Link], place: int, data) -> None:
    at = place % len(links)
    name = data.draw(st.sampled_from(sorted(CHANGES)))
    value = data.draw(CHANGES[name].filter(lambda drawn: drawn != getattr(links[at], name)))
    changed = [*links]
    changed[at] = links[at]._replace(**{name: value})
    assert walk(changed, []).problems


@given(chains(), PLACE, st.data())
def test_a_change_made_to_fit_is_found_by_the_anchor(links: list[Link], place: int, data) -> None:
    at = place % len(links)
    name = data.draw(st.sampled_from(["actor", "action", "subject_digest", "at", "subject_id"]))
    value = data.draw(CHANGES[name].filter(lambda drawn: drawn != getattr(links[at], name)))
    forged = links[:at]
    for link in [links[at]._replace(**{name: value}), *links[at + 1 :]]:
        fitting = link._replace(previous=forged[-1].digest if forged else GENESIS)
        forged.append(fitting._replace(digest=link_digest(fitting)))
    assert walk(forged, []).problems == []
    assert walk(forged, [head(links)]).problems


@given(chains(), PLACE)
def test_any_link_taken_out_is_found(links: list[Link], place: int) -> None:
    at = place % len(links)
    assert walk(links[:at] + links[at + 1 :], [head(links)]).problems


@given(chains(), PLACE, PLACE)
def test_any_link_put_in_twice_is_found(links: list[Link], place: int, to: int) -> None:
    at, to = place % len(links), to % (len(links) + 1)
    assert walk([*links[:to], links[at], *links[to:]], [head(links)]).problems


@given(chains(), PLACE, PLACE)
def test_any_two_links_that_change_places_are_found(links: list[Link], one: int, two: int) -> None:
    one, two = one % len(links), two % len(links)
    changed = [*links]
    changed[one], changed[two] = links[two], links[one]
    assert bool(walk(changed, [head(links)]).problems) == (one != two)


@given(chains(), PLACE)
def test_any_tail_cut_off_is_found_by_the_anchor(links: list[Link], place: int) -> None:
    rest = links[: place % len(links)]
    assert walk(rest, []).problems == []
    assert walk(rest, [head(links)]).problems


@given(st.dictionaries(KEYS, JSON))
def test_the_quick_way_writes_what_the_standard_says(said: dict[str, object]) -> None:
    assert canonical(said) == rfc8785.dumps(said)


def test_an_integer_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(rfc8785.IntegerDomainError):
        canonical({"size": LARGEST + 1})
