"""bench: every measure works, at sizes too small to say anything of speed."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evidence.benchmarks import bench, steps
from evidence.benchmarks.bench import BenchFailed, Result, environment, take_all
from evidence.benchmarks.measures import MEASURES, Measure, find_measure
from evidence.benchmarks.timing import QUICK
from evidence.management.commands.bench import Command

CHEAP = ("texts", "numbers", "import-preview", "retag-outdated", "verify-case")
BESIDE_TOOLS = ("acquire", "verify-zip", "verify-folder")


def ran(name: str) -> dict[str, object]:
    """Prepare and run a measure here, in the database of the test."""
    measure = find_measure(name)
    measure.preparation()(steps.folder(), QUICK)
    return steps.run(measure, QUICK)


@pytest.mark.parametrize("name", [*CHEAP, *BESIDE_TOOLS])
def test_a_measure_does_something_and_says_how_long_it_took(name: str, db) -> None:
    taken = ran(name)
    assert taken["amount"] > 0
    assert taken["seconds"] > 0
    assert taken["notes"].get("problems", 0) == 0


@pytest.mark.parametrize("name", BESIDE_TOOLS)
def test_what_ordinary_tools_do_too_is_timed_beside_them(name: str, db) -> None:
    assert ran(name)["peer_seconds"] > 0


def test_issuing_counts_pages_and_sizes(db) -> None:
    taken = ran("issue-incidents")
    assert taken["amount"] == QUICK.printed
    assert taken["notes"]["pages"] > 5
    assert taken["notes"]["pdf_mb"] > 0


def test_screenshots_are_issued_one_a_page_and_bound_by_a_script_beside(db) -> None:
    taken = ran("issue-screenshots")
    assert taken["amount"] == taken["notes"]["exhibits"] == QUICK.screenshots
    bound = steps.run(find_measure("peer-fpdf2-screenshots"), QUICK)
    assert bound["amount"] == QUICK.screenshots
    assert bound["notes"]["pages"] == QUICK.screenshots + 1


def test_a_second_issue_is_told_as_a_share_of_the_first(db) -> None:
    taken = ran("issue-large")
    assert taken["notes"]["again_seconds"] > 0
    assert taken["notes"]["again_percent"] > 0


@pytest.mark.parametrize("name", ["peer-weasyprint-table", "peer-fpdf2-table"])
def test_other_tools_print_the_same_incidents(name: str, db) -> None:
    taken = ran(name)
    assert taken["amount"] == QUICK.printed
    assert taken["notes"]["pdf_mb"] > 0


def test_what_needs_a_program_that_is_not_there_is_left_out() -> None:
    assert find_measure("issue-incidents").can_be_taken
    assert not replace(find_measure("texts"), needs="no-such-program").can_be_taken


def test_every_measure_names_functions_that_exist() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert all(callable(measure.preparation()) for measure in MEASURES)
    assert all(callable(measure.measured()) for measure in MEASURES)


def test_medians_are_taken_over_runs_and_memory_is_the_largest() -> None:
    runs = tuple(
        {"amount": 10, "seconds": seconds, "cpu_seconds": 1.0, "peer_seconds": 2.0,
         "start_mb": 50.0, "peak_mb": 60.0 + seconds, "notes": {}}
        for seconds in (9.0, 4.0, 5.0)
    )  # fmt: skip
    answer = Result(find_measure("acquire"), runs).as_json()
    assert (answer["seconds"], answer["per_second"], answer["ratio"]) == (5.0, 2.0, 2.5)
    assert (answer["peak_mb"], answer["peer"]) == (69.0, "cp + sha256sum")


def test_a_system_without_the_tools_gives_no_ratio() -> None:
    run = {"amount": 1, "seconds": 1.0, "cpu_seconds": 1.0, "peer_seconds": None,
           "start_mb": None, "peak_mb": None, "notes": {}}  # fmt: skip
    answer = Result(find_measure("acquire"), (run,)).as_json()
    assert (answer["ratio"], answer["peak_mb"]) == (None, None)


def test_the_users_own_database_and_folder_are_out_of_reach(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HARASSGUARD_DATABASE_URL", "sqlite:////somebody.sqlite3")
    monkeypatch.setenv("HARASSGUARD_DATA", "/somebody")
    passed_on = environment(tmp_path)
    assert passed_on["HARASSGUARD_DATA"] == str(tmp_path)
    assert "HARASSGUARD_DATABASE_URL" not in passed_on
    assert passed_on["PATH"] == os.environ["PATH"]


def test_the_command_measures_in_processes_of_their_own(capsys) -> None:
    call_command("bench", "--only", "numbers", "--quick", "--runs", "2", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["machine"].keys() >= {"cpu", "cpus", "python", "packages", "load"}
    measured = answer["measures"]["numbers"]
    assert measured["amount"] > 0
    assert len(measured["all_seconds"]) == 2


def test_the_table_has_a_row_for_each_measure(capsys) -> None:
    call_command("bench", "--only", "texts", "--quick", "--runs", "1")
    out = capsys.readouterr().out
    assert "texts of 60 characters" in out
    assert "medians of 1 runs" in out


def test_a_measure_that_fails_is_named_with_its_reason() -> None:
    broken = Measure("texts", "texts", "reading.read_texts")
    with pytest.raises(BenchFailed, match="^texts: "):
        list(take_all([broken], "no such size", 1))


@pytest.mark.parametrize(
    ("arguments", "size"), [([], "usual"), (["--full"], "full"), (["--quick"], "quick")]
)
def test_how_much_is_measured_is_chosen_by_an_option(arguments: list[str], size: str) -> None:
    parser = Command().create_parser("manage.py", "bench")
    assert parser.parse_args(arguments).size == size


def test_no_run_at_all_is_bad_input() -> None:
    with pytest.raises(CommandError) as caught:
        call_command("bench", "--runs", "0")
    assert caught.value.returncode == 2


def test_nothing_said_is_said_so() -> None:
    assert bench.last_line("") == "it ended without a word"
    assert bench.last_line("a\nb\n") == "b"
