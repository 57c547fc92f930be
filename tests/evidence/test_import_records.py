"""The command import_records: its JSON, its exit codes, and what it writes."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.evidence.exports import call, calls

KEYS = {"format", "rows", "kept", "duplicates", "rejected", "first", "last", "rejections"}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "calls.xml"
    path.write_bytes(calls(call("95555"), call("0537-1234501"), "<call/>"))
    return path


def run(export: Path, case: object, *options: str) -> dict:
    out = StringIO()
    call_command("import_records", str(export), "--case", str(case), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_json_has_the_promised_keys(case, export):
    said = run(export, case.pk)
    assert said.keys() >= KEYS
    assert (said["format"], said["rows"], said["kept"], said["rejected"]) == (
        "sms_backup_restore", 3, 2, 1,
    )  # fmt: skip
    assert said["rejections"][0]["position"] == 3
    assert said["first"] == "2018-04-24T12:14:00+00:00"


def test_a_case_is_found_by_its_number(case, export):
    assert run(export, case.number)["kept"] == 2
    assert case.incidents.count() == 2


def test_a_second_run_finds_duplicates_only(case, export):
    run(export, case.pk)
    said = run(export, case.pk)
    assert (said["kept"], said["duplicates"]) == (0, 2)


def test_a_dry_run_counts_and_writes_nothing(case, export):
    assert run(export, case.pk, "--dry-run")["kept"] == 2
    assert not case.incidents.exists()
    assert not case.exhibits.exists()


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_number_restricts_what_is_taken(case, export, options):
    said = run(export, case.pk, "--number", "0537 1234501", *options)
    assert (said["kept"], said["left_out"]) == (1, 1)


def test_a_named_format_is_used(case, export):
    assert run(export, case.pk, "--format", "sms_backup_restore")["kept"] == 2


@pytest.mark.parametrize("options", [("--case", "99"), ("--format", "nothing")])
def test_bad_input_ends_with_code_2(case, export, options):
    with pytest.raises(CommandError) as raised:
        call_command("import_records", str(export), "--case", str(case.pk), *options)
    assert raised.value.returncode == 2


def test_a_file_that_no_importer_reads_ends_with_code_2(case, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a backup")
    with pytest.raises(CommandError) as raised:
        call_command("import_records", str(path), "--case", str(case.pk))
    assert raised.value.returncode == 2


def test_a_missing_file_ends_with_code_2(case, tmp_path):
    with pytest.raises(CommandError) as raised:
        call_command("import_records", str(tmp_path / "gone.xml"), "--case", str(case.pk))
    assert raised.value.returncode == 2


def test_a_file_of_rejected_rows_only_ends_with_code_1(case, tmp_path):
    path = tmp_path / "calls.xml"
    path.write_bytes(calls("<call/>"))
    with pytest.raises(SystemExit) as raised:
        call_command("import_records", str(path), "--case", str(case.pk), stdout=StringIO())
    assert raised.value.code == 1


def test_without_json_a_person_reads_the_counts(case, export):
    out = StringIO()
    call_command("import_records", str(export), "--case", str(case.pk), stdout=out)
    assert out.getvalue().startswith("3 行：记下 2，重复 0")
