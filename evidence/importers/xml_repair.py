"""Mends, byte by byte, the characters that backup apps write and no XML parser accepts."""

import codecs
import re

_LOW = (
    rb"0{0,3}(?:56(?:3[2-9][0-9]|[4-9][0-9]{2})|57(?:[0-2][0-9]{2}|3[0-3][0-9]|34[0-3]))"
    rb"|[xX]0{0,4}[dD][c-fC-F][0-9a-fA-F]{2}"
)
_HIGH = (
    rb"0{0,3}(?:55(?:29[6-9]|[3-9][0-9]{2})|56(?:[0-2][0-9]{2}|3[01][0-9]))"
    rb"|[xX]0{0,4}[dD][89abAB][0-9a-fA-F]{2}"
)
_REFERENCE = re.compile(rb"&#([0-9]{1,9}|[xX][0-9a-fA-F]{1,8});(?:&#(" + _LOW + rb");)?")
_ENCODED_SURROGATES = re.compile(
    rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]"
)
_UNFINISHED = re.compile(
    rb"(?:(?:&#(?:" + _HIGH + rb");)?(?:&(?:#(?:[xX]?[0-9a-fA-F]{0,9})?)?)?"
    rb"|\xed(?:[\xa0-\xaf](?:[\x80-\xbf](?:\xed[\xb0-\xbf]?)?)?|[\xb0-\xbf])?)\Z"
)
_LONGEST_UNFINISHED = 32
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\r")
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class XmlMender:
    """
    Turns an export into UTF-8 that a parser accepts, whatever the sizes of the pieces fed.

    Characters written as two surrogates become one; half of a pair becomes U+FFFD; control
    characters that XML cannot hold are dropped. Zero bytes stay: they are damage, not text.
    """

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder | None = None
        self._head: bytes | None = b""
        self._held = b""

    def feed(self, piece: bytes) -> bytes:
        """Raise UnicodeDecodeError when UTF-16 is broken."""
        buffer = self._held + self._as_utf8(piece).translate(None, _CONTROLS)
        unfinished = _UNFINISHED.search(buffer, max(0, len(buffer) - _LONGEST_UNFINISHED))
        cut = unfinished.start() if unfinished else len(buffer)
        self._held = buffer[cut:]
        return _mend(buffer[:cut])

    def close(self) -> bytes:
        """Give back what was held for a second half that never came."""
        rest = self._begin(self._head) if self._head is not None else b""
        if self._decoder is not None:
            rest += self._decoder.decode(b"", True).encode()
        return _mend(self._held + rest)

    def _as_utf8(self, piece: bytes) -> bytes:
        if self._head is not None:
            self._head = (self._head + piece).lstrip()
            return self._begin(self._head) if len(self._head) > 3 else b""
        return self._decoder.decode(piece).encode() if self._decoder else piece

    def _begin(self, head: bytes) -> bytes:
        """Settle the encoding by the mark; a declaration must be the very first thing."""
        self._head = None
        if encoding := _UTF16_MARKS.get(head[:2]):
            self._decoder = codecs.getincrementaldecoder(encoding)()
            return self._decoder.decode(head[2:]).encode()
        return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _mend(text: bytes) -> bytes:
    if b"\xed" in text:
        text = _ENCODED_SURROGATES.sub(_mend_encoded, text)
    if b"&#" in text:
        text = _REFERENCE.sub(_mend_reference, text)
    return text


def _mend_reference(match: re.Match[bytes]) -> bytes:
    first, low = _code(match[1]), match[2] and _code(match[2])
    if low and 0xD800 <= first <= 0xDBFF:
        return b"&#%d;" % (0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00))
    return _single(first) + (b"&#65533;" if low else b"")


def _code(reference: bytes) -> int:
    return int(reference[1:], 16) if reference[:1] in b"xX" else int(reference)


def _single(code: int) -> bytes:
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return b"&#65533;"
    if code in (0xFFFE, 0xFFFF) or (code < 32 and code not in b"\t\n\r"):
        return b""
    return b"&#%d;" % code


def _mend_encoded(match: re.Match[bytes]) -> bytes:
    pair = match[0].decode("utf-8", "surrogatepass")
    return pair.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
