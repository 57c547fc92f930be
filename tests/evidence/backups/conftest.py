"""Backups in tests: guessing a passphrase need not be expensive here."""

import pytest

from evidence.backups import age


@pytest.fixture(autouse=True)
def cheap_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "WORK_FACTOR", 10)
