"""A large case is looked at and brought up to date in the background, while a person waits."""

import importlib
from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django_tasks_db.models import DBTaskResult

from incidents import differences
from incidents.differences import Kind, as_json, from_json, gather
from incidents.models import Case, Finding, Review
from incidents.models.review import ReviewKind, ReviewState
from incidents.services import reviews
from incidents.services.changes import foresee_changes, is_outdated
from incidents.services.checks import check_clause
from incidents.services.reviews import request_review, review_of, run_review, stop_review
from incidents.tagging.catalogue.model import Checked
from incidents.tasks import review as review_task
from tests.factories import confirm_all, make_case, make_creditor, make_incident, make_user

CHANGES, APPLY, LOOK, STOP = (f"/rules/changes/{end}" for end in ("", "apply/", "look/", "stop/"))
WORDS = "再不还就让你横着出门"
HTMX = {"HTTP_HX_REQUEST": "true"}
CHECKED = Checked(
    clause="cbrc-2009-60:outsourcing-liability",
    words="只为测试写的一句。",
    place="nfra.gov.cn",
    day=date(2026, 11, 20),
    by="小林",
)


@pytest.fixture
def large(case: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case that counts as large, of three days, whose catalogue has changed."""
    monkeypatch.setattr(reviews, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(reviews, "DAYS_A_STEP", 1)
    make_creditor(case=case, kind="BANK_CC", outsources=True)
    for day in (7, 8, 9):
        make_incident(
            case=case, narrative="再不还就让你横着出门", occurred_at=f"2018-06-0{day} 10:00"
        )
    confirm_all(case)
    check_clause(checked=CHECKED, actor=case.owner)
    return Case.objects.get()


def asked(case: Case, kind: ReviewKind = ReviewKind.LOOK) -> Review:
    review = request_review(case=case, kind=kind, actor=case.owner)
    assert review is not None
    return review


def state(case: Case) -> list[dict[str, object]]:
    return list(case.findings.order_by("pk").values())


def test_a_small_case_is_answered_at_once(client_in: Client, case: Case):
    make_incident(case=case)
    assert client_in.get(CHANGES).context["foresight"].total == 0
    assert not Review.objects.exists()


def test_opening_the_page_has_a_large_case_looked_at_once(client_in: Client, large: Case):
    assert "正在一天一天看会变什么" in client_in.get(CHANGES).text
    client_in.get(CHANGES)
    assert Review.objects.get().state == ReviewState.QUEUED
    assert DBTaskResult.objects.count() == 1


def test_the_preview_is_the_same_as_of_a_small_case(client_in: Client, large: Case):
    client_in.get(CHANGES)
    run_review(Review.objects.get().pk)
    page = client_in.get(CHANGES)
    found = list(foresee_changes(large))
    assert page.context["foresight"].total == page.context["foresight"].decided == len(found) > 0
    assert "变的是条款" in page.text
    assert APPLY in page.text


def test_looking_writes_nothing_of_the_case(large: Case):
    before, links = state(large), large.custody_events.count()
    assert run_review(asked(large).pk) == "done"
    assert (state(large), large.custody_events.count()) == (before, links)


def test_a_waiting_page_asks_again_and_loads_anew_when_done(client_in: Client, large: Case):
    client_in.get(CHANGES)
    waiting = client_in.get(CHANGES, **HTMX)
    assert "HX-Refresh" not in waiting
    assert "<h1>" not in waiting.text
    run_review(Review.objects.get().pk)
    assert client_in.get(CHANGES, **HTMX)["HX-Refresh"] == "true"


def test_the_waiting_page_speaks_english_too(client_in: Client, large: Case):
    page = client_in.get(CHANGES, headers={"accept-language": "en"}).text
    assert "Going through the days to see what would change" in page


def test_how_far_it_has_come_is_kept_by_days(large: Case):
    review = asked(large, ReviewKind.APPLY)
    run_review(review.pk)
    review.refresh_from_db()
    assert (review.done, review.total, review.state) == (3, 3, ReviewState.DONE)


def test_updating_brings_every_finding_up_to_date_and_keeps_decisions(
    client_in: Client, large: Case
):
    client_in.post(APPLY)
    assert "正在按现在的目录更新" in client_in.get(CHANGES).text
    run_review(Review.objects.get().pk)
    assert "已经按现在的目录更新" in client_in.get(CHANGES).text
    assert not is_outdated(Case.objects.get())
    assert set(Finding.objects.values_list("state", flat=True)) == {"confirmed"}


def test_nothing_is_begun_while_a_review_is_under_way(client_in: Client, large: Case):
    client_in.get(CHANGES)
    client_in.post(APPLY)
    assert Review.objects.get().kind == ReviewKind.LOOK


def test_a_preview_is_looked_at_again_once_the_case_has_changed(client_in: Client, large: Case):
    first = asked(large)
    run_review(first.pk)
    assert review_of(large) == first
    make_incident(case=large)
    assert review_of(large) is None
    client_in.get(CHANGES)
    assert not Review.objects.filter(pk=first.pk).exists()
    assert Review.objects.get().is_waiting


def test_a_stopped_review_is_not_done(client_in: Client, large: Case):
    review = asked(large, ReviewKind.APPLY)
    page = client_in.post(STOP, follow=True)
    assert "已停下。" in page.text
    assert run_review(review.pk) == ""
    assert is_outdated(Case.objects.get())


def test_an_update_stopped_half_way_keeps_whole_days_and_stays_behind(
    large: Case, monkeypatch: pytest.MonkeyPatch
):
    retag_days = reviews.retag_days

    def stop_after_first(*, case: Case, days: set[date]) -> None:
        retag_days(case=case, days=days)
        stop_review(case=case)

    monkeypatch.setattr(reviews, "retag_days", stop_after_first)
    assert run_review(asked(large, ReviewKind.APPLY).pk) == ""
    changed = [one for one in large.findings.of_rules() if one.has_changed_since_decision]
    assert {one.first_at.date().day for one in changed} == {7}
    assert is_outdated(Case.objects.get())


def test_a_failure_is_told_and_can_be_tried_again(client_in: Client, large: Case):
    review = asked(large)
    Review.objects.update(kind="none")
    with pytest.raises(KeyError):
        run_review(review.pk)
    Review.objects.update(kind=ReviewKind.LOOK)
    assert "没有做完" in client_in.get(CHANGES).text
    client_in.post(LOOK)
    run_review(Review.objects.get().pk)
    assert client_in.get(CHANGES).context["foresight"].total


def test_the_task_does_the_review(large: Case):
    review = asked(large)
    assert review_task.call(review.pk) == "done"


@pytest.mark.parametrize("address", [APPLY, LOOK, STOP])
def test_only_a_post_begins_or_stops(client_in: Client, large: Case, address: str):
    assert client_in.get(address).status_code == 405


def test_a_stranger_neither_sees_nor_stops_it(client: Client, large: Case):
    review = asked(large)
    client.force_login(make_case(owner=make_user(name="别人")).owner)
    client.post(STOP)
    assert Review.objects.get() == review
    assert client.get(CHANGES).context["foresight"].total == 0


def test_what_was_gathered_survives_its_storage(large: Case):
    gathered = gather(foresee_changes(large))
    assert from_json(as_json(gathered)) == gathered


def test_only_the_first_of_a_rule_are_named(monkeypatch: pytest.MonkeyPatch, large: Case):
    monkeypatch.setattr(differences, "SHOWN_OF_RULE", 2)
    (found,) = [one for one in gather(foresee_changes(large)) if one.kind is Kind.CHANGES]
    assert (found.count, len(found.shown)) == (3, 2)


def migrated(case: Case) -> str:
    module = importlib.import_module("incidents.migrations.0006_case_tagged_mark")
    Case.objects.update(tagged_mark="")
    module.note_what_is_known(apps, None)
    return Case.objects.get(pk=case.pk).tagged_mark


def test_an_older_case_takes_its_mark_from_its_findings(large: Case):
    finding = large.findings.of_rules().first()
    assert migrated(large) == f"{finding.catalogue_digest}:{finding.engine_version}"
    Finding.objects.filter(pk=finding.pk).update(catalogue_digest="another")
    assert migrated(large) == "unknown"


def test_an_older_case_without_findings_is_behind_when_it_has_incidents(case: Case):
    assert migrated(case) == ""
    make_incident(case=case)
    assert migrated(case) == "unknown"
