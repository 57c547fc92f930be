"""Patterns of a case: looked for when they are read, decided by a person, listed to be counted."""

from datetime import date

import pytest

from incidents.chain_check import check_chain
from incidents.models import Case, Complaint, Finding, Inquiry
from incidents.models.finding import FindingState
from incidents.pattern_views import SHOWN_OF_PATTERN
from incidents.presenters import key_of
from incidents.services.complaints import file_complaint, record_inquiry
from incidents.services.decisions import decide_findings
from incidents.services.findings import retag
from incidents.services.incidents import withdraw_incidents
from incidents.services.patterns import refresh_patterns
from tests.factories import at, make_contact, make_creditor, make_incident, make_user

URL, DECIDE = "/findings/", "/findings/decide/"
JINING = "0537-139"


def rotate(case: Case, count: int = 6, day: str = "2018-04-16", **values) -> None:
    for number in range(count):
        make_incident(
            case=case,
            occurred_at=f"{day} 10:{number:02d}",
            number=f"{JINING}{number:04d}",
            **values,
        )


def patterns(case: Case, rule: str):
    refresh_patterns(case)
    return case.findings.filter(rule=rule, is_supported=True)


def decide(case: Case, *findings: Finding) -> None:
    decide_findings(findings=findings, state=FindingState.CONFIRMED, note="", actor=case.owner)


@pytest.fixture
def rotation(case) -> Finding:
    rotate(case)
    return patterns(case, "P2").get()


def test_numbers_of_one_place_become_a_finding_on_their_incidents(rotation):
    assert rotation.incidents.count() == 6
    assert (rotation.state, rotation.citations) == (FindingState.SUGGESTED, [])
    assert rotation.scope.startswith("rotation:2018-04-16:")


def test_nothing_is_looked_for_again_while_the_case_stays_as_it_is(case, rotation):
    assert refresh_patterns(case) is False
    assert refresh_patterns(Case.objects.get(pk=case.pk)) is False


def test_a_decision_is_no_reason_to_look_again(case, rotation):
    decide(case, rotation)
    assert refresh_patterns(case) is False


def test_an_entry_is_a_reason_to_look_again(case, rotation):
    make_incident(case=case, occurred_at="2018-04-17 10:00", number=f"{JINING}9999")
    assert refresh_patterns(case) is True
    rotation.refresh_from_db()
    assert rotation.incidents.count() == 7


def test_a_decision_stays_and_says_when_more_was_counted(case, rotation):
    decide(case, rotation)
    make_incident(case=case, occurred_at="2018-04-17 10:00", number=f"{JINING}9999")
    found = patterns(case, "P2").get()
    assert found.pk == rotation.pk
    assert found.state == FindingState.CONFIRMED
    assert found.has_changed_since_decision


def test_a_pattern_that_no_longer_shows_is_kept_and_marked(case, rotation):
    decide(case, rotation)
    withdraw_incidents(
        case=case, incidents=case.incidents.all()[:3], reason="记错了", actor=case.owner
    )
    refresh_patterns(case)
    rotation.refresh_from_db()
    assert (rotation.state, rotation.is_supported) == (FindingState.CONFIRMED, False)


def test_tagging_days_again_leaves_patterns_alone(case, rotation):
    retag(case=case)
    rotation.refresh_from_db()
    assert rotation.is_supported


def test_the_chain_verifies_after_a_decided_pattern_has_changed(case, rotation):
    decide(case, rotation)
    rotate(case, count=3, day="2018-04-17")
    refresh_patterns(case)
    assert check_chain(case).ok


def test_looking_for_patterns_is_no_change_of_the_case(case, rotation):
    before = case.digest()
    assert Case.objects.get(pk=case.pk).patterns_mark
    assert Case.objects.get(pk=case.pk).digest() == before


def test_contact_after_a_request_to_stop_is_found(case):
    friend = make_contact(case=case, asked_to_stop_at=at("2018-04-15 20:00"))
    rotate(case, contact=friend)
    found = patterns(case, "P4").get()
    assert (found.scope, found.parts) == (f"stop:{friend.pk}", ["P4-stop"])


@pytest.mark.parametrize(
    ("channel", "filed", "parts"),
    [
        ("12378", date(2018, 4, 15), ["P4-complaint"]),
        ("police-110", date(2018, 4, 15), ["P4-police"]),
        ("12378", date(2018, 4, 16), []),
        ("court", date(2018, 4, 15), []),
    ],
)
def test_contact_after_a_complaint_is_found(case, channel, filed, parts):
    rotate(case)
    complaint = Complaint(channel=channel, filed_date=filed)
    file_complaint(case=case, complaint=complaint, actor=case.owner)
    assert [part for one in patterns(case, "P4") for part in one.parts] == parts


def test_a_denial_stands_against_callers_who_knew(case):
    creditor = make_creditor(case=case)
    make_incident(case=case, ticked=["privacy_leak"])
    inquiry = Inquiry(
        creditor=creditor,
        asked_date=date(2018, 6, 8),
        way="phone",
        question="是你们的人吗？",
        answer="not_ours",
        answered_date=date(2018, 6, 9),
    )
    record_inquiry(case=case, inquiry=inquiry, actor=case.owner)
    assert patterns(case, "P5").get().incidents.count() == 1


def test_waves_are_named_by_their_first_day(case):
    rotate(case, count=3)
    rotate(case, count=3, day="2018-06-16")
    scopes = list(patterns(case, "P1").values_list("scope", flat=True))
    assert scopes == ["wave:2018-04-16", "wave:2018-06-16"]


def test_opening_the_findings_finds_patterns_and_shows_them_first(client_in, case):
    rotate(case, count=8)
    text = client_in.get(URL).text
    assert text.index('id="patterns"') < text.index('id="rule-R')
    assert "归属地都是山东省济宁市的 8 个号码共联系 8 次" in text
    assert text.count("打给我</a>") >= 8


def test_opening_the_overview_finds_patterns(client_in, case):
    rotate(case)
    client_in.get("/")
    assert case.findings.patterns().exists()


def test_patterns_are_named_in_plain_words(client_in, case):
    rotate(case)
    text = client_in.get(URL).text
    assert "换着号码打" in text
    assert ">P2<" not in text


def test_a_pattern_is_decided_like_any_finding(client_in, case, rotation):
    client_in.post(DECIDE, {"decision": "dismiss", "finding": key_of(rotation)})
    rotation.refresh_from_db()
    assert rotation.state == FindingState.DISMISSED
    assert not client_in.get(URL).context["patterns"]
    assert client_in.get(URL, {"state": "dismissed"}).context["patterns"]


def test_a_pattern_does_not_stand_on_the_page_of_its_incidents(client_in, case, rotation):
    incident = rotation.incidents.first()
    assert "换着号码打" not in client_in.get(f"/incidents/{incident.pk}/").text


def test_a_pattern_gives_its_incidents_no_state(client_in, case, rotation):
    quiet = make_incident(case=case, channel="letter", occurred_at="2018-06-07 10:00")
    rows = [row for day in client_in.get("/incidents/").context["days"] for row in day.rows]
    assert next(row.state for row in rows if row.incident == quiet) == ""
    assert {row.state for row in rows if row.incident in rotation.incidents.all()} == {""}


def test_a_long_pattern_is_counted_on_a_page_of_its_own(client_in, case):
    rotate(case, count=SHOWN_OF_PATTERN + 2)
    page = client_in.get(URL)
    pattern = next(one for one in page.context["patterns"] if one.view.finding.rule == "P2")
    assert (len(pattern.shown), pattern.count) == (SHOWN_OF_PATTERN, SHOWN_OF_PATTERN + 2)
    detail = client_in.get(f"/findings/{pattern.view.finding.pk}/")
    assert len(detail.context["incidents"]) == SHOWN_OF_PATTERN + 2


def test_only_its_owner_sees_a_pattern(client, case, rotation):
    url = f"/findings/{rotation.pk}/"
    assert client.get(url).status_code == 302
    client.force_login(make_user(name="别人"))
    assert client.get(url).status_code == 404


def test_only_patterns_have_a_page_of_their_own(client_in, case):
    make_incident(case=case, occurred_at="2018-06-07 23:10")
    finding = case.findings.get(rule="R1")
    assert client_in.get(f"/findings/{finding.pk}/").status_code == 404


def test_one_kind_of_pattern_can_be_looked_at(client_in, case):
    rotate(case)
    rotate(case, count=3, day="2018-06-16")
    shown = client_in.get(URL, {"rule": "P1"}).context
    assert {one.view.finding.rule for one in shown["patterns"]} == {"P1"}
    assert not shown["groups"]
