"""What a backup says of itself: when and of what it was taken, and the digest of each member."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath

from evidence.backups.refusal import Refusal, Refused

FORMAT = 1
KIND = "harassguard-backup"
ABOUT = "backup.json"
MANIFEST = "manifest-sha256.txt"
FILES = "files/"
# The name says what wrote it; a copy is read back by the same kind of database only.
DATABASES: Mapping[str, str] = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
PART = re.compile(r"[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*")


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest link of one case's custody chain; a later chain must still hold it."""

    case: str
    sequence: int
    head: str


@dataclass(frozen=True, slots=True)
class About:
    """
    The first member: what this is, to be judged before anything else is read.

    `migrations` are those that the database had seen ("incidents.0001_initial"); a program that
    does not know one of them is older than the backup.
    """

    software: str
    taken_at: datetime
    database: str
    migrations: tuple[str, ...]
    chains: tuple[ChainHead, ...]

    def as_json(self) -> bytes:
        said = {"kind": KIND, "format": FORMAT} | asdict(self)
        said["taken_at"] = self.taken_at.isoformat()
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()


def about_from(content: bytes) -> About:
    """Read the first member; raises Refused when it is not ours, or of a later format."""
    try:
        said = json.loads(content)
        is_ours = said["kind"] == KIND
        later = said["format"] > FORMAT
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(Refusal.FOREIGN) from error
    if not is_ours:
        raise Refused(Refusal.FOREIGN)
    if later:
        raise Refused(Refusal.NEWER, str(said.get("software", "")))
    try:
        return About(
            software=said["software"],
            taken_at=datetime.fromisoformat(said["taken_at"]),
            database=said["database"],
            migrations=tuple(said["migrations"]),
            chains=tuple(ChainHead(**chain) for chain in said["chains"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(Refusal.DAMAGED, ABOUT) from error


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the archive with its size in bytes and its SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


def manifest_text(members: Iterable[Member]) -> bytes:
    """Return the list as `sha256sum -c` reads it, in the order of the archive."""
    return "".join(f"{member.sha256}  {member.name}\n" for member in members).encode()


def is_safe(name: str) -> bool:
    """Say whether a member may be written under this name on every system, within its folder."""
    parts = PurePosixPath(name).parts
    return "/".join(parts) == name and all(map(PART.fullmatch, parts))
