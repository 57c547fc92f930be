"""The chronology says when each incident was written down, once where that was the same for all."""

from dataclasses import replace

from evidence.bundles.chronology import Chronicle
from evidence.bundles.overview import Overview
from incidents.models import Case
from tests.evidence.bundles.test_follow_up import selected
from tests.factories import at, make_incident


def entries(case: Case, *recorded: str) -> tuple[str, list[str]]:
    """Write the only day of a case, its incidents recorded so; returns its line and contacts."""
    chosen = selected(case)
    told = zip(chosen.incidents, recorded, strict=True)
    incidents = tuple(replace(incident, recorded_at=at(moment)) for incident, moment in told)
    chosen = replace(chosen, incidents=incidents)
    (strip,) = Chronicle(chosen, Overview(chosen), {}).strips()
    (day,) = strip.days
    return day.line, [entry.contact for entry in day.entries]


def test_what_was_written_down_at_once_says_no_more(case: Case) -> None:
    make_incident(case=case, occurred_at="2018-06-07 19:06")
    assert not entries(case, "2018-06-07 19:06")[1][0].endswith("记")


def test_each_says_when_it_was_written_down(case: Case) -> None:
    make_incident(case=case, occurred_at="2018-06-07 19:06")
    make_incident(case=case, occurred_at="2018-06-07 19:30")
    line, (first, second) = entries(case, "2018-06-07 21:10", "2019-01-02 08:00")
    assert first.endswith("，6月7日21:10记")
    assert second.endswith("，2019年1月2日08:00记")
    assert "记" not in line


def test_a_day_imported_at_once_says_it_once(case: Case) -> None:
    for minute in (6, 30):
        make_incident(case=case, occurred_at=f"2018-06-07 19:{minute:02d}")
    line, contacts = entries(case, "2018-07-01 09:00", "2018-07-01 09:00")
    assert line.endswith("均于7月1日09:00记")
    assert not any(contact.endswith("记") for contact in contacts)
