"""Reading requests: nothing that was sent is dropped."""

import io

import pytest
from django.test import RequestFactory

from harassguard.requests import Request

BOUNDARY = "edge"


def sent(name: str) -> Request:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        f"Content-Type: image/png\r\n\r\npixels\r\n--{BOUNDARY}--\r\n"
    ).encode()
    environ = RequestFactory().post("/").environ | {
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    return Request(environ)


@pytest.mark.parametrize("name", ["\u200b\u200b", "..", "dir/", "\u202e"])
def test_a_file_without_a_readable_name_is_kept(name):
    (file,) = sent(name).FILES.getlist("files")
    assert file.name
    assert file.read() == b"pixels"


def test_a_field_without_a_file_stays_empty():
    assert not sent("").FILES
