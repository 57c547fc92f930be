"""Reading the database as it was at one moment, without keeping anybody from writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

MODE = "transaction_mode"


@contextmanager
def snapshot() -> Iterator[None]:
    """Let everything read inside the block belong together; inside a transaction it does anyway."""
    if connection.in_atomic_block:
        yield
        return
    with waiting_for_nobody(connection), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def waiting_for_nobody(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Begin SQLite's transactions without its one lock for writing."""
    if database.vendor != "sqlite":
        yield
        return
    mode = getattr(database, MODE)
    setattr(database, MODE, "DEFERRED")
    try:
        yield
    finally:
        setattr(database, MODE, mode)
