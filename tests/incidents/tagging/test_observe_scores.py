"""The floors that reading texts must keep on every sample set (see samples/README.md)."""

import time

import pytest

from incidents.tagging.facts import Label, Narrator
from incidents.tagging.observe import observe_text
from tests.incidents.tagging.sets import SEALED, TRAINED_ON, read_samples, score_set

SETS = (*TRAINED_ON, *SEALED)


@pytest.mark.parametrize("name", SETS)
def test_the_scores_stay_above_their_floors(name):
    result = score_set(name)
    assert result.macro_f1 >= 0.88
    assert result.macro_precision >= 0.90
    assert result.none_false_alarm is not None
    assert result.none_false_alarm <= 0.05
    assert result.exact >= 0.65


def test_the_validation_set_is_large_and_a_third_of_it_harmless():
    result = score_set("validation")
    assert result.texts >= 300
    assert result.harmless >= result.texts / 3


@pytest.mark.parametrize("name", SETS)
def test_the_samples_are_well_formed_and_no_text_is_in_two_sets(name):
    rows = read_samples(name)
    others = {row["text"] for other in SETS if other != name for row in read_samples(other)}
    known = {label.value for label in Label} | {"none"}
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(set(row["labels"]) <= known and row["labels"] for row in rows)
    assert not others & {row["text"] for row in rows}


def test_three_thousand_texts_take_no_more_than_a_few_seconds():
    texts = [row["text"] for row in read_samples("validation")]
    observe_text(texts[0], Narrator.BORROWER)
    started = time.process_time()
    for number in range(3000):
        observe_text(texts[number % len(texts)], Narrator.BORROWER)
    assert time.process_time() - started < 5
