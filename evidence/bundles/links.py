"""Addresses inside the document: which anchor an incident, an exhibit or a rule is found under."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.bundles.numbering import Place, label_of
from evidence.bundles.records import ExhibitRecord, IncidentRecord
from evidence.bundles.wording import runs

GATHERED = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A link's target (without #) and its words."""

    target: str
    text: str


def incident_anchor(number: int) -> str:
    return f"e{number}"


def exhibit_anchor(exhibit: ExhibitRecord) -> str:
    return place_anchor(exhibit.place)


def place_anchor(place: Place) -> str:
    return f"x{label_of(place)}"


def rule_anchor(rule: str) -> str:
    return f"f-{rule}"


def incident_links(incidents: Iterable[IncidentRecord]) -> tuple[Link, ...]:
    """Return links to incidents by number, three and more neighbours gathered to one."""
    numbers = (incident.number for incident in incidents)
    return tuple(
        Link(incident_anchor(first), str(first) if first == last else f"{first}至{last}")
        for first, last in gathered(numbers)
    )


def exhibit_links(
    ids: Iterable[int], exhibits: Mapping[int, ExhibitRecord], prefix: str = ""
) -> tuple[Link, ...]:
    """Return links to exhibits by label, three and more neighbours of a group gathered to one."""
    items: dict[int, list[int]] = defaultdict(list)
    for group, item in sorted(exhibits[pk].place for pk in set(ids)):
        items[group].append(item)
    return tuple(
        Link(
            place_anchor((group, first)),
            prefix
            + label_of((group, first))
            + ("" if first == last else f"至{label_of((group, last))}"),
        )
        for group, held in items.items()
        for first, last in gathered(held)
    )


def gathered(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield neighbours as first and last where they are three and more, others each alone."""
    for first, last in runs(numbers):
        if last - first < GATHERED:
            yield from ((at, at) for at in range(first, last + 1))
        else:
            yield first, last
