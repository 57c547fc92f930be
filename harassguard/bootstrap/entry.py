"""The way into a command: in the project's own environment, set up first where it is not ready."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Iterator, NoReturn, Sequence  # noqa: UP035  (see speech.py)

from harassguard.bootstrap import lan, speech, system_packages
from harassguard.bootstrap.environment import (
    AUDITING,
    RUNNING,
    TESTING,
    Environment,
    prepare,
)
from harassguard.bootstrap.progress import ProgressLine
from harassguard.bootstrap.speech import SetupError, say

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parent.parent.parent
OLDEST_PYTHON = (3, 11)
# What each command stands on; all others need no more than the program itself.
WANTED = {"test": TESTING, "audit": AUDITING, "fuzz": AUDITING}
# Set for the process that takes over, so that no mishap can make it hand over once more.
ENTERED = "HARASSGUARD_ENTERED"


def enter(arguments: Sequence[str], root: Path = ROOT) -> None:
    """
    Return when this process runs in a ready environment; otherwise set up and start anew in it.

    Ends the process with exit code 2 and one sentence when the set-up cannot be finished.
    """
    if sys.version_info < OLDEST_PYTHON:
        _give_up(say(speech.PYTHON_TOO_OLD, version=".".join(map(str, sys.version_info[:3]))))
    if os.environ.pop(ENTERED, None):
        return
    command = arguments[1] if len(arguments) > 1 else ""
    environment = Environment(root, WANTED.get(command, RUNNING))
    if not environment.is_ready():
        try:
            with _alone(root):
                _set_up(environment)
        except SetupError as error:
            _give_up(str(error))
        except KeyboardInterrupt:
            sys.stderr.write("\n" + say(speech.INTERRUPTED) + "\n")
            sys.exit(130)
    elif environment.is_active():
        return
    _start_anew(environment)


def switches(arguments: Sequence[str]) -> dict[str, str]:
    """Return what `up` must tell the settings before they load: its options, as variables."""
    given = set(arguments[2:]) if list(arguments[1:2]) == ["up"] else set()
    variables = {}
    if "--lan" in given:
        variables = {"HARASSGUARD_LAN": "1", "HARASSGUARD_LAN_HOSTS": ",".join(lan.addresses())}
    if "--no-ocr" in given:
        variables["HARASSGUARD_OCR"] = "0"
    return variables


def _set_up(environment: Environment) -> None:
    if environment.is_ready():  # Another set-up, waited for, has done it.
        return
    # SIGTERM unwinds like Ctrl-C, so that pip is ended too; taking over resets it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    progress = ProgressLine()
    if sys.platform not in ("darwin", "win32"):
        is_run = environment.wanted == RUNNING
        parts = system_packages.FOR_RUNNING if is_run else system_packages.FOR_TESTING
        system_packages.provide(parts, system_packages.Means.at_hand(), progress)
    prepare(environment, progress)
    if sys.platform in ("darwin", "win32") and system_packages.missing(system_packages.LIBRARIES):
        is_mac = sys.platform == "darwin"
        raise SetupError(say(speech.NEEDS_HOMEBREW if is_mac else speech.NEEDS_MSYS2))


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the checkout's set-up lock; a second set-up waits instead of spoiling the first."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(root, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stderr.write(say(speech.ANOTHER_SET_UP) + "\n")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _start_anew(environment: Environment) -> NoReturn:
    """Replace this process by the same command in the environment."""
    command = [str(environment.python), *sys.orig_argv[1:]]
    variables = {**os.environ, ENTERED: "1"}
    if sys.platform == "darwin":
        # Python from python.org does not look where Homebrew puts its libraries.
        folders = ":".join(system_packages.HOMEBREW_FOLDERS)
        variables.setdefault("DYLD_FALLBACK_LIBRARY_PATH", f"{folders}:/usr/lib")
    if sys.platform != "win32":
        # No shell: our own Python.
        os.execve(command[0], command, variables)  # nosec B606  # noqa: S606
    child = subprocess.Popen(command, env=variables)  # noqa: S603
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:  # Ctrl-C reached the child as well: let it finish.
            continue


def _give_up(sentence: str) -> NoReturn:
    sys.stderr.write(sentence + "\n")
    sys.exit(2)
