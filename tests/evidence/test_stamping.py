"""Requests and answers as openssl understands them, and what a check makes of an answer."""

import hashlib
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from rfc3161_client._rust import parse_timestamp_request

from evidence.stamping.answer import Declined, NoToken, Outcome, check_answer, read_answer
from evidence.stamping.der import time_stamp_query, with_sorted_certificates
from evidence.stamping.openssl import openssl_agrees
from tests.evidence.authority import Authority, make_authority

DIGEST = hashlib.sha256(b"bundle").hexdigest()
OTHER = hashlib.sha256(b"another").hexdigest()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("stranger") / "tsa", "别家")


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    return authority.answer(time_stamp_query(bytes.fromhex(DIGEST), 77))


def root_of(authority: Authority) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(authority.root)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**64 - 1))
def test_the_request_is_read_back_by_the_library(digest: bytes, nonce: int) -> None:
    query = parse_timestamp_request(time_stamp_query(digest, nonce))
    assert (query.message_imprint.message, query.nonce, query.cert_req) == (digest, nonce, True)


def test_openssl_reads_the_request(tmp_path: Path) -> None:
    (tmp_path / "q.tsq").write_bytes(time_stamp_query(bytes.fromhex(DIGEST), 77))
    command = ["openssl", "ts", "-query", "-in", tmp_path / "q.tsq", "-text"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Hash Algorithm: sha256" in said
    assert "Nonce: 0x4D" in said
    assert "Certificate required: yes" in said


def test_an_answer_says_when_who_and_what(answer: bytes) -> None:
    token = read_answer(answer)
    assert (token.digest, token.nonce) == (DIGEST, 77)
    assert token.authority == "测试时间戳机构, Test"
    assert token.stamped_at.tzinfo is not None


def test_an_answer_holds_under_its_root_and_openssl_agrees(
    authority: Authority, answer: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.tsr").write_bytes(answer)
    moment = read_answer(answer).stamped_at
    assert check_answer(answer, DIGEST, root_of(authority)) == Outcome.HOLDS
    assert openssl_agrees(tmp_path / "a.tsr", DIGEST, root_of(authority), moment) is True
    assert openssl_agrees(tmp_path / "a.tsr", OTHER, root_of(authority), moment) is False


def test_an_unknown_authority_is_told_from_a_broken_stamp(
    authority: Authority, stranger: Authority, answer: bytes
) -> None:
    assert check_answer(answer, DIGEST, []) == Outcome.UNKNOWN_AUTHORITY
    assert check_answer(answer, DIGEST, root_of(stranger)) == Outcome.UNKNOWN_AUTHORITY
    assert check_answer(answer, OTHER, root_of(authority)) == Outcome.FAILS


@pytest.mark.parametrize("part", [bytes.fromhex(DIGEST), b"\x18\x0f20", "测试时间戳机构".encode()])
def test_a_changed_digest_time_or_name_never_holds(
    authority: Authority, answer: bytes, part: bytes
) -> None:
    spoilt = bytearray(answer)
    spoilt[answer.index(part) + len(part) - 1] ^= 1
    assert check_answer(bytes(spoilt), DIGEST, root_of(authority)) != Outcome.HOLDS


def test_a_changed_signature_never_holds(authority: Authority, answer: bytes) -> None:
    spoilt = answer[:-3] + bytes([answer[-3] ^ 1]) + answer[-2:]
    assert check_answer(spoilt, DIGEST, root_of(authority)) == Outcome.FAILS


def test_a_refusal_carries_the_reason_of_the_authority(authority: Authority) -> None:
    query = time_stamp_query(bytes.fromhex(DIGEST), 77)
    sha1 = query.replace(bytes.fromhex("0609608648016503040201"), b"\x06\x09" + bytes([42] * 9))
    with pytest.raises(Declined, match="not supported"):
        read_answer(authority.answer(sha1))


@given(st.binary(max_size=200))
def test_noise_is_no_answer(noise: bytes) -> None:
    with pytest.raises((NoToken, Declined)):
        read_answer(noise)
    assert with_sorted_certificates(noise) == noise


@given(at=st.integers(0, 5000), value=st.integers(0, 255))
def test_a_spoilt_answer_is_read_or_refused_but_never_crashes(
    authority: Authority, answer: bytes, at: int, value: int
) -> None:
    spoilt = bytearray(answer)
    spoilt[at % len(spoilt)] = value
    with suppress(NoToken, Declined):
        read_answer(bytes(spoilt))
    check_answer(bytes(spoilt), DIGEST, root_of(authority))
