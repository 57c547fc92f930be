from datetime import UTC, datetime

from evidence.bundles.records import StatementRecord
from evidence.bundles.rewriting import rewritten

STATEMENT = StatementRecord(
    person=7,
    receipt="QXXK-42MD",
    submitted_at=datetime(2018, 5, 6, tzinfo=UTC),
    words=("我叫大林。", ""),
    exhibits=(1, 2),
)


def test_every_recorded_word_passes_through() -> None:
    blanked = rewritten(STATEMENT, lambda _: "甲")
    assert (blanked.receipt, blanked.words) == ("甲", ("甲", ""))


def test_what_is_not_text_stays() -> None:
    blanked = rewritten(STATEMENT, lambda _: "甲")
    assert (blanked.person, blanked.exhibits) == (7, (1, 2))
    assert blanked.submitted_at == STATEMENT.submitted_at
