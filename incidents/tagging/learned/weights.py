"""Says what a text reads like, by the weights of its runs as training left them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path
from struct import Struct

from incidents.tagging.facts import Label, Narrator

from .runs import SPEAKERS, runs

FOLDER = Path(__file__).parent
WEIGHTS = FOLDER / "weights.tsv"
SETTINGS = FOLDER / "model.toml"

# Weights are whole numbers in the file: hundredths for what they add, thousandths for rareness.
PER_WEIGHT = 100
PER_RARENESS = 1000

# Sums of all lanes are taken at once, in one integer with 64 bits a lane: a lane for each label,
# one for conduct of any kind, one for the squared rareness that a text's length is judged by.
# With 32 bits a long text of ever new words would run over.
_LANES = len(Label) + 2
_BITS = 64
_SCALE = 10_000
# Lanes are read as unsigned numbers, so that zero lies in the middle of each.
_ZERO = 1 << (_BITS - 1)
_LEVEL = sum(_ZERO << (_BITS * lane) for lane in range(_LANES))
_UNPACK = Struct(f"<{_LANES}Q").unpack
_PLACES = {label: place for place, label in enumerate(Label)}


@dataclass(frozen=True, slots=True)
class Limits:
    """From which sum on a label counts: beside words of the lexicon, and on its own."""

    alone: float
    beside_words: float
    share_of_any: float


@dataclass(frozen=True, slots=True)
class Model:
    """
    The weights, packed for every speaker.

    `intercepts` are those of the labels in the order of `Label`, then that of conduct of any kind.
    """

    tables: Mapping[Narrator, Mapping[str, int]]
    intercepts: tuple[float, ...]
    limits: Limits
    texts: str

    def read(self, folded: str, narrator: Narrator) -> dict[Label, float]:
        """Say how much a folded text that `narrator` tells reads like each label."""
        *sums, any_kind, squares = self._lanes(folded, narrator)
        scale = 1 / (sqrt((squares - _ZERO) / _SCALE) or 1.0) / _SCALE
        share = self.limits.share_of_any * ((any_kind - _ZERO) * scale + self.intercepts[-1])
        margins = [
            (lane - _ZERO) * scale + intercept + share
            for lane, intercept in zip(sums, self.intercepts, strict=False)
        ]
        return dict(zip(Label, margins, strict=True))

    def weigh(self, folded: str, narrator: Narrator, label: Label) -> int:
        """Say what a part of a text adds to a label, to compare it with other parts."""
        return self._lanes(folded, narrator)[_PLACES[label]]

    def _lanes(self, folded: str, narrator: Narrator) -> tuple[int, ...]:
        weights = filter(None, map(self.tables[narrator].get, runs(folded)))
        return _UNPACK(sum(weights, start=_LEVEL).to_bytes(_LANES * _BITS // 8, "little"))


@lru_cache(maxsize=1)
def model() -> Model:
    """Read the weights that come with the program, once."""
    return load(WEIGHTS, SETTINGS)


def load(weights: Path, settings: Path) -> Model:
    """Read weights and limits; raises KeyError or ValueError for files training never wrote."""
    with settings.open("rb") as file:
        held = tomllib.load(file)
    tables: dict[Narrator, dict[str, int]] = {narrator: {} for narrator in SPEAKERS}
    for run, speaker, packed in _rows(weights):
        for narrator, name in SPEAKERS.items():
            if speaker in ("", name):
                tables[narrator][run] = tables[narrator].get(run, 0) + packed
    intercepts = tuple(held["intercepts"][name] for name in (*Label, "any"))
    return Model(tables, intercepts, Limits(**held["limits"]), held["texts"])


def _rows(path: Path) -> Iterator[tuple[str, str, int]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("# "):
            run, speaker, rareness, *weights = line.split("\t")
            yield run, speaker, _pack(int(rareness), [int(weight) for weight in weights])


def _pack(rareness: int, weights: list[int]) -> int:
    """Put what a run adds to each lane into one integer."""
    scale = _SCALE / PER_RARENESS / PER_WEIGHT
    lanes = [round(rareness * weight * scale) for weight in weights]
    lanes.append(round(rareness * rareness * _SCALE / PER_RARENESS**2))
    return sum(lane << (_BITS * place) for place, lane in enumerate(lanes))
