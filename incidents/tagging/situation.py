"""One incident as the rules see it: its facts, its observations and what follows from both."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from incidents.tagging.clock import shanghai
from incidents.tagging.facts import Facts, Label, Observation, Source
from incidents.tagging.text import Normalised, normalise

# Words that say who speaks may stand just beside the words that were marked.
_MARGIN = 8


@dataclass(frozen=True)
class Situation:
    facts: Facts
    observations: tuple[Observation, ...]
    words: Mapping[str, tuple[str, ...]]

    @cached_property
    def day(self) -> date | None:
        moment = self.facts.occurred_at
        return shanghai(moment).date() if moment is not None else None

    @cached_property
    def by_label(self) -> Mapping[Label, tuple[Observation, ...]]:
        grouped: dict[Label, tuple[Observation, ...]] = {}
        for observation in self.observations:
            grouped[observation.label] = (*grouped.get(observation.label, ()), observation)
        return grouped

    @cached_property
    def text(self) -> Normalised:
        return normalise(self.facts.text)

    @property
    def labels(self) -> Collection[Label]:
        return self.by_label.keys()

    def has_ticked(self, label: Label) -> bool:
        return any(found.source is Source.TICKED for found in self.by_label.get(label, ()))

    def find_words(self, name: str) -> tuple[str, ...]:
        """Return the words of a list that the narrative holds, in the list's order."""
        if not self.facts.text:
            return ()
        folded = self.text.folded
        return tuple(word for word in self.words[name] if word in folded)

    def find_words_near(self, name: str, label: Label) -> tuple[str, ...]:
        """Return the words of a list in or just beside what was marked with a label."""
        spans = [
            (found.start, found.end)
            for found in self.by_label.get(label, ())
            if found.start is not None and found.end is not None
        ]
        if not spans:
            return self.find_words(name)
        pieces = [self.facts.text[max(0, a - _MARGIN) : b + _MARGIN] for a, b in spans]
        folded = " ".join(normalise(piece).folded for piece in pieces)
        return tuple(word for word in self.words[name] if word in folded)
