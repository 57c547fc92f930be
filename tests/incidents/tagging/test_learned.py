"""The statistical model: what it may say, where it comes from, and that it is the trained one."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.tagging.facts import Label, Narrator, Source
from incidents.tagging.learned import training
from incidents.tagging.learned.runs import runs
from incidents.tagging.learned.verdict import BY_CODE
from incidents.tagging.learned.weights import SETTINGS, WEIGHTS, load, model
from incidents.tagging.observe import observe_text, read_text
from tests.incidents.tagging.sets import SAMPLES, TRAINED_ON, read_samples

TEXTS = [row for name in ("sealed1", "sealed2") for row in read_samples(name)]


def read(row):
    return read_text(row["text"], Narrator(row["narrator"]))


def test_the_weights_come_from_the_texts_beside_the_tests():
    texts = training.read(SAMPLES / f"{name}.jsonl" for name in TRAINED_ON)
    assert tomllib.loads(SETTINGS.read_text())["texts"] == training.digest_of(texts)
    assert model().texts == training.digest_of(texts)


def test_no_sealed_text_was_trained_on():
    trained = {row["text"] for name in TRAINED_ON for row in read_samples(name)}
    assert not trained & {row["text"] for row in TEXTS}


def test_training_writes_a_file_that_reads_as_it_was_learnt(tmp_path):
    texts = training.read([SAMPLES / "development.jsonl"])
    settings = tmp_path / "model.toml"
    settings.write_text(SETTINGS.read_text(encoding="utf-8"), encoding="utf-8")
    training.write(training.learn(texts), texts, tmp_path / "weights.tsv", settings)
    trained = load(tmp_path / "weights.tsv", settings)
    insults = [one for one in texts if one.labels == {"insult"}]
    harmless = [one for one in texts if not one.labels]

    def mean(some):
        sums = [trained.read(one.text, one.narrator)[Label.INSULT] for one in some]
        return sum(sums) / len(sums)

    assert trained.texts == training.digest_of(texts)
    assert mean(insults) > 0 > mean(harmless)


def test_training_twice_gives_the_same_weights(tmp_path):
    texts = training.read([SAMPLES / "holdout.jsonl"])
    settings = tmp_path / "model.toml"
    written = []
    for _turn in range(2):
        settings.write_text(SETTINGS.read_text(encoding="utf-8"), encoding="utf-8")
        training.write(training.learn(texts), texts, tmp_path / "weights.tsv", settings)
        written.append((tmp_path / "weights.tsv").read_bytes() + settings.read_bytes())
    assert written[0] == written[1]


def test_a_suggestion_is_shown_as_one_with_the_clause_that_speaks_for_it():
    suggested = [
        (row["text"], one)
        for row in TEXTS
        for one in read(row).observations
        if one.source is Source.MODEL
    ]
    assert suggested
    for text, one in suggested:
        assert one.reason.code == f"model.{one.label}"
        assert dict(one.reason.values)["words"] == text[one.start : one.end] != ""


def test_the_model_guesses_neither_hours_nor_counts():
    said = [read(row) for row in TEXTS]
    guessed = {
        one.label for seen in said for one in seen.observations if one.source is Source.MODEL
    }
    aside = {one.label for seen in said for one in seen.set_aside}
    assert guessed
    assert aside
    assert not (guessed | aside) & BY_CODE


def test_words_set_aside_are_named_and_not_observed():
    aside = [(row["text"], seen) for row in TEXTS if (seen := read(row)).set_aside]
    assert aside
    for text, seen in aside:
        for one in seen.set_aside:
            assert one.reason.code == f"doubted.{one.label}"
            assert text[one.start : one.end] == dict(one.reason.values)["words"]
            assert one.label not in {found.label for found in seen.observations}


@pytest.mark.parametrize("row", TEXTS[::40], ids=lambda row: row["id"])
def test_reading_twice_says_the_same(row):
    assert read(row) == read(row)


@given(st.text(max_size=200), st.sampled_from(Narrator))
def test_any_text_can_be_read_and_its_marks_lie_within_it(text, narrator):
    for one in (*observe_text(text, narrator), *read_text(text, narrator).set_aside):
        assert one.start is not None
        assert one.end is not None
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize("narrator", Narrator)
def test_a_text_of_every_known_word_can_be_read(narrator):
    text = "".join(model().tables[narrator])
    assert set(model().read(text, narrator)) == set(Label)


@given(st.text(max_size=40))
def test_numbers_weigh_the_same_whatever_they_are(text):
    assert runs(f"{text}1380013") == runs(f"{text}7")


def test_the_weights_file_names_only_known_speakers():
    rows = [line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines()[1:]]
    assert {row[1] for row in rows} <= {"", "c", "b", "r"}
    assert {len(row) for row in rows} == {3 + len(Label) + 1}
