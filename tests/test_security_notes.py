"""The security notes name tests and settings that exist."""

import re
from pathlib import Path

from django.conf import settings

from incidents.throttle import LINKS, RECEIPTS

ROOT = Path(__file__).resolve().parent.parent
NOTES = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_file_that_the_security_notes_name_is_there():
    named = set(re.findall(r"`((?:tests|harassguard|incidents|evidence)/[\w/.]+)`", NOTES))
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_numbers_in_the_security_notes_are_those_of_the_program():
    assert settings.AXES_FAILURE_LIMIT == 5
    assert "five wrong ones shut the door for 15 minutes" in NOTES
    assert settings.AXES_COOLOFF_TIME.total_seconds() == 15 * 60
    assert f"{LINKS.tries} dead ones in a row close them for {LINKS.minutes} minutes" in NOTES
    assert f"receipt numbers after {RECEIPTS.tries} for an hour" in NOTES
    assert (settings.SESSION_IDLE_AGE, settings.SESSION_COOKIE_AGE) == (3600, 12 * 3600)
    assert "after an hour away and after twelve hours" in NOTES
