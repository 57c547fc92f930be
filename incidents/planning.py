"""Gathering what tagging says of single incidents into findings on sets of incidents."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.utils import timezone

from incidents.models import Incident
from incidents.tagging.cite import Cited
from incidents.tagging.engine import ENGINE_VERSION, FindingDraft, Tagging
from incidents.tagging.facts import Reason

Plain = dict[str, object] | list[object] | str

# How often is a question about a day: its contacts are one finding, not one each.
RULES_ABOUT_DAYS = frozenset({"R2"})


@dataclass(slots=True)
class Planned:
    """A finding to be: JSON-ready reasons and citations, and the incidents that it rests on."""

    rule: str
    scope: str
    first_at: datetime
    reasons: list[Plain] = field(default_factory=list)
    citations: list[Plain] = field(default_factory=list)
    police: list[Plain] = field(default_factory=list)
    parts: list[Plain] = field(default_factory=list)
    uncited: Plain | None = None
    incident_ids: list[int] = field(default_factory=list)
    is_boundary: bool = False
    catalogue_digest: str = ""
    engine_version: str = ENGINE_VERSION

    def add(self, incident: Incident, draft: FindingDraft) -> None:
        self.first_at = min(self.first_at, incident.occurred_at)
        self.incident_ids.append(incident.pk)
        self.is_boundary = self.is_boundary or draft.boundary
        extend(self.reasons, map(reason_json, draft.reasons))
        extend(self.citations, map(cited_json, draft.citations))
        extend(self.police, map(cited_json, draft.police))
        extend(self.parts, draft.parts)
        self.uncited = reason_json(draft.note) if draft.note and not self.citations else None

    @property
    def basis(self) -> str:
        """SHA-256 (hex) of what the finding says, and on which incidents."""
        said = [self.reasons, self.citations, self.police, sorted(self.incident_ids)]
        return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def extend(target: list[Plain], items: Iterable[Plain]) -> None:
    target.extend(item for item in items if item not in target)


def reason_json(reason: Reason) -> list[object]:
    return [reason.code, dict(reason.values)]


def cited_json(cited: Cited) -> dict[str, object]:
    return {"clause": cited.clause, "remarks": list(cited.remarks)}


def scope_of(draft: FindingDraft, incident: Incident) -> str:
    """Name the set of incidents that a draft speaks of: itself, or its day's count."""
    if draft.rule not in RULES_ABOUT_DAYS:
        return f"incident:{incident.pk}"
    day = timezone.localtime(incident.occurred_at).date().isoformat()
    return f"day:{day}:creditor:{incident.creditor_id or 0}"


def plan(taggings: Mapping[Incident, Tagging], catalogue_digest: str) -> list[Planned]:
    """Gather drafts by rule and scope, in the order of incidents."""
    planned: dict[tuple[str, str], Planned] = {}
    for incident, tagging in taggings.items():
        for draft in tagging.findings:
            scope = scope_of(draft, incident)
            new = Planned(
                draft.rule, scope, incident.occurred_at, catalogue_digest=catalogue_digest
            )
            item = planned.setdefault((draft.rule, scope), new)
            item.add(incident, draft)
    return list(planned.values())
