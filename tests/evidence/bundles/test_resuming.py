"""Issues that are stopped, cut off, or wait for one another."""

from pathlib import Path

import pytest

from evidence.bundles.defaults import scope_for
from evidence.bundles.press import press
from evidence.bundles.printer import SHELF, shelf
from evidence.bundles.printing.workers import Workshop
from evidence.bundles.selection import freeze
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient, Stage
from evidence.services.bundles import (
    IssueStopped,
    Progress,
    cancel_bundle,
    issue_bundle,
    request_bundle,
)
from incidents.models import Case
from tests.factories import make_incident


def requested(case: Case) -> Bundle:
    return request_bundle(
        case=case,
        recipient=Recipient.COURT,
        scope=scope_for(case, Recipient.COURT),
        actor=case.owner,
    )


def test_parts_outlive_an_issue_that_was_cut_off(case: Case, settings, tmp_path: Path) -> None:
    make_incident(case=case)
    bundle = requested(case)

    def pull_the_plug(stage: Stage, _done: int, _total: int) -> None:
        if stage == Stage.CHECK:
            raise KeyboardInterrupt

    with Workshop(shelf()) as workshop, pytest.raises(KeyboardInterrupt):
        press(freeze(bundle, bundle.requested_at), tmp_path, workshop, pull_the_plug)
    kept = {path: path.stat().st_ino for path in (settings.BUNDLES_DIR / SHELF).glob("*.pdf")}
    assert len(kept) > 3
    assert issue_bundle(bundle=bundle).state == BundleState.ISSUED
    assert {path: path.stat().st_ino for path in kept} == kept
    # Nothing that was needed on the way stays with the issue.
    endings = sorted(path.suffix for path in bundle.folder.iterdir())
    assert endings == [".docx", ".pdf", ".txt", ".zip"]


def test_issues_that_wait_are_made_one_by_one_and_a_stopped_one_is_left_out(case: Case) -> None:
    make_incident(case=case)
    first, second, third = (requested(case) for _ in range(3))
    assert cancel_bundle(bundle=second)
    made = [issue_bundle(bundle=bundle) for bundle in (first, second, third)]
    assert [bundle.number for bundle in made] == [1, 2, 3]
    assert [bundle.state for bundle in made] == [
        BundleState.ISSUED,
        BundleState.CANCELLED,
        BundleState.ISSUED,
    ]


def test_every_stage_is_told_and_a_stop_is_heard_at_the_next(case: Case) -> None:
    make_incident(case=case)
    bundle = requested(case)
    Bundle.objects.update(state=BundleState.RUNNING)
    progress = Progress(bundle)
    progress(Stage.LAYOUT, 1, 9)
    progress(Stage.LAYOUT, 2, 9)
    progress(Stage.CHECK, 0, 1)
    bundle.refresh_from_db()
    assert (bundle.stage, bundle.done) == (Stage.CHECK, 0)
    cancel_bundle(bundle=bundle)
    with pytest.raises(IssueStopped):
        progress(Stage.PACK, 0, 1)
