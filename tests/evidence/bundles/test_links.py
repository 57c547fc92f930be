"""Neighbours among incidents and exhibits are named by the first and the last."""

from types import SimpleNamespace

from evidence.bundles.links import exhibit_links, gathered


def test_three_neighbours_are_gathered_and_two_are_not() -> None:
    assert list(gathered([1, 2, 4, 5, 6, 9])) == [(1, 1), (2, 2), (4, 6), (9, 9)]


def test_exhibits_are_gathered_within_their_group_only() -> None:
    places = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 4)]
    exhibits = {pk: SimpleNamespace(place=place) for pk, place in enumerate(places)}
    links = exhibit_links(exhibits, exhibits, "证据")
    assert [link.text for link in links] == ["证据1-1至1-3", "证据2-1", "证据2-4"]
    assert links[0].target == "x1-1"
