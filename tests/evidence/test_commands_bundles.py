"""export_bundle, verify_bundle and verify_case as other programs call them."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evidence import storage
from incidents.models import Case, Incident
from tests.factories import make_contact, make_exhibit, make_incident


@pytest.fixture
def small(case: Case) -> Case:
    incident = make_incident(case=case, occurred_at="2018-06-07 19:06", narrative="还钱。")
    make_incident(case=case, occurred_at="2018-04-25 10:00")
    make_exhibit(case=case, incident=incident)
    return case


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    call_command(*map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def refusal(*arguments: object) -> int:
    with pytest.raises(CommandError) as caught:
        call_command(*map(str, arguments))
    return caught.value.returncode


def export(capsys, case: Case, out: Path, *more: str) -> dict[str, object]:
    named = ("--case", case.number, "--recipient", "court", "--out", out)
    return answer(capsys, "export_bundle", *named, *more)


def test_export_writes_both_files_and_counts(small: Case, tmp_path: Path, capsys) -> None:
    said = export(capsys, small, tmp_path / "out")
    assert Path(str(said["pdf"])).read_bytes().startswith(b"%PDF")
    assert zipfile.is_zipfile(str(said["zip"]))
    assert (said["incidents"], said["exhibits"]) == (2, 1)
    assert said.keys() >= {"bundle", "pages", "seconds"}


def test_export_keeps_to_the_days(small: Case, tmp_path: Path, capsys) -> None:
    said = export(capsys, small, tmp_path, "--from", "2018-06-07", "--to", "2018-06-07")
    assert said["incidents"] == 1


def test_a_case_goes_by_its_key_too(small: Case, tmp_path: Path, capsys) -> None:
    named = ("--case", small.pk, "--recipient", "12378", "--out", tmp_path, "--no-mask")
    assert answer(capsys, "export_bundle", *named)["incidents"] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("export_bundle", "--case", "none", "--recipient", "court", "--out", "x"),
        ("verify_case", "--case", "none"),
        ("verify_bundle", "/nowhere/at/all.zip"),
    ],
)
def test_bad_input_ends_with_two(db, arguments: tuple[str, ...]) -> None:
    assert refusal(*arguments) == 2


def test_an_unknown_recipient_or_an_empty_period_ends_with_two(small: Case, tmp_path: Path) -> None:
    named = ("export_bundle", "--case", small.pk, "--out", tmp_path, "--recipient")
    assert refusal(*named, "mayor") == 2
    assert refusal(*named, "court", "--from", "2030-01-01") == 2


def test_a_good_bundle_verifies_and_a_bad_one_ends_with_one(
    small: Case, tmp_path: Path, capsys
) -> None:
    said = export(capsys, small, tmp_path)
    assert answer(capsys, "verify_bundle", said["zip"]) == {"ok": True, "problems": []}
    shutil.unpack_archive(str(said["zip"]), tmp_path / "open")
    (next((tmp_path / "open").iterdir()) / "data/records/incidents.csv").write_text("x")
    with pytest.raises(SystemExit) as caught:
        call_command("verify_bundle", str(tmp_path / "open"), "--json")
    assert caught.value.code == 1
    assert json.loads(capsys.readouterr().out)["problems"] == [
        {"path": "data/records/incidents.csv", "problem": "altered"}
    ]


def test_a_whole_case_verifies(small: Case, capsys) -> None:
    said = answer(capsys, "verify_case", "--case", small.number)
    entries = small.custody_events.count()
    assert (said["ok"], said["entries"], said["problems"]) == (True, entries, [])


def test_a_record_changed_behind_our_back_is_named(small: Case, capsys) -> None:
    incident = small.incidents.get(narrative="还钱。")
    Incident.objects.filter(pk=incident.pk).update(narrative="请还钱。")
    with pytest.raises(SystemExit) as caught:
        call_command("verify_case", "--case", str(small.pk), "--json")
    assert caught.value.code == 1
    assert json.loads(capsys.readouterr().out)["problems"] == [
        {"path": f"incidents.incident:{incident.pk}", "problem": "altered"}
    ]


def test_an_original_that_is_gone_is_named(small: Case, capsys) -> None:
    exhibit = small.exhibits.get()
    storage.path_of(exhibit.sha256).unlink()
    with pytest.raises(SystemExit):
        call_command("verify_case", "--case", str(small.pk))
    assert f"missing  exhibit:{exhibit.number}" in capsys.readouterr().out


def test_export_keeps_to_people_waves_and_rules(small: Case, tmp_path: Path, capsys) -> None:
    friend = make_contact(case=small)
    make_incident(case=small, occurred_at="2018-06-08 10:00", contact=friend)
    narrow = ("--wave", "2", "--contact", "me", "--creditor", "none", "--rule", "R3", "--annex")
    said = export(capsys, small, tmp_path, *narrow, "--per-page", "4")
    assert said["incidents"] == 1


@pytest.mark.parametrize(
    "asked",
    [("--wave", "9"), ("--contact", "谁"), ("--creditor", "哪家"), ("--supplements", "4")],
)
def test_whom_the_case_does_not_have_ends_with_two(
    small: Case, tmp_path: Path, asked: tuple[str, str]
) -> None:
    named = ("export_bundle", "--case", small.pk, "--out", tmp_path, "--recipient", "court")
    assert refusal(*named, *asked) == 2
