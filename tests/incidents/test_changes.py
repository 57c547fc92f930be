"""A changed catalogue shows what it would change in a case before anything is written."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from incidents.catalogue import catalogue
from incidents.differences import Aspect, Kind
from incidents.models import Case, Finding, User
from incidents.models.finding import FindingState
from incidents.services.changes import foresee_changes, is_outdated, outdated_findings
from incidents.services.checks import check_clause, take_back
from incidents.services.findings import retag
from incidents.tagging.catalogue.model import Checked
from tests.factories import confirm_all, make_case, make_contact, make_creditor, make_incident

CLAUSE = "cbrc-2009-60:outsourcing-liability"
CHANGES, APPLY = "/rules/changes/", "/rules/changes/apply/"
WORDS = "再不还就让你横着出门"


def check(actor: User, clause: str = CLAUSE) -> None:
    checked = Checked(
        clause=clause,
        words="只为测试写的一句。",
        place="nfra.gov.cn",
        day=date(2026, 11, 20),
        by="小林",
    )
    check_clause(checked=checked, actor=actor)


@pytest.fixture
def card(case: Case) -> Case:
    """A card debt, collected by an agency, with a threat."""
    make_creditor(case=case, kind="BANK_CC", outsources=True)
    make_incident(case=case, narrative=WORDS, contact=make_contact(case=case))
    return case


def state(case: Case) -> list[dict[str, object]]:
    return list(case.findings.order_by("pk").values())


def test_nothing_would_change_while_the_catalogue_stays(card: Case) -> None:
    assert list(foresee_changes(card)) == []
    assert outdated_findings(card) == 0


def test_a_checked_clause_would_change_the_citations_of_its_rule(card: Case) -> None:
    check(card.owner)
    changed = list(foresee_changes(card))
    assert {change.kind for change in changed} == {Kind.CHANGES}
    assert all(Aspect.CITATIONS in change.aspects for change in changed)
    assert outdated_findings(card) == card.findings.count()


def test_foreseeing_writes_nothing(card: Case) -> None:
    check(card.owner)
    before, links = state(card), card.custody_events.count()
    list(foresee_changes(card))
    assert (state(card), card.custody_events.count()) == (before, links)


def test_what_was_foreseen_is_what_comes(card: Case) -> None:
    check(card.owner)
    foreseen = {change.finding for change in foresee_changes(card)}
    before = {finding.pk: finding.basis for finding in card.findings.all()}
    retag(case=card)
    moved = {one.pk for one in card.findings.all() if one.basis != before[one.pk]}
    assert moved == foreseen
    assert list(foresee_changes(card)) == []
    assert outdated_findings(card) == 0


def test_a_finding_that_is_not_there_yet_would_appear(card: Case) -> None:
    Finding.incidents.through.objects.all().delete()
    Finding.objects.filter(rule="R3").delete()
    (appears,) = [one for one in foresee_changes(card) if one.kind is Kind.APPEARS]
    assert (appears.rule, appears.finding) == ("R3", None)


def test_a_finding_that_no_longer_follows_would_fall_away(card: Case) -> None:
    finding = card.findings.get(rule="R3")
    finding.pk, finding.rule = None, "R19"
    finding.save()
    (falls,) = foresee_changes(card)
    assert (falls.kind, falls.rule) == (Kind.FALLS_AWAY, "R19")


def test_a_confirmation_outlives_the_change_and_its_basis_is_marked(card: Case) -> None:
    confirm_all(card)
    check(card.owner)
    foreseen = list(foresee_changes(card))
    assert foreseen
    assert all(change.is_decided for change in foreseen)
    retag(case=card)
    for change in foreseen:
        finding = Finding.objects.get(pk=change.finding)
        assert finding.state == FindingState.CONFIRMED
        assert finding.has_changed_since_decision


def test_taking_the_entry_back_makes_the_confirmed_basis_whole_again(card: Case) -> None:
    confirm_all(card)
    check(card.owner)
    retag(case=card)
    take_back(clause=CLAUSE)
    retag(case=card)
    assert not any(one.has_changed_since_decision for one in card.findings.of_rules())


def test_a_chain_verifies_after_decided_findings_have_changed(
    card: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    confirm_all(card)
    check(card.owner)
    retag(case=card)
    call_command("verify_case", case=card.number, json=True)
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_the_rules_page_offers_the_preview_only_when_the_catalogue_changed(
    client_in: Client, card: Case
) -> None:
    assert "目录变了" not in client_in.get("/rules/").text
    check(card.owner)
    page = client_in.get("/rules/")
    assert page.context["outdated"] == card.findings.count()
    assert "目录变了" in page.text


@pytest.fixture
def quiet(case: Case) -> Case:
    """A case with an incident in which nothing was found."""
    make_incident(case=case)
    assert not case.findings.exists()
    return case


def test_a_case_without_findings_is_told_of_a_changed_catalogue_too(
    client_in: Client, quiet: Case
) -> None:
    assert "目录变了" not in client_in.get("/rules/").text
    check(quiet.owner)
    page = client_in.get("/rules/").text
    assert "目录变了" in page
    assert "这个案件是按旧目录看的" in page
    assert CHANGES in page


def test_a_case_without_findings_has_its_preview_and_its_update(
    client_in: Client, quiet: Case
) -> None:
    check(quiet.owner)
    page = client_in.get(CHANGES)
    assert page.context["foresight"].total == 0
    assert APPLY in page.text
    client_in.post(APPLY)
    assert "目录变了" not in client_in.get("/rules/").text
    assert APPLY not in client_in.get(CHANGES).text


def test_a_case_without_incidents_is_never_behind(client_in: Client, case: Case) -> None:
    check(case.owner)
    assert "目录变了" not in client_in.get("/rules/").text
    make_incident(case=case)
    assert "目录变了" not in client_in.get("/rules/").text


def test_tagging_one_more_day_leaves_the_rest_of_the_case_behind(quiet: Case) -> None:
    check(quiet.owner)
    make_incident(case=quiet, occurred_at="2018-06-09 10:00")
    assert is_outdated(Case.objects.get())
    take_back(clause=CLAUSE)
    assert not is_outdated(Case.objects.get())


def test_the_mark_of_the_catalogue_is_no_part_of_the_chain(quiet: Case) -> None:
    digest = quiet.digest()
    check(quiet.owner)
    retag(case=quiet)
    assert Case.objects.get().digest() == digest


def test_the_preview_names_rules_counts_and_incidents(client_in: Client, card: Case) -> None:
    confirm_all(card)
    check(card.owner)
    page = client_in.get(CHANGES)
    foresight = page.context["foresight"]
    assert foresight.total == foresight.decided == len(list(foresee_changes(card)))
    assert "变的是条款" in page.text
    assert "你已经定过" in page.text
    assert f"/incidents/{card.incidents.get().pk}/" in page.text
    assert CLAUSE not in page.text


def test_applying_tags_again_with_the_present_catalogue(client_in: Client, card: Case) -> None:
    check(card.owner)
    assert client_in.get(APPLY).status_code == 405
    assert client_in.post(APPLY).status_code == 302
    digests = set(card.findings.values_list("catalogue_digest", flat=True))
    assert digests == {catalogue().digest}


def test_a_change_that_touches_no_finding_says_so(client_in: Client, card: Case) -> None:
    check(card.owner, "npcsc-2012:8")
    page = client_in.get(CHANGES)
    assert page.context["foresight"].total == 0
    assert "没有一处会变" in page.text


def test_a_person_sees_and_changes_only_the_case_she_works_on(client: Client, card: Case) -> None:
    stranger = make_case(title="别的案件", owner=User.objects.create_user("别人"))
    client.force_login(stranger.owner)
    check(card.owner)
    assert client.get(CHANGES).context["foresight"].total == 0
    client.post(APPLY)
    assert outdated_findings(card) == card.findings.of_rules().count()


def test_the_command_says_what_would_change_and_writes_nothing(
    card: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    check(card.owner)
    before = state(card)
    call_command("retag", case=card.number, dry_run=True, json=True)
    answer = json.loads(capsys.readouterr().out)
    assert answer["written"] is False
    assert (answer["appears"], answer["falls_away"]) == ({}, {})
    assert sum(answer["changes"].values()) == len(list(foresee_changes(card)))
    assert state(card) == before


def test_the_command_tags_again(card: Case, capsys: pytest.CaptureFixture[str]) -> None:
    check(card.owner)
    call_command("retag", case=str(card.pk))
    assert "changes: R" in capsys.readouterr().out
    assert outdated_findings(card) == 0


@pytest.mark.django_db
def test_the_command_knows_no_other_case() -> None:
    with pytest.raises(CommandError) as caught:
        call_command("retag", case="HG-1999-0001")
    assert caught.value.returncode == 2
