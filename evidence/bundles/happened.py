"""Incidents as values; what thousands of them share is looked up and worded once."""

from collections import defaultdict
from collections.abc import Iterable

from evidence.bundles.records import IncidentRecord
from evidence.bundles.wording import tight
from incidents.models import Case, Incident, ObservationRecord, Revision
from incidents.models.incident import Channel, Direction, Label, Origin


def incident_records(case: Case, incidents: Iterable[Incident]) -> tuple[IncidentRecord, ...]:
    known = Known(case)
    return tuple(known.record(incident) for incident in incidents)


class Known:
    """What the records of a case say beside an incident's own row."""

    def __init__(self, case: Case) -> None:
        self.lines = case.lines.in_bulk()
        self.places = {pk: tight(line.place) for pk, line in self.lines.items()}
        self.creditors = dict(case.creditors.values_list("pk", "name"))
        self.channels = {each.value: tight(str(each.label)) for each in Channel}
        self.origins = {each.value: str(each.label) for each in Origin}
        self.labels = {label: tight(str(label.label)) for label in Label}
        self.observed: dict[int, set[str]] = defaultdict(set)
        seen = ObservationRecord.objects.filter(incident__case=case)
        for pk, label in seen.values_list("incident_id", "label"):
            self.observed[pk].add(label)
        amended = Revision.objects.filter(case=case, subject_type="incidents.incident")
        self.amended = set(amended.values_list("subject_id", flat=True))

    def record(self, incident: Incident) -> IncidentRecord:
        line = self.lines.get(incident.line_id) if incident.line_id else None
        observed = self.observed.get(incident.pk, ())
        return IncidentRecord(
            id=incident.pk,
            number=incident.number,
            occurred_at=incident.occurred_at,
            occurred_until=incident.occurred_until,
            is_time_exact=incident.is_time_exact,
            recorded_at=incident.recorded_at,
            channel=incident.channel,
            channel_text=self.channels[incident.channel],
            is_incoming=incident.direction == Direction.INCOMING,
            creditor=self.creditors.get(incident.creditor_id or 0, ""),
            line=line.display if line else "",
            line_kind=line.kind if line else "",
            line_place=self.places[line.pk] if line else "",
            reached=incident.contact_id,
            connected=incident.connected,
            duration_s=incident.duration_s,
            claimed_identity=incident.claimed_identity,
            claimed_for=incident.claimed_for,
            narrative=incident.narrative,
            narrator=incident.narrator,
            observations=tuple(self.labels[label] for label in Label if label in observed),
            origin=incident.origin,
            origin_text=self.origins[incident.origin],
            was_amended=incident.pk in self.amended,
        )
