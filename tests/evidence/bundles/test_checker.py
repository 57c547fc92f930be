"""The checker as one file: with an old Python, without the program, from inside a bundle."""

import ast
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from evidence.bundles import checker
from tests.evidence.bundles.bags import NAME, make_bag, unpacked

SOURCE = Path(checker.__file__)
OLDEST = (3, 8)


def pythons() -> list[str]:
    """Return the interpreters at hand, the oldest that the checker promises among them."""
    shim = Path.home() / ".pyenv" / "versions"
    old = [*sorted(shim.glob("3.8.*/bin/python")), shutil.which("python3.8")]
    return [sys.executable, *(str(path) for path in old[:1] if path)]


@pytest.fixture(params=pythons())
def python(request: pytest.FixtureRequest) -> str:
    return request.param


def run(python: str, *arguments: object, cwd: Path | None = None) -> tuple[int, str]:
    """Run it as a reader would: no packages, hardly an environment."""
    command = [python, "-S", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={"PYTHONUTF8": "1"}, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_it_needs_the_standard_library_alone_and_an_old_python() -> None:
    tree = ast.parse(SOURCE.read_text(), feature_version=OLDEST)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).partition(".")[0]
        for node in imports
    }
    assert names <= sys.stdlib_module_names


def test_the_copy_in_a_bundle_is_the_checker_itself(tmp_path: Path) -> None:
    assert (unpacked(tmp_path) / "verify.py").read_bytes() == SOURCE.read_bytes()


def test_a_whole_bundle_is_called_whole_from_within(tmp_path: Path, python: str) -> None:
    code, said = run(python, "verify.py", cwd=unpacked(tmp_path))
    assert (code, said.splitlines()[-1]) == (0, "完整 WHOLE")
    assert not (tmp_path / "out" / NAME / "__pycache__").exists()


def test_a_zip_is_checked_without_unpacking(tmp_path: Path, python: str) -> None:
    code, said = run(python, SOURCE, make_bag(tmp_path))
    assert code == 0, said
    assert "sha256, sha512" in said


def test_every_difference_is_named_in_two_languages(tmp_path: Path, python: str) -> None:
    bag = unpacked(tmp_path)
    (bag / "data/records/incidents.csv").write_bytes(b"two")
    (bag / "data/exhibits/1-1.jpg").unlink()
    (bag / "data/new").write_bytes(b"new")
    code, said = run(python, SOURCE, bag)
    assert code == 1
    assert "改动 altered  data/records/incidents.csv" in said
    assert "缺少 missing  data/exhibits/1-1.jpg" in said
    assert "多出 added    data/new" in said


def test_what_is_no_bundle_ends_with_two(tmp_path: Path, python: str) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    assert run(python, SOURCE, tmp_path / "notes.txt")[0] == 2
    assert run(python, SOURCE, tmp_path)[0] == 2
    assert run(python, SOURCE, tmp_path / "nowhere")[0] == 2


def test_a_hostile_name_does_not_reach_the_terminal(tmp_path: Path, python: str) -> None:
    bag = unpacked(tmp_path)
    (bag / "data" / "\x1b[2J").write_bytes(b"x")
    code, said = run(python, SOURCE, bag)
    assert code == 1
    assert "\x1b" not in said


def test_the_digest_to_compare_with_the_cover_is_told(tmp_path: Path, python: str) -> None:
    bag = unpacked(tmp_path)
    told = run(python, SOURCE, bag)[1]
    assert hashlib.sha256((bag / "contents-sha256.txt").read_bytes()).hexdigest() in told


def test_sha_256_alone_can_be_asked_for(tmp_path: Path) -> None:
    bag = make_bag(tmp_path)
    assert checker.check(bag, ["sha256"]).checked == ("sha256",)
    assert checker.check(bag, ["sha256"]).skipped == ("sha512", "sm3")


def commands_for(system: str) -> list[str]:
    """Take the commands of one system from VERIFY.txt, as a reader would."""
    text = render_to_string("bundles/VERIFY.txt", {"name": NAME})
    block = re.search(rf"\n  {system}:\n((?:    .+\n)+)", text)
    return [line.strip() for line in block[1].splitlines()]


@pytest.mark.parametrize("system", ["Linux", "macOS"])
def test_the_commands_that_the_words_give_work(tmp_path: Path, system: str) -> None:
    bag = unpacked(tmp_path)
    commands = commands_for(system)
    assert len(commands) == 2
    for command in commands:
        if shutil.which(command.split()[0]):
            subprocess.run(command.split(), cwd=bag, check=True, stdout=subprocess.DEVNULL)
    (bag / "data/records/incidents.csv").write_bytes(b"two")
    if shutil.which(commands[0].split()[0]):
        done = subprocess.run(commands[0].split(), cwd=bag, capture_output=True, check=False)
        assert done.returncode == 1
