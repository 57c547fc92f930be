"""Makes what measures work on: synthetic cases, screenshots, a bag, a backup of messages."""

import shutil
from pathlib import Path
from random import Random

from django.utils import timezone

from evidence.benchmarks.backups import write_messages
from evidence.benchmarks.originals import upload_all
from evidence.benchmarks.places import BACKUP, BAG, PICTURES, RECORDING, UNPACKED, pictures_in
from evidence.benchmarks.screens import screenshots
from evidence.benchmarks.seeding import seed_case
from evidence.benchmarks.timing import Sizes
from evidence.bundles.bag import payload_of_file, write_bag
from evidence.demo.load import load_example
from evidence.services.examination import examine_exhibits
from incidents.models import Case

SEED = 1
MP3_START = b"\xff\xfb\x90\x64"


def nothing(folder: Path, sizes: Sizes) -> None:
    """Some reading needs nothing at all."""


def backup(folder: Path, sizes: Sizes) -> None:
    """Write a backup of messages, and open a case without incidents to read it into."""
    write_messages(folder / BACKUP, sizes.messages, SEED)
    seed_case(incidents=0, exhibits=0, seed=SEED)


def many_incidents(folder: Path, sizes: Sizes) -> None:
    seed_case(incidents=sizes.incidents, exhibits=0, seed=SEED)


def printed_incidents(folder: Path, sizes: Sizes) -> None:
    seed_case(incidents=sizes.printed, exhibits=0, seed=SEED)


def printed_pictures(folder: Path, sizes: Sizes) -> None:
    seed_decoded(sizes.shown, sizes)


def large_case(folder: Path, sizes: Sizes) -> None:
    seed_decoded(sizes.large, sizes)


def seed_decoded(incidents: int, sizes: Sizes) -> None:
    """Pictures are decoded in the background soon after they came in, long before an issue."""
    case = seed_case(incidents=incidents, exhibits=sizes.screenshots, seed=SEED)
    examine_exhibits(case)


def example(folder: Path, sizes: Sizes) -> None:
    load_example()


def pictures(folder: Path, sizes: Sizes) -> None:
    """Draw screenshots, and open a case without exhibits to take them into."""
    (folder / PICTURES).mkdir()
    for number, content in enumerate(screenshots(sizes.screenshots, SEED), start=1):
        (folder / PICTURES / f"{number:05d}.jpg").write_bytes(content)
    seed_case(incidents=0, exhibits=0, seed=SEED)


def exhibits(folder: Path, sizes: Sizes) -> None:
    """Open a case that holds screenshots, and keep copies of them beside it."""
    pictures(folder, sizes)
    upload_all(Case.objects.get(), pictures_in(folder))


def recording(folder: Path, sizes: Sizes) -> None:
    """Write a long recording, and open a case with an incident to add it to."""
    with (folder / RECORDING).open("wb") as file:
        for number in range(sizes.recording_mb):
            file.write(MP3_START + Random(number).randbytes(2**20 - len(MP3_START)))  # noqa: S311
    seed_case(incidents=1, exhibits=0, seed=SEED)


def bag(folder: Path, sizes: Sizes) -> None:
    """Pack screenshots into a bag, and unpack it, so that both forms can be checked."""
    pictures(folder, sizes)
    write_bag(
        target=folder / BAG,
        name="bag",
        payloads=[payload_of_file(f"data/{path.name}", path) for path in pictures_in(folder)],
        tags=[],
        info=[],
        moment=timezone.now(),
    )
    shutil.unpack_archive(folder / BAG, folder / UNPACKED)
