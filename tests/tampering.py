"""Changing the database behind the program's back, as somebody with the file could."""

from django.db import connection

from evidence.append_only import GUARDS as EVIDENCE_GUARDS
from incidents import append_only

GUARDS = (*append_only.GUARDS, *EVIDENCE_GUARDS)


def sql(command: str, *values: object) -> None:
    """Run a command against a database whose own guards still stand."""
    with connection.cursor() as cursor:
        cursor.execute(command, values)


def tamper(command: str, *values: object) -> None:
    """Take the triggers away, run a command, and put them back so that nothing shows."""
    append_only.lift(connection, GUARDS)
    sql(command, *values)
    append_only.install(connection, GUARDS)
