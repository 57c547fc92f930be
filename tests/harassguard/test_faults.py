"""The program under siege: killed at random moments, crowded, and on a full disk."""

import json
import sys

import pytest

from tests.program import command

KILLS = 8


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed outright there")
def test_nothing_is_lost_when_the_program_is_killed(tmp_path):
    done = command("faults", "--json", f"--kills={KILLS}", "--rows=600", data=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert said["kills"] == KILLS
    assert said["acknowledged"] > 0
    assert said["refused_by_disk"] > 0
    assert (said["lost"], said["problems"]) == (0, [])
