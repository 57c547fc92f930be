"""Choosing an importer, comparing what two backups hold, and saying what was not read."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from evidence.importers import (
    IMPORTERS,
    Attachment,
    Communication,
    Rejected,
    RejectionReason,
    choose,
    dedup_key,
    explain_rejection,
)

SAMPLES = Path(__file__).parent.parent / "samples"
MESSAGE = Communication(
    position=1,
    channel="sms",
    direction="incoming",
    number="+8613800000000",
    occurred_at=datetime(2018, 6, 6, 8, 25, 4, tzinfo=UTC),
    text="还钱",
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("calls-20180507093000.xml", "sms_backup_restore"),
        ("call-logs-2014.xml", "sms_backup_restore"),
        ("sms-20180607120000.xml", "sms_backup_restore"),
        ("super_backup_calllog.xml", "super_backup"),
    ],
)
def test_a_format_is_recognised_by_its_first_bytes(name: str, slug: str) -> None:
    chosen = choose((SAMPLES / name).read_bytes()[:500])

    assert chosen is not None
    assert chosen.slug == slug


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"PK\x03\x04",
        b"<html><calls/>",
        b"number,date\n",
        b"\xd0\xcf\x11\xe0",
        b"<!-- <calls> -->",
    ],
)
def test_what_no_importer_reads_is_not_guessed(head: bytes) -> None:
    assert choose(head) is None


def test_every_importer_has_a_name_of_its_own() -> None:
    assert len({importer.slug for importer in IMPORTERS}) == len(IMPORTERS)


@pytest.mark.parametrize(
    "again",
    [
        replace(MESSAGE, position=9),
        replace(MESSAGE, contact_name="骚扰"),
        replace(MESSAGE, raw_digest="ab" * 32),
        replace(MESSAGE, number="+86 138-0000-0000"),
    ],
)
def test_the_same_message_of_a_later_backup_has_the_same_key(again: Communication) -> None:
    assert dedup_key(again) == dedup_key(MESSAGE)


@pytest.mark.parametrize(
    "other",
    [
        replace(MESSAGE, number="+8613800000001"),
        replace(MESSAGE, text="还钱。"),
        replace(MESSAGE, direction="outgoing"),
        replace(MESSAGE, channel="call"),
        replace(MESSAGE, duration_s=1),
        replace(MESSAGE, occurred_at=MESSAGE.occurred_at.replace(microsecond=1000)),
        replace(MESSAGE, attachments=(Attachment("a.png", "image/png", b"x"),)),
    ],
)
def test_another_message_has_another_key(other: Communication) -> None:
    assert dedup_key(other) != dedup_key(MESSAGE)


def test_a_row_repeated_with_another_contact_name_is_a_duplicate() -> None:
    importer = IMPORTERS[0]
    items = list(importer.read(BytesIO((SAMPLES / "calls-20180507093000.xml").read_bytes())))
    first, last = items[0], items[-1]

    assert isinstance(first, Communication)
    assert isinstance(last, Communication)
    assert dedup_key(first) == dedup_key(last)


@pytest.mark.parametrize("reason", RejectionReason)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_reason_can_be_told_in_both_languages(reason: RejectionReason, language: str) -> None:
    told = explain_rejection(Rejected(3, reason, "x"), language)

    assert told
    assert "{" not in told


def test_a_detail_is_cut_to_what_a_page_can_show() -> None:
    rejected = Rejected(1, RejectionReason.BAD_DATE, "9" * 1000)

    assert rejected.detail == "9" * 79 + "…"


def test_super_backup_takes_the_type_before_the_ring_time() -> None:
    raw = (SAMPLES / "super_backup_calllog.xml").read_bytes()
    importer = choose(raw)
    assert importer is not None

    *calls, bad = importer.read(BytesIO(raw))

    assert [(call.detail, call.connected, call.duration_s) for call in calls] == [
        ("missed", False, 0),
        ("incoming", True, 65),
        ("rejected", False, 0),
        ("outgoing", False, 0),
        ("outgoing", True, 20),
    ]
    assert bad == Rejected(6, RejectionReason.BAD_DATE, "")
    assert importer.stated_rows(raw) == 5085
