"""What an audit says: how many packages were asked about, and what is known against them."""

import pytest

from harassguard.auditing import Audited, read_audit
from harassguard.bootstrap.entry import ROOT, WANTED
from harassguard.bootstrap.environment import AUDITING, pinned_names

CLEAN = {"name": "django", "version": "5.2.19", "vulns": []}
KNOWN = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}
SKIPPED = {"name": "segno", "skip_reason": "Dependency not found on PyPI"}


def test_what_is_known_is_named_with_package_and_version():
    found = read_audit([CLEAN, KNOWN, SKIPPED])
    assert found == Audited(3, 2, ("pillow 1.0: PYSEC-1", "pillow 1.0: PYSEC-2"))


@pytest.mark.parametrize("listed", [[], [SKIPPED], [SKIPPED, SKIPPED]])
def test_packages_that_nobody_knows_are_not_called_clean(listed):
    assert read_audit(listed) is None


def test_the_audit_brings_its_own_tools_and_the_program_does_without():
    assert WANTED["audit"] == WANTED["fuzz"] == AUDITING
    names = {name.lower().replace("_", "-") for name in pinned_names(ROOT / AUDITING)}
    assert {"bandit", "pip-audit", "atheris", "django"} <= names
