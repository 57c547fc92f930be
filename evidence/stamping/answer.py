"""Reading what a time-stamp authority answered, and checking it against trusted certificates."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID
from rfc3161_client import (
    PKIStatus,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from evidence.stamping.der import with_sorted_certificates

SHA256 = "2.16.840.1.101.3.4.2.1"
# OpenSSL's words for a signature that holds, by somebody whom none of the certificates names.
NOT_NAMED = "certificate verify error"
# What the libraries raise for bytes that are not what they should be.
MALFORMED = (
    ValueError,
    LookupError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


class NoToken(Exception):
    """The bytes are no answer of a time-stamp authority."""


class Declined(Exception):
    """The authority answered that it will not stamp; the message is its own."""


class Outcome(StrEnum):
    """What a check found."""

    HOLDS = "holds"
    UNKNOWN_AUTHORITY = "unknown"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Token:
    """What a stamp says; `authority` is only what it calls itself until it was checked."""

    stamped_at: datetime
    algorithm: str
    digest: str
    authority: str
    serial: str
    nonce: int | None


def read_answer(content: bytes) -> Token:
    """Read an answer; raises NoToken when it is none, Declined when no stamp was given."""
    answer = decode(content)
    if answer.status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        raise Declined("; ".join(answer.status_string) or str(answer.status))
    try:
        with tolerance():
            return token_in(answer)
    except MALFORMED as error:
        raise NoToken from error


@contextmanager
def tolerance() -> Iterator[None]:
    """Read certificates that break rules of form; whether they are trusted is another question."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        yield


def token_in(answer: TimeStampResponse) -> Token:
    info = answer.tst_info
    return Token(
        stamped_at=info.gen_time,
        algorithm=info.message_imprint.hash_algorithm.dotted_string,
        digest=info.message_imprint.message.hex(),
        authority=name_of(signer_of(answer)),
        serial=f"{info.serial_number:x}",
        nonce=info.nonce,
    )


def decode(content: bytes) -> TimeStampResponse:
    try:
        return decode_timestamp_response(with_sorted_certificates(content))
    except MALFORMED as error:
        raise NoToken from error


def signer_of(answer: TimeStampResponse) -> x509.Certificate | None:
    """Return the certificate of whoever signed, when the answer brings it along."""
    signers = {(each.issuer, each.serial_number) for each in answer.signed_data.signer_infos}
    for encoded in answer.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(encoded)
        if (certificate.issuer, certificate.serial_number) in signers:
            return certificate
    return None


def name_of(certificate: x509.Certificate | None) -> str:
    """Return whom a certificate names: its common name and its organisation."""
    if certificate is None:
        return ""
    parts = [
        str(attribute.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for attribute in certificate.subject.get_attributes_for_oid(kind)
    ]
    return ", ".join(dict.fromkeys(parts)) or certificate.subject.rfc4514_string()


def check_answer(content: bytes, sha256: str, trusted: Sequence[x509.Certificate]) -> Outcome:
    """
    Check that an answer stamps this SHA-256 (hex) and is signed under a trusted certificate.

    Certificates count as of the moment of the stamp, so that a stamp outlives them.
    """
    if not trusted:
        return Outcome.UNKNOWN_AUTHORITY
    verifier = VerifierBuilder(roots=list(trusted)).build()
    try:
        with tolerance():
            verifier.verify(decode(content), bytes.fromhex(sha256))
    except VerificationError as error:
        is_stranger = NOT_NAMED in str(error)
        return Outcome.UNKNOWN_AUTHORITY if is_stranger else Outcome.FAILS
    except (NoToken, *MALFORMED):
        return Outcome.FAILS
    return Outcome.HOLDS
