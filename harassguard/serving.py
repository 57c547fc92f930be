"""The web server and the background worker beside it: begun together, ended together."""

import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from types import FrameType
from typing import NoReturn

from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application
from waitress.server import create_server

from harassguard.bootstrap.entry import ROOT
from harassguard.receiving import KEPT_IN_MEMORY, PatientChannel

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # nosec B104  # noqa: S104  (only with --lan)
THREADS = 8
LARGEST_UPLOAD = 4 * 2**30
GRACE_SECONDS = 10
RESTART_SECONDS = 2.0
LONGEST_RESTART_SECONDS = 60.0


def bind(host: str, port: int) -> socket.socket:
    """Take the port, before anything else is begun. Raises OSError where it cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


class Server:
    """The pages on an already bound socket; requests wait in its queue until `run`."""

    def __init__(self, listener: socket.socket) -> None:
        self.waitress = create_server(
            get_internal_wsgi_application(),
            sockets=[listener],
            threads=THREADS,
            max_request_body_size=LARGEST_UPLOAD,
            inbuf_overflow=KEPT_IN_MEMORY,
            clear_untrusted_proxy_headers=True,
            ident=None,
        )
        self.waitress.channel_class = PatientChannel  # type: ignore[union-attr]
        # What is received belongs into the data folder, wherever the system keeps such files.
        tempfile.tempdir = str(settings.FILE_UPLOAD_TEMP_DIR)

    def run(self) -> None:
        """Answer until SIGINT, SIGTERM or SIGHUP, then let the requests at work finish."""
        self.waitress.run()


class BackgroundWorker:
    """The `worker` command as a child process, begun again when it dies."""

    command = (sys.executable, str(ROOT / "manage.py"), "worker", "--end-with-stdin")

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.changing = threading.Lock()
        self.stopping = threading.Event()
        self.keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        self.keeper.start()

    def stop(self) -> None:
        """End the child: closing its input asks it to, then signals insist."""
        with self.changing:
            self.stopping.set()
        if self.process is None:
            return
        if self.process.stdin:
            self.process.stdin.close()
        for insist in (self.process.terminate, self.process.kill):
            try:
                self.process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                insist()
        self.process.wait()

    def _keep(self) -> None:
        pause = RESTART_SECONDS
        while not self.stopping.wait(pause if self.process else 0):
            with self.changing:
                if self.stopping.is_set():
                    return
                self.process = self._begin()
            began = time.monotonic()
            self.process.wait()
            # One that dies at once, again and again, is begun ever less often.
            died_young = time.monotonic() - began < LONGEST_RESTART_SECONDS
            pause = min(pause * 2, LONGEST_RESTART_SECONDS) if died_young else RESTART_SECONDS

    def _begin(self) -> subprocess.Popen[bytes]:
        # In a group of its own: a Ctrl-C in the terminal reaches the server alone, and the
        # worker hears of it once, through its closed input. That also ends it when the server
        # is killed outright.
        return subprocess.Popen(  # noqa: S603  (our own interpreter and file)
            self.command,
            stdin=subprocess.PIPE,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


def stop_on_signals() -> None:
    """Turn the signals that ask for the end into SystemExit, which the server understands."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        ignore_signals()
        raise SystemExit(0)

    for number in _stop_signals():
        signal.signal(number, stop)


def ignore_signals() -> None:
    """Let nothing interrupt the orderly end."""
    for number in _stop_signals():
        signal.signal(number, signal.SIG_IGN)


def _stop_signals() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def has_browser(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Say whether opening a browser would show it to the person at this terminal."""
    if environ.get("HARASSGUARD_NO_BROWSER") == "1" or environ.get("SSH_CONNECTION"):
        return False
    if platform in ("win32", "darwin"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
