"""Sends any bytes through the upload path, as far as the disk: python -m tests.fuzz.uploads."""

import atexit
import os
import shutil
import tempfile
from io import BytesIO
from pathlib import Path

FOLDER = tempfile.mkdtemp(prefix="harassguard-fuzz-uploads-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["HARASSGUARD_DATA"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harassguard.settings")

import atheris  # noqa: E402
import django  # noqa: E402

django.setup()

from django.http.multipartparser import MultiPartParser, MultiPartParserError  # noqa: E402

with atheris.instrument_imports(include=["evidence", "django.http.multipartparser"]):
    from evidence import storage
    from evidence.bundles.manifest import safe_name
    from evidence.content import look_at
    from evidence.exceptions import EmptyFile
    from evidence.pictures import decode, quietly
    from evidence.services.exhibits import keep_uploads
    from evidence.uploads import DiskUploadHandler

from django.core.exceptions import SuspiciousOperation  # noqa: E402
from django.core.files.uploadhandler import MemoryFileUploadHandler  # noqa: E402

from tests.evidence import files  # noqa: E402
from tests.evidence.naming import check_name, check_safe_name  # noqa: E402
from tests.fuzz.running import run  # noqa: E402

BOUNDARY = "fuzz"
HEAD = 'Content-Disposition: form-data; name="files"; filename="'


def target(content: bytes) -> None:
    look(content)
    receive(content)


def look(content: bytes) -> None:
    path = Path(FOLDER) / "one"
    path.write_bytes(content)
    with quietly():
        look_at(path)
        decode(path)


def receive(body: bytes) -> None:
    """Take a body as a browser's form would arrive, and keep the files in it."""
    meta = {
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": len(body),
    }
    handlers = [MemoryFileUploadHandler(), DiskUploadHandler()]
    try:
        _fields, sent = MultiPartParser(meta, BytesIO(body), handlers).parse()
    except (MultiPartParserError, SuspiciousOperation):
        return
    for file in sent.getlist("files"):
        keep_one(file)


def keep_one(file) -> None:
    try:
        [original] = keep_uploads([file])
    except EmptyFile:
        return
    check_name(original.name)
    check_safe_name(safe_name("1-1", original.name))
    path = storage.path_of(original.stored.sha256)
    assert storage.digest_of(original.stored.sha256) == original.stored.sha256
    path.unlink()


def sent_as(name: str, content: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\n{HEAD}{name}"\r\n\r\n'.encode()
    return head + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def seeds() -> list[bytes]:
    made = [
        *(files.picture(), files.picture("PNG"), files.picture("WEBP"), files.animation()),
        *(files.photograph(), files.heic(), files.amr(), files.mp4(), files.mp3(), files.wav()),
        *(files.docx(), files.SIGNED_PDF, files.SVG),
    ]
    return [*made, *(sent_as("../../截图\u202egpj.exe", content[:2000]) for content in made)]


if __name__ == "__main__":
    run(target, seeds(), "-max_len=20000")
