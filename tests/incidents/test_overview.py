"""The overview: one next step, honest numbers, and quick with a large case."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from incidents.models import Case, Contact, Incident, Line, User
from incidents.models.incident import Direction
from incidents.navigation import BAR, GROUPS
from incidents.next_step import next_step
from incidents.overview import hours_of, moment_of, reached_of, stats_of, timeline_of
from incidents.services.complaints import withdraw_complaint
from incidents.services.reports import open_link
from tests.factories import (
    SHANGHAI,
    make_complaint,
    make_contact,
    make_creditor,
    make_incident,
)


def overview(client: Client) -> str:
    return client.get(reverse("overview")).content.decode()


def test_new_case_is_asked_who_collects(client_in: Client, case: Case):
    assert "说一下是谁在催你" in overview(client_in)


@pytest.mark.parametrize(
    ("values", "href"),
    [
        ({"has_creditor": False, "waiting_findings": 3}, "creditor-add"),
        ({"waiting_findings": 3, "waiting_reports": 1}, "finding-list"),
        ({"waiting_reports": 1, "has_incidents": False}, "report-list"),
        ({"has_incidents": False}, "entry-new"),
        ({}, "bundle-add"),
    ],
)
def test_next_step_is_what_blocks_most(values: dict[str, object], href: str):
    calm = {
        "has_creditor": True,
        "has_incidents": True,
        "waiting_findings": 0,
        "waiting_reports": 0,
    }
    assert next_step(**(calm | values)).href == reverse(href)


def test_deciding_says_how_long_it_takes():
    step = next_step(has_creditor=True, has_incidents=True, waiting_findings=6, waiting_reports=0)
    assert step.title == "有 6 条标记等你定，大约 3 分钟"


@pytest.mark.parametrize("place", [entry.name for group in (*GROUPS, BAR) for entry in group])
def test_every_place_of_the_menus_has_an_address(place: str):
    assert reverse(place).startswith("/")


def test_menu_says_where_one_is(client_in: Client, case: Case):
    page = client_in.get(reverse("settings")).content.decode()
    assert f'<a href="{reverse("settings")}" aria-current="page"' in page
    assert f'<a href="{reverse("more")}" aria-current="page"' in page


def test_waiting_findings_are_counted_in_the_menu(client_in: Client, case: Case):
    make_creditor(case=case)
    make_incident(case=case, contact=make_contact(case=case))
    waiting = case.findings.waiting().count()
    assert waiting
    assert f'<span class="count">{waiting}<' in overview(client_in)


def test_contacts_of_late_evening_belong_to_their_shanghai_day(case: Case):
    make_incident(case=case, occurred_at="2018-06-07 00:30")
    (hour,) = hours_of(case)
    assert (hour.day, hour.hour) == (date(2018, 6, 7), 0)


def test_what_was_withdrawn_or_begun_by_oneself_is_not_counted(case: Case):
    make_incident(case=case, direction=Direction.OUTGOING)
    withdrawn = make_incident(case=case)
    Incident.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    assert hours_of(case) == []


def test_stats_tell_today_the_week_people_and_lines(case: Case):
    friend = make_contact(case=case)
    make_incident(case=case, occurred_at="2018-06-01 10:00", number="0537-1234567", contact=friend)
    make_incident(case=case, occurred_at="2018-06-07 19:06", number="029-10330527")
    make_incident(case=case, occurred_at="2018-06-08 09:00", number="029-10330527")
    stats = stats_of(case, hours_of(case), date(2018, 6, 8))
    assert (stats.today, stats.yesterday, stats.week, stats.week_before) == (1, 1, 2, 1)
    assert (stats.people, stats.contacts, stats.week_contacts) == (2, 1, 0)
    assert (stats.lines, stats.new_lines) == (2, 1)


def test_people_reached_come_most_often_first(case: Case):
    friend = make_contact(case=case, name="阿宁")
    for hour in (9, 10):
        make_incident(case=case, occurred_at=f"2018-06-07 {hour:02}:00", contact=friend)
    make_incident(case=case)
    assert [(one.name, one.count, one.share) for one in reached_of(case)] == [
        ("阿宁", 2, 100),
        ("", 1, 50),
    ]


def test_quiet_after_the_last_wave_is_said(case: Case):
    make_incident(case=case, occurred_at="2018-06-07 19:06")
    timeline = timeline_of(hours_of(case))
    assert timeline is not None
    assert moment_of(timeline, date(2018, 6, 9)).day_of_wave == 3
    assert moment_of(timeline, date(2018, 6, 21)).quiet_days == 14


def test_old_case_names_its_last_day_instead_of_counting(client_in: Client, case: Case):
    make_incident(case=case, occurred_at="2018-06-07 19:06")
    assert "最后一次在 2018 年 6 月 7 日。" in overview(client_in)


def test_figures_carry_their_numbers_in_words(client_in: Client, case: Case):
    make_incident(case=case)
    assert "每天次数：第一阶段，6月7日到6月7日，1 次" in overview(client_in)


def test_ending_link_is_shown_with_its_date(client_in: Client, case: Case, owner: User):
    contact = make_contact(case=case, name="阿雯")
    open_link(contact=contact, actor=owner, life=timedelta(days=2))
    make_incident(case=case)
    assert "给阿雯的上报链接到期" in overview(client_in)


def test_overview_answers_in_english(client_in: Client, case: Case):
    make_incident(case=case)
    client_in.post(reverse("set_language"), {"language": "en"})
    with override("en"):
        assert '<html lang="en">' in overview(client_in)


def on(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_answers_due_stand_among_the_dates_the_most_overdue_first(client_in: Client, case: Case):
    late = make_complaint(case=case, channel="12378", due_date=on(-2))
    soon = make_complaint(case=case, channel="police-110", due_date=on(5))
    link = open_link(contact=make_contact(case=case), actor=case.owner, life=timedelta(days=3)).link
    page = client_in.get(reverse("overview"))
    assert [date.day for date in page.context["dates"]] == [on(-2), on(3), on(5)]
    assert [getattr(date, "complaint", None) for date in page.context["dates"]] == [
        late,
        None,
        soon,
    ]
    assert "过了 2 天" in page.text
    assert "还没有答复，可以再问一次" in page.text
    assert reverse("complaint-detail", args=[late.pk]) in page.text
    assert reverse("contact-detail", args=[link.contact_id]) in page.text


def test_an_answered_complaint_and_one_without_a_day_are_no_dates(client_in: Client, case: Case):
    make_complaint(case=case, due_date=on(5), answered_date=on(0))
    make_complaint(case=case, channel="12378")
    withdrawn = make_complaint(case=case, due_date=on(5))
    withdraw_complaint(complaint=withdrawn, reason="记重了", actor=case.owner)
    assert client_in.get(reverse("overview")).context["dates"] == []


def test_a_usual_period_is_told_as_such(client_in: Client, case: Case):
    creditor = make_creditor(case=case, kind="BANK_CC")
    make_complaint(case=case, creditor=creditor, filed=on(-1).isoformat())
    page = client_in.get(reverse("overview"))
    (found,) = page.context["dates"]
    assert (found.days_left, "通常的期限" in page.text) == (14, True)


def fill(case: Case, count: int, line: Line, contact: Contact) -> None:
    """Put many calls on 90 days, as an import would have left them."""
    start = datetime(2018, 3, 12, 8, tzinfo=SHANGHAI)
    first = case.incidents.count() + 1
    Incident.objects.bulk_create(
        Incident(
            case=case,
            number=first + at,
            channel="call",
            line=line,
            contact=contact if at % 3 else None,
            occurred_at=start + timedelta(days=at % 90, minutes=at % 700),
            recorded_at=start,
            origin="import",
        )
        for at in range(count)
    )


def test_large_case_needs_no_more_queries_than_a_small_one(client_in: Client, case: Case):
    line, contact = make_incident(case=case).line, make_contact(case=case)
    fill(case, 10, line, contact)
    overview(client_in)  # looks for patterns, which have not been looked for since the entry
    with CaptureQueriesContext(connection) as small:
        overview(client_in)
    fill(case, 3000, line, contact)
    with CaptureQueriesContext(connection) as large:
        overview(client_in)
    assert len(large) <= len(small) <= 16
