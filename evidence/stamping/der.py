"""The little of DER that RFC 3161 requests need, and one repair of answers."""

from collections.abc import Iterator

INTEGER, BOOLEAN, OCTETS, SEQUENCE, CONTEXT_0 = 0x02, 0x01, 0x04, 0x30, 0xA0
LONG = 0x80
# AlgorithmIdentifier of SHA-256 with its NULL.
SHA256 = bytes.fromhex("300d06096086480165030402010500")
TRUE = bytes((BOOLEAN, 1, 0xFF))


def element(tag: int, *parts: bytes) -> bytes:
    """Return a short element; a request never needs a longer one."""
    content = b"".join(parts)
    if len(content) >= LONG:
        raise ValueError("too long")
    return bytes((tag, len(content))) + content


def integer(number: int) -> bytes:
    return element(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def time_stamp_query(sha256: bytes, nonce: int) -> bytes:
    """Return a TimeStampReq (RFC 3161, 2.4.1) for a SHA-256 that asks for the certificates."""
    imprint = element(SEQUENCE, SHA256, element(OCTETS, sha256))
    return element(SEQUENCE, integer(1), imprint, integer(nonce), TRUE)


def head_of(content: bytes, at: int) -> tuple[int, int, int]:
    """Return an element's tag, and where its content begins and ends; raises ValueError."""
    tag, length, start = content[at], content[at + 1], at + 2
    if length >= LONG:
        count = length - LONG
        length, start = int.from_bytes(content[start : start + count], "big"), start + count
    if start + length > len(content):
        raise ValueError("cut off")
    return tag, start, start + length


def children(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield tag, beginning, and beginning and end of the content, of each element in a row."""
    while start < end:
        tag, inside, after = head_of(content, start)
        yield tag, start, inside, after
        start = after


def with_sorted_certificates(answer: bytes) -> bytes:
    """
    Return a TimeStampResp with its certificates in DER order.

    DER sorts a SET OF, but common authorities leave theirs unsorted, and strict readers refuse
    such an answer. No signature covers their order. What cannot be taken apart is returned as is.
    """
    try:
        start, end = certificates_of(answer)
        parts = sorted(
            answer[begin:after] for _tag, begin, _inside, after in children(answer, start, end)
        )
    except (IndexError, ValueError):
        return answer
    return answer[:start] + b"".join(parts) + answer[end:]


def certificates_of(answer: bytes) -> tuple[int, int]:
    """
    Find SignedData.certificates (RFC 5652, 5.1): after the status of the answer, in the content of
    its token, the context-specific element 0. Raises ValueError or IndexError when it is not there.
    """
    _tag, start, end = head_of(answer, 0)
    _status, token = list(children(answer, start, end))
    _type, content = list(children(answer, token[2], token[3]))
    _tag, start, end = head_of(answer, content[2])
    for tag, _begin, inside, after in children(answer, start, end):
        if tag == CONTEXT_0:
            return inside, after
    raise ValueError("no certificates")
