"""The incident list: what it shows, how it is narrowed, and that it stays quick."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.forms.filters import FilterForm
from incidents.models import Finding, Incident
from incidents.models.finding import FindingState
from incidents.models.incident import Channel, Narrator
from incidents.services.decisions import decide_findings
from incidents.services.incidents import withdraw_incidents
from tests.factories import (
    confirm_all,
    make_case,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
    make_user,
)

URL = "/incidents/"


def shown(client, **asked) -> list[int]:
    response = client.get(URL, asked)
    assert response.status_code == 200
    return [row.incident.number for day in response.context["days"] for row in day.rows]


def test_an_empty_case_says_how_to_begin(client_in, case):
    assert "还没有记下什么" in client_in.get(URL).text


def test_incidents_are_listed_newest_first_by_day(client_in, case):
    make_incident(case=case, occurred_at="2018-06-07 19:06")
    make_incident(case=case, occurred_at="2018-06-08 08:30")
    make_incident(case=case, occurred_at="2018-06-07 20:00")
    assert shown(client_in) == [2, 3, 1]
    assert len(client_in.get(URL).context["days"]) == 2


def test_a_call_after_midnight_belongs_to_the_shanghai_day(client_in, case):
    make_incident(case=case, occurred_at="2018-06-08 00:30")
    make_incident(case=case, occurred_at="2018-06-07 23:30")
    days = client_in.get(URL).context["days"]
    assert [day.day.isoformat() for day in days] == ["2018-06-08", "2018-06-07"]


def test_a_day_says_how_often_and_to_whom(client_in, case):
    contact = make_contact(case=case, name="大林")
    for minute in (10, 20, 30):
        make_incident(case=case, occurred_at=f"2018-04-24 19:{minute}", contact=contact)
    make_incident(case=case, occurred_at="2018-04-24 20:00")
    assert "4 次：大林 3、我 1" in client_in.get(URL).text


def test_the_totals_of_a_day_count_beyond_the_page(client_in, case):
    for minute in range(55):
        make_bare(case, minute)
    page = client_in.get(URL, {"page": 2}).context
    assert page["days"][0].total == "55 次，都找我"
    assert len(page["days"][0].rows) == 5


def make_bare(case, minute):
    """Store an incident without tagging it."""
    Incident.objects.create(
        case=case,
        number=minute + 1,
        channel=Channel.CALL,
        occurred_at=f"2018-04-24T10:{minute:02d}:00Z",
        recorded_at="2018-04-25T00:00:00Z",
        origin="quick",
    )


def test_a_row_shows_their_words_in_quotation_marks_and_notes_without(client_in, case):
    make_incident(case=case, narrative="明天就打给你们经理")
    make_incident(case=case, narrative="他一直笑", narrator=Narrator.BORROWER)
    text = client_in.get(URL).text
    assert "“明天就打给你们经理”" in text
    assert "“他一直笑”" not in text


def test_the_period_includes_its_last_day(client_in, case):
    for day in ("2018-06-06 23:59", "2018-06-07 00:00", "2018-06-08 23:59", "2018-06-09 00:00"):
        make_incident(case=case, occurred_at=day)
    assert shown(client_in, **{"from": "2018-06-07", "to": "2018-06-08"}) == [3, 2]


def test_filters_by_channel_line_and_person(client_in, case):
    contact = make_contact(case=case)
    call = make_incident(case=case)
    make_incident(case=case, channel=Channel.SMS, number="95555", contact=contact)
    assert shown(client_in, channel="sms") == [2]
    assert shown(client_in, line=call.line_id) == [1]
    assert shown(client_in, reached="me") == [1]
    assert shown(client_in, reached="others") == [2]
    assert shown(client_in, reached=contact.pk) == [2]


def test_filters_by_observation(client_in, case):
    make_incident(case=case, ticked=["insult"])
    make_incident(case=case)
    assert shown(client_in, label="insult") == [1]


def test_filters_by_the_state_of_findings(client_in, case):
    make_creditor(case=case)
    make_incident(case=case, occurred_at="2018-06-07 23:10")
    make_incident(case=case, occurred_at="2018-06-08 12:00")
    assert shown(client_in, state="suggested") == [1]
    confirm_all(case)
    assert shown(client_in, state="confirmed") == [1]
    assert shown(client_in, state="suggested") == []


def test_filters_by_missing_exhibits(client_in, case):
    make_exhibit(case=case, incident=make_incident(case=case))
    make_incident(case=case)
    assert shown(client_in, bare="1") == [2]


@pytest.mark.parametrize(
    "asked",
    ["经理", "经理 明天", "大林", "0537", "0537 1208841", "1208841", "+865371208841",
     "0537-1208841", "济宁", "王主任"],
)  # fmt: skip
def test_search_finds_words_numbers_places_and_names(client_in, case, asked):
    contact = make_contact(case=case, name="大林")
    make_incident(
        case=case,
        number="0537-1208841",
        contact=contact,
        narrative="明天就打给你们经理",
        claimed_identity="王主任",
    )
    make_incident(case=case, number="95555", narrative="在吗")
    assert shown(client_in, q=asked) == [1]


@pytest.mark.parametrize("asked", ["%", "_", "'", "没有这个词", "\x00"])
def test_odd_searches_are_answered(client_in, case, asked):
    make_incident(case=case, narrative="在吗")
    assert client_in.get(URL, {"q": asked}).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [{"from": "昨天"}, {"line": "x"}, {"channel": "鸽子"}, {"page": "x"}, {"page": "99"}],
)
def test_a_filter_that_makes_no_sense_is_left_out(client_in, case, asked):
    make_incident(case=case)
    assert shown(client_in, **asked) == [1]


def test_withdrawn_incidents_are_behind_their_own_chip(client_in, case):
    incident = make_incident(case=case)
    make_incident(case=case)
    withdraw_incidents(case=case, incidents=[incident], reason="记重了", actor=case.owner)
    assert shown(client_in) == [2]
    assert shown(client_in, withdrawn="1") == [1]


def test_chips_count_what_they_would_leave(client_in, case):
    make_creditor(case=case)
    make_incident(case=case, contact=make_contact(case=case))
    make_exhibit(case=case, incident=make_incident(case=case, occurred_at="2018-06-09 12:00"))
    counts = client_in.get(URL).context["counts"]
    assert (counts.found, counts.waiting, counts.others, counts.bare) == (2, 1, 1, 1)


def test_a_chip_keeps_the_other_filters_and_can_be_taken_back(case):
    asked = {"q": "经理", "bare": "1"}
    filters = FilterForm(asked, contacts=[], lines=[]).filters()
    assert filters.query(state=FindingState.SUGGESTED.value).endswith("state=suggested&bare=1")
    assert "bare" not in filters.query(bare=False)


def test_dismissed_findings_show_on_the_row(client_in, case):
    make_creditor(case=case)
    make_incident(case=case, occurred_at="2018-06-07 23:10")
    decide_findings(
        findings=Finding.objects.all(), state=FindingState.DISMISSED, note="", actor=case.owner
    )
    assert "已排除" in client_in.get(URL).text


def test_the_number_of_queries_does_not_grow_with_the_list(client_in, case):
    make_creditor(case=case)
    contact = make_contact(case=case)
    make_exhibit(case=case, incident=make_incident(case=case, contact=contact))
    client_in.get(URL)  # the first visit writes down when the session was last used
    few = count_queries(client_in)
    for hour in range(8, 20):
        make_incident(case=case, occurred_at=f"2018-06-07 {hour:02d}:00", number=f"02910{hour:06d}")
    assert count_queries(client_in) == few <= 25


def count_queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(URL)
    return len(captured)


def test_anonymous_visitors_are_asked_to_sign_in(client, case):
    assert client.get(URL).url.startswith("/sign-in/")


def test_a_stranger_sees_none_of_it(client, case):
    make_incident(case=case, narrative="别人看不到的话")
    stranger = make_user(name="别人")
    make_case(owner=stranger)
    client.force_login(stranger)
    assert shown(client) == []
    assert shown(client, q="看不到") == []
