"""Addresses inside the document: which anchor an incident, an exhibit or a rule is found under."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
    return f"x{exhibit.label}"


def rule_anchor(rule: str) -> str:
    return f"f-{rule}"


def incident_links(incidents: Iterable[IncidentRecord]) -> tuple[Link, ...]:
    """Return links to incidents by number, three and more neighbours gathered to one."""
    links = []
    for first, last in runs(incident.number for incident in incidents):
        if last - first < GATHERED:
            links += [Link(incident_anchor(at), str(at)) for at in range(first, last + 1)]
        else:
            links.append(Link(incident_anchor(first), f"{first}至{last}"))
    return tuple(links)


def exhibit_links(
    ids: Iterable[int], exhibits: Mapping[int, ExhibitRecord], prefix: str = ""
) -> tuple[Link, ...]:
    found = sorted((exhibits[pk] for pk in set(ids)), key=lambda exhibit: exhibit.place)
    return tuple(Link(exhibit_anchor(each), f"{prefix}{each.label}") for each in found)
