"""Copies of a PostgreSQL database, with a real server of its own that lives for these tests."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.backups.manifest import ChainHead
from evidence.backups.postgres import copy_postgres, environment, load_postgres, read_postgres
from evidence.backups.refusal import Refused
from tests.program import free_port

TOOLS = ("initdb", "pg_ctl", "pg_dump", "pg_restore", "psql")
TABLES = """
    CREATE TABLE incidents_case (id bigint PRIMARY KEY, number text, title text);
    CREATE TABLE incidents_custodyevent (id serial, case_id bigint, sequence int, digest text);
    CREATE TABLE django_migrations (id serial, app text, name text);
    INSERT INTO incidents_case VALUES (5, 'HG-2026-0001', E'a\ttab\nand a line');
    INSERT INTO incidents_custodyevent (case_id, sequence, digest)
        VALUES (5, 9, 'ninth'), (5, 10, 'tenth'), (5, 1, 'first');
    INSERT INTO django_migrations (app, name) VALUES ('incidents', '0001_initial');
"""
# PostgreSQL does not run as root.
AS = {"user": "nobody"} if os.name == "posix" and os.geteuid() == 0 else {}

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="PostgreSQL is not installed"
)


def run(*command: str, **values: object) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **values)


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="hg-pg-") as folder:
        if AS:
            shutil.chown(folder, AS["user"])
        port, data = str(free_port()), f"{folder}/data"
        run("initdb", "-D", data, "-U", "hg", "-A", "trust", "-N", cwd=folder, **AS)
        options = f"-p {port} -k {folder} -c listen_addresses= -F"
        run("pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start", **AS)
        try:
            yield {"HOST": folder, "PORT": port, "USER": "hg", "NAME": "postgres"}
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", **AS)


def make(server: dict[str, object], name: str, sql: str = "") -> dict[str, object]:
    run("psql", "-q", "-c", f"CREATE DATABASE {name}", env=environment(server))
    database = server | {"NAME": name}
    run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql or "SELECT 1", env=environment(database))
    return database


def test_a_dump_is_read_without_a_server_and_loads_into_another_database(server, tmp_path) -> None:
    source, target = make(server, "one", TABLES), make(server, "two", "CREATE TABLE old (x int)")
    copy_postgres(source, tmp_path / "database.dump")
    contents = read_postgres(tmp_path / "database.dump")
    assert contents.chains == (ChainHead("HG-2026-0001", 10, "tenth"),)
    assert contents.migrations == ("incidents.0001_initial",)
    load_postgres(tmp_path / "database.dump", target)
    copy_postgres(target, tmp_path / "again.dump")
    assert read_postgres(tmp_path / "again.dump") == contents


def test_a_damaged_dump_is_refused(server, tmp_path: Path) -> None:
    copy_postgres(make(server, "three", TABLES), tmp_path / "database.dump")
    content = (tmp_path / "database.dump").read_bytes()
    (tmp_path / "database.dump").write_bytes(content[: len(content) // 2])
    with pytest.raises(Refused):
        read_postgres(tmp_path / "database.dump")


def test_a_server_that_cannot_be_reached_is_said(server, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="pg_dump"):
        copy_postgres(server | {"NAME": "nowhere"}, tmp_path / "database.dump")


def test_the_password_is_no_argument() -> None:
    assert environment({"PASSWORD": "x", "HOST": ""})["PGPASSWORD"] == "x"
    assert "PGHOST" not in environment({"HOST": ""}) or "PGHOST" in os.environ
