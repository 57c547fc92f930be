"""Runs one fuzzer for a while, in a child whose leavings go with it; only a crash is kept."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

DEFAULTS = (
    "-max_total_time=60",
    "-rss_limit_mb=2048",
    "-timeout=20",
    "-print_final_stats=1",
    f"-artifact_prefix={tempfile.gettempdir()}/harassguard-",
)


def run(target: Callable[[bytes], None], seeds: Iterable[bytes], *options: str) -> None:
    """Fuzz until the time is over, or something is raised; arguments go to libFuzzer."""
    with tempfile.TemporaryDirectory(prefix="harassguard-fuzz-") as folder:
        for number, seed in enumerate(seeds):
            Path(folder, f"seed-{number}").write_bytes(seed)
        child = os.fork()
        if child == 0:
            command = [sys.argv[0], *DEFAULTS, *options, *sys.argv[1:], folder]
            atheris.Setup(command, target)
            atheris.Fuzz()
        _pid, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))
