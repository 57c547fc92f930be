"""Triggers by which the database itself keeps rows from being changed or taken away."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FUNCTION = "harassguard_append_only"
REFUSED = "This table is append-only."
# What is refused by triggers; the third of each would pass by the other two.
ACTS = {
    SQLITE: ("update", "delete", "insert"),
    POSTGRESQL: ("update", "delete", "truncate"),
}
# How each database says that two values, null or not, are the same.
SAME = {SQLITE: "IS", POSTGRESQL: "IS NOT DISTINCT FROM"}


@dataclass(frozen=True, slots=True)
class Guard:
    """
    One table of rows that stay.

    `unique` names the columns by which a row could be replaced. A row may change only in the
    columns of `emptied`, and only to the literal given there; without any, not at all.
    """

    table: str
    unique: tuple[tuple[str, ...], ...] = ()
    fixed: tuple[str, ...] = ()
    emptied: Mapping[str, str] = field(default_factory=dict)

    def trigger(self, act: str) -> str:
        return f"{self.table}_kept_{act}"


GUARDS = (
    Guard("incidents_custodyevent", unique=(("case_id", "sequence"),)),
    Guard("incidents_anchor"),
    Guard(
        "incidents_revision",
        fixed=("id", "case_id", "subject_type", "subject_id", "field", "at", "actor_id"),
        emptied={"before": "NULL", "after": "NULL", "reason": "''"},
    ),
)


def install(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Put the triggers in place, anew where they are there already."""
    run(connection, statements(connection.vendor, guards))


def lift(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Take the triggers away, so that a database can be emptied or its migration undone."""
    run(connection, removals(connection.vendor, guards))


def missing(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> list[str]:
    """Name the tables that lack a trigger which they should have."""
    if connection.vendor not in SAME:
        return []
    with connection.cursor() as cursor:
        held = triggers(connection.vendor, cursor)
    acts = ACTS[connection.vendor]
    return [guard.table for guard in guards if not held.issuperset(map(guard.trigger, acts))]


def triggers(vendor: str, cursor: CursorWrapper) -> set[str]:
    if vendor == SQLITE:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        # One that was switched off ("D") is as good as none.
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
    return {name for (name,) in cursor.fetchall()}


def run(connection: BaseDatabaseWrapper, commands: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)


def statements(vendor: str, guards: Iterable[Guard]) -> Iterator[str]:
    """Yield the SQL that puts guards in place; other databases have none."""
    wanted = tuple(guards)
    yield from removals(vendor, wanted)
    if vendor == POSTGRESQL:
        yield (
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for guard in wanted:
        if vendor == SQLITE:
            yield from sqlite_triggers(guard)
        elif vendor == POSTGRESQL:
            yield from postgresql_triggers(guard)


def removals(vendor: str, guards: Iterable[Guard]) -> Iterator[str]:
    for guard in guards if vendor in SAME else ():
        place = f' ON "{guard.table}"' if vendor == POSTGRESQL else ""
        for act in ACTS[vendor]:
            yield f'DROP TRIGGER IF EXISTS "{guard.trigger(act)}"{place}'


def sqlite_triggers(guard: Guard) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    table = guard.table
    update, delete, insert = map(guard.trigger, ACTS[SQLITE])
    when = change(SQLITE, guard)
    yield f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}"{when} {refuse}'
    yield f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" {refuse}'
    # REPLACE takes rows away without asking the trigger for deleting.
    same = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")"
        for columns in (("id",), *guard.unique)
    )
    yield (
        f'CREATE TRIGGER "{insert}" BEFORE INSERT ON "{table}" '  # noqa: S608
        f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {same}) {refuse}'  # nosec B608
    )


def postgresql_triggers(guard: Guard) -> Iterator[str]:
    refuse = f"EXECUTE FUNCTION {FUNCTION}()"
    table = guard.table
    update, delete, truncate = map(guard.trigger, ACTS[POSTGRESQL])
    each = f"FOR EACH ROW{change(POSTGRESQL, guard)}"
    yield f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" {each} {refuse}'
    yield f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" FOR EACH ROW {refuse}'
    # An upsert asks the trigger for updating; what no row trigger hears of is TRUNCATE.
    each = "FOR EACH STATEMENT"
    yield f'CREATE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{table}" {each} {refuse}'


def change(vendor: str, guard: Guard) -> str:
    """Return the condition under which a change is refused; "" refuses all."""
    if not guard.emptied:
        return ""
    same = SAME[vendor]
    kept = [f'NEW."{column}" {same} OLD."{column}"' for column in guard.fixed]
    kept += [
        f'(NEW."{column}" {same} OLD."{column}" OR NEW."{column}" {same} {empty})'
        for column, empty in guard.emptied.items()
    ]
    return f" WHEN (NOT ({' AND '.join(kept)}))"
