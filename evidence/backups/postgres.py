"""Copies of a PostgreSQL database, made, read and loaded by PostgreSQL's own tools."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from evidence.backups.copies import Contents, contents
from evidence.backups.refusal import Refusal, Refused

CASES, EVENTS, MIGRATIONS = "incidents_case", "incidents_custodyevent", "django_migrations"
END = "\\."
# What libpq reads instead of arguments, which other users of the machine could see.
VARIABLES = {
    "PGHOST": "HOST",
    "PGPORT": "PORT",
    "PGUSER": "USER",
    "PGPASSWORD": "PASSWORD",
    "PGDATABASE": "NAME",
}

Row = Mapping[str, str]


def environment(database: Mapping[str, object]) -> dict[str, str]:
    """Return the environment in which the tools find this database (Django's setting of it)."""
    named = {name: str(database.get(key) or "") for name, key in VARIABLES.items()}
    return {**os.environ, **{name: value for name, value in named.items() if value}}


def copy_postgres(database: Mapping[str, object], target: Path) -> None:
    """Dump as it stands at one moment. Raises OSError when the tool is missing or fails."""
    target.touch(mode=0o600)
    run(["pg_dump", "--format=custom", *OPTIONS, f"--file={target}"], environment(database))


def load_postgres(copy: Path, database: Mapping[str, object]) -> None:
    """Put a dump in the place of everything it names, in one transaction. Raises OSError."""
    name = str(database.get("NAME") or "")
    loading = ["--clean", "--if-exists", "--single-transaction", "--exit-on-error"]
    run(
        ["pg_restore", *loading, *OPTIONS, f"--dbname={name}", str(copy)],
        environment(database),
    )


def read_postgres(path: Path) -> Contents:
    """Read the tables that matter out of a dump; raises Refused when it is not whole."""
    try:
        # Written out as SQL and thrown away: a dump that is cut or altered does not get through.
        run(["pg_restore", f"--file={os.devnull}", str(path)], dict(os.environ))
        migrations = [(row["app"], row["name"]) for row in rows(path, MIGRATIONS)]
        numbers = {row["id"]: row["number"] for row in rows(path, CASES)}
        heads: dict[str, tuple[int, str]] = {}
        for row in rows(path, EVENTS):
            place = int(row["sequence"]), row["digest"]
            heads[row["case_id"]] = max(place, heads.get(row["case_id"], place))
    except (OSError, KeyError, ValueError) as error:
        raise Refused(Refusal.DAMAGED, path.name) from error
    return contents(migrations, sorted((numbers[case], *head) for case, head in heads.items()))


def rows(path: Path, table: str) -> Iterator[Row]:
    """Yield a table's rows as the texts in the dump; numbers and digests need no unescaping."""
    command = ["pg_restore", "--data-only", f"--table={table}", "--file=-", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:  # noqa: S603
        columns: list[str] = []
        for line in process.stdout or ():
            if line.startswith(f"COPY public.{table} ("):
                columns = line.partition("(")[2].partition(")")[0].replace('"', "").split(", ")
            elif line.rstrip("\n") == END:
                columns = []
            elif columns:
                yield dict(zip(columns, line.rstrip("\n").split("\t"), strict=True))


OPTIONS = ("--no-owner", "--no-privileges")


def run(command: list[str], environ: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  (PostgreSQL's own tools)
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise OSError(done.returncode, f"{command[0]}: {last}")
