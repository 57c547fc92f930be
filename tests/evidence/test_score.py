"""score: how well texts are read, on the sample sets of the tests."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evidence.management.commands import score as command
from incidents.tagging.facts import Label
from incidents.tagging.scoring import LabelScore, score


def test_a_label_is_scored_by_hits_wrong_ones_and_missed_ones() -> None:
    found = score([(["a"], ["a"]), (["a"], []), (["b"], ["a", "b"]), (["none"], [])])
    assert found.labels == {"a": LabelScore(1, 1, 1), "b": LabelScore(1, 0, 0)}
    assert (found.labels["a"].precision, found.labels["a"].recall) == (0.5, 0.5)
    assert found.macro_f1 == (0.5 + 1) / 2
    assert found.macro_precision == (0.5 + 1) / 2


def test_exact_counts_texts_whose_labels_are_all_right() -> None:
    found = score([(["a"], ["a"]), (["a", "b"], ["a"]), (["none"], []), ([], ["a"])])
    assert found.exact == 0.5


def test_false_alarms_are_shares_of_the_harmless_texts() -> None:
    found = score([(["none"], ["a"]), ([], []), (["a"], ["b"])])
    assert (found.harmless, found.none_false_alarm) == (2, 0.5)


def test_a_label_that_nobody_gave_lowers_no_mean_but_is_not_exact() -> None:
    found = score([(["a"], ["a", "b"])])
    assert set(found.labels) == {"a"}
    assert (found.macro_precision, found.exact) == (1.0, 0.0)


def test_sets_without_harmless_texts_or_without_labels_are_scored_too() -> None:
    assert score([(["a"], [])]).none_false_alarm is None
    assert score([(["none"], [])]).macro_f1 == 0.0
    assert score([]).texts == 0


def test_a_label_never_found_has_no_precision_to_speak_of() -> None:
    never = LabelScore(missed=3)
    assert (never.precision, never.recall, never.f1) == (0.0, 0.0, 0.0)


def test_the_command_scores_one_set_by_name(capsys) -> None:
    call_command("score", "--set", "validation", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer.keys() == {"sets"}
    found = answer["sets"]["validation"]
    assert set(found["labels"]) <= set(Label)
    assert found["texts"] >= 300
    assert 0 <= found["none_false_alarm"] <= 1


def test_the_table_names_every_label_and_the_means(capsys) -> None:
    call_command("score", "--set", "holdout")
    out = capsys.readouterr().out
    assert all(label.value in out for label in Label)
    assert "macro" in out
    assert "exact label set" in out


def refusal(*arguments: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        call_command("score", *arguments)
    return caught.value


def test_without_the_tests_it_says_so(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "SAMPLES", tmp_path)
    error = refusal()
    assert error.returncode == 2
    assert "the tests" in str(error)


def test_an_unknown_set_is_answered_with_those_there_are() -> None:
    error = refusal("--set", "nothing")
    assert error.returncode == 2
    assert "validation" in str(error)


@pytest.mark.parametrize("line", ["{", '{"id": 1, "text": "a", "labels": "insult"}'])
def test_a_damaged_set_is_named(line: str, monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "own.jsonl").write_text(line)
    monkeypatch.setattr(command, "SAMPLES", tmp_path)
    error = refusal()
    assert error.returncode == 2
    assert "own.jsonl" in str(error)
