"""Sets what was measured as a table of plain text."""

from collections.abc import Iterator, Mapping
from typing import Any

HEADS = ("measure", "amount", "seconds", "a second", "peer s", "ratio", "start MB", "peak MB")


def lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line on the machine and the rows of the table, aligned, with notes below."""
    machine = answer["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    yield f"{machine['cpu']}, {machine['cpus']} CPUs, load {machine['load']}; {machine['system']}"
    yield f"Python {machine['python']}, SQLite {machine['sqlite']}, {packages}"
    yield f"medians of {answer['runs']} runs, each in a process of its own"
    yield ""
    rows = [HEADS, *(row(name, found) for name, found in answer["measures"].items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield "  ".join(padded).rstrip()
    yield ""
    for name, found in answer["measures"].items():
        if found["notes"]:
            yield f"{name}: " + ", ".join(f"{key} {note}" for key, note in found["notes"].items())


def row(name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name,
        f"{found['amount']:,} {found['unit']}",
        shown(found["seconds"], ".2f"),
        shown(found["per_second"], ",.0f"),
        shown(found["peer_seconds"], ".2f"),
        shown(found["ratio"], ".2f"),
        shown(found["start_mb"], ".0f"),
        shown(found["peak_mb"], ".0f"),
    )


def shown(value: float | None, form: str) -> str:
    return "—" if value is None else format(value, form)
