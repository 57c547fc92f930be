"""Serving originals as downloads, whole or in the parts that a player asks for (RFC 9110, 14)."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse

from evidence import storage
from evidence.models import Exhibit

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def serve_original(exhibit: Exhibit, asked: str) -> HttpResponseBase:
    """
    Answer with an original's bytes, always as an attachment: players take them all the same, and
    a browser never renders what came from outside. Raises FileNotFoundError when it is gone.
    """
    file = storage.open_original(exhibit.sha256)
    part = parse_range(asked, exhibit.size)
    if part is None:
        whole = FileResponse(file, as_attachment=True, filename=exhibit.original_name)
        return dressed(whole, exhibit)
    start, end = part
    if start > end:
        file.close()
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{exhibit.size}"
        return dressed(refused, exhibit)
    response = StreamingHttpResponse(read_part(file, start, end), status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{exhibit.size}"
    response["Content-Length"] = str(end - start + 1)
    response["Content-Disposition"] = "attachment"
    return dressed(response, exhibit)


def dressed(response: HttpResponseBase, exhibit: Exhibit) -> HttpResponseBase:
    response["Content-Type"] = exhibit.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    return response


def parse_range(asked: str, size: int) -> tuple[int, int] | None:
    """
    Return the first and last byte of a single range, or None for the whole file.

    A range that lies outside the file comes back with its start after its end.
    """
    match = ONE_RANGE.fullmatch(asked.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = int(last)
        return (max(0, size - length), size - 1) if length else (size, size - 1)
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def read_part(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start + 1
        while left and (chunk := file.read(min(left, storage.CHUNK))):
            left -= len(chunk)
            yield chunk
