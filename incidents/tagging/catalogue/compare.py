"""Compares two catalogues: which clauses and rules came, went or changed, and in what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from incidents.tagging.catalogue.model import Catalogue


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `details` names the fields that differ."""

    kind: str
    subject: str
    name: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        suffix = f" ({', '.join(self.details)})" if self.details else ""
        return f"{self.kind} {self.subject} {self.name}{suffix}"


def compare(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """List what changed from one catalogue to the other, in a fixed order."""
    return (
        *_changes("instrument", old.instruments, new.instruments),
        *_changes("clause", old.clauses, new.clauses),
        *_changes("rule", old.rules, new.rules),
        *_changes("pattern", old.patterns, new.patterns),
        *_changes("words", old.words, new.words),
        *_changes("remark", old.remarks, new.remarks),
    )


def _changes(
    subject: str, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Change("removed", subject, name)
        elif name not in old:
            yield Change("added", subject, name)
        elif details := _differences(old[name], new[name]):
            yield Change("changed", subject, name, details)


def _differences(old: object, new: object) -> tuple[str, ...]:
    """Clauses are compared by themselves, so an instrument leaves them out."""
    if old == new:
        return ()
    if not hasattr(old, "__dataclass_fields__"):
        return ("list",)
    names = [field.name for field in fields(old)]  # type: ignore[arg-type]
    return tuple(
        name for name in names if name != "clauses" and getattr(old, name) != getattr(new, name)
    )
