"""The system checks: each missing part of the machine is named, with what to do about it."""

import os
import subprocess
import sys

import pytest

from harassguard import checks
from harassguard.bootstrap import entry, system_packages


def test_nothing_is_reported_when_everything_is_there() -> None:
    assert checks.check_system_libraries(None) == []


@pytest.mark.parametrize("identifier", sorted(checks.CHECKED))
def test_a_missing_part_is_an_error_with_its_package(identifier: str, monkeypatch) -> None:
    part = checks.CHECKED[identifier]._replace(is_present=lambda: False)
    monkeypatch.setitem(checks.CHECKED, identifier, part)
    (error,) = checks.check_system_libraries(None)
    assert error.id == identifier
    assert part.name in error.msg
    assert part.package in error.hint


@pytest.mark.parametrize(("platform", "tool"), [("darwin", "brew"), ("win32", "pacman")])
def test_other_systems_get_a_hint_of_their_own(platform: str, tool: str) -> None:
    assert tool in checks.hint(system_packages.PANGO, platform)


def test_a_machine_without_fontconfig_fails_the_check_with_a_hint() -> None:
    environ = {**os.environ, "PATH": "/nowhere", "LANG": "C.UTF-8", "LC_ALL": ""}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=entry.ROOT,
        env={**environ, entry.ENTERED: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "harassguard.E004" in done.stderr
    assert "fonts-noto-cjk" in done.stderr
