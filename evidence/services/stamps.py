"""Asking for time stamps, taking back what comes, and choosing whom to believe."""

import secrets
from io import BytesIO
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import outgoing
from evidence.exceptions import EvidenceError
from evidence.models import Bundle, Stamp, StampAuthority, TrustedCertificate
from evidence.models.bundle import BundleState
from evidence.models.stamp import StampKind
from evidence.services.exhibits import acquire_original, keep_original
from evidence.stamping.answer import (
    MALFORMED,
    SHA256,
    Declined,
    NoToken,
    Token,
    name_of,
    read_answer,
)
from evidence.stamping.der import time_stamp_query
from incidents.models import Case, CustodyEvent, User
from incidents.services.records import amend_record, create_record

# Endings under which an answer is expected to be one; anything else may be a third party's paper.
TOKEN_ENDINGS = (".tsr", ".tsq", ".tst")


class StampError(EvidenceError):
    """What was asked or brought cannot be used as a stamp."""


def request_bundle_stamp(*, bundle: Bundle, actor: User) -> Stamp:
    """Prepare a request for an issued bundle's ZIP; one that still waits is given again."""
    if bundle.state != BundleState.ISSUED:
        raise StampError(_("这一号还没有出具，没有可以盖时间戳的文件。"))
    held = bundle.stamps.waiting().first()
    return held or create_stamp(
        Stamp(case=bundle.case, bundle=bundle, imprint=bundle.zip_sha256), actor
    )


def request_head_stamp(*, case: Case, actor: User) -> Stamp:
    """Prepare a request for the newest link of the chain; one that still waits is given again."""
    held = case.stamps.waiting().filter(bundle__isnull=True).first()
    if held:
        return held
    head = CustodyEvent.objects.filter(case=case).latest("sequence")
    return create_stamp(Stamp(case=case, sequence=head.sequence, imprint=head.digest), actor)


def create_stamp(stamp: Stamp, actor: User) -> Stamp:
    stamp.number = f"{secrets.randbits(63):016x}"
    stamp.requested_at = timezone.now()
    stamp.requested_by = actor
    return create_record(record=stamp, case=stamp.case, actor=actor)


def query_of(stamp: Stamp) -> bytes:
    """Return the request as a file (.tsq); it holds the digest and a number, nothing else."""
    return time_stamp_query(bytes.fromhex(stamp.imprint), int(stamp.number, 16))


def ask_authority(*, stamp: Stamp, actor: User) -> Stamp:
    """
    Send the request to the address that the person named, and take the answer.

    This leaves the machine; call it only when the person pressed the button that says so. Raises
    StampError or outgoing.NoAnswer; the request then goes on waiting.
    """
    authority = StampAuthority.objects.filter(owner=actor).first()
    if authority is None:
        raise StampError(_("还没有填时间戳机构的地址。"))
    content = outgoing.post_query(authority.address, query_of(stamp))
    try:
        token = token_for(stamp, content)
    except NoToken as error:
        raise StampError(_("那个地址回答的不是时间戳。地址可能不对。")) from error
    if token.nonce != int(stamp.number, 16):
        raise StampError(_("时间戳机构答的不是这次请求，没有收。"))
    return keep_answer(stamp, content, f"{name_for(stamp)}.tsr", token, authority.address, actor)


def take_answer(*, stamp: Stamp, content: bytes, name: str, actor: User) -> Stamp:
    """
    Take what came back by hand: a time stamp, or a third party's paper, kept as an exhibit.

    Raises StampError when it is a stamp of something else or a refusal.
    """
    try:
        token = token_for(stamp, content)
    except NoToken as error:
        if name.lower().endswith(TOKEN_ENDINGS):
            raise StampError(_("这个文件读不出来，不是时间戳机构的回执（.tsr）。")) from error
        return keep_answer(stamp, content, name, None, "", actor)
    return keep_answer(stamp, content, name, token, "", actor)


def token_for(stamp: Stamp, content: bytes) -> Token:
    """Read an answer and refuse one that stamps something else; raises NoToken or StampError."""
    try:
        token = read_answer(content)
    except Declined as error:
        raise StampError(_("时间戳机构没有盖：%(reason)s") % {"reason": error}) from error
    if token.algorithm != SHA256 or token.digest != stamp.imprint:
        raise StampError(_("这个时间戳盖的是别的文件，摘要不一样，没有收。"))
    return token


def keep_answer(
    stamp: Stamp, content: bytes, name: str, token: Token | None, source: str, actor: User
) -> Stamp:
    original = keep_original(BytesIO(content), name)
    with transaction.atomic():
        waiting = Stamp.objects.select_for_update().select_related("case").get(pk=stamp.pk)
        if not waiting.is_waiting:
            raise StampError(_("这次请求已经收到过回执。"))
        exhibit = acquire_original(case=waiting.case, original=original, actor=actor)
        changes = {"exhibit_id": exhibit.pk, "answered_at": timezone.now(), "source": source}
        changes |= said_by(token) if token else {"kind": StampKind.PAPER}
        return amend_record(
            record=waiting, case=waiting.case, changes=changes, reason="", actor=actor
        )


def said_by(token: Token) -> dict[str, object]:
    return {
        "stamped_at": token.stamped_at,
        "authority": token.authority[:300],
        "serial": token.serial[:80],
    }


def name_for(stamp: Stamp) -> str:
    """Name the files of a request, without an ending."""
    if stamp.bundle:
        return stamp.bundle.name
    return f"{stamp.case.number}-link-{stamp.sequence}"


def set_authority(*, owner: User, address: str) -> None:
    """Say where stamps are made; an empty address means nowhere."""
    if address:
        StampAuthority.objects.update_or_create(owner=owner, defaults={"address": address})
    else:
        StampAuthority.objects.filter(owner=owner).delete()


def host_of(owner: User) -> str:
    """Return whom a click would speak to, "" when nobody."""
    authority = StampAuthority.objects.filter(owner=owner).first()
    return urlsplit(authority.address).netloc if authority else ""


@transaction.atomic
def trust_certificates(*, owner: User, content: bytes) -> int:
    """
    Believe stamps under the certificates in a file (PEM or DER); returns how many are new.

    Raises StampError when there is no certificate in it.
    """
    now = timezone.now()
    fresh = 0
    for certificate in read_certificates(content):
        _row, is_new = TrustedCertificate.objects.get_or_create(
            owner=owner,
            sha256=certificate.fingerprint(hashes.SHA256()).hex(),
            defaults={
                "pem": certificate.public_bytes(Encoding.PEM).decode(),
                "name": name_of(certificate)[:300],
                "not_after": certificate.not_valid_after_utc,
                "added_at": now,
            },
        )
        fresh += is_new
    return fresh


def read_certificates(content: bytes) -> list[x509.Certificate]:
    try:
        if b"-----BEGIN CERTIFICATE-----" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except MALFORMED as error:
        raise StampError(
            _("这个文件里没有证书。要 PEM 或 DER 格式的，后缀常是 .pem、.crt、.cer。")
        ) from error


def distrust_certificate(*, owner: User, certificate_id: int) -> bool:
    """Believe a certificate no longer; returns whether there was one."""
    found = TrustedCertificate.objects.filter(owner=owner, pk=certificate_id)
    return found.delete()[0] > 0
