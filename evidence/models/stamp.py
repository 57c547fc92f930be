"""Time stamps, who gives them, and whose certificates are trusted for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models.bundle import Bundle
from evidence.models.exhibit import Exhibit
from incidents.models import Case, Recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models import User


class StampAuthority(models.Model):
    """Where a person has stamps made; no row means that nothing is ever sent."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="stamp_authority"
    )
    address = models.CharField(_("时间戳机构的地址"), max_length=300)

    def __str__(self) -> str:
        return self.address


class TrustedCertificate(models.Model):
    """A certificate under which a person believes time stamps; `sha256` is its fingerprint."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="trusted_certificates"
    )
    sha256 = models.CharField(max_length=64)
    pem = models.TextField()
    name = models.CharField(max_length=300)
    not_after = models.DateTimeField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("owner", "sha256"), name="a_certificate_trusted_once")
        ]

    def __str__(self) -> str:
        return self.name

    def load(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.pem.encode())


class StampKind(models.TextChoices):
    """What came back: a token that can be checked here, or another's paper that cannot."""

    TOKEN = "token", _("时间戳")
    PAPER = "paper", _("第三方凭证")


class StampQuerySet(models.QuerySet["Stamp"]):
    def visible_to(self, user: User | AnonymousUser) -> StampQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def waiting(self) -> StampQuerySet:
        return self.filter(exhibit__isnull=True)


class Stamp(Recorded):
    """
    One request for a time stamp on a bundle's ZIP or on a link of the chain, and what came back.

    `imprint` is what is stamped: the SHA-256 (hex) of the ZIP, or the link's own. `number` is the
    request's own, so that an answer can be told from an older one. `exhibit` holds the answer as
    it came; `stamped_at`, `authority` and `serial` are what it says, and `source` is the address
    that it came from ("" when it was brought by hand).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="stamps")
    bundle = models.ForeignKey(Bundle, models.PROTECT, null=True, blank=True, related_name="stamps")
    sequence = models.PositiveIntegerField(null=True, blank=True)
    imprint = models.CharField(max_length=64)
    number = models.CharField(max_length=16)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=StampKind, default=StampKind.TOKEN)
    exhibit = models.ForeignKey(
        Exhibit, models.PROTECT, null=True, blank=True, related_name="stamps"
    )
    answered_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=300, blank=True)
    stamped_at = models.DateTimeField(null=True)
    authority = models.CharField(max_length=300, blank=True)
    serial = models.CharField(max_length=80, blank=True)

    objects = StampQuerySet.as_manager()

    class Meta:
        verbose_name = _("时间戳")
        verbose_name_plural = _("时间戳")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(bundle__isnull=True) ^ models.Q(sequence__isnull=True),
                name="a_stamp_is_on_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.imprint[:12]} {self.authority}"

    @property
    def is_waiting(self) -> bool:
        return self.exhibit_id is None
