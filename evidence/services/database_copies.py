"""Copying the database in use out, reading a copy, and putting one in its place."""

from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import connection

from evidence.backups.copies import Contents, copy_sqlite, load_sqlite, read_sqlite
from evidence.backups.manifest import DATABASES
from evidence.backups.postgres import copy_postgres, load_postgres, read_postgres

POSTGRES = "postgresql"


def copy_name() -> str:
    """Return what a copy of the database in use is called."""
    return DATABASES[connection.vendor]


def database_kind() -> str:
    return connection.vendor


def has_table(name: str) -> bool:
    """Say whether the database has a table, without making a database where there is none."""
    file = Path(str(connection.settings_dict["NAME"]))
    is_missing = connection.vendor == "sqlite" and file.is_absolute() and not file.exists()
    return not is_missing and name in connection.introspection.table_names()


def copy_database(target: Path) -> None:
    """Copy the database as it stands at this moment; call outside of any transaction."""
    if connection.vendor == POSTGRES:
        copy_postgres(settings.DATABASES["default"], target)
        return
    if connection.in_atomic_block:
        raise RuntimeError("SQLite would wait for this very transaction to end.")
    connection.ensure_connection()
    copy_sqlite(connection.connection, target)


def read_copy(path: Path) -> Contents:
    """Check a copy from end to end and say what it holds; raises Refused."""
    reading = read_postgres if path.name == DATABASES[POSTGRES] else read_sqlite
    return reading(path)


def load_copy(path: Path) -> None:
    """Put a copy in the place of everything in the database in use."""
    if connection.vendor == POSTGRES:
        connection.close()
        load_postgres(path, cast("dict[str, object]", settings.DATABASES["default"]))
        return
    connection.ensure_connection()
    load_sqlite(path, connection.connection)
