"""Scores predicted labels against those that people gave: precision, recall, F1, false alarms."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

NO_LABEL = "none"


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How often one label was rightly found, wrongly found and missed."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        found = self.hits + self.wrong
        return self.hits / found if found else 0.0

    @property
    def recall(self) -> float:
        given = self.hits + self.missed
        return self.hits / given if given else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.wrong + self.missed) if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """
    What a set of texts came to. `labels` are those that people gave at least once.

    `exact` is the share of texts whose labels are all right and none too many; `none_false_alarm`
    the share of texts without a label that were given one, None when there are no such texts.
    """

    texts: int
    harmless: int
    labels: Mapping[str, LabelScore]
    exact: float
    none_false_alarm: float | None

    @property
    def macro_f1(self) -> float:
        return mean(label.f1 for label in self.labels.values())

    @property
    def macro_precision(self) -> float:
        return mean(label.precision for label in self.labels.values())

    @property
    def macro_recall(self) -> float:
        return mean(label.recall for label in self.labels.values())


def score(pairs: Iterable[tuple[Collection[str], Collection[str]]]) -> Score:
    """Score pairs of the labels that a text was given by people, and of those that were found."""
    texts = [(set(given) - {NO_LABEL}, set(found) - {NO_LABEL}) for given, found in pairs]
    names = sorted({name for given, _ in texts for name in given})
    harmless = [found for given, found in texts if not given]
    return Score(
        texts=len(texts),
        harmless=len(harmless),
        labels={name: score_label(name, texts) for name in names},
        exact=mean(given == found for given, found in texts),
        none_false_alarm=mean(map(bool, harmless)) if harmless else None,
    )


def score_label(name: str, texts: Iterable[tuple[set[str], set[str]]]) -> LabelScore:
    outcomes = [(name in given, name in found) for given, found in texts]
    return LabelScore(
        hits=outcomes.count((True, True)),
        wrong=outcomes.count((False, True)),
        missed=outcomes.count((True, False)),
    )


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
