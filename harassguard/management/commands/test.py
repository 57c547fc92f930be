"""`manage.py test`: the static checks, then pytest with whatever arguments were given."""

import codecs
import os
import subprocess
import sys
import tempfile
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from harassguard.bootstrap.entry import ROOT
from harassguard.locales import compile_messages
from harassguard.static_checks import Outcome, run_checks, static_checks

STATIC_ONLY = "--static"
# A file's tests stay together, since they share what is slow to make.
MOST_AT_ONCE = 4


class Command(BaseCommand):
    help = (
        "Run the static checks and the whole suite. With arguments, run only pytest with them; "
        f"with {STATIC_ONLY}, only the static checks."
    )
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the arguments to pytest as they are: they are its own to understand."""
        arguments = argv[2:]
        if arguments in (["--help"], ["-h"]):
            self.print_help(argv[0], argv[1])
            return
        sys.exit(self.run(arguments))

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(self.run([]))

    def run(self, arguments: list[str]) -> int:
        """Return 0 when everything that was run has passed, and 1 otherwise."""
        compile_messages(settings.LOCALE_PATHS)
        with tempfile.TemporaryDirectory(prefix="harassguard-test-") as folder:
            # The suite never touches the cases of the person who runs it.
            environ = {**os.environ, "HARASSGUARD_DATA": folder, "HARASSGUARD_NO_BROWSER": "1"}
            if arguments == [STATIC_ONLY]:
                return int(not self.report(self.check_statically(environ)))
            if arguments:
                return run_pytest(arguments, environ)[0]
            outcomes = self.check_statically(environ)
            code, last_line = run_pytest(side_by_side(), environ)
            passed = self.report(outcomes)
            self.stdout.write(last_line)
            return int(code != 0 or not passed)

    def check_statically(self, environ: dict[str, str]) -> list[Outcome]:
        outcomes = []
        for outcome in run_checks(static_checks(), environ):
            verdict = "passed" if outcome.passed else "FAILED"
            self.stdout.write(f"{verdict}  {outcome.name}  ({outcome.seconds:.1f} s)")
            if not outcome.passed:
                self.stdout.write(outcome.output)
            self.stdout.flush()
            outcomes.append(outcome)
        return outcomes

    def report(self, outcomes: list[Outcome]) -> bool:
        """Write the checks' result in one line; returns whether all have passed."""
        failed = [outcome.name for outcome in outcomes if not outcome.passed]
        passed = len(outcomes) - len(failed)
        names = f"; failed: {', '.join(failed)}" if failed else ""
        self.stdout.write(f"Static checks: {passed} of {len(outcomes)} passed{names}")
        return not failed


def side_by_side() -> list[str]:
    """Return what has pytest run files at once, as many as there are cores."""
    return ["-n", str(min(os.cpu_count() or 1, MOST_AT_ONCE)), "--dist", "loadfile"]


def run_pytest(arguments: list[str], environ: dict[str, str]) -> tuple[int, str]:
    """Run pytest, passing its output on as it comes; returns its exit code and its last line."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    process = subprocess.Popen(  # noqa: S603  (our own interpreter; a developer's arguments)
        [sys.executable, "-m", "pytest", *colour, *arguments],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    tail = ""
    while process.stdout and (chunk := process.stdout.read(8192)):
        text = decoder.decode(chunk)
        tail = (tail + text)[-2000:]
        sys.stdout.write(text)
        sys.stdout.flush()
    lines = tail.strip().splitlines() or [""]
    return process.wait(), lines[-1]
