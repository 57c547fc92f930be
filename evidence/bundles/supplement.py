"""The issue that a bundle goes on from, and what need not be said again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

Run = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """
    `number` is that of the issue which is added to, `issued_at` when it was issued. `held` are
    runs of the numbers of incidents that it and those before it hold; `again` are those of them
    that go in once more, because an exhibit was added to them since. `exhibits` are ids of the
    exhibits that lay in those issues.
    """

    number: int
    issued_at: datetime
    held: tuple[Run, ...] = ()
    again: tuple[int, ...] = ()
    exhibits: tuple[int, ...] = ()

    def holds(self, number: int) -> bool:
        """Say whether an incident went in earlier and nothing was added to it since."""
        return number not in self.again and any(low <= number <= high for low, high in self.held)

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "issued_at": self.issued_at.isoformat(),
            "held": [list(run) for run in self.held],
            "again": list(self.again),
            "exhibits": list(self.exhibits),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Supplement":
        return cls(
            number=int(str(stored["number"])),
            issued_at=datetime.fromisoformat(str(stored["issued_at"])),
            held=tuple((low, high) for low, high in rows(stored["held"])),
            again=tuple(rows(stored["again"])),
            exhibits=tuple(rows(stored["exhibits"])),
        )


def rows(stored: object) -> Iterable:  # type: ignore[type-arg]
    return stored if isinstance(stored, list) else ()
