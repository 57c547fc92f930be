"""`manage.py faults`: kill the program at random moments, and say whether anything was lost."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import SUPPRESS
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from harassguard.faults.rounds import Siege, Summary

FAILED = 1
BAD_INPUT = 2
KILLS = 200
ROWS = 10_000
SHOWN = 20
# A database named in the environment is somebody's own.
NOT_PASSED_ON = ("HARASSGUARD_DATABASE_URL", "HARASSGUARD_DEBUG", "HARASSGUARD_LAN")


class Command(BaseCommand):
    help = "Kill server and worker at random moments, in a folder of their own, and look for loss."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kills", type=int, default=KILLS, help="default: %(default)s")
        parser.add_argument("--rows", type=int, default=ROWS, help="imported while a crowd works")
        parser.add_argument("--seed", type=int, default=1, help="draws the same kills again")
        parser.add_argument("--folder", type=Path, help="an empty folder, kept for a closer look")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, *, kills: int, rows: int, seed: int, **options: Any) -> None:
        if sys.platform == "win32":
            raise CommandError("faults needs a system with SIGKILL", returncode=BAD_INPUT)
        if options["inside"]:
            summary = Siege(settings.DATA_DIR, seed).run(kills, rows, self.stderr.write)
            self.stdout.write(json.dumps(asdict(summary)))
            return
        with tempfile.TemporaryDirectory(prefix="harassguard-faults-") as folder:
            wanted = [f"--kills={kills}", f"--rows={rows}", f"--seed={seed}"]
            summary = besiege(options["folder"] or Path(folder), wanted)
        self.stdout.write(json.dumps(asdict(summary)) if options["json"] else words(summary))
        if summary.problems:
            raise SystemExit(FAILED)


def besiege(folder: Path, wanted: list[str]) -> Summary:
    """Run the siege in a process whose settings know its own folder only."""
    environ = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "django", "faults", "--inside", *wanted],
        cwd=settings.BASE_DIR,
        env={
            **environ,
            "DJANGO_SETTINGS_MODULE": "harassguard.settings",
            "HARASSGUARD_DATA": str(folder),
        },
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        log = folder / "program.log"
        said = log.read_text(errors="replace") if log.is_file() else ""
        raise CommandError("\n".join(said.splitlines()[-SHOWN:]), returncode=FAILED)
    return Summary(**json.loads(done.stdout))


def words(summary: Summary) -> str:
    lines = [
        f"{summary.crowd_deeds} things done at once while {summary.crowd_rows} rows were imported, "
        f"slowest answer {summary.slowest_answer_s:.1f} s",
        f"{summary.refused_by_disk} refusals by a full disk, each with what was typed",
        f"{summary.kills} kills in {summary.seconds:.0f} s",
        f"{summary.acknowledged} records and {summary.originals} originals acknowledged",
        f"{summary.lost} lost, {len(summary.problems)} problems",
    ]
    return "\n".join([*lines, *(f"  {problem}" for problem in summary.problems[:SHOWN])])
