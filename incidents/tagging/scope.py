"""Decide whether a cue counts where it stands: negation, questions, frames, own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .clauses import Layout, Stretch
from .facts import Label, Narrator
from .vocabulary import Frame, Vocabulary

_OWN_SPEECH = re.compile(
    "(?<![给跟向对冲骂让叫催])我[^，。“他她]{0,6}(?:对他|跟他|冲他|对她|跟她|问他|回他|告诉他)?"
    "(?:就)?(?:说|骂|回|怼|喊|吼|回复|发|问)(?:了|他|她|道|一句|句|：|，|过去){0,3}(?<!他)(?<!她)“$"
)


# A frame may begin with the mark that ends the clause before it.
_PUNCTUATION = re.compile(r"[，；：。！？\n…“”]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in the folded text."""

    label: Label
    start: int
    end: int
    negatable: bool = True
    holds_absence: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """A stretch in which some labels do not count."""

    stretch: Stretch
    labels: frozenset[Label]


def shades(frames: Iterable[Frame], layout: Layout, narrator: Narrator) -> tuple[Shade, ...]:
    """Find the frames of a text and how far each of them reaches."""
    found: list[Shade] = []
    for frame in frames:
        if narrator not in frame.narrators:
            continue
        match = frame.pattern.regex.search(layout.text)
        if match is None or (frame.unless is not None and frame.unless.search(layout.text)):
            continue
        found.append(Shade(_reach(frame.reach, match, layout), frame.labels))
    return tuple(found)


def _reach(reach: str, match: re.Match[str], layout: Layout) -> Stretch:
    if reach == "text":
        return Stretch(0, len(layout.text))
    if reach == "rest":
        return Stretch(layout.clause(match.start()).start, len(layout.text))
    if reach == "clause":
        opening = match.start() + (_PUNCTUATION.match(match.group()) is not None)
        clause = layout.clause(opening)
        return Stretch(clause.start, max(clause.end, match.end()))
    sentence = layout.sentence(match.start())
    return sentence if reach == "sentence" else Stretch(match.start(), sentence.end)


@dataclass(frozen=True, slots=True)
class Judge:
    """Weighs the hits of one text."""

    layout: Layout
    narrator: Narrator
    vocabulary: Vocabulary
    shades: tuple[Shade, ...]

    def counts(self, hit: Hit) -> bool:
        """Tell whether a hit stands for something that the collector did or said."""
        if any(_covers(shade, hit) for shade in self.shades):
            return False
        if hit.negatable and self._is_negated(hit):
            return False
        if self.narrator is Narrator.COLLECTOR:
            return True
        return not self._is_own_question(hit) and not self._is_own_speech(hit)

    def _is_negated(self, hit: Hit) -> bool:
        clause = self.layout.clause(hit.start)
        if self._denies(clause.start, hit.start):
            return True
        if self._is_negated_inside(hit):
            return True
        words = self.layout.text[clause.start : hit.start]
        if clause.start and self.vocabulary.words["carry"].search(words):
            before = self.layout.clause(clause.start - 1)
            return self._denies(before.start, before.end)
        return False

    def _is_negated_inside(self, hit: Hit) -> bool:
        if not hit.holds_absence:
            return self._denies(hit.start, hit.end)
        strong = self.vocabulary.words["strong_negation"]
        return strong.search(self.layout.text, hit.start, hit.end) is not None

    def _denies(self, start: int, end: int) -> bool:
        """Tell whether a negation between two positions still holds at the second one."""
        text = self.layout.text
        last = None
        for found in self.vocabulary.words["negation"].finditer(text, start):
            if found.start() >= end:
                break
            last = found.end()
        return last is not None and not self.vocabulary.words["turn"].search(text, last, end)

    def _is_own_question(self, hit: Hit) -> bool:
        if self.layout.is_quoted(hit.start):
            return False
        text = self.layout.text
        sentence = self.layout.sentence(hit.start)
        clause = self.layout.clause(hit.start)
        words = self.vocabulary.words
        if words["asking"].search(text, sentence.start, sentence.end):
            return True
        if words["report"].search(text, sentence.start, sentence.end):
            return False
        end = min(clause.end + 1, len(text))
        return bool(
            words["question"].search(text, clause.start, end)
            or words["question"].search(text, sentence.start, clause.start)
        )

    def _is_own_speech(self, hit: Hit) -> bool:
        for quote in self.layout.quotes:
            if quote.start < hit.end and hit.start < quote.end:
                return bool(_OWN_SPEECH.search(self.layout.text[: quote.start + 1]))
        return False


def _covers(shade: Shade, hit: Hit) -> bool:
    return hit.label in shade.labels and shade.stretch.start <= hit.start < shade.stretch.end
