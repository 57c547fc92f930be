"""The program as a person starts it: `manage.py up` in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harassguard.bootstrap import entry

PATIENCE_SECONDS = 20


@dataclass
class Running:
    """A server of its own, with the link that it printed."""

    process: subprocess.Popen[str]
    link: str
    said: list[str]

    def workers(self) -> list[int]:
        """Return the server's children that run the worker, by process id."""
        found = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        children = [int(pid) for file in found for pid in file.read_text().split()]
        return [pid for pid in children if "worker" in command_line(pid)]

    def wait_for_worker(self) -> int:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if workers := self.workers():
                return workers[0]
            time.sleep(0.1)
        raise AssertionError("no worker has come up")

    def processor_seconds(self) -> float:
        """Return what the start has cost: unlike the clock, no other work can lengthen it."""
        values = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, values[11:13])) / os.sysconf("SC_CLK_TCK")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def is_gone(pid: int) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if not command_line(pid):
            return True
        time.sleep(0.1)
    return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def environment(data: Path, language: str = "C.UTF-8") -> dict[str, str]:
    return {
        **os.environ,
        entry.ENTERED: "1",
        "HARASSGUARD_DATA": str(data),
        "HARASSGUARD_NO_BROWSER": "1",
        "LANG": language,
        "LC_ALL": "",
        "LC_MESSAGES": "",
    }


@contextmanager
def started(
    data: Path, *arguments: str, variables: dict[str, str] | None = None
) -> Iterator[Running]:
    """Run a server for as long as the block lasts, and leave nothing behind."""
    with subprocess.Popen(
        [sys.executable, "manage.py", "up", "--port", str(free_port()), *arguments],
        cwd=entry.ROOT,
        env=environment(data) | (variables or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if "Ctrl-C" in line:
                break
        link = next((line for line in said if "/start/" in line), "")
        try:
            yield Running(process, link, said)
        finally:
            process.kill()


def command(
    *arguments: str, data: Path, language: str = "C.UTF-8"
) -> subprocess.CompletedProcess[str]:
    """Run one of the program's commands to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=entry.ROOT,
        env=environment(data, language),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
