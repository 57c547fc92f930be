"""
The only module that sends anything to another machine.

It sends a digest and a number to the time-stamp authority that the person named, when the person
presses the button that says so, and never otherwise.
"""

import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from evidence.exceptions import EvidenceError

QUERY_TYPE, REPLY_TYPE = "application/timestamp-query", "application/timestamp-reply"
# For each wait, and for the whole conversation.
TIMEOUT_S = 10.0
DEADLINE_S = 20.0
MOST_BYTES = 2**20
PIECE = 2**16
OK = 200


class NoAnswer(EvidenceError):
    """The authority could not be reached, or did not answer as one does."""


def post_query(address: str, query: bytes) -> bytes:
    """
    Send a time-stamp query to an address and return the answer's bytes.

    Follows no redirection and uses no proxy: nobody else is spoken to. Raises NoAnswer.
    """
    parts = urlsplit(address)
    connection = connection_to(parts.scheme, parts.hostname or "", parts.port)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    hang_up = Timer(DEADLINE_S, close, [connection])
    hang_up.start()
    try:
        connection.request(
            "POST", path, body=query, headers={"Content-Type": QUERY_TYPE, "Accept": REPLY_TYPE}
        )
        return read(connection)
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer(
            _("时间戳机构的网站证书核对不上，没有发出去：%(reason)s")
            % {"reason": error.verify_message}
        ) from error
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(
            _("没有连上时间戳机构，或者它没有按时回答。可以以后再试，或者把请求文件送到别处去盖。")
        ) from error
    finally:
        hang_up.cancel()
        connection.close()


def connection_to(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=TIMEOUT_S, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=TIMEOUT_S)


def close(connection: HTTPConnection) -> None:
    """End a conversation that takes too long; whoever still reads sees it cut off."""
    if connection.sock is not None:
        connection.sock.shutdown(2)


def read(connection: HTTPConnection) -> bytes:
    response = connection.getresponse()
    if response.status != OK:
        raise NoAnswer(
            _("时间戳机构没有盖：它回答 %(status)s。地址可能不对。") % {"status": response.status}
        )
    pieces: list[bytes] = []
    began = time.monotonic()
    while piece := response.read1(PIECE):
        pieces.append(piece)
        too_long = time.monotonic() - began > DEADLINE_S
        if too_long or sum(map(len, pieces)) > MOST_BYTES:
            raise NoAnswer(_("时间戳机构的回答长得不对，没有收。"))
    return b"".join(pieces)
