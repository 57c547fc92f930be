"""Keeping the patterns of a case up to date, without looking for them at every entry."""

from django.db import transaction

from incidents.catalogue import catalogue
from incidents.models import Case
from incidents.models.custody import DECIDING, Action
from incidents.pattern_facts import contacts_of, denials_of, turns_of
from incidents.planning import Planned, reason_json
from incidents.services.planned import save_planned
from incidents.tagging.catalogue.model import Catalogue
from incidents.tagging.engine import ENGINE_VERSION
from incidents.tagging.patterns import Pattern, find_patterns

# What is done with records without changing what happened.
OUTSIDE = (
    *DECIDING,
    Action.ISSUED,
    Action.CHECKED,
    Action.ACQUIRED,
    Action.REFERENCED,
    Action.SUBMITTED,
    Action.DECLINED,
)
SCOPE_LENGTH = 80


def refresh_patterns(case: Case) -> bool:
    """
    Look for patterns again when the case has changed since the last time; returns whether it had.

    Call where patterns are about to be read. A person's decision stays, and a pattern that no
    longer shows is kept, marked as unsupported.
    """
    rules = catalogue()
    mark = mark_of(case, rules)
    if case.patterns_mark == mark:
        return False
    with transaction.atomic():
        # Of two who look at once, the later one waits here and then finds nothing left to do.
        outdated = Case.objects.filter(pk=case.pk).exclude(patterns_mark=mark)
        is_due = outdated.update(patterns_mark=mark) == 1
        if is_due:
            find_and_save(case, rules)
    case.patterns_mark = mark
    return is_due


def mark_of(case: Case, rules: Catalogue) -> str:
    """Name the state that patterns follow from: the last change of the case, and the catalogue."""
    newest = case.custody_events.exclude(action__in=OUTSIDE).order_by("-sequence")
    sequence = newest.values_list("sequence", flat=True).first() or 0
    return f"{sequence}:{rules.digest[:32]}:{ENGINE_VERSION}"


def find_and_save(case: Case, rules: Catalogue) -> None:
    found = find_patterns(contacts_of(case), turns_of(case), denials_of(case))
    planned = [planned_of(pattern, rules.digest) for pattern in found]
    save_planned(
        case,
        {(finding.rule, finding.scope): finding for finding in case.findings.patterns()},
        {(item.rule, item.scope): item for item in planned},
    )


def planned_of(pattern: Pattern, catalogue_digest: str) -> Planned:
    return Planned(
        rule=pattern.kind.value,
        scope=pattern.key[:SCOPE_LENGTH],
        first_at=pattern.first_at,
        reasons=[reason_json(reason) for reason in pattern.reasons],
        parts=[pattern.part],
        incident_ids=list(pattern.incidents),
        catalogue_digest=catalogue_digest,
    )
