"""What the operating system must provide beside Python: finding it, installing it, naming it."""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, NamedTuple, Sequence  # noqa: UP035  (see speech.py)

from harassguard.bootstrap import speech
from harassguard.bootstrap.progress import ProgressLine
from harassguard.bootstrap.speech import SetupError, say

DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
OS_RELEASE = Path("/etc/os-release")
HOMEBREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")


def library_loads(linux: str, mac: str, windows: str) -> bool:
    """Say whether WeasyPrint will find a library, looking where WeasyPrint looks."""
    if sys.platform == "win32":
        folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", DLL_FOLDERS).split(";")
        return any((Path(folder) / windows).is_file() for folder in folders)
    if sys.platform == "darwin":
        return any(map(_opens, [mac, *(f"{folder}/{mac}" for folder in HOMEBREW_FOLDERS)]))
    return _opens(linux)


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Say whether fontconfig knows a font for Chinese; macOS and Windows bring their own."""
    if sys.platform in ("darwin", "win32"):
        return True
    program = shutil.which("fc-list")
    if program is None:
        return False
    fonts = subprocess.run(  # noqa: S603  (a program of the system, no input of anyone's)
        [program, ":lang=zh-cn", "family"], capture_output=True, check=False
    )
    return bool(fonts.stdout.strip())


def makes_environments() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def browser_driver_loads() -> bool:
    """Say whether the library is there that the browser's driver needs on Linux alone."""
    return sys.platform in {"win32", "darwin"} or _opens("libatomic.so.1")


def has_program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


class Part(NamedTuple):
    """Something the operating system provides: its own name, Debian's package, how to tell."""

    name: str
    package: str
    is_present: Callable[[], bool]


VENV = Part("venv", "python3-venv", makes_environments)
PANGO = Part(
    "Pango",
    "libpango-1.0-0",
    functools.partial(
        library_loads, "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"
    ),
)
PANGO_FT2 = Part(
    "PangoFT2",
    "libpangoft2-1.0-0",
    functools.partial(
        library_loads, "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"
    ),
)
HARFBUZZ_SUBSET = Part(
    "harfbuzz-subset",
    "libharfbuzz-subset0",
    functools.partial(
        library_loads,
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
)
CHINESE_FONT = Part("Noto Sans CJK", "fonts-noto-cjk", has_chinese_font)
CHROMIUM = Part(
    "Chromium",
    "chromium",
    functools.partial(has_program, "chromium", "chromium-browser", "google-chrome"),
)
PDFTOTEXT = Part("pdftotext", "poppler-utils", functools.partial(has_program, "pdftotext"))
# The browser's driver is linked against it.
ATOMIC = Part("libatomic", "libatomic1", browser_driver_loads)
# Collects messages; a test compares what it finds with the English.
XGETTEXT = Part("xgettext", "gettext", functools.partial(has_program, "xgettext"))

LIBRARIES = (PANGO, PANGO_FT2, HARFBUZZ_SUBSET)
FOR_RUNNING = (VENV, *LIBRARIES, CHINESE_FONT)
FOR_TESTING = (*FOR_RUNNING, CHROMIUM, ATOMIC, PDFTOTEXT, XGETTEXT)


def missing(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if not part.is_present()]


def is_ubuntu(os_release: Path) -> bool:
    return os_release.is_file() and "\nID=ubuntu\n" in f"\n{os_release.read_text()}\n"


def install_command(parts: Sequence[Part], os_release: Path = OS_RELEASE) -> str:
    """Return the command that installs the parts; Ubuntu ships Chromium under another name."""
    names = [part.package for part in parts]
    if is_ubuntu(os_release):
        names = [name.replace("chromium", "chromium-browser") for name in names]
    return " ".join(["apt-get install -y --no-install-recommends", *names])


class Means(NamedTuple):
    """What this process may do about a missing package."""

    has_apt: bool
    is_root: bool
    has_terminal: bool
    has_sudo: bool

    def may_ask(self) -> bool:
        """Say whether someone sits there who can be asked for sudo; without one, never ask."""
        return self.has_terminal and self.has_sudo

    @classmethod
    def at_hand(cls) -> Means:
        return cls(
            has_apt=has_program("apt-get"),
            is_root=hasattr(os, "geteuid") and os.geteuid() == 0,
            has_terminal=all(stream and stream.isatty() for stream in (sys.stdin, sys.stderr)),
            has_sudo=has_program("sudo"),
        )


def provide(parts: Sequence[Part], means: Means, progress: ProgressLine) -> None:
    """
    Install the parts that are missing, where this process may.

    Raises SetupError naming them, with the command that installs them, where it may not.
    """
    absent = missing(parts)
    if not absent:
        return
    if not means.has_apt:
        names = ", ".join(part.name for part in absent)
        raise SetupError(say(speech.NAME_LIBRARIES, names=names))
    command = install_command(absent)
    by_hand = command if means.is_root else f"sudo {command}"
    packages = " ".join(part.package for part in absent)
    if not means.is_root and not (means.may_ask() and _agrees(packages)):
        raise SetupError(say(speech.NAME_PACKAGES, command=by_hand))
    progress.tell(say(speech.INSTALLING_SYSTEM, packages=packages))
    failure = _install(command, means, progress)
    if failure:
        raise SetupError(say(speech.SYSTEM_FAILED, reason=failure, command=by_hand))


def _agrees(packages: str) -> bool:
    """Ask once, and let sudo ask for the password where it needs one."""
    sys.stderr.write(say(speech.ASK_SUDO, packages=packages))
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if answer.strip().lower() not in ("", "y", "yes", "是") or not answer:
        return False
    return subprocess.run(["sudo", "-v"], check=False).returncode == 0  # nosec B607  # noqa: S607


def _install(command: str, means: Means, progress: ProgressLine) -> str:
    """Run apt with its chatter kept aside; returns why it failed, or nothing."""
    # A package list that could not be refreshed (one broken third-party source) is no reason
    # to give up: the install itself decides.
    script = (
        "export DEBIAN_FRONTEND=noninteractive; apt-get update -q;"
        f" {command} -q -o DPkg::Lock::Timeout=300"
    )
    shell = ["sh", "-c", script] if means.is_root else ["sudo", "sh", "-c", script]
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        process = subprocess.Popen(  # noqa: S603  (only names from the table above)
            shell, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        while process.poll() is None:
            progress.show(say(speech.SYSTEM_SECONDS, seconds=int(time.monotonic() - started)))
            time.sleep(0.5)
        log.seek(0)
        lines = log.read().split("\n")
    if process.returncode != 0:
        errors = [line for line in lines if line.startswith("E: ")]
        return errors[-1] if errors else f"apt-get: {process.returncode}"
    progress.tell(say(speech.SYSTEM_DONE, seconds=int(time.monotonic() - started)))
    return ""
