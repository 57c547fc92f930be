"""Putting files into the bag while pages are laid out; each original is read once for it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evidence import storage
from evidence.bundles import exports
from evidence.bundles.bag import Bag, Payload, payload_of_bytes, payload_of_file
from evidence.bundles.letter import letter_of
from evidence.bundles.letter_files import plain_file, word_file
from evidence.bundles.manifest import Digests, digests_of
from evidence.bundles.overview import Overview
from evidence.bundles.recipients import profiles
from evidence.bundles.records import ExhibitRecord, Selection
from evidence.exceptions import FixityError


@contextmanager
def packing(bag: Bag, exhibits: Iterable[ExhibitRecord]) -> Iterator["Packing"]:
    """Copy originals into a bag in the background; what is not begun at the end is left undone."""
    pool = ThreadPoolExecutor(1)
    try:
        yield Packing(bag, pool, [pool.submit(pack, bag, exhibit) for exhibit in exhibits])
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Packing:
    """What is being put into a bag, one after the other, as a ZIP is written."""

    bag: Bag
    pool: ThreadPoolExecutor
    originals: list[Future[None]]

    def put_all(self, payloads: Iterable[Payload], tell: Callable[[int, int], None]) -> None:
        """
        Add files as they are made, and wait until all are there; `tell` hears how many originals.

        Raises FixityError when an original is gone or altered.
        """
        others = [self.pool.submit(self.bag.put, payload) for payload in payloads]
        for done, original in enumerate(self.originals):
            tell(done, len(self.originals))
            original.result()
        for other in others:
            other.result()


def pack(bag: Bag, exhibit: ExhibitRecord) -> None:
    """
    Read an original again, whether it goes into the bag or not.

    Raises FixityError when it is gone or altered.
    """
    try:
        digests = packed(bag, exhibit)
    except FileNotFoundError as error:
        raise FixityError(
            f"证据{exhibit.label}“{exhibit.name}”的原件不见了，证据包没有出具。"
        ) from error
    if digests.sha256 != exhibit.sha256:
        raise FixityError(f"证据{exhibit.label}“{exhibit.name}”和收存时不一样，证据包没有出具。")


def packed(bag: Bag, exhibit: ExhibitRecord) -> Digests:
    chunks = storage.chunks(exhibit.sha256)
    if exhibit.is_included:
        return bag.take(exhibit.path, chunks, exhibit.size)
    return digests_of(chunks)


def record_payloads(selection: Selection, aside: Path) -> Iterator[Payload]:
    """Write the records as files, so that they are never held in memory as a whole."""
    for name, content in exports.files(selection):
        with (aside / name).open("wb") as file:
            file.writelines(content)
        yield payload_of_file(f"data/records/{name}", aside / name)


def letter_payloads(selection: Selection, folder: Path) -> list[Payload]:
    """Return the letter as files, and leave them in the folder to be fetched alone."""
    letter = letter_of(selection, Overview(selection), profiles()[selection.recipient])
    files = {"docx": word_file(letter, selection.moment), "txt": plain_file(letter)}
    for ending, content in files.items():
        (folder / f"{selection.name}.{ending}").write_bytes(content)
    return [
        payload_of_bytes(f"data/letter/{selection.name}.{ending}", content)
        for ending, content in files.items()
    ]
