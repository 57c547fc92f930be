"""
Learns the weights from labelled texts: `python -m incidents.tagging.learned.training FILE…`.

A text counts as the set of its runs, each weighted by its rareness and the whole by its length
(tf-idf); for each label, and for conduct of any kind, a logistic regression says how much a run
speaks for it. The same texts give the same file. Needs scikit-learn, which the app itself does
not.
"""

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from incidents.tagging.facts import Label, Narrator
from incidents.tagging.text import normalise

from .runs import SPEAKERS, runs
from .weights import PER_RARENESS, PER_WEIGHT, SETTINGS, WEIGHTS

# A run must be in so many texts to get a weight; one that is weighed by speaker, in so many of his.
IN_TEXTS = 3
IN_TEXTS_OF_SPEAKER = 5
# How freely weights may grow: 20 gave the best score on texts held back while learning.
FREEDOM = 20.0
LANES = (*Label, "any")

# A run and who speaks it; "" is anyone.
Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text that a person labelled; `labels` is empty for a harmless one."""

    text: str
    narrator: Narrator
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What training came to: the weights by run, and where each label's sum begins."""

    features: Sequence[Feature]
    rareness: Sequence[float]
    weights: Sequence[Sequence[float]]
    intercepts: Sequence[float]


def read(paths: Iterable[Path]) -> list[Labelled]:
    """Read labelled texts, one JSON object a line."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Labelled(row["text"], Narrator(row["narrator"]), frozenset(row["labels"]) - {"none"})
        for row in rows
    ]


def digest_of(texts: Iterable[Labelled]) -> str:
    """Return the SHA-256 (hex) of texts and labels, which the settings name as their origin."""
    rows = sorted((one.text, one.narrator.value, sorted(one.labels)) for one in texts)
    return sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def features_of(one: Labelled) -> list[Feature]:
    found = sorted(runs(normalise(one.text).folded))
    return [(run, who) for who in ("", SPEAKERS[one.narrator]) for run in found]


def learn(texts: Sequence[Labelled]) -> Learnt:
    """Learn one regression for each label, and one for conduct of any kind."""
    held = [features_of(one) for one in texts]
    counts = Counter(feature for one in held for feature in one)
    known = sorted(
        feature
        for feature, count in counts.items()
        if count >= (IN_TEXTS_OF_SPEAKER if feature[1] else IN_TEXTS)
    )
    vectorizer = TfidfVectorizer(
        analyzer=lambda one: one, vocabulary={feature: place for place, feature in enumerate(known)}
    )
    matrix = vectorizer.fit_transform(held)
    fitted = [_regress(matrix, [_shows(one, lane) for one in texts]) for lane in LANES]
    return Learnt(
        features=known,
        rareness=vectorizer.idf_.tolist(),
        weights=np.vstack([one.coef_[0] for one in fitted]).T.tolist(),
        intercepts=[float(one.intercept_[0]) for one in fitted],
    )


def _shows(one: Labelled, lane: str) -> bool:
    return bool(one.labels) if lane == "any" else lane in one.labels


def _regress(matrix: object, shown: list[bool]) -> LogisticRegression:
    regression = LogisticRegression(
        C=FREEDOM, class_weight="balanced", solver="liblinear", random_state=0
    )
    return regression.fit(matrix, shown)


def write(learnt: Learnt, texts: Sequence[Labelled], weights: Path, settings: Path) -> None:
    """Write the weights, and beside them where they come from; limits already set stay."""
    rows = [
        "\t".join([run, who, str(round(rare * PER_RARENESS)), *(map(_hundredths, weight))])
        for (run, who), rare, weight in zip(
            learnt.features, learnt.rareness, learnt.weights, strict=True
        )
    ]
    head = "# run, speaker, rareness, then one weight for each label and one for any of them"
    weights.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    lanes = zip(LANES, learnt.intercepts, strict=True)
    settings.write_text(
        settings.read_text(encoding="utf-8").partition("# Written by training:")[0]
        + "# Written by training: which texts the weights come from, and where each sum begins.\n"
        + f'texts = "{digest_of(texts)}"\n\n[intercepts]\n'
        + "".join(f"{lane} = {intercept:.4f}\n" for lane, intercept in lanes),
        encoding="utf-8",
    )


def _hundredths(weight: float) -> str:
    return str(round(weight * PER_WEIGHT))


def main(names: Sequence[str]) -> None:
    texts = read(map(Path, names))
    write(learn(texts), texts, WEIGHTS, SETTINGS)
    with SETTINGS.open("rb") as file:
        sys.stdout.write(f"{len(texts)} texts, {tomllib.load(file)['texts']}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
