"""
Writes and reads files in the age format with a passphrase, in pieces (C2SP age.md, version 1).

The `age` tool opens what is written here, and this reads what `age -p` writes. Only the
arrangement is ours: scrypt, HKDF, HMAC and ChaCha20-Poly1305 come from libraries.
"""

import base64
import binascii
import hashlib
import hmac
import io
import re
import secrets
import unicodedata
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from evidence.backups.refusal import Refusal, Refused

INTRO = b"age-encryption.org/v1\n"
LABEL = b"age-encryption.org/v1/scrypt"
CHUNK = 64 * 1024
TAG = 16
SEALED = CHUNK + TAG
# 2^18 is what the age tool itself uses: 256 MB for under a second, on each try at guessing.
WORK_FACTOR = 18
HIGHEST_WORK_FACTOR = 20
STANZA = re.compile(rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n")
BODY = re.compile(rb"([A-Za-z0-9+/]{43})\n")
MAC = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")
LONGEST_LINE = 256


def encoded(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise Refused(Refusal.DAMAGED) from error


def wrapping_key(passphrase: str, salt: bytes, work_factor: int) -> ChaCha20Poly1305:
    """Derive what seals the file key. Typed in either Unicode form, a passphrase is the same."""
    key = hashlib.scrypt(
        unicodedata.normalize("NFC", passphrase).encode(),
        salt=LABEL + salt,
        n=2**work_factor,
        r=8,
        p=1,
        maxmem=2 ** (work_factor + 10) + 2**20,
        dklen=32,
    )
    return ChaCha20Poly1305(key)


def derived(file_key: bytes, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(file_key)


def header_mac(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(derived(file_key, None, b"header"), header, "sha256")


def nonce_of(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class SealingWriter(io.RawIOBase):
    """Encrypts what is written and passes it on; nothing can be opened before `finish`."""

    def __init__(self, target: BinaryIO, passphrase: str, work_factor: int | None = None) -> None:
        super().__init__()
        self.target, self.position, self.number = target, 0, 0
        self.waiting = bytearray()
        file_key, nonce = secrets.token_bytes(16), secrets.token_bytes(16)
        target.write(header_for(file_key, passphrase, work_factor or WORK_FACTOR) + nonce)
        self.cipher = ChaCha20Poly1305(derived(file_key, nonce, b"payload"))

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self.waiting += piece
        self.position += len(piece)
        at = 0
        # The last chunk is never empty, so a full one waits until more follows.
        while len(self.waiting) - at > CHUNK:
            self._seal(bytes(memoryview(self.waiting)[at : at + CHUNK]), is_last=False)
            at += CHUNK
        del self.waiting[:at]
        return len(piece)

    def finish(self) -> None:
        self._seal(bytes(self.waiting), is_last=True)
        self.waiting.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = nonce_of(self.number, is_last=is_last)
        self.target.write(self.cipher.encrypt(nonce, piece, None))
        self.number += 1


def header_for(file_key: bytes, passphrase: str, work_factor: int) -> bytes:
    salt = secrets.token_bytes(16)
    sealed = wrapping_key(passphrase, salt, work_factor).encrypt(bytes(12), file_key, None)
    stanza = b"-> scrypt %s %d\n%s\n" % (encoded(salt), work_factor, encoded(sealed))
    header = INTRO + stanza + b"---"
    return header + b" " + encoded(header_mac(file_key, header)) + b"\n"


class OpeningReader(io.RawIOBase):
    """
    Decrypts what is read, chunk by chunk, each authenticated before it is handed on.

    Raises Refused: FOREIGN, LOCKED, DAMAGED, or TRUNCATED when the end is missing or broken.
    """

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        super().__init__()
        self.source, self.number = source, 0
        file_key = file_key_of(source, passphrase)
        nonce = source.read(16)
        if len(nonce) < 16:
            raise Refused(Refusal.TRUNCATED)
        self.cipher = ChaCha20Poly1305(derived(file_key, nonce, b"payload"))
        self.opened = memoryview(b"")
        self.ahead = source.read(SEALED)
        if not self.ahead:
            raise Refused(Refusal.TRUNCATED)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, fewer only at the end of a chunk, none only at the end."""
        if not self.opened:
            self.opened = memoryview(self._open_next())
        piece = self.opened if size < 0 else self.opened[:size]
        self.opened = self.opened[len(piece) :]
        return bytes(piece)

    def _open_next(self) -> bytes:
        if not self.ahead:
            return b""
        sealed, self.ahead = self.ahead, self.source.read(SEALED)
        is_last = not self.ahead
        try:
            opened = self.cipher.decrypt(nonce_of(self.number, is_last=is_last), sealed, None)
        except InvalidTag as error:
            raise Refused(Refusal.TRUNCATED if is_last else Refusal.DAMAGED) from error
        self.number += 1
        return opened


def file_key_of(source: BinaryIO, passphrase: str) -> bytes:
    """Read the header and open the key in it; raises Refused."""
    intro = source.readline(LONGEST_LINE)
    stanza, body, mac = (source.readline(LONGEST_LINE) for _line in range(3))
    found = STANZA.fullmatch(stanza)
    if intro != INTRO or found is None or int(found[2]) > HIGHEST_WORK_FACTOR:
        is_cut = INTRO.startswith(intro) and not stanza and bool(intro)
        raise Refused(Refusal.TRUNCATED if is_cut else Refusal.FOREIGN)
    sealed, stated = BODY.fullmatch(body), MAC.fullmatch(mac)
    if sealed is None or stated is None:
        raise Refused(Refusal.DAMAGED if mac.endswith(b"\n") else Refusal.TRUNCATED)
    key = wrapping_key(passphrase, decoded(found[1]), int(found[2]))
    try:
        file_key = key.decrypt(bytes(12), decoded(sealed[1]), None)
    except InvalidTag as error:
        raise Refused(Refusal.LOCKED) from error
    header = intro + stanza + body + b"---"
    if not hmac.compare_digest(header_mac(file_key, header), decoded(stated[1])):
        raise Refused(Refusal.DAMAGED)
    return file_key
