"""What a page shows of a time stamp: how it stands when it is checked now, and what it is on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography import x509
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence import storage
from evidence.models import Stamp, TrustedCertificate
from evidence.models.stamp import StampKind
from evidence.stamping.answer import Outcome, check_answer
from evidence.stamping.openssl import openssl_agrees
from incidents.models import User

MOST_BYTES = 2**20


class Standing(models.TextChoices):
    """How a stamp stands."""

    WAITING = "waiting", _("等回执")
    HOLDS = "holds", _("核对通过")
    UNKNOWN = "unknown", _("机构的证书还不在你信任的里面")
    FAILS = "fails", _("核对不上")
    DAMAGED = "damaged", _("回执文件不见了或变了")
    PAPER = "paper", _("第三方凭证，这里核对不了")


@dataclass(frozen=True, slots=True)
class StampView:
    """A stamp, how it stands, and what the openssl program says (None when it was not asked)."""

    stamp: Stamp
    standing: Standing
    openssl: bool | None = None

    @property
    def holds(self) -> bool:
        return self.standing == Standing.HOLDS


def stamp_views(stamps: Iterable[Stamp], owner: User) -> list[StampView]:
    """Check stamps now, against the certificates that this person believes."""
    trusted = [row.load() for row in TrustedCertificate.objects.filter(owner=owner)]
    return [stamp_view(stamp, trusted) for stamp in stamps]


def stamp_view(stamp: Stamp, trusted: Sequence[x509.Certificate]) -> StampView:
    if stamp.exhibit is None:
        return StampView(stamp, Standing.WAITING)
    if stamp.kind == StampKind.PAPER:
        return StampView(stamp, Standing.PAPER)
    if storage.digest_of(stamp.exhibit.sha256) != stamp.exhibit.sha256:
        return StampView(stamp, Standing.DAMAGED)
    with storage.open_original(stamp.exhibit.sha256) as file:
        outcome = check_answer(file.read(MOST_BYTES), stamp.imprint, trusted)
    if outcome == Outcome.UNKNOWN_AUTHORITY:
        return StampView(stamp, Standing.UNKNOWN)
    if outcome == Outcome.FAILS or stamp.stamped_at is None:
        return StampView(stamp, Standing.FAILS)
    answer = storage.path_of(stamp.exhibit.sha256)
    agrees = openssl_agrees(answer, stamp.imprint, trusted, stamp.stamped_at)
    return StampView(stamp, Standing.FAILS if agrees is False else Standing.HOLDS, agrees)
