"""What the wizard says before an issue: what is missing, weak, to be brought, and where to mend."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import resolve
from django.utils import timezone

from evidence import storage
from evidence.bundles.checklist.filing import years_later
from evidence.bundles.checklist.item import Item, Level
from evidence.bundles.choosing import rows_of
from evidence.bundles.readiness import Preview, preview
from evidence.bundles.scope import Scope
from evidence.models.bundle import Recipient
from incidents.models import Case, CustodyCheck
from incidents.models.creditor import CreditorType
from incidents.models.custody_check import CheckState
from tests.evidence.bundles.story import make_story
from tests.factories import (
    at,
    confirm_all,
    make_complaint,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
)

REGULATOR, POLICE, COURT = Recipient.REGULATOR_12378, Recipient.POLICE, Recipient.COURT


def looked(case: Case, recipient: Recipient = REGULATOR, **scope: object) -> Preview:
    return preview(case, recipient, Scope(**scope), rows_of(case))


def found(case: Case, words: str, recipient: Recipient = REGULATOR, **scope: object) -> Item | None:
    items = looked(case, recipient, **scope).items
    return next((item for item in items if words in item.text), None)


def test_every_line_that_can_be_mended_leads_somewhere(case: Case) -> None:
    make_story(case)
    for recipient in Recipient:
        for item in looked(case, recipient).items:
            path = item.url.partition("?")[0].partition("#")[0]
            assert not path or resolve(path)
            assert item.url or item.level not in (Level.MISSING, Level.WEAK)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("有没有签署 2018 年的自律公约", Level.WEAK),
        ("没有证据", Level.WEAK),
        ("没有文字稿", Level.WEAK),
        ("还没有写来龙去脉", Level.WEAK),
        ("被打扰的亲友还没有说明", Level.WEAK),
        ("截图没有涂黑", Level.WEAK),
        ("保管记录还没有核对过", Level.WEAK),
        ("还没有记下向甲平台投诉过", Level.MISSING),
        ("件证据都在", Level.READY),
        ("身份证复印件", Level.BRING),
        ("亲友说明 1 份", Level.READY),
    ],
)
def test_the_list_of_the_story(case: Case, words: str, level: Level) -> None:
    item = found(make_story(case), words)
    assert item is not None
    assert item.level == level


def a_call(case: Case, **values: object) -> None:
    make_incident(case=case, **{"occurred_at": "2018-04-25 10:00", **values})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda case: a_call(case), "还没有写债权方是谁"),
        (
            lambda case: (make_creditor(case=case, kind=CreditorType.UNKNOWN), a_call(case)),
            "还不清楚",
        ),
        (lambda case: a_call(case, is_time_exact=False), "大约的时间"),
        (lambda case: a_call(case, number=None), "没有记下号码"),
        (lambda case: a_call(case, number="95533"), "没有归属地"),
        (lambda case: (a_call(case), make_contact(case=case, name="妈")), "遮不住：妈"),
        (lambda case: a_call(case), "还没有确认过的标记"),
    ],
)
def test_what_is_open_in_the_records_is_said(
    case: Case, make: Callable[[Case], object], words: str
) -> None:
    make(case)
    assert found(case, words) is not None


def test_a_complaint_to_the_institution_makes_it_ready(case: Case) -> None:
    creditor = make_creditor(case=case)
    a_call(case, creditor=creditor)
    make_complaint(case=case, creditor=creditor)
    assert found(case, "向机构投诉过").level == Level.READY


def test_recordings_are_asked_for_with_the_days_that_are_left(case: Case) -> None:
    creditor = make_creditor(case=case, name="乙银行", kind=CreditorType.BANK_CARD)
    soon = timezone.localdate() - timedelta(days=2 * 365 - 20)
    moment = f"{soon:%Y-%m-%d} 10:00"
    make_incident(case=case, occurred_at=moment, creditor=creditor, connected=True)
    item = found(case, "请乙银行保存录音")
    left = (years_later(soon, 2) - timezone.localdate()).days
    assert f"还有 {left} 天" in item.note
    assert "据公开转述，录音要保存 2 年" in item.note


def test_no_period_is_named_where_none_may_be_shown(case: Case) -> None:
    creditor = make_creditor(case=case)
    a_call(case, creditor=creditor, connected=True)
    assert "年" not in found(case, "请甲平台保存录音").note


@pytest.mark.parametrize(
    ("first", "later"),
    [(date(2024, 5, 1), date(2026, 5, 1)), (date(2024, 2, 29), date(2026, 3, 1))],
)
def test_a_period_of_years_ends_on_the_same_day(first: date, later: date) -> None:
    assert years_later(first, 2) == later


@pytest.mark.parametrize(
    ("recipient", "words"),
    [(POLICE, "受案回执"), (POLICE, "原来那部手机"), (COURT, "原来那部手机"), (COURT, "份数")],
)
def test_what_has_to_be_brought(case: Case, recipient: Recipient, words: str) -> None:
    a_call(case)
    assert found(case, words, recipient).level == Level.BRING


@pytest.mark.parametrize(
    ("problems", "days", "level", "words"),
    [
        (0, 0, Level.READY, "核对过，没有变"),
        (2, 0, Level.MISSING, "2 处对不上"),
        (0, 60, Level.WEAK, "很久没有核对"),
    ],
)
def test_the_last_check_of_the_chain_counts(
    case: Case, problems: int, days: int, level: Level, words: str
) -> None:
    a_call(case)
    now = timezone.now() - timedelta(days=days)
    CustodyCheck.objects.create(
        case=case,
        state=CheckState.DONE,
        asked_at=now,
        asked_by=case.owner,
        finished_at=now,
        problem_count=problems,
    )
    assert found(case, words).level == level


def test_an_original_that_is_gone_blocks(case: Case) -> None:
    exhibit = make_exhibit(case=case)
    a_call(case)
    storage.path_of(exhibit.sha256).unlink()
    assert found(case, "的原件不见了").level == Level.MISSING


def test_the_annex_is_named_where_findings_wait(case: Case) -> None:
    friend = make_contact(case=case)
    make_incident(case=case, contact=friend, occurred_at="2018-04-25 10:00")
    assert found(case, "条标记还没定").note == "没定的不写进材料"
    assert "附页" in found(case, "条标记还没定", annex=True).note


def test_the_size_follows_how_many_pictures_stand_on_a_page(case: Case) -> None:
    make_story(case)
    assert looked(case, per_page=1).pages > looked(case, per_page=6).pages


def test_nothing_is_hidden_where_the_recipient_needs_the_names(case: Case) -> None:
    make_story(case)
    confirm_all(case)
    assert found(case, "没有涂黑", POLICE, mask=False) is None
    assert looked(case, POLICE, first=at("2018-06-01 00:00").date()).incidents == 1
