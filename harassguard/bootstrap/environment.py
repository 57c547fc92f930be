"""The project's own Python environment, .venv: whether it is ready, and making it so."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, NamedTuple  # noqa: UP035  (see speech.py)

from harassguard.bootstrap import speech
from harassguard.bootstrap.progress import ProgressLine
from harassguard.bootstrap.speech import SetupError, say

RUNNING, TESTING = "requirements.txt", "requirements-dev.txt"
AUDITING = "requirements-audit.txt"
ATTEMPTS = 3
PAUSE_SECONDS = 5
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==[^;\s]+\s*(;(?P<marker>.*))?$")
FETCHED = re.compile(r"^(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)", re.M)
UNREACHABLE = re.compile(
    r"NewConnectionError|NameResolutionError|ProxyError|ConnectTimeoutError|"
    r"Temporary failure in name resolution|Network is unreachable|Failed to establish"
)
BROKEN_OFF = re.compile(
    r"ReadTimeoutError|Read timed out|ProtocolError|IncompleteRead|ConnectionResetError|"
    r"DO NOT MATCH THE HASHES|HTTP error 5\d\d|incomplete-download"
)


class Environment(NamedTuple):
    """The environment of one checkout, wanted for running alone, testing, or auditing too."""

    root: Path
    wanted: str = RUNNING

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        if sys.platform == "win32":
            return self.folder / "Scripts" / "python.exe"
        return self.folder / "bin" / "python"

    @property
    def requirements(self) -> Path:
        return self.root / self.wanted

    @property
    def log(self) -> Path:
        return self.folder / "set-up.log"

    @property
    def site_packages(self) -> Path:
        if sys.platform == "win32":
            return self.folder / "Lib" / "site-packages"
        return next(self.folder.glob("lib/python*/site-packages"), self.folder)

    def stamp(self, name: str) -> Path:
        return self.folder / f"{name}.ready"

    def is_active(self) -> bool:
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def is_ready(self) -> bool:
        """Say whether these requirements were installed, to the end, for this very Python."""
        stamp = self.stamp(self.wanted)
        return stamp.is_file() and stamp.read_text() == fingerprint(self.requirements, self.python)


def fingerprint(requirements: Path, python: Path) -> str:
    """
    Return what a finished set-up is known by: the requirements' SHA-256 and the Python's path.

    The path is the resolved one: after an upgrade of the system `.venv/bin/python` leads to
    another Python, which knows nothing of the installed packages.
    """
    digest = hashlib.sha256()
    for file in with_included(requirements):
        digest.update(file.read_bytes())
    return f"{digest.hexdigest()} {os.path.realpath(python)}\n"


def with_included(requirements: Path) -> list[Path]:
    """Return a file of requirements and those that it includes."""
    files = [requirements]
    for line in requirements.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            files += with_included(requirements.parent / line[3:].strip())
    return files


def pinned_names(requirements: Path) -> list[str]:
    """Return the packages that pip will install here, those of included files with them."""
    names = []
    for line in requirements.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            names += pinned_names(requirements.parent / line[3:].strip())
        pin = PIN.match(line)
        if pin and ("win32" not in (pin["marker"] or "") or sys.platform == "win32"):
            names.append(pin["name"])
    return names


def prepare(environment: Environment, progress: ProgressLine) -> None:
    """
    Make the environment, or bring it up to its requirements.

    The stamps are removed first and written last, so that a set-up that was cut off, at
    whatever moment, is never taken for ready and is taken up again. Raises SetupError.
    """
    for name in (RUNNING, TESTING, AUDITING):
        environment.stamp(name).unlink(missing_ok=True)
    if not _has_pip(environment):
        progress.tell(say(speech.MAKING_ENVIRONMENT))
        _make_anew(environment)
    _forget_half_installed(environment)
    _install(environment, progress)
    for file in with_included(environment.requirements):
        part = environment._replace(wanted=file.name)
        part.stamp(file.name).write_text(fingerprint(part.requirements, part.python))


def _has_pip(environment: Environment) -> bool:
    """Say whether pip is there, whole: its RECORD is the last thing that is written of it."""
    if not environment.python.exists():
        return False
    code = "import importlib.metadata as m, sys; sys.exit(not m.files('pip'))"
    answer = subprocess.run(  # noqa: S603  (our own environment's Python)
        [environment.python, "-c", code], capture_output=True, check=False
    )
    return answer.returncode == 0


def _make_anew(environment: Environment) -> None:
    # Inside the environment that is being made anew, the Python that made it does the work.
    python = getattr(sys, "_base_executable", sys.executable) or sys.executable
    made = subprocess.run(  # noqa: S603  (the Python that runs this)
        [python, "-m", "venv", "--clear", str(environment.folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        lines = (made.stderr or made.stdout).strip().splitlines() or ["?"]
        raise SetupError(say(speech.ENVIRONMENT_FAILED, reason=lines[-1]))


def _forget_half_installed(environment: Environment) -> None:
    """Drop the entry of every package without a RECORD: pip would count it as installed."""
    for entry in environment.site_packages.glob("*.dist-info"):
        if not (entry / "RECORD").is_file():
            shutil.rmtree(entry)


def _install(environment: Environment, progress: ProgressLine) -> None:
    started = time.monotonic()
    for attempt in range(1, ATTEMPTS + 1):
        with environment.log.open("w+", encoding="utf-8", errors="replace") as log:
            code = _run_pip(environment, log, progress)
            log.seek(0)
            output = log.read()
        if code == 0:
            total = len(pinned_names(environment.requirements))
            seconds = int(time.monotonic() - started)
            progress.tell(say(speech.INSTALLED, total=total, seconds=seconds))
            return
        may_pass = UNREACHABLE.search(output) or BROKEN_OFF.search(output)
        if not may_pass or attempt == ATTEMPTS:
            raise SetupError(_explain(output, environment.log))
        progress.tell(say(speech.TRYING_AGAIN, seconds=PAUSE_SECONDS * attempt))
        time.sleep(PAUSE_SECONDS * attempt)


def _explain(output: str, log: Path) -> str:
    if "No space left on device" in output:
        return say(speech.NO_SPACE)
    if UNREACHABLE.search(output):
        return say(speech.NO_NETWORK)
    errors = [line[7:] for line in output.splitlines() if line.startswith("ERROR: ")]
    return say(speech.PIP_FAILED, reason=errors[-1] if errors else "pip", log=log)


def _run_pip(environment: Environment, log: IO[str], progress: ProgressLine) -> int:
    """Run pip with the person's own PIP_* settings, showing how far it is; returns its code."""
    command = [
        *(str(environment.python), "-m", "pip", "install"),
        *("--no-input", "--disable-pip-version-check", "--progress-bar=off"),
        *("-r", str(environment.requirements)),
    ]
    process = subprocess.Popen(  # noqa: S603  (our own environment's pip)
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        # A person's PIP_USER would contradict the environment; unbuffered, the log can be read.
        env={**os.environ, "PIP_USER": "0", "PYTHONUNBUFFERED": "1"},
        # On POSIX the lock (an inheritable descriptor) stays held while an orphaned pip lives.
        close_fds=False,
    )
    names = pinned_names(environment.requirements)
    try:
        while process.poll() is None:
            progress.show(_how_far(environment, names))
            time.sleep(0.3)
    finally:
        process.kill()
        process.wait()
    return process.returncode


def _how_far(environment: Environment, names: list[str]) -> str:
    """Count what pip fetched by its log, then what it installed by what lies in the folder."""
    output = environment.log.read_text(encoding="utf-8", errors="replace")
    total = len(names)
    if "Installing collected packages" in output:
        known = {_plain(name) for name in names}
        found = environment.site_packages.glob("*.dist-info")
        done = {_plain(path.name.split("-")[0]) for path in found} & known
        return say(speech.INSTALLING, done=len(done), total=total)
    done = {_plain(name) for name in FETCHED.findall(output)}
    return say(speech.FETCHING, done=min(len(done), total), total=total)


def _plain(name: str) -> str:
    """Fold a package's name as the packaging standards do (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
