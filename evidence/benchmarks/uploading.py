"""Sends a long recording through the real server and page, to see what memory that takes."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application
from django.test import Client
from django.urls import resolve, reverse
from waitress.server import create_server

from evidence.benchmarks.machine import peak_mb
from evidence.benchmarks.originals import peer
from evidence.benchmarks.places import RECORDING
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.models import Exhibit
from incidents.models import Incident

HOST = "127.0.0.1"
BOUNDARY = "measured-upload"
KEY = "k" * 32
CHUNK = 2**20
MOST = 2**32


def send_recording(folder: Path, sizes: Sizes) -> Run:
    """Add a recording to an incident over HTTP; the time is that from first byte to answer."""
    path, incident = folder / RECORDING, Incident.objects.get()
    copy = folder / "copy"
    peer_seconds = peer(["cp", str(path), str(copy)], ["sha256sum", str(copy)])
    copy.unlink()
    cookies = Client()
    cookies.force_login(incident.case.owner)
    session = cookies.cookies[settings.SESSION_COOKIE_NAME].value
    page = reverse("exhibit-add", args=[incident.pk])
    # The first request loads most of the program; what that takes is not the upload's.
    resolve(page)
    before_mb = peak_mb()
    with serving() as port, stopwatch() as lap:
        status = send(port, page, session, path)
    held = Exhibit.objects.filter(size=path.stat().st_size).count()
    return Run(
        amount=sizes.recording_mb,
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        peer_seconds=peer_seconds,
        notes={"held": held, "status": status, "mb_before": before_mb or 0},
    )


@contextmanager
def serving() -> Iterator[int]:
    """Serve the pages from a thread of this process, so that its memory is theirs."""
    listener = socket.create_server((HOST, 0))
    server = create_server(
        get_internal_wsgi_application(), sockets=[listener], max_request_body_size=MOST
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.close()


def send(port: int, path: str, session: str, recording: Path) -> int:
    """Post the recording as a browser would; returns the status of the answer."""
    fields = [field("csrfmiddlewaretoken", KEY), field("source", ""), field("device", "")]
    head = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=files; "
        f"filename={recording.name}\r\nContent-Type: audio/mpeg\r\n\r\n"
    )
    before = ("".join(fields) + head).encode()
    after = f"\r\n--{BOUNDARY}--\r\n".encode()
    connection = http.client.HTTPConnection(HOST, port, timeout=600)
    connection.putrequest("POST", path)
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    length = len(before) + recording.stat().st_size + len(after)
    connection.putheader("Content-Length", str(length))
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={KEY}"
    connection.putheader("Cookie", cookies)
    connection.endheaders(before)
    with recording.open("rb") as file:
        while chunk := file.read(CHUNK):
            connection.send(chunk)
    connection.send(after)
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def field(name: str, value: str) -> str:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; name={name}\r\n\r\n{value}\r\n"
