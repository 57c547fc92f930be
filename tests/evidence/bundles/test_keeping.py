"""The page on method and custody says what is known, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evidence.bundles.keeping import Custody, custody, spread
from evidence.bundles.method import environment
from evidence.bundles.scope import Scope
from evidence.bundles.selection import freeze
from evidence.models import Bundle
from evidence.services.custody_checks import request_check, run_check
from incidents.models import Case
from incidents.services.reports import open_link
from tests.evidence.bundles.story import issue
from tests.factories import make_contact, make_exhibit, make_incident

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def page_of(case: Case) -> Custody:
    bundle = Bundle(case=case, number=1, recipient="12378", scope=Scope(mask=False).as_json())
    return custody(freeze(bundle, timezone.now()), "投诉人")


def said(case: Case) -> dict[str, str]:
    return dict(page_of(case).method)


@pytest.fixture
def spoken(case: Case) -> Case:
    make_incident(case=case, occurred_at="2018-06-07 23:10")
    return case


def test_the_computer_and_its_system_are_named(spoken: Case) -> None:
    words = said(spoken)["用什么记"]
    assert environment().system in words
    assert environment().database in words


def test_an_issued_bundle_remembers_what_it_was_issued_on(spoken: Case) -> None:
    assert issue(spoken).made_with["python"] == environment().python


def test_a_case_that_nobody_checked_says_so(spoken: Case) -> None:
    assert "没有核对过全案" in said(spoken)["是否正常"]


def test_the_last_check_is_named_with_what_it_read(spoken: Case) -> None:
    asked = request_check(case=spoken, actor=spoken.owner)
    run_check(asked.pk)
    assert f"{spoken.custody_events.count()}环" in said(spoken)["是否正常"]
    assert "没有不符" in said(spoken)["是否正常"]


def test_friends_with_a_link_are_counted(spoken: Case) -> None:
    open_link(contact=make_contact(case=spoken), actor=spoken.owner)
    assert "1位亲友得到过链接" in said(spoken)["谁能接触"]


def test_devices_are_named_as_people_said(spoken: Case) -> None:
    incident = spoken.incidents.get()
    exhibit = make_exhibit(case=spoken, incident=incident)
    type(exhibit).objects.filter(pk=exhibit.pk).update(device="华为P10")
    assert "华为P10" in said(spoken)["文件来自"]


def test_what_a_court_looks_at_is_cited_as_its_grade_allows(spoken: Case) -> None:
    cited = page_of(spoken).authenticity
    assert "第93条" in cited.reference
    assert cited.text.startswith("大意：")


def test_gaps_are_counted_once_each_in_the_shortest_span() -> None:
    gaps = [timedelta(0), HOUR / 2, 2 * HOUR, 3 * DAY, 30 * DAY]
    assert list(spread(gaps)) == [
        ("1小时内", 2), ("1天内", 1), ("7天内", 1), ("7天以后", 1),
    ]  # fmt: skip


def test_when_it_was_written_down_is_told(case: Case) -> None:
    make_incident(case=case, occurred_at=f"{timezone.localtime():%Y-%m-%d %H:%M}")
    assert "从事发到记下：都在1小时内" in said(case)["怎样形成"]
