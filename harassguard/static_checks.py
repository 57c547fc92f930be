"""The checks that read the code instead of running it, each as a process of its own."""

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from harassguard.bootstrap.entry import ROOT

PYTHON = sys.executable
# These two have no `python -m`: one is a program, the other a function.
DJADE = str(Path(sysconfig.get_path("scripts")) / "djade")
LINT_IMPORTS = "import importlinter.cli as cli; cli.lint_imports_command()"


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    output: str


def static_checks(root: Path = ROOT) -> list[Check]:
    """Return the checks, the slowest first, so that they end together."""
    templates = sorted(str(path) for path in (root / "templates").rglob("*.html"))
    manage = (PYTHON, "manage.py")
    django = "--target-version=5.2"
    return [
        Check("mypy --strict", (PYTHON, "-m", "mypy")),
        Check("lint-imports", (PYTHON, "-c", LINT_IMPORTS)),
        Check("makemigrations --check", (*manage, "makemigrations", "--check", "--dry-run")),
        Check("check --deploy", (*manage, "check", "--deploy", "--fail-level", "WARNING")),
        Check("django-upgrade", (PYTHON, "-m", "django_upgrade", "--check", django, *_code(root))),
        Check("djade", (DJADE, "--check", django, *templates)),
        Check("ruff check", (PYTHON, "-m", "ruff", "check", ".")),
        Check("ruff format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    ]


def _code(root: Path) -> Iterator[str]:
    for app in ("harassguard", "incidents", "evidence", "tests"):
        files = sorted(str(path) for path in (root / app).rglob("*.py"))
        yield from (path for path in files if "/migrations/" not in path)


def run_checks(checks: list[Check], environ: dict[str, str]) -> Iterator[Outcome]:
    """Run the checks side by side on all cores, yielding each as it ends."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = [pool.submit(run_check, check, environ) for check in checks]
        for future in as_completed(running):
            yield future.result()


def run_check(check: Check, environ: dict[str, str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603  (our own commands)
        check.command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    seconds = time.monotonic() - started
    return Outcome(check.name, done.returncode == 0, seconds, done.stdout.strip())
