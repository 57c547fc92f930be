"""A rule that one or several incidents may concern, and what a person decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.case import Case
from incidents.models.incident import Incident
from incidents.models.recorded import Recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models.user import User


# Patterns are called P1 to P5, rules R1 to R19.
PATTERN = "P"


class FindingState(models.TextChoices):
    SUGGESTED = "suggested", _("等你定")
    CONFIRMED = "confirmed", _("已确认")
    DISMISSED = "dismissed", _("已排除")


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User | AnonymousUser) -> FindingQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def current(self) -> FindingQuerySet:
        """Leave out suggestions whose basis is gone."""
        return self.exclude(state=FindingState.SUGGESTED, is_supported=False)

    def patterns(self) -> FindingQuerySet:
        """Keep only what shows in many incidents together (see incidents.tagging.patterns)."""
        return self.filter(rule__startswith=PATTERN)

    def of_rules(self) -> FindingQuerySet:
        """Leave out patterns: what is left says something of its incident, or of its day."""
        return self.exclude(rule__startswith=PATTERN)

    def waiting(self) -> FindingQuerySet:
        return self.filter(state=FindingState.SUGGESTED, is_supported=True)


class Finding(Recorded):
    """
    One rule, or one pattern, on one set of incidents.

    `scope` names the set ("incident:12", "day:2018-04-25:creditor:1" for a day's count, or a
    pattern's own name such as "wave:2018-04-16") and with `rule` is the finding's identity, so
    that re-tagging meets the same finding again and a person's decision stays.

    `reasons` is [[code, {values}], …] (incidents.tagging.reasons). `citations` and `police` are
    [{"clause": …, "remarks": […]}, …], keys of the catalogue that incidents.tagging.cite renders
    for page and paper. `parts` names the sub-rules that held; `uncited` says by a reason why
    nothing is cited. `basis` is the SHA-256 of reasons and citations at the last tagging,
    `decided_basis` the one that the person saw.
    """

    # What tagging derives may be derived anew; the chain holds the decision, and by
    # `decided_basis` what it was made on.
    volatile = frozenset(
        {
            "first_at",
            "reasons",
            "citations",
            "police",
            "parts",
            "uncited",
            "is_boundary",
            "is_supported",
            "basis",
            "catalogue_digest",
            "engine_version",
        }
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="findings")
    rule = models.CharField(_("规则"), max_length=8)
    scope = models.CharField(max_length=80)
    incidents = models.ManyToManyField(Incident, related_name="findings")
    first_at = models.DateTimeField()
    reasons = models.JSONField()
    citations = models.JSONField()
    police = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    uncited = models.JSONField(null=True)
    is_boundary = models.BooleanField(default=False)
    is_supported = models.BooleanField(default=True)
    basis = models.CharField(max_length=64)
    catalogue_digest = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.SUGGESTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_basis = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("标记")
        verbose_name_plural = _("标记")
        ordering = ("first_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "rule", "scope"), name="one_finding_per_rule_and_scope"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.scope}"

    @classmethod
    def is_unspoken(cls, content: Mapping[str, object]) -> bool:
        """Suggestions come and go with tagging; the chain holds what a person decided."""
        undecided = (FindingState.SUGGESTED, None, None, "", "")
        columns = ("state", "decided_by_id", "decided_at", "decided_basis", "note")
        return tuple(content[name] for name in columns) == undecided

    @property
    def is_decided(self) -> bool:
        return self.state != FindingState.SUGGESTED

    @property
    def is_pattern(self) -> bool:
        return self.rule.startswith(PATTERN)

    @property
    def has_changed_since_decision(self) -> bool:
        return self.state != FindingState.SUGGESTED and (
            not self.is_supported or self.basis != self.decided_basis
        )
