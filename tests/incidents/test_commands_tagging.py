"""The commands classify, tag and catalogue, and the system check of the catalogue."""

import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents import checks
from incidents.tagging.catalogue.loader import FOLDER

CALL = {
    "id": "a",
    "occurred_at": "2018-04-25T20:00:00+08:00",
    "channel": "call",
    "creditor_type": "micro_net",
    "reached": "third_party",
    "relation": "朋友",
    "connected": True,
    "connected_calls_today": 12,
    "text": "",
}


def write(path: Path, *records: object) -> str:
    lines = [
        record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
        for record in records
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_tag_answers_each_record_with_its_findings(tmp_path):
    (line,) = run("tag", write(tmp_path / "in.jsonl", CALL))
    answer = json.loads(line)
    assert answer["id"] == "a"
    assert {finding["rule"] for finding in answer["findings"]} == {"R2", "R3"}


def test_a_citation_of_tag_says_what_may_be_printed(tmp_path):
    (line,) = run("tag", write(tmp_path / "in.jsonl", CALL))
    findings = {finding["rule"]: finding for finding in json.loads(line)["findings"]}
    assert findings["R3"]["reason"] == "打给了和借款无关的人（朋友）"
    (citation,) = findings["R3"]["citations"]
    assert citation["clause"] == "nifa-2018:agreed-contacts"
    assert citation["article"] is None
    assert (citation["force"], citation["grade"]) == ("self-discipline", "secondary")
    assert citation["text"] == (
        "大意：只有联系不上债务人时，才可以和事先约定的联系人联系。（据公开转述，条号待核）"
    )


def test_tag_reads_standard_input(monkeypatch):
    raw = io.TextIOWrapper(io.BytesIO(json.dumps({"id": 3}).encode()))
    monkeypatch.setattr("sys.stdin", raw)
    assert json.loads(run("tag", "-")[0])["findings"] == []


def test_classify_answers_with_labels_and_spans(tmp_path):
    text = {"id": "t", "text": "您好", "channel": "wechat", "narrator": "collector_text"}
    (line,) = run("classify", write(tmp_path / "in.jsonl", text))
    assert json.loads(line) == {"id": "t", "labels": [], "spans": []}


@pytest.mark.parametrize("command", ["tag", "classify"])
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "line 2: not JSON"),
        ({"channel": "pigeon"}, "line 2: “channel” is “pigeon”"),
        ({"narrator": "someone"}, "line 2: “narrator” is “someone”"),
    ],
)
def test_bad_input_ends_with_2_and_one_line_that_names_the_line(tmp_path, command, bad, said):
    with pytest.raises(CommandError, match=said) as caught:
        run(command, write(tmp_path / "in.jsonl", {"id": 1}, bad))
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("command", ["tag", "classify"])
def test_a_file_that_does_not_exist_ends_with_2(tmp_path, command):
    with pytest.raises(CommandError) as caught:
        run(command, str(tmp_path / "none.jsonl"))
    assert caught.value.returncode == 2


def test_catalogue_check_counts_what_there_is():
    assert run("catalogue", "check")[0].startswith("34 instruments, 200 clauses (176 citable), 19")


def test_catalogue_check_names_mistakes_and_ends_with_1(tmp_path, capsys):
    folder = spoiled(tmp_path)
    with pytest.raises(SystemExit) as caught:
        call_command("catalogue", "check", str(folder))
    assert caught.value.code == 1
    assert "nifa-2018.toml: nifa-2018 › no-threats" in capsys.readouterr().err


def test_catalogue_list_holds_unverified_clauses_back():
    listed = "\n".join(run("catalogue", "list"))
    assert "cbrc-2009-60:conduct: held back (not verified)" in listed
    assert "microloan-2024: not verified, 1 clauses held back" in listed
    assert "R19 逼你借新还旧: cba-2026:ban-4" in listed


def test_catalogue_diff_names_what_an_edit_changes(tmp_path):
    old = copied(tmp_path)
    path = old / "pipl.toml"
    text = path.read_text(encoding="utf-8").replace("个人有权撤回其同意", "个人可以撤回其同意")
    path.write_text(text, encoding="utf-8")
    changed = run("catalogue", "diff", str(old))
    assert changed == ["changed clause pipl:15 (words, paraphrase)"]


def test_catalogue_diff_of_the_same_folder_is_no_change():
    assert run("catalogue", "diff", str(FOLDER)) == ["no change in what can be cited"]


def test_a_folder_that_does_not_exist_ends_with_2(tmp_path):
    with pytest.raises(CommandError, match="is not a folder") as caught:
        run("catalogue", "diff", str(tmp_path / "none"))
    assert caught.value.returncode == 2


def test_the_system_check_passes_the_shipped_catalogue():
    assert checks.check_catalogue(None) == []


def test_the_system_check_names_file_and_entry(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "FOLDER", spoiled(tmp_path))
    (error,) = checks.check_catalogue(None)
    assert error.id == "incidents.E001"
    assert error.msg.startswith("nifa-2018.toml: nifa-2018 › no-threats: ")


def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, folder)
    return folder


def spoiled(tmp_path: Path) -> Path:
    folder = copied(tmp_path)
    path = folder / "nifa-2018.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "no-threats"', 'id = "no-threats"\nartikel = "x"'), "utf-8")
    return folder
