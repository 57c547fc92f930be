"""Measures of originals beside `cp` and `sha256sum`: taking them in, and checking a bundle."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone

from evidence.benchmarks.screens import screenshots
from evidence.benchmarks.timing import Run, Sizes, stopwatch
from evidence.bundles.bag import payload_of_file, write_bag
from evidence.bundles.verify import verify
from evidence.demo.load import example_owner
from evidence.services.exhibits import acquire_exhibit
from incidents.services.cases import open_case

PICTURES = "pictures"
BAG = "bag.zip"


def draw_pictures(folder: Path, sizes: Sizes) -> None:
    (folder / PICTURES).mkdir()
    for number, content in enumerate(screenshots(sizes.screenshots, seed=1), start=1):
        (folder / PICTURES / f"{number:05d}.jpg").write_bytes(content)
    owner = example_owner()
    open_case(owner=owner, borrower_name=owner.username)
    # What was just written must not still be on its way to the disk while others are timed.
    if hasattr(os, "sync"):
        os.sync()


def pictures_in(folder: Path) -> list[Path]:
    return sorted((folder / PICTURES).iterdir())


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
    case = example_owner().cases.get()
    copies = folder / "copies"
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


def draw_bag(folder: Path, sizes: Sizes) -> None:
    """Pack screenshots into a bag, and unpack it, so that both forms can be checked."""
    draw_pictures(folder, sizes)
    write_bag(
        target=folder / BAG,
        name="bag",
        payloads=[payload_of_file(f"data/{path.name}", path) for path in pictures_in(folder)],
        tags=[],
        info=[],
        moment=timezone.now(),
    )
    shutil.unpack_archive(folder / BAG, folder / "unpacked")


def check_zip(folder: Path, sizes: Sizes) -> Run:
    """Check the ZIP of a bundle without unpacking it."""
    return check_bag(folder, folder / BAG)


def check_folder(folder: Path, sizes: Sizes) -> Run:
    """Check a bundle that was unpacked."""
    return check_bag(folder, folder / "unpacked" / "bag")


def check_bag(folder: Path, bag: Path) -> Run:
    files = [path for path in (folder / "unpacked").rglob("*") if path.is_file()]
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
