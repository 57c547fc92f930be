"""Measures of originals beside `cp` and `sha256sum`: taking them in, and checking a bundle."""

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from hashlib import file_digest, new
from pathlib import Path

from evidence import storage
from evidence.benchmarks.places import BAG, COPIES, UNPACKED, pictures_in
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.bundles.verify import verify
from evidence.services.examination import examine_exhibits
from evidence.services.exhibits import acquire_originals, changed_exhibits, keep_originals
from incidents.models import Case

# Files chosen at once.
UPLOAD = 100


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
    """
    Acquire screenshots: copied, digested twice, looked at, recorded, all safe on the disk.

    They are decoded later, by another measure.
    """
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
        upload_all(case, pictures)
    return Run(
        amount=len(pictures),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        peer_seconds=peer_seconds,
        notes={"mb": megabytes(pictures)},
    )


def upload_all(case: Case, pictures: Sequence[Path]) -> None:
    for at in range(0, len(pictures), UPLOAD):
        upload(case, pictures[at : at + UPLOAD])


def upload(case: Case, pictures: Iterable[Path]) -> None:
    """Take in what was chosen in one form, as the pages do."""
    with ExitStack() as stack:
        files = [(path.name, stack.enter_context(path.open("rb"))) for path in pictures]
        originals = keep_originals(files)
    acquire_originals(case=case, originals=originals, actor=case.owner)


def decode_all(folder: Path, sizes: Sizes) -> Run:
    """Decode screenshots that were taken in, as happens in the background right after."""
    case = Case.objects.get()
    with stopwatch() as lap:
        damaged = examine_exhibits(case)
    return Run(
        amount=case.exhibits.count(),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        notes={"damaged": damaged},
    )


def check_originals(folder: Path, sizes: Sizes) -> Run:
    """Read every original again by its SHA-256; the notes say what SM3 would add."""
    case = Case.objects.get()
    paths = [storage.path_of(exhibit.sha256) for exhibit in case.exhibits.all()]
    peer_seconds = peer(["sha256sum", *map(str, paths)])
    with stopwatch() as lap:
        changed = changed_exhibits(case)
    with stopwatch() as more:
        for path in paths:
            with path.open("rb") as file:
                file_digest(file, lambda: new("sm3"))
    return Run(
        amount=len(paths),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        peer_seconds=peer_seconds,
        notes={
            "mb": megabytes(paths),
            "changed": len(changed),
            "sm3_cpu_seconds": round(more.cpu_seconds, 3),
        },
    )


def check_zip(folder: Path, sizes: Sizes) -> Run:
    """Check the ZIP of a bundle without unpacking it."""
    return check_bag(folder, folder / BAG)


def check_folder(folder: Path, sizes: Sizes) -> Run:
    """Check a bundle that was unpacked."""
    return check_bag(folder, folder / UNPACKED / "bag")


def check_bag(folder: Path, bag: Path) -> Run:
    """Time SHA-256 alone, as the peer does; the notes say what SHA-512 and SM3 add."""
    files = [path for path in (folder / UNPACKED).rglob("*") if path.is_file()]
    peer_seconds = peer(["sha256sum", *map(str, files)])
    with stopwatch() as lap:
        problems = verify(bag, ["sha256"])
    with stopwatch() as whole:
        verify(bag)
    return Run(
        amount=len(files),
        seconds=lap.seconds,
        cpu_seconds=lap.cpu_seconds,
        peer_seconds=peer_seconds,
        notes={
            "mb": megabytes(files),
            "problems": len(problems),
            "all_lists_seconds": round(whole.seconds, 3),
        },
    )


def megabytes(files: Iterable[Path]) -> float:
    return round(sum(path.stat().st_size for path in files) / 1e6, 1)
