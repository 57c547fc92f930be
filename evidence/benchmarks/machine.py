"""Says what a measurement ran on and how much memory it took, and waits for the disk."""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version

if sys.platform != "win32":
    import resource

PACKAGES = ("Django", "weasyprint", "pillow", "phonenumbers", "lxml", "pikepdf")
CPU_LIST = Path("/proc/cpuinfo")
MODEL_NAME = "model name"


def describe() -> dict[str, object]:
    """Name the machine and the versions; `load` is how busy it was, over the last minute."""
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cpu": cpu_name(),
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if sys.platform != "win32" else None,
        "python": platform.python_version(),
        "sqlite": sqlite_version,
        "packages": {name: version(name) for name in PACKAGES},
    }


def cpu_name() -> str:
    if CPU_LIST.exists():
        for line in CPU_LIST.read_text().splitlines():
            if line.startswith(MODEL_NAME):
                return line.partition(":")[2].strip()
    return platform.processor()


def peak_mb() -> float | None:
    """Return the most memory that this process, or the largest that it started, held in MB."""
    if sys.platform == "win32":
        return None
    taken = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return round(taken / (2**20 if sys.platform == "darwin" else 2**10), 1)


def settle() -> None:
    """What was just written must not still be on its way to the disk while others are timed."""
    if hasattr(os, "sync"):
        os.sync()
