"""Measures of originals beside `cp` and `sha256sum`: taking them in, and checking a bundle."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from evidence.benchmarks.places import BAG, COPIES, UNPACKED, pictures_in
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.bundles.verify import verify
from evidence.services.exhibits import acquire_exhibit
from incidents.models import Case


def peer(*commands: list[str]) -> float | None:
    """Time ordinary tools one after the other; None where this system has not got them."""
    programs = [shutil.which(command[0]) for command in commands]
    if None in programs:
        return None
    with stopwatch() as lap:
        for command in commands:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return lap.seconds


def take_in(folder: Path, sizes: Sizes) -> Run:
    """Acquire screenshots: copied, digested twice, looked at, recorded, each safe on the disk."""
    pictures = pictures_in(folder)
    case = Case.objects.get()
    copies = folder / COPIES
    copies.mkdir()
    names = [str(path) for path in pictures]
    peer_seconds = peer(
        ["cp", *names, str(copies)],
        ["sha256sum", *(str(copies / path.name) for path in pictures)],
    )
    with stopwatch() as lap:
        for path in pictures:
            with path.open("rb") as source:
                acquire_exhibit(case=case, source=source, name=path.name, actor=case.owner)
    return Run(
        amount=len(pictures),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        peer_seconds=peer_seconds,
        notes={"mb": megabytes(pictures)},
    )


def check_zip(folder: Path, sizes: Sizes) -> Run:
    """Check the ZIP of a bundle without unpacking it."""
    return check_bag(folder, folder / BAG)


def check_folder(folder: Path, sizes: Sizes) -> Run:
    """Check a bundle that was unpacked."""
    return check_bag(folder, folder / UNPACKED / "bag")


def check_bag(folder: Path, bag: Path) -> Run:
    files = [path for path in (folder / UNPACKED).rglob("*") if path.is_file()]
    peer_seconds = peer(["sha256sum", *map(str, files)])
    with stopwatch() as lap:
        problems = verify(bag)
    return Run(
        amount=len(files),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        peer_seconds=peer_seconds,
        notes={"mb": megabytes(files), "problems": len(problems)},
    )


def megabytes(files: Iterable[Path]) -> float:
    return round(sum(path.stat().st_size for path in files) / 1e6, 1)
