"""Score text labels of a sample file as precision, recall, F1, exact match and false alarms."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from incidents.tagging.facts import Narrator
from incidents.tagging.observe import observe_text

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Score:
    texts: int
    harmless: int
    macro_f1: float
    macro_precision: float
    exact: float
    false_alarms: float


def read_samples(name: str) -> list[dict]:
    lines = (SAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def predict(row: dict) -> set[str]:
    return {seen.label.value for seen in observe_text(row["text"], Narrator(row["narrator"]))}


def score(rows: list[dict]) -> Score:
    hit, wrong, missed = Counter(), Counter(), Counter()
    exact = alarms = harmless = 0
    for row in rows:
        gold, seen = set(row["labels"]) - {"none"}, predict(row)
        hit.update(gold & seen)
        wrong.update(seen - gold)
        missed.update(gold - seen)
        exact += gold == seen
        harmless += not gold
        alarms += not gold and bool(seen)
    labels = sorted(set(hit) | set(missed))
    f1 = [2 * hit[n] / (2 * hit[n] + wrong[n] + missed[n]) for n in labels]
    precision = [hit[n] / max(hit[n] + wrong[n], 1) for n in labels]
    return Score(
        texts=len(rows),
        harmless=harmless,
        macro_f1=sum(f1) / len(labels),
        macro_precision=sum(precision) / len(labels),
        exact=exact / len(rows),
        false_alarms=alarms / max(harmless, 1),
    )
