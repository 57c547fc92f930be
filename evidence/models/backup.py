"""Backups that were made here: how far one has come, and what the finished ones hold."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BackupState(models.TextChoices):
    RUNNING = "running", _("正在备份")
    DONE = "done", _("已备份")
    FAILED = "failed", _("没有备份成功")
    CANCELLED = "cancelled", _("已停下")


class BackupStage(models.TextChoices):
    COPY = "copy", _("复制数据库")
    PACK = "pack", _("加密打包")
    CHECK = "check", _("读回核对")


class Backup(models.Model):
    """
    One backup of the whole installation; it belongs to no case, and to no chain.

    `taken_at` is the moment up to which everything is in it. `chains` are the newest links that
    it anchors, [{case, sequence, head}]; `faults` the originals that were gone or altered already.
    `size` and `sha256` (hex) are those of the encrypted file. No passphrase is ever written here.
    """

    state = models.CharField(max_length=10, choices=BackupState, default=BackupState.RUNNING)
    stage = models.CharField(max_length=8, choices=BackupStage, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(_("备份时间"), null=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"), null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    members = models.PositiveIntegerField(null=True)
    chains = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("备份")
        verbose_name_plural = _("备份")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the page keeps a finished file until the next one; it may be gone."""
        return Path(settings.DATA_DIR) / "backups" / self.name

    @property
    def is_here(self) -> bool:
        return self.state == BackupState.DONE and self.path.is_file()
