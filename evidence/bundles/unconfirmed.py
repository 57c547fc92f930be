"""The annex of findings that nobody confirmed: what the program pointed out, not claimed."""

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.bundles.choosing import Unconfirmed
from evidence.bundles.citations import rules_named
from evidence.bundles.links import Link, incident_links
from evidence.bundles.records import Selection
from evidence.bundles.unconfirmed_record import UnconfirmedRecord

HEADING = "尚未确认的标记（附）"


@dataclass(frozen=True, slots=True)
class Pointer:
    """One rule of the annex: its title, how many findings, and where their incidents stand."""

    anchor: str
    title: str
    counted: str
    incidents: tuple[Link, ...]


def unconfirmed_records(found: Mapping[str, Unconfirmed]) -> tuple[UnconfirmedRecord, ...]:
    return tuple(
        UnconfirmedRecord(
            rule=rule.id,
            rule_title=rule.title,
            count=found[rule.id].count,
            incidents=found[rule.id].incidents,
        )
        for rule in rules_named(found).values()
    )


def pointers(selection: Selection) -> tuple[Pointer, ...]:
    incidents = {incident.id: incident for incident in selection.incidents}
    return tuple(
        Pointer(
            anchor=f"u-{each.rule}",
            title=each.rule_title,
            counted=f"{each.count}条，涉及事件{len(each.incidents)}次",
            incidents=incident_links(incidents[pk] for pk in each.incidents),
        )
        for each in selection.unconfirmed
    )
