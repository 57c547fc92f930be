"""The set-up before Django: what it needs, when it is done, whom it asks, what it says."""

import ast
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from harassguard.bootstrap import entry, speech, system_packages
from harassguard.bootstrap.environment import (
    AUDITING,
    RUNNING,
    TESTING,
    Environment,
    fingerprint,
    pinned_names,
)
from harassguard.bootstrap.lan import is_at_home
from harassguard.bootstrap.progress import ProgressLine
from harassguard.bootstrap.system_packages import Means, Part, provide

BOOTSTRAP = sorted((entry.ROOT / "harassguard" / "bootstrap").glob("*.py"))
ABSENT = Part("Pango", "libpango-1.0-0", lambda: False)
PRESENT = Part("venv", "python3-venv", lambda: True)
NOBODY_THERE = Means(has_apt=True, is_root=False, has_terminal=False, has_sudo=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Environment:
    """A checkout whose environment looks finished, with this very Python."""
    (tmp_path / RUNNING).write_text("Django==5.2.19\n")
    (tmp_path / TESTING).write_text("-r requirements.txt\npytest==9.2.0\n")
    environment = Environment(tmp_path)
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to(sys.executable)
    stamp = fingerprint(environment.requirements, environment.python)
    environment.stamp(RUNNING).write_text(stamp)
    return environment


def test_bootstrap_needs_nothing_but_python() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(entry.ROOT)!r}); import harassguard.bootstrap.entry"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


@pytest.mark.parametrize("path", [entry.ROOT / "manage.py", *BOOTSTRAP], ids=lambda path: path.name)
def test_an_old_python_can_read_the_sentence_that_refuses_it(path: Path) -> None:
    assert ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_old_python_is_refused_in_one_sentence(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    with pytest.raises(SystemExit) as end:
        entry.enter(["manage.py", "up"])
    assert end.value.code == 2
    assert "3.9.6" in capsys.readouterr().err.strip()


def test_a_finished_environment_is_ready(checkout: Environment) -> None:
    assert checkout.is_ready()


def test_changed_requirements_make_it_stale(checkout: Environment) -> None:
    checkout.requirements.write_text("Django==5.2.20\n")
    assert not checkout.is_ready()


def test_another_python_behind_the_environment_makes_it_stale(checkout: Environment) -> None:
    checkout.python.unlink()
    checkout.python.symlink_to("/bin/sh")
    assert not checkout.is_ready()


def test_running_does_not_ask_for_what_only_testing_needs(checkout: Environment) -> None:
    assert not checkout._replace(wanted=TESTING).is_ready()
    (checkout.root / TESTING).write_text("-r requirements.txt\npytest==9.3.0\n")
    assert checkout.is_ready()


def test_testing_is_stale_when_the_included_requirements_change(checkout: Environment) -> None:
    testing = checkout._replace(wanted=TESTING)
    testing.stamp(TESTING).write_text(fingerprint(testing.requirements, testing.python))
    assert testing.is_ready()
    checkout.requirements.write_text("Django==5.2.20\n")
    assert not testing.is_ready()


def test_pins_are_counted_through_includes_and_for_this_system_only(checkout: Environment) -> None:
    testing = checkout.root / TESTING
    testing.write_text("# why\n-r requirements.txt\na[b]==1\nc==2; sys_platform == 'win32'\n")
    expected = ["Django", "a", "c"] if sys.platform == "win32" else ["Django", "a"]
    assert pinned_names(testing) == expected


@pytest.mark.parametrize("name", [RUNNING, TESTING, AUDITING])
def test_every_requirement_is_pinned(name: str) -> None:
    lines = (entry.ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [line for line in wanted if "==" not in line] == []


def test_nothing_is_asked_or_run_when_nothing_is_missing() -> None:
    provide([PRESENT], NOBODY_THERE, ProgressLine(io.StringIO()))


def test_without_a_terminal_the_command_is_named_and_nobody_is_asked(capsys) -> None:
    with pytest.raises(speech.SetupError) as refusal:
        provide([PRESENT, ABSENT], NOBODY_THERE, ProgressLine(io.StringIO()))
    command = "sudo apt-get install -y --no-install-recommends libpango-1.0-0"
    assert command in str(refusal.value)
    assert capsys.readouterr().err == ""


def test_without_apt_the_libraries_are_named() -> None:
    means = NOBODY_THERE._replace(has_apt=False, is_root=True)
    with pytest.raises(speech.SetupError, match="Pango"):
        provide([ABSENT], means, ProgressLine(io.StringIO()))


def test_whoever_says_no_is_asked_once_and_told_the_command(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    means = NOBODY_THERE._replace(has_terminal=True)
    with pytest.raises(speech.SetupError, match="apt-get install"):
        provide([ABSENT], means, ProgressLine(io.StringIO()))
    assert capsys.readouterr().err.count("libpango-1.0-0") == 1


def test_ubuntu_has_its_own_name_for_chromium(tmp_path: Path) -> None:
    release = tmp_path / "os-release"
    release.write_text('NAME="Ubuntu"\nID=ubuntu\n')
    assert "chromium-browser" in system_packages.install_command(
        [system_packages.CHROMIUM], release
    )


def test_a_library_that_is_nowhere_is_missing() -> None:
    assert not system_packages.library_loads("libnowhere.so.9", "libnowhere.dylib", "nowhere.dll")


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_TW"}, True),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, True),
        ({}, False),
    ],
)
def test_the_terminal_speaks_its_own_language(variables: dict[str, str], chinese: bool) -> None:
    assert speech.speaks_chinese(variables, "linux") is chinese


def test_both_languages_of_a_sentence_have_the_same_blanks() -> None:
    sentences = [value for value in vars(speech).values() if isinstance(value, speech.Sentence)]
    assert sentences
    for sentence in sentences:
        assert blanks(sentence.zh) == blanks(sentence.en), sentence.en


def blanks(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


def test_a_log_gets_plain_lines_only() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    line.show("1 of 3")
    line.tell("done")
    assert stream.getvalue() == "done\n"


def test_a_terminal_gets_one_line_that_changes() -> None:
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as terminal, os.fdopen(leader, "rb") as reader:
        line = ProgressLine(terminal)
        line.show("1 of 3")
        line.show("2 of 3")
        written = reader.read1(1024).decode()
    assert "\n" not in written
    assert written.endswith("\r2 of 3")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["up"], set()),
        (["up", "--lan"], {"HARASSGUARD_LAN", "HARASSGUARD_LAN_HOSTS"}),
        (["up", "--no-ocr", "--port", "8001"], {"HARASSGUARD_OCR"}),
        (["demo", "--lan"], set()),
        ([], set()),
    ],
)
def test_only_up_tells_the_settings_its_options(arguments: list[str], names: set[str]) -> None:
    assert set(entry.switches(["manage.py", *arguments])) == names


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.168.1.20", True),
        ("10.0.0.7", True),
        ("127.0.1.1", False),
        ("169.254.3.4", False),
        ("8.8.8.8", False),
    ],
)
def test_only_private_addresses_are_at_home(address: str, expected: bool) -> None:
    assert is_at_home(address) is expected
