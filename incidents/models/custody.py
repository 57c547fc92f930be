"""The links of a case's custody chain, and where its newest link was anchored."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models.append_only import AppendOnly, AppendOnlyQuerySet
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
    ERASED = "erased", pgettext_lazy("done", "删除个人信息")
    STRUCK = "struck", pgettext_lazy("done", "抹去字句")


# After these, what a record said before is gone and can no longer be worked out.
ERASING = frozenset({Action.ERASED, Action.STRUCK})
DECIDING = frozenset({Action.CONFIRMED, Action.DISMISSED, Action.RECONSIDERED})


class CustodyEventQuerySet(AppendOnlyQuerySet["CustodyEvent"]):
    """Links are added, never changed."""


class CustodyEvent(AppendOnly):
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


class AnchorPlace(models.TextChoices):
    BUNDLE = "bundle", _("证据包")
    BACKUP = "backup", _("备份")
    STAMP = "stamp", _("时间戳")


class AnchorQuerySet(AppendOnlyQuerySet["Anchor"]):
    """Anchors are added, never changed."""


class Anchor(AppendOnly):
    """
    What the newest link was when it went somewhere that nobody here can change any more.

    `name` says which bundle or file holds it. A chain that is cut short or written anew no longer
    has this digest in this place.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="anchors")
    sequence = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    place = models.CharField(max_length=8, choices=AnchorPlace)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = AnchorQuerySet.as_manager()

    class Meta:
        verbose_name = _("锚点")
        verbose_name_plural = _("锚点")
        ordering = ("-sequence", "pk")

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"
