"""What the program has acknowledged, written down outside it: the measure of what is lost."""

import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """
    One thing that the program said yes to.

    `mark` is found in it alone; `files` are the SHA-256 (hex) of the originals that came with it.
    """

    kind: str
    mark: str
    key: int = 0
    rows: int = 0
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class Ledger:
    """Written by several visitors at once; the file survives what is killed."""

    path: Path
    kept: list[Kept] = field(default_factory=list)
    tried: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def intend(self, mark: str, files: tuple[str, ...] = ()) -> None:
        """Note what will be asked for: whatever is found of it must be whole."""
        with self.lock:
            self.tried[mark] = files

    def acknowledge(self, kept: Kept) -> None:
        with self.lock:
            self.kept.append(kept)

    def save(self) -> None:
        said = {"kept": [asdict(one) for one in self.kept], "tried": self.tried}
        self.path.write_text(json.dumps(said))


def read_ledger(path: Path) -> tuple[list[Kept], dict[str, tuple[str, ...]]]:
    said = json.loads(path.read_text())
    kept = [Kept(**{**one, "files": tuple(one["files"])}) for one in said["kept"]]
    return kept, {mark: tuple(files) for mark, files in said["tried"].items()}
