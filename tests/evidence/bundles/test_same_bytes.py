"""The same issue gives the same bytes, whenever and wherever it is pressed again."""

import hashlib
from pathlib import Path

from evidence.bundles.press import press
from evidence.bundles.printer import shelf
from evidence.bundles.printing.workers import Workshop
from evidence.bundles.selection import freeze
from evidence.models import Bundle
from incidents.models import Case
from tests.evidence.bundles.story import issue, make_story, pdf_of, zip_of


def pressed_again(bundle: Bundle, folder: Path) -> tuple[str, str]:
    """Press an issued bundle once more; returns the SHA-256 of its PDF and its ZIP."""
    folder.mkdir()
    selection = freeze(bundle, bundle.issued_at)
    with Workshop(shelf()) as workshop:
        made = press(selection, folder, workshop, lambda _stage, _done, _total: None)
    return made.pdf_sha256, made.zip_sha256


def test_an_issued_bundle_pressed_again_is_the_same_to_the_byte(case: Case, tmp_path: Path) -> None:
    bundle = issue(make_story(case))
    issued = tuple(hashlib.sha256(p(bundle).read_bytes()).hexdigest() for p in (pdf_of, zip_of))
    assert pressed_again(bundle, tmp_path / "once") == issued
    assert pressed_again(bundle, tmp_path / "twice") == issued
