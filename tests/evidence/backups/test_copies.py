"""Copies of a database: taken while it is written to, and read with doubt."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from evidence.backups.copies import copy_sqlite, read_sqlite
from evidence.backups.manifest import ChainHead
from evidence.backups.refusal import Refused

TABLES = """
    CREATE TABLE incidents_case (id INTEGER PRIMARY KEY, number TEXT);
    CREATE TABLE incidents_custodyevent (case_id INTEGER, sequence INTEGER, digest TEXT);
    CREATE TABLE django_migrations (app TEXT, name TEXT);
    INSERT INTO incidents_case VALUES (1, 'HG-2026-0002'), (2, 'HG-2026-0001'), (3, 'HG-2026-0003');
    INSERT INTO incidents_custodyevent VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c');
    INSERT INTO django_migrations VALUES ('incidents', '0001_initial');
"""


@pytest.fixture
def database(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "live.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(TABLES)
        yield connection


def test_a_copy_tells_the_newest_link_of_each_chain(database, tmp_path: Path) -> None:
    copy_sqlite(database, tmp_path / "copy")
    contents = read_sqlite(tmp_path / "copy")
    assert contents.chains == (ChainHead("HG-2026-0001", 1, "c"), ChainHead("HG-2026-0002", 2, "b"))
    assert contents.migrations == ("incidents.0001_initial",)


def test_a_copy_holds_what_was_committed_and_nothing_of_what_was_not(database, tmp_path) -> None:
    with closing(sqlite3.connect(tmp_path / "live.sqlite3")) as writer:
        writer.execute("INSERT INTO incidents_custodyevent VALUES (1, 3, 'unfinished')")
        copy_sqlite(database, tmp_path / "copy")
    assert read_sqlite(tmp_path / "copy").chains[1].sequence == 2


def test_a_copy_stands_by_itself_for_its_owner_alone(database, tmp_path: Path) -> None:
    copy_sqlite(database, tmp_path / "copy")
    assert not list(tmp_path.glob("copy-*"))
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_a_damaged_copy_is_refused(database, tmp_path: Path) -> None:
    copy_sqlite(database, tmp_path / "copy")
    content = bytearray((tmp_path / "copy").read_bytes())
    content[4096:8192] = bytes(4096)
    (tmp_path / "copy").write_bytes(content)
    with pytest.raises(Refused):
        read_sqlite(tmp_path / "copy")


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"no database" * 1000)
    with pytest.raises(Refused):
        read_sqlite(tmp_path / "copy")
