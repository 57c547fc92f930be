"""The findings page: waiting first, by rule, decided one by one or together."""

import pytest

from incidents.findings import SHOWN_OF_GROUP
from incidents.models import Finding
from incidents.models.finding import FindingState
from incidents.presenters import key_of
from incidents.services.decisions import decide_findings
from incidents.services.findings import retag
from incidents.services.incidents import amend_incident, withdraw_incidents
from tests.factories import (
    confirm_all,
    make_case,
    make_contact,
    make_creditor,
    make_incident,
    make_user,
)

URL, DECIDE = "/findings/", "/findings/decide/"


@pytest.fixture
def case_with_creditor(case):
    make_creditor(case=case)
    return case


def night_call(case, day=7, **values):
    return make_incident(case=case, occurred_at=f"2018-06-{day:02d} 23:10", **values)


def odd_hours(case) -> Finding:
    return Finding.objects.filter(case=case, rule="R1").latest("pk")


def decide(client, decision, *findings, **fields):
    keys = [key_of(finding) for finding in findings]
    return client.post(DECIDE, {"decision": decision, "finding": keys, **fields})


def test_a_case_without_findings_says_so(client_in, case):
    assert "没有等你定的标记" in client_in.get(URL).text


def test_findings_are_gathered_by_rule_with_count_and_period(client_in, case_with_creditor):
    night_call(case_with_creditor, day=7)
    night_call(case_with_creditor, day=9)
    group = next(g for g in client_in.get(URL).context["groups"] if g.rule == "R1")
    assert (group.count, group.first.isoformat(), group.last.isoformat()) == (
        2,
        "2018-06-07",
        "2018-06-09",
    )
    assert len(group.items) == 2


def test_a_rule_is_named_in_plain_words_never_by_its_code(client_in, case_with_creditor):
    night_call(case_with_creditor)
    text = client_in.get(URL).text
    assert "深夜" in text
    assert ">R1<" not in text


def test_a_clause_shared_by_many_findings_stands_once(client_in, case_with_creditor):
    contact = make_contact(case=case_with_creditor)
    for hour in (9, 10, 11):
        make_incident(
            case=case_with_creditor, occurred_at=f"2018-06-07 {hour:02d}:00", contact=contact
        )
    group = next(g for g in client_in.get(URL).context["groups"] if g.rule == "R3")
    clauses = [source.citation.clause for source in group.sources]
    assert group.count == 3
    assert clauses
    assert len(clauses) == len(set(clauses))


def test_a_clause_that_binds_only_some_of_a_group_says_how_many(client_in, case_with_creditor):
    night_call(case_with_creditor)
    make_incident(case=case_with_creditor, occurred_at="2025-06-07 23:10")
    group = next(g for g in client_in.get(URL).context["groups"] if g.rule == "R1")
    assert {source.used for source in group.sources} == {1}


def test_clause_ids_are_never_printed(client_in, case_with_creditor):
    make_incident(case=case_with_creditor, contact=make_contact(case=case_with_creditor))
    response = client_in.get(URL)
    groups = response.context["groups"]
    ids = {one.citation.clause for group in groups for one in group.sources if one.citation}
    assert ids
    assert not any(one in response.text for one in ids)


def test_a_days_count_lists_the_incidents_that_were_counted(client_in, case_with_creditor):
    for minute in range(12):
        make_incident(case=case_with_creditor, occurred_at=f"2018-04-24 10:{minute:02d}")
    group = next(g for g in client_in.get(URL).context["groups"] if g.rule == "R2")
    (item,) = group.items
    assert item.is_day
    assert len(item.basis) == 12


def test_confirming_keeps_note_person_and_basis(client_in, case_with_creditor):
    night_call(case_with_creditor)
    decide(client_in, "confirm", odd_hours(case_with_creditor), note="有录音")
    finding = odd_hours(case_with_creditor)
    assert (finding.state, finding.note) == (FindingState.CONFIRMED, "有录音")
    assert finding.decided_by == case_with_creditor.owner
    assert finding.decided_basis == finding.basis


def test_a_decision_can_be_taken_back(client_in, case_with_creditor):
    night_call(case_with_creditor)
    decide(client_in, "dismiss", odd_hours(case_with_creditor))
    decide(client_in, "reopen", odd_hours(case_with_creditor))
    assert odd_hours(case_with_creditor).state == FindingState.SUGGESTED


def test_decided_findings_move_behind_their_chips(client_in, case_with_creditor):
    night_call(case_with_creditor)
    confirm_all(case_with_creditor)
    assert not client_in.get(URL).context["groups"]
    assert client_in.get(URL, {"state": "confirmed"}).context["groups"]
    assert not client_in.get(URL, {"state": "dismissed"}).context["groups"]


def test_findings_left_out_keep_waiting(client_in, case_with_creditor):
    night_call(case_with_creditor, day=7)
    night_call(case_with_creditor, day=8)
    first, second = Finding.objects.filter(rule="R1")
    decide(client_in, "confirm", first)
    second.refresh_from_db()
    assert second.state == FindingState.SUGGESTED


def test_a_whole_rule_is_decided_beyond_what_the_page_lists(client_in, case_with_creditor):
    for day in range(1, SHOWN_OF_GROUP + 4):
        night_call(case_with_creditor, day=day)
    group = next(g for g in client_in.get(URL).context["groups"] if g.rule == "R1")
    keys = [item.view.key for item in group.items]
    client_in.post(
        DECIDE,
        {"decision": "confirm", "finding": keys[1:], "shown": keys, "rule": "R1",
         "latest": group.latest},
    )  # fmt: skip
    left = Finding.objects.filter(rule="R1").waiting()
    assert [key_of(finding) for finding in left] == keys[:1]


def test_what_arrived_after_the_page_was_made_keeps_waiting(client_in, case_with_creditor):
    for day in range(1, SHOWN_OF_GROUP + 3):
        night_call(case_with_creditor, day=day)
    group = next(g for g in client_in.get(URL).context["groups"] if g.rule == "R1")
    night_call(case_with_creditor, day=28)
    client_in.post(DECIDE, {"decision": "confirm", "rule": "R1", "latest": group.latest})
    assert Finding.objects.filter(rule="R1").waiting().count() == 1


def test_a_finding_that_changed_since_the_page_was_made_is_not_decided(
    client_in, case_with_creditor
):
    incident = night_call(case_with_creditor)
    seen = odd_hours(case_with_creditor)
    amend(incident, occurred_at=incident.occurred_at.replace(minute=40))
    response = client_in.post(DECIDE, {"decision": "confirm", "finding": key_of(seen)}, follow=True)
    assert "刚才变了" in response.text
    assert odd_hours(case_with_creditor).state == FindingState.SUGGESTED


def amend(incident, **changes):
    return amend_incident(
        incident=incident,
        changes=changes,
        reason="记错了",
        actor=incident.case.owner,
    )


def test_a_finding_whose_basis_changed_after_the_decision_is_marked(client_in, case_with_creditor):
    incident = night_call(case_with_creditor)
    confirm_all(case_with_creditor)
    amend(incident, occurred_at=incident.occurred_at.replace(minute=40))
    response = client_in.get(URL, {"state": "changed"})
    assert [group.rule for group in response.context["groups"]] == ["R1"]
    assert "依据变了" in response.text


def test_a_decision_outlives_the_incident_that_it_rested_on(client_in, case_with_creditor):
    incident = night_call(case_with_creditor)
    confirm_all(case_with_creditor)
    withdraw_incidents(
        case=case_with_creditor, incidents=[incident], reason="记重了", actor=incident.case.owner
    )
    assert "已经看不出这一条" in client_in.get(URL, {"state": "changed"}).text


def test_htmx_gets_the_finding_again_and_the_words_it_marks(client_in, case_with_creditor):
    incident = night_call(case_with_creditor, narrative="再不还就让你横着出门")
    finding = odd_hours(case_with_creditor)
    response = client_in.post(
        DECIDE,
        {"decision": "confirm", "finding": key_of(finding), "incident": incident.pk},
        headers={"HX-Request": "true"},
    )
    assert f'id="finding-{finding.pk}"' in response.text
    assert "已确认" in response.text
    assert 'hx-swap-oob="true"' in response.text
    assert "<html" not in response.text


def test_without_a_script_the_decision_leads_back_to_the_incident(client_in, case_with_creditor):
    incident = night_call(case_with_creditor)
    response = decide(client_in, "confirm", odd_hours(case_with_creditor), incident=incident.pk)
    assert response.url == f"/incidents/{incident.pk}/#findings"


@pytest.mark.parametrize(
    "fields", [{}, {"decision": "confirm"}, {"decision": "x", "finding": "1:a"},
               {"decision": "confirm", "finding": "x"}]
)  # fmt: skip
def test_a_post_that_names_nothing_is_refused(client_in, case, fields):
    assert client_in.post(DECIDE, fields).status_code == 400


def test_one_rule_is_shown_page_by_page(client_in, case_with_creditor):
    night_call(case_with_creditor)
    response = client_in.get(URL, {"rule": "R1"})
    assert [group.rule for group in response.context["groups"]] == ["R1"]


def test_a_catalogue_in_english_speaks_english(client_in, case_with_creditor):
    night_call(case_with_creditor)
    response = client_in.get(URL, headers={"Accept-Language": "en"})
    assert "between 22:00 and 8:00" in response.text


def test_retagging_the_same_facts_leaves_decisions_unmarked(client_in, case_with_creditor):
    night_call(case_with_creditor)
    confirm_all(case_with_creditor)
    retag(case=case_with_creditor)
    assert not odd_hours(case_with_creditor).has_changed_since_decision


def test_anonymous_visitors_are_asked_to_sign_in(client, case):
    assert client.get(URL).url.startswith("/sign-in/")
    assert client.post(DECIDE, {"decision": "confirm"}).url.startswith("/sign-in/")


def test_a_stranger_can_neither_see_nor_decide(client, case_with_creditor):
    night_call(case_with_creditor)
    finding = odd_hours(case_with_creditor)
    stranger = make_user(name="别人")
    make_case(owner=stranger)
    client.force_login(stranger)
    assert not client.get(URL).context["groups"]
    assert decide(client, "confirm", finding).status_code == 404
    client.post(DECIDE, {"decision": "confirm", "rule": "R1", "latest": finding.pk})
    assert odd_hours(case_with_creditor).state == FindingState.SUGGESTED


def test_deciding_many_writes_one_link_each(case_with_creditor):
    night_call(case_with_creditor, day=7)
    night_call(case_with_creditor, day=8)
    findings = Finding.objects.filter(rule="R1")
    decide_findings(
        findings=findings, state=FindingState.CONFIRMED, note="", actor=case_with_creditor.owner
    )
    assert case_with_creditor.custody_events.filter(action="confirmed").count() == 2


@pytest.mark.parametrize(
    ("days", "said", "unsaid"),
    [((7, 7), "这一天没有", "这些天没有"), ((7, 8), "这些天没有", "这一天没有")],
)
def test_a_group_says_of_its_day_or_days_that_nothing_can_be_cited(
    client_in, case, days, said, unsaid
):
    make_creditor(case=case, kind="PRIVATE")
    for day in days:
        night_call(case, day=day)
    (group,) = [each for each in client_in.get(URL).context["groups"] if each.rule == "R1"]
    sentences = [source.sentence for source in group.sources]
    assert any(sentence.startswith(said) for sentence in sentences)
    assert not any(sentence.startswith(unsaid) for sentence in sentences)
