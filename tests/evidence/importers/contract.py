"""What must be true of anything that any importer yields, whatever it was given."""

from datetime import UTC, datetime

from evidence.importers import Communication, Rejected, dedup_key, explain_rejection
from incidents.tagging.facts import LONGEST_TEXT

EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def check_reading(items: list[Communication | Rejected]) -> None:
    """Every row is accounted for in order, and nothing comes after what ended the reading."""
    for item in items:
        check_rejected(item) if isinstance(item, Rejected) else check_communication(item)
    ended = [item for item in items if isinstance(item, Rejected) and item.ends_reading]
    assert ended in ([], items[-1:])
    whole = [item.position for item in items if item not in ended]
    assert whole == list(range(1, len(whole) + 1))


def check_rejected(rejected: Rejected) -> None:
    assert len(rejected.detail) <= 80
    for language in ("zh-hans", "en"):
        explain_rejection(rejected, language).encode()


def check_communication(item: Communication) -> None:
    assert EARLIEST <= item.occurred_at < LATEST
    assert item.channel in {"call", "sms", "im"}
    assert item.direction in {"incoming", "outgoing"}
    assert item.duration_s is None or 0 <= item.duration_s < 10**9
    assert len(item.text) <= LONGEST_TEXT
    assert "\x00" not in item.text + item.number
    for words in (item.text, item.number, item.contact_name or "", *item.others):
        words.encode()
    assert len(dedup_key(item)) == len(item.raw_digest) == 64
