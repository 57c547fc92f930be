"""The sample sets beside the tests, and what the engine makes of them."""

import json
from pathlib import Path

from incidents.tagging.facts import Narrator
from incidents.tagging.observe import observe_text
from incidents.tagging.scoring import Score, score

SAMPLES = Path(__file__).parent / "samples"

# What the lexicon was tuned on, and then what the model was trained on as well.
TUNED_ON = (
    "development",
    "validation",
    "holdout",
    "holdout2",
    "holdout3",
    "holdout4",
    "unseen1",
    "unseen2",
)
TRAINED_ON = (*TUNED_ON, "training")
SEALED = ("sealed1", "sealed2")


def read_samples(name: str) -> list[dict]:
    lines = (SAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def predict(row: dict) -> set[str]:
    return {seen.label.value for seen in observe_text(row["text"], Narrator(row["narrator"]))}


def score_set(name: str) -> Score:
    return score((row["labels"], predict(row)) for row in read_samples(name))
