"""One incident as the rules see it: its facts, its observations and what follows from both."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from incidents.tagging.clock import shanghai
from incidents.tagging.facts import Facts, Label, Observation, Source
from incidents.tagging.text import Normalised, normalise

_DENIED = "(?<![没未不别])(?<!没有)(?<!不是)(?<!没让)(?<!不让)"

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
        """Return the words of a list that the narrative holds, in the order of the narrative."""
        return _found(self.words[name], self.text.folded) if self.facts.text else ()

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
        return _found(self.words[name], normalise("\n".join(pieces)).folded)


def _found(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_pattern(words).findall(text)))


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the words, the longest first, unless it is directly denied."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile(f"{_DENIED}(?:{'|'.join(map(re.escape, longest))})")
