"""The age format: another implementation opens what we write, and we open what it writes."""

import io

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.backups.age import CHUNK, OpeningReader, SealingWriter
from evidence.backups.refusal import Refusal, Refused

PASSPHRASE = "一句 记得住的话"
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7)
NONCE = 16


def sealed(content: bytes, *, step: int = 10_000, work_factor: int = 10) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, PASSPHRASE, work_factor)
    for at in range(0, len(content), step):
        writer.write(content[at : at + step])
    writer.finish()
    return target.getvalue()


def opened(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    reader = OpeningReader(io.BytesIO(content), passphrase)
    return b"".join(iter(lambda: reader.read(50_000), b""))


def refusal(content: bytes, passphrase: str = PASSPHRASE) -> Refusal:
    with pytest.raises(Refused) as refused:
        opened(content, passphrase)
    return refused.value.reason


def content_of(size: int) -> bytes:
    return bytes(at * 7 % 251 for at in range(size))


def start_of_chunks(content: bytes) -> int:
    return content.index(b"\n", content.index(b"\n---") + 1) + 1 + NONCE


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_what_is_sealed_here(size: int) -> None:
    content = content_of(size)
    assert pyrage.passphrase.decrypt(sealed(content), PASSPHRASE) == content


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens_again(size: int) -> None:
    content = content_of(size)
    assert opened(sealed(content)) == content


def test_what_pyrage_seals_opens_here() -> None:
    content = content_of(2 * CHUNK + 5)
    assert opened(pyrage.passphrase.encrypt(content, PASSPHRASE)) == content


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=500), step=st.integers(1, 90))
def test_how_it_is_cut_into_writes_does_not_matter(content: bytes, step: int) -> None:
    assert opened(sealed(content, step=step, work_factor=1)) == content


def test_a_passphrase_in_either_unicode_form_is_the_same() -> None:
    target = io.BytesIO()
    SealingWriter(target, "e\u0301te\u0301", 1).finish()
    assert opened(target.getvalue(), "été") == b""


def test_another_passphrase_is_refused_as_such() -> None:
    assert refusal(sealed(b"abc"), "另一句") == Refusal.LOCKED


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"age-encryption.org/v2\n" * 4])
def test_a_foreign_file_is_refused_as_such(content: bytes) -> None:
    assert refusal(content) == Refusal.FOREIGN


def test_an_age_file_sealed_to_a_key_is_foreign() -> None:
    key = pyrage.x25519.Identity.generate().to_public()
    assert refusal(pyrage.encrypt(b"abc", [key])) == Refusal.FOREIGN


def test_a_work_factor_that_would_take_all_memory_is_refused() -> None:
    assert refusal(sealed(b"abc").replace(b" 10\n", b" 30\n", 1)) == Refusal.FOREIGN


def test_a_changed_header_is_damage() -> None:
    content = sealed(b"abc")
    place = content.index(b"\n---") + 6
    other = b"B" if content[place : place + 1] == b"A" else b"A"
    assert refusal(content[:place] + other + content[place + 1 :]) == Refusal.DAMAGED


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.999])
def test_a_cut_file_is_refused_as_cut(share: float) -> None:
    content = sealed(content_of(5 * CHUNK))
    assert refusal(content[: int(len(content) * share)]) == Refusal.TRUNCATED


def test_a_file_cut_between_two_chunks_is_refused_as_cut() -> None:
    content = sealed(content_of(5 * CHUNK))
    assert refusal(content[: start_of_chunks(content) + 2 * (CHUNK + 16)]) == Refusal.TRUNCATED


@pytest.mark.parametrize("length", [1, 20, 30, 60, 100, 170])
def test_a_file_cut_in_its_header_never_opens(length: int) -> None:
    assert refusal(sealed(b"abc")[:length]) in (Refusal.TRUNCATED, Refusal.FOREIGN)


def test_one_changed_bit_in_the_middle_is_damage() -> None:
    content = bytearray(sealed(content_of(5 * CHUNK)))
    content[len(content) // 2] ^= 1
    assert refusal(bytes(content)) == Refusal.DAMAGED


def test_two_chunks_in_each_others_place_are_damage() -> None:
    content = sealed(content_of(5 * CHUNK))
    at, step = start_of_chunks(content), CHUNK + 16
    first, second = content[at : at + step], content[at + step : at + 2 * step]
    assert refusal(content[:at] + second + first + content[at + 2 * step :]) == Refusal.DAMAGED
