"""Reads JSON Lines for commands and writes them; bad input ends a command with exit code 2."""

import json
import sys
from pathlib import Path

from django.core.management.base import CommandError

from incidents.tagging.facts import Facts
from incidents.tagging.records import RecordError, read_facts, read_lines


def read_input(name: str) -> list[tuple[object, Facts]]:
    """
    Read the records of a file, or of standard input for “-”.

    Raises CommandError with exit code 2 and one line that says what is wrong where.
    """
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}", returncode=2) from error
    try:
        return read_facts(read_lines(raw))
    except RecordError as error:
        source = "stdin" if name == "-" else name
        raise CommandError(f"{source}: {error}", returncode=2) from error


def line(record: object) -> str:
    """Write one JSON line, with Chinese as Chinese."""
    return json.dumps(record, ensure_ascii=False)
