"""What one run of a measure gives back, and the clock that it is taken with."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much each measure is given to do."""

    texts: int = 12_000
    incidents: int = 10_000
    messages: int = 100_000
    numbers: int = 20_000
    screenshots: int = 100
    printed: int = 3_000
    recording_mb: int = 256


USUAL = Sizes()
FULL = Sizes(incidents=100_000, screenshots=500, recording_mb=2_048)
# For seeing that everything works; says nothing of speed.
QUICK = Sizes(
    texts=50, incidents=30, messages=60, numbers=40, screenshots=3, printed=20, recording_mb=3
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
    wall, cpu = time.perf_counter(), time.process_time()
    yield lap
    lap.seconds = time.perf_counter() - wall
    lap.cpu_seconds = time.process_time() - cpu
