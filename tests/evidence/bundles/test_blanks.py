"""Places of a letter that were left open are found; what records hold stays."""

import pytest

from evidence.bundles.blanks import blanks, recorded_words
from evidence.bundles.follow_up_records import LinkRecord

RECORDED = ("我是XX公司的，某某律所", "请填____后寄回")


def marks(text: str) -> list[str]:
    return [blank.mark for blank in blanks(text, RECORDED)]


@pytest.mark.parametrize(
    "text",
    [
        "我欠____元",
        "我欠＿＿＿元",
        "编号【】",
        "编号【 　】",
        "【请填写姓名】",
        "电话（　）",
        "电话( )",
        "向XX银行借款",
        "向××银行借款",
        "我是xxx",
        "某某银行",
        "2018年X月7日",
        "住某年某月",
        "{creditor}，你好",
        "｛姓名｝",
        "电话138xxxx5678",
    ],
)
def test_what_was_not_filled_in_is_found(text: str) -> None:
    assert len(marks(text)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "〔亲友A〕说",
        "网址https://a.example/xx/xxx_y__z",
        "尺码XXL，max x",
        "3×5元，（共15元）",
        "【2018】6号",
        "电话138****5678",
        "他说“我是XX公司的”",
        "某某律所打来",
        "通知写着“请填____后寄回”",
    ],
)
def test_what_only_looks_like_it_or_was_recorded_stays(text: str) -> None:
    assert marks(text) == []


def test_a_recorded_mark_in_other_words_is_a_blank_all_the_same() -> None:
    assert marks("我欠XX元") == ["XX"]


def test_a_blank_is_named_with_its_line_and_the_words_around_it() -> None:
    found = next(blanks("甲平台：\n\n2018年4月25日我向你们借了____元，分12期。", ()))
    assert (found.line, found.around) == (3, "…我向你们借了____元，分12期…")


def test_every_text_of_frozen_records_counts_as_recorded() -> None:
    link = LinkRecord(
        sequence=1, at=None, actor="小柳", action="a", action_text="b", subject="c",
        subject_digest="d", fields=("e", "f"), previous="g", digest="h",
    )  # fmt: skip
    assert {"小柳", "e", "f"} <= set(recorded_words((link, {"k": "v"})))
