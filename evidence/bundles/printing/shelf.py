"""The shelf of laid-out parts: kept by what they were made of, so that none is made twice."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from evidence.bundles.printing.leaf import FontUse, Leaf, read_leaf, write_leaf

# To be raised whenever this package lays out or writes something differently.
EDITION = 4
ENGINES = tuple(f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "pikepdf"))
DAYS_KEPT = 30
A_DAY = 24 * 60 * 60
MADE_IN = ".new-"


@dataclass(frozen=True, slots=True)
class Task:
    """A part to be laid out; its key is the digest of all that it is made of."""

    html: str
    styles: str

    @property
    def key(self) -> str:
        made_of = json.dumps([EDITION, *ENGINES, self.styles, self.html])
        return sha256(made_of.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of parts: for each key the pages as PDF, and what they hold as JSON."""

    folder: Path

    def pdf(self, key: str) -> Path:
        return self.folder / f"{key}.pdf"

    def notes(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def has(self, key: str) -> bool:
        """Say whether a part is there whole; what is asked for counts as used today."""
        try:
            for path in (self.pdf(key), self.notes(key)):
                os.utime(path)
        except FileNotFoundError:
            return False
        return True

    def leaf(self, key: str) -> Leaf:
        return read_leaf(self.pdf(key), self.notes(key))

    def put(self, key: str, make: Callable[[Path], Leaf]) -> None:
        """Make a part aside and give it its name when it is whole, its notes last."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self.folder, prefix=MADE_IN) as aside:
            made = Path(aside) / "part.pdf"
            leaf = make(made)
            notes = Path(aside) / "part.json"
            write_leaf(leaf, notes)
            made.replace(self.pdf(key))
            notes.replace(self.notes(key))

    def clear(self) -> None:
        rmtree(self.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove parts that no issue has used for a month."""
        oldest = time.time() - DAYS_KEPT * A_DAY
        for path in self.folder.glob("*.*"):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def font_key(use: FontUse) -> str:
    """Return the key of a font that is cut to these glyphs."""
    return Task(json.dumps(use, sort_keys=True), "font").key
