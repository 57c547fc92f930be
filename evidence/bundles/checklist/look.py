"""Reads of a case what the questions before an issue need, without the words of it."""

from collections import Counter
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from evidence.bundles.choosing import counts_of, creditors_in
from evidence.bundles.copies import copies_of, words_written
from evidence.bundles.exhibits import reports_of, usages
from evidence.bundles.picking import Happened, Rows, pick
from evidence.bundles.recipients import Profile, profiles
from evidence.bundles.scope import NOBODY, Scope
from evidence.models import Exhibit
from evidence.models.bundle import Recipient
from incidents.models import Case, Contact, Report


class Look:
    """A case as one scope and one recipient see it."""

    def __init__(self, case: Case, recipient: Recipient, scope: Scope, rows: Rows) -> None:
        self.case = case
        self.recipient = recipient
        self.scope = scope
        self.rows = rows
        self.picked = pick(rows, scope)
        self.ids = self.picked.incidents
        self.counts = counts_of(case, self.picked)
        self.reports: list[Report] = reports_of(case, self.ids, scope)
        self.usages = usages(case, self.ids, self.reports, scope)
        self.exhibits: list[Exhibit] = [
            exhibit for exhibit in case.exhibits.all() if exhibit.pk in self.usages
        ]
        made = copies_of(case, scope)
        self.copies = [made[exhibit.pk] for exhibit in self.exhibits if exhibit.pk in made]
        stays = {*scope.left_out, *made}
        self.whole = [exhibit for exhibit in self.exhibits if exhibit.pk not in stays]
        self.creditors = creditors_in(case, scope)

    @property
    def profile(self) -> Profile:
        return profiles()[self.recipient]

    @property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def statements(self) -> list[Report]:
        return [report for report in self.reports if report.consents_to_statement]

    @cached_property
    def happened(self) -> list[Happened]:
        return [row for row in self.rows.happened if row.id in self.ids]

    @cached_property
    def reached(self) -> list[Contact]:
        """Return the relatives whom the chosen incidents reached, most often reached first."""
        counts = Counter(row.contact for row in self.happened)
        contacts = [one for one in self.case.contacts.all() if counts[one.pk]]
        return sorted(contacts, key=lambda one: -counts[one.pk])

    @cached_property
    def written(self) -> dict[int, str]:
        return words_written(self.case)

    def bare(self) -> int:
        """Count incidents that no exhibit stands behind."""
        backed = {pk for usage in self.usages.values() for pk in usage.incidents}
        return len(self.ids - backed)

    def counted(self, condition: Q) -> int:
        """Count those of the chosen incidents of which a condition holds."""
        found = self.case.incidents.standing().filter(condition).order_by()
        return len(self.ids.intersection(found.values_list("pk", flat=True)))

    def without_creditor(self) -> int:
        return sum(1 for row in self.happened if (row.creditor or NOBODY) == NOBODY)
