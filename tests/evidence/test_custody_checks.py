"""A whole case is checked on a page and by a command: chain, anchors, records, originals, files."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from evidence import storage
from evidence.anchors import NoAnchor, read_anchor
from evidence.append_only import GUARDS
from evidence.bundles.scope import Scope
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient
from evidence.services import custody_checks
from evidence.services.bundles import issue_bundle, request_bundle
from evidence.services.custody_checks import check_case, request_check, run_check
from evidence.tasks import check_custody
from incidents import append_only
from incidents.link_check import Break, ChainProblem
from incidents.models import Anchor, Case, CustodyCheck
from incidents.models.custody import AnchorPlace
from incidents.models.custody_check import CheckState
from incidents.services.cases import amend_case
from tests.factories import make_case, make_exhibit, make_incident, make_user
from tests.tampering import tamper

LINKS = "incidents_custodyevent"


@pytest.fixture
def kept(case: Case) -> Case:
    """A case with an incident and an original."""
    make_exhibit(case=case, incident=make_incident(case=case, narrative="再不还就去你单位"))
    return case


@pytest.fixture
def issued(kept: Case) -> Bundle:
    queued = request_bundle(
        case=kept, recipient=Recipient.REGULATOR_12378, scope=Scope(), actor=kept.owner
    )
    bundle = issue_bundle(bundle=queued)
    assert bundle.state == BundleState.ISSUED
    return bundle


def verify(*arguments: str) -> tuple[int, dict]:
    out = StringIO()
    try:
        call_command("verify_case", *arguments, "--json", stdout=out)
    except SystemExit as stop:
        return stop.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def cut_back_to(case: Case, sequence: int) -> None:
    """Take away the newest links, as whoever wants the last days not to have happened."""
    tamper(f"DELETE FROM {LINKS} WHERE case_id = %s AND sequence > %s", case.pk, sequence)  # noqa: S608


def test_an_untouched_case_verifies(kept: Case) -> None:
    code, answer = verify("--case", kept.number)
    assert (code, answer["ok"], answer["problems"]) == (0, True, [])
    assert (answer["entries"], answer["files"]) == (kept.custody_events.count(), 1)


def test_a_swapped_original_is_named(kept: Case) -> None:
    path = storage.path_of(kept.exhibits.get().sha256)
    path.chmod(0o600)
    path.write_bytes(b"another picture")
    assert check_case(kept).problems == (ChainProblem("exhibit:1", Break.ALTERED),)


def test_an_original_that_is_gone_is_named(kept: Case) -> None:
    storage.path_of(kept.exhibits.get().sha256).unlink()
    assert verify("--case", kept.number) == (
        1,
        {
            "ok": False,
            "entries": kept.custody_events.count(),
            "records": check_case(kept).records,
            "files": 1,
            "problems": [{"path": "exhibit:1", "problem": "missing"}],
        },
    )


def test_an_issue_anchors_the_newest_link(issued: Bundle) -> None:
    anchor = Anchor.objects.get()
    assert (anchor.place, anchor.name) == (AnchorPlace.BUNDLE, issued.name)
    link = issued.case.custody_events.get(sequence=anchor.sequence)
    assert anchor.digest == link.digest == issued.head
    number, held = read_anchor(issued.folder / f"{issued.name}.zip")
    assert (number, held.sequence, held.digest) == (
        issued.case.number,
        anchor.sequence,
        anchor.digest,
    )
    assert check_case(issued.case).problems == ()


def test_a_cut_chain_is_found_by_the_bundle_alone(issued: Bundle) -> None:
    """Even when bundle, anchor and every trace of them in the database were taken away."""
    case, name = issued.case, issued.name
    for table in ("evidence_bundleexhibit", "evidence_bundle", "incidents_anchor"):
        tamper(f"DELETE FROM {table}")  # noqa: S608
    cut_back_to(case, 4)
    problems = check_case(case).problems
    assert problems[0] == ChainProblem("link:5", Break.CUT_SHORT, name)


def test_a_cut_chain_is_found_by_a_bundle_that_somebody_kept(
    issued: Bundle, tmp_path: Path
) -> None:
    case, handed_in = issued.case, tmp_path / "handed-in.zip"
    shutil.copy(issued.folder / f"{issued.name}.zip", handed_in)
    shutil.rmtree(issued.folder)
    for table in ("evidence_bundleexhibit", "evidence_bundle", "incidents_anchor"):
        tamper(f"DELETE FROM {table}")  # noqa: S608
    cut_back_to(case, 4)
    code, answer = verify("--case", case.number, "--bundle", str(handed_in))
    first = {"path": "link:5", "problem": "cut_short", "note": issued.name}
    assert (code, answer["problems"][0]) == (1, first)


def test_an_issued_file_that_was_changed_is_named(issued: Bundle) -> None:
    path = issued.folder / f"{issued.name}.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    where = f"bundle:{path.name}"
    assert check_case(issued.case).problems == (ChainProblem(where, Break.ALTERED),)


def test_a_bundle_of_another_case_is_no_anchor(issued: Bundle) -> None:
    other = make_case(owner=make_user(name="旁人"))
    with pytest.raises(NoAnchor):
        check_case(other, [issued.folder / f"{issued.name}.zip"])


def test_a_file_that_is_no_bundle_is_refused_in_one_line(kept: Case, tmp_path: Path) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(b"no")
    with pytest.raises(CommandError) as refused:
        call_command("verify_case", "--case", kept.number, "--bundle", str(path))
    assert refused.value.returncode == 2


def test_tables_of_evidence_are_guarded_too(kept: Case) -> None:
    append_only.lift(connection, GUARDS)
    assert check_case(kept).problems == tuple(
        ChainProblem(f"table:{guard.table}", Break.UNGUARDED) for guard in GUARDS
    )


def test_the_page_checks_a_small_case_at_once(client_in: Client, kept: Case) -> None:
    page = client_in.post("/custody/check/", follow=True).content.decode()
    assert "全部对得上" in page
    check = CustodyCheck.objects.get()
    assert (check.state, check.files, check.problem_count) == (CheckState.DONE, 1, 0)


def test_the_page_names_what_disagrees_and_links_to_it(client_in: Client, kept: Case) -> None:
    incident = kept.incidents.get()
    kept.incidents.update(narrative="改过的话")
    page = client_in.post("/custody/check/", follow=True).content.decode()
    assert "有 1 处对不上" in page
    assert f'href="/incidents/{incident.pk}/"' in page
    assert "内容和记下时不一样了" in page


def test_a_large_case_is_checked_in_the_background(
    client_in: Client, kept: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custody_checks, "MOST_LINKS", 1)
    page = client_in.post("/custody/check/", follow=True).content.decode()
    assert "正在全部校验" in page
    check = CustodyCheck.objects.get()
    assert check_custody.func(check.pk) == CheckState.DONE.value
    assert "全部对得上" in client_in.get("/custody/").content.decode()
    fragment = client_in.get("/custody/", headers={"HX-Request": "true"})
    assert fragment.headers["HX-Refresh"] == "true"


def test_two_checks_do_not_run_at_once(kept: Case) -> None:
    assert request_check(case=kept, actor=kept.owner) is not None
    assert request_check(case=kept, actor=kept.owner) is None


def test_a_check_is_done_once(kept: Case) -> None:
    check = request_check(case=kept, actor=kept.owner)
    assert run_check(check.pk) == CheckState.DONE.value
    assert run_check(check.pk) == ""


def test_the_page_lists_links_without_what_was_said(client_in: Client, kept: Case) -> None:
    Anchor.objects.create(
        case=kept,
        sequence=1,
        digest=kept.custody_events.first().digest,
        place=AnchorPlace.BACKUP,
        name="备份.age",
        at=timezone.now(),
    )
    page = client_in.get("/custody/").content.decode()
    assert "收存证据" in page
    assert "备份.age" in page
    assert kept.custody_events.last().digest in page
    assert "再不还就去你单位" not in page


def test_every_kind_of_break_has_its_sentence(client_in: Client, kept: Case) -> None:
    problems = [
        {"path": path, "problem": problem.value, "note": "x"}
        for problem in Break
        for path in ("link:1", "table:t", "exhibit:9", "bundle:b.zip", "incidents.line:999", "a.b")
    ]
    CustodyCheck.objects.create(
        case=kept,
        state=CheckState.DONE,
        asked_at=timezone.now(),
        finished_at=timezone.now(),
        asked_by=kept.owner,
        problems=problems,
        problem_count=len(problems),
    )
    assert "只列出前 50 处" in client_in.get("/custody/").content.decode()


def test_strangers_see_and_check_their_own_case_only(client: Client, kept: Case) -> None:
    stranger = make_user(name="别人")
    client.force_login(stranger)
    assert client.get("/custody/").status_code == 404
    assert client.post("/custody/check/").status_code == 404
    make_case(owner=stranger, title="别人的")
    assert kept.custody_events.last().digest not in client.get("/custody/").content.decode()


def test_checking_keeps_nobody_from_writing(kept: Case) -> None:
    amend_case(case=kept, changes={"city": "济宁"}, reason="", actor=kept.owner)
    before = kept.custody_events.count()
    assert check_case(kept).links == before
    assert kept.custody_events.count() == before
