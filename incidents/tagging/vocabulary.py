"""Read the lexicon folder and compile it, once, into cues, frames and implications."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .facts import Label, Narrator
from .grams import GramIndex, requirements
from .openings import guard

FOLDER = Path(__file__).parent / "lexicon"

# Gaps: `_` stays in the clause, `~` stays in the sentence; doubled ones reach further.
_GAPS = {
    "__": "[^，。！？；：\\n]{0,12}?",
    "_": "[^，。！？；：\\n]{0,5}?",
    "~~": "[^。！？\\n]{0,24}?",
    "~": "[^。！？\\n]{0,10}?",
}
_GAP = re.compile(r"(__|_|~~|~)\??")
# Fillers overlap (全, 全都, 都), so that an endless run of them would take exponential time.
_ENDLESS = re.compile(r"(?<!\\)\)([*+])")
_SLOT = re.compile(r"<([a-z_]+)>")
_ABSENCE = re.compile("没|未|不|别|勿|无|拒")


class LexiconError(ValueError):
    """A lexicon file cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern and its number in the index of grams."""

    regex: re.Pattern[str]
    number: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that speaks for one label, and the company that speaks against it."""

    label: Label
    pattern: Pattern
    narrators: frozenset[Narrator]
    unless: re.Pattern[str] | None
    unless_text: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    needs_text: re.Pattern[str] | None
    negatable: bool
    holds_absence: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A way of speaking that takes the weight off the cues within its reach."""

    pattern: Pattern
    narrators: frozenset[Narrator]
    labels: frozenset[Label]
    reach: str
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Implication:
    """Labels that bring another one along."""

    labels: frozenset[Label]
    implies: Label
    narrators: frozenset[Narrator]
    needs: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that the lexicon folder says."""

    index: GramIndex
    cues: Mapping[int, Cue]
    frames: Mapping[int, Frame]
    implications: tuple[Implication, ...]
    words: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Give the compiled lexicon that ships with the product."""
    return load(FOLDER)


def load(folder: Path) -> Vocabulary:
    """Compile a lexicon folder; raises LexiconError for what cannot be used."""
    slots = _read_slots(folder)
    builder = _Builder(slots, GramIndex())
    cues: list[Cue] = []
    for label in Label:
        path = folder / f"{label.value}.toml"
        cues += builder.cues(path, label)
    discounts = _read(folder / "discounts.toml")
    implications = _read(folder / "implications.toml")["implication"]
    return Vocabulary(
        index=builder.index,
        cues={cue.pattern.number: cue for cue in cues},
        frames={frame.pattern.number: frame for frame in builder.frames(discounts["frame"])},
        implications=tuple(_implication(entry) for entry in implications),
        words={name: re.compile(builder.expand(text)) for name, text in discounts["words"].items()},
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error


def _read_slots(folder: Path) -> dict[str, str]:
    return {
        name: f"(?:{'|'.join(words.split())})"
        for name, words in _read(folder / "slots.toml")["slots"].items()
    }


@dataclass(slots=True)
class _Builder:
    slots: dict[str, str]
    index: GramIndex

    def expand(self, text: str) -> str:
        """Replace slot names and gap marks until only regex syntax is left."""
        while _SLOT.search(text):
            text = _SLOT.sub(lambda match: self._slot(match.group(1)), text)
        text = _GAP.sub(lambda match: _GAPS[match.group(1)], text)
        return _ENDLESS.sub(lambda match: "){0,6}" if match[1] == "*" else "){1,6}", text)

    def _slot(self, name: str) -> str:
        if name not in self.slots:
            raise LexiconError(f"slots.toml: no slot is called {name}")
        return self.slots[name]

    def pattern(self, text: str) -> Pattern:
        expanded = self.expand(text)
        return Pattern(re.compile(guard(expanded)), self.index.add(requirements(expanded)))

    def any_of(self, texts: Iterable[str]) -> re.Pattern[str] | None:
        joined = "|".join(f"(?:{self.expand(text)})" for text in texts)
        return re.compile(joined) if joined else None

    def cues(self, path: Path, label: Label) -> Iterable[Cue]:
        for number, entry in enumerate(_read(path)["cue"], start=1):
            try:
                yield from self._cue(entry, label)
            except (KeyError, ValueError, re.error) as error:
                raise LexiconError(f"{path.name}, cue {number}: {error!r}") from error

    def _cue(self, entry: dict[str, Any], label: Label) -> Iterable[Cue]:
        for text in entry["match"]:
            yield Cue(
                label=label,
                pattern=self.pattern(text),
                narrators=_narrators(entry),
                unless=self.any_of(entry.get("unless", ())),
                unless_text=self.any_of(entry.get("unless_text", ())),
                needs=self.any_of(entry.get("needs", ())),
                needs_text=self.any_of(entry.get("needs_text", ())),
                negatable=entry.get("negatable", True),
                holds_absence=bool(_ABSENCE.search(re.sub(r"\(\?<?![^)]*\)", "", text))),
            )

    def frames(self, entries: Iterable[dict[str, Any]]) -> Iterable[Frame]:
        for number, entry in enumerate(entries, start=1):
            try:
                yield from self._frame(entry)
            except (KeyError, ValueError, re.error) as error:
                raise LexiconError(f"discounts.toml, frame {number}: {error!r}") from error

    def _frame(self, entry: dict[str, Any]) -> Iterable[Frame]:
        spared = frozenset(Label(name) for name in entry.get("spares", ()))
        labels = frozenset(Label(name) for name in entry.get("labels", list(Label))) - spared
        for text in entry["match"]:
            yield Frame(
                pattern=self.pattern(text),
                narrators=_narrators(entry),
                labels=labels,
                reach=entry["reach"],
                unless=self.any_of(entry.get("unless", ())),
            )


def _implication(entry: dict[str, Any]) -> Implication:
    names = entry["label"] if isinstance(entry["label"], list) else [entry["label"]]
    return Implication(
        labels=frozenset(Label(name) for name in names),
        implies=Label(entry["implies"]),
        narrators=_narrators(entry),
        needs=re.compile(entry["needs"]) if "needs" in entry else None,
    )


def _narrators(entry: dict[str, Any]) -> frozenset[Narrator]:
    return frozenset(Narrator(name) for name in entry.get("narrators", list(Narrator)))
