"""What one run of a measure gives back, and the clock that it is taken with."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sizes:
    """
    How much each measure is given to do: `printed` incidents without screenshots, `shown` with
    all `screenshots`, and `large` with as many.
    """

    texts: int = 12_000
    incidents: int = 10_000
    messages: int = 100_000
    numbers: int = 20_000
    screenshots: int = 100
    printed: int = 3_000
    shown: int = 60
    large: int = 2_000
    recording_mb: int = 256


USUAL = Sizes()
FULL = Sizes(incidents=100_000, screenshots=500, large=10_000, recording_mb=2_048)
# For seeing that everything works; says nothing of speed.
QUICK = Sizes(
    texts=50,
    incidents=30,
    messages=60,
    numbers=40,
    screenshots=3,
    printed=20,
    shown=4,
    large=30,
    recording_mb=3,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """
    One run: `amount` things done in `seconds` of the clock on the wall.

    `peer_seconds` is what ordinary tools took for the same, right before; `notes` are counts and
    sizes worth knowing.
    """

    amount: int
    seconds: float
    cpu_seconds: float
    peer_seconds: float | None = None
    notes: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Lap:
    """What a stopwatch shows once it has stopped."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0


@contextmanager
def stopwatch() -> Iterator[Lap]:
    lap = Lap()
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield lap
    lap.seconds = time.perf_counter() - wall
    lap.cpu_seconds = cpu_seconds() - cpu


def cpu_seconds() -> float:
    """Return what this process has taken of the processor, with those that it started."""
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system
