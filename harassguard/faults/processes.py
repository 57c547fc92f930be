"""The real server and the real worker as children that can be killed, begun in a moment."""

import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.core.management import call_command
from django.db import connections

from harassguard import serving
from harassguard.management.commands import worker
from harassguard.recovery import sweep_leftovers

if sys.platform != "win32":
    import resource

PATIENCE_SECONDS = 60
# A child that is forked has everything imported already; a new interpreter takes two seconds.
FORK = multiprocessing.get_context("fork") if sys.platform != "win32" else multiprocessing


class NotReady(Exception):
    """A child did not do what it was begun for."""


@dataclass(slots=True)
class Program:
    """A server on a port and a worker beside it, as `manage.py up` runs them."""

    log: Path
    port: int = field(default_factory=lambda: free_port())
    server: BaseProcess | None = None
    worker: BaseProcess | None = None

    def start(self, largest_file: int | None = None) -> None:
        """Begin both, and return once the server answers; the system may refuse large files."""
        self.server = child(self.log, serve, self.port, largest_file)
        self.worker = child(self.log, work)
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and self.server.is_alive():
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise NotReady(f"the server does not answer; see {self.log}")

    def fallen(self) -> list[str]:
        """Name the children that ended without being killed."""
        both = {"server": self.server, "worker": self.worker}
        return [name for name, one in both.items() if one is not None and not one.is_alive()]

    def kill(self, *processes: BaseProcess | None) -> None:
        """SIGKILL: the process hears nothing of it and cannot prepare."""
        for process in processes:
            if process is not None:
                process.kill()
                process.join()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def child(log: Path, target: Callable[..., object], *arguments: object) -> BaseProcess:
    process = FORK.Process(target=run_logged, args=(log, target, *arguments))
    process.start()
    return process


def run_logged(log: Path, target: Callable[..., object], *arguments: object) -> None:
    """Do it with everything that is said going to the log, in a session of its own."""
    os.setsid()
    with log.open("ab", buffering=0) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    connections.close_all()
    target(*arguments)


def serve(port: int, largest_file: int | None) -> None:
    if largest_file is not None:
        # Whatever is written beyond it fails, in originals and in the database alike.
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    listener = serving.bind(serving.LOOPBACK, port)
    sweep_leftovers()
    serving.Server(listener).run()


def work() -> None:
    call_command(worker.Command(), interval=0.1)


def ask_child(log: Path, target: Callable[..., list[str]], *arguments: object) -> list[str]:
    """Return what a function says in a process of its own: nothing of it stays in this one."""
    mine, theirs = FORK.Pipe(duplex=False)

    def answer() -> None:
        theirs.send(target(*arguments))

    process = child(log, answer)
    theirs.close()
    try:
        said: list[str] = mine.recv()
    except EOFError as error:
        raise NotReady(f"{target.__name__} ended without an answer; see {log}") from error
    finally:
        process.join()
        mine.close()
    return said
