"""The links of a case's custody chain."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models.case import Case


class Action(models.TextChoices):
    CREATED = "created", pgettext_lazy("done", "记下")
    AMENDED = "amended", pgettext_lazy("done", "更正")
    WITHDRAWN = "withdrawn", pgettext_lazy("done", "撤下")
    RESTORED = "restored", pgettext_lazy("done", "恢复")
    CONFIRMED = "confirmed", pgettext_lazy("done", "确认标记")
    DISMISSED = "dismissed", pgettext_lazy("done", "排除标记")
    RECONSIDERED = "reconsidered", pgettext_lazy("done", "收回对标记的决定")
    ACQUIRED = "acquired", pgettext_lazy("done", "收存证据")
    REFERENCED = "referenced", pgettext_lazy("done", "关联证据")
    IMPORTED = "imported", pgettext_lazy("done", "导入")
    UNDONE = "undone", pgettext_lazy("done", "撤回导入")
    SUBMITTED = "submitted", pgettext_lazy("done", "亲友提交")
    ACCEPTED = "accepted", pgettext_lazy("done", "收下上报")
    DECLINED = "declined", pgettext_lazy("done", "没有收下上报")
    ISSUED = "issued", pgettext_lazy("done", "出具证据包")
    CHECKED = "checked", pgettext_lazy("done", "校验")


DECIDING = frozenset({Action.CONFIRMED, Action.DISMISSED, Action.RECONSIDERED})


class CustodyEventQuerySet(models.QuerySet["CustodyEvent"]):
    """Links are added, never changed."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("The custody chain is append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("The custody chain is append-only.")


class CustodyEvent(models.Model):
    """
    One link: who did what to which record, and the record's digest after it.

    `digest` is the SHA-256 of the link's own canonical JSON (RFC 8785), which holds the previous
    link's digest. `fields` names columns only; no personal content enters the chain.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="custody_events")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    action = models.CharField(max_length=12, choices=Action)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_digest = models.CharField(max_length=64)
    fields = models.JSONField(default=list)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = CustodyEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("保管记录")
        verbose_name_plural = _("保管记录")
        ordering = ("case", "sequence")
        indexes = [models.Index(fields=("subject_type", "subject_id"))]
        constraints = [
            models.UniqueConstraint(fields=("case", "sequence"), name="one_link_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The custody chain is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("The custody chain is append-only.")
