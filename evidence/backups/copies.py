"""Copies of the database: what a copy says of itself, and whether it is whole."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from evidence.backups.manifest import ChainHead
from evidence.backups.refusal import Refusal, Refused

NEWEST = """
    SELECT c.number, e.sequence, e.digest FROM incidents_custodyevent e
    JOIN incidents_case c ON c.id = e.case_id
    WHERE e.sequence = (
        SELECT MAX(sequence) FROM incidents_custodyevent WHERE case_id = e.case_id
    )
    ORDER BY c.number
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in a copy: the migrations it has seen and the newest link of each chain."""

    migrations: tuple[str, ...]
    chains: tuple[ChainHead, ...]


def copy_sqlite(source: sqlite3.Connection, target: Path) -> None:
    """Copy a database that is in use, as it stands at one moment; nobody has to wait."""
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        # One file that stands by itself, without the log that the original keeps beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    target.chmod(0o600)


def load_sqlite(copy: Path, target: sqlite3.Connection) -> None:
    """Put a copy in the place of everything in a database, in one step that counts or does not."""
    with closing(sqlite3.connect(copy)) as source:
        source.backup(target)


def read_sqlite(path: Path) -> Contents:
    """Check a copy from end to end; raises Refused when it is not whole."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
            if said != ["ok"]:
                raise Refused(Refusal.DAMAGED, path.name)
            migrations = copy.execute("SELECT app, name FROM django_migrations").fetchall()
            return contents(migrations, copy.execute(NEWEST).fetchall())
    except sqlite3.DatabaseError as error:
        raise Refused(Refusal.DAMAGED, path.name) from error


def contents(
    migrations: Iterable[tuple[str, str]], heads: Iterable[tuple[str, int, str]]
) -> Contents:
    return Contents(
        tuple(sorted(f"{app}.{name}" for app, name in migrations)),
        tuple(ChainHead(case, sequence, head) for case, sequence, head in heads),
    )
