"""Asking others' tools about our code, and about the packages that it stands on."""

import json
import subprocess
import sys
from dataclasses import dataclass

from harassguard.bootstrap.entry import ROOT
from harassguard.bootstrap.environment import RUNNING, TESTING

CODE = ("harassguard", "incidents", "evidence", "manage.py")
BANDIT = ("-m", "bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", *CODE)
# Everything is pinned and installed already: nothing is to be resolved or fetched once more.
PIP_AUDIT = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off")
PATIENCE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Audited:
    """How many packages could be asked about, and what is known against them."""

    packages: int
    asked: int
    known: tuple[str, ...]


def check_code() -> tuple[bool, str]:
    """Return whether bandit found nothing, and what it said."""
    done = run(BANDIT)
    return done.returncode == 0, done.stdout.strip()


def check_packages() -> Audited | None:
    """
    Ask for known vulnerabilities of every pinned package; None where nobody can be asked.

    Where its source knows a package not at all, pip-audit passes over it and still says that
    nothing was found; so what was passed over is counted.
    """
    files = [part for name in (RUNNING, TESTING) for part in ("--requirement", name)]
    try:
        done = run((*PIP_AUDIT, "--format", "json", *files))
    except subprocess.TimeoutExpired:
        return None
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return read_audit(found)


def read_audit(found: list[dict[str, object]]) -> Audited | None:
    """Read the packages that pip-audit lists; None when it could ask about none of them."""
    asked = [package for package in found if "skip_reason" not in package]
    known = [
        f"{package['name']} {package['version']}: {vulnerability['id']}"
        for package in asked
        for vulnerability in package["vulns"]  # type: ignore[attr-defined]
    ]
    return Audited(len(found), len(asked), tuple(known)) if asked else None


def run(arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  (tools that we pinned)
        (sys.executable, *arguments),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
