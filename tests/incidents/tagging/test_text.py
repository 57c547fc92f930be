"""Folding: one plain spelling, and offsets that lead back to the characters as typed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.tagging.text import normalise

FOLDED = [
    ("ＡＢＣ１２３", "abc123"),
    ("爆通訊錄", "爆通讯录"),
    ("曝通讯录", "爆通讯录"),
    ("通 讯 录", "通讯录"),
    ("催*收.来了", "催收来了"),
    ("帽子叔叔来了", "警察来了"),
    ("进去吃饭", "坐牢"),
    ("踩縫紉機", "坐牢"),
    ("加我VX", "加我微信"),
    ("加我薇信", "加我微信"),
    ("你个傻X", "你个傻逼"),
    ("SB", "傻逼"),
    ("nmsl，還錢", "操你妈，还钱"),
    ("你好,再见!", "你好，再见！"),
    ("👮来了", "警察来了"),
    ("零\u200b宽", "零宽"),
    ("「老賴」", "“老赖”"),
]
UNTOUCHED = ["你好 我在", "26.5元", "usb接口", "张**已知悉", "【甲银行】您好", "wxyz", "9:00-18:00"]


@pytest.mark.parametrize(("typed", "folded"), FOLDED)
def test_a_spelling_is_folded_to_the_plain_one(typed, folded):
    assert normalise(typed).folded == folded


@pytest.mark.parametrize("typed", UNTOUCHED)
def test_an_ordinary_spelling_keeps_its_words(typed):
    assert normalise(typed).folded.replace("**", "") == typed.replace("**", "")


def test_a_folded_word_leads_back_to_all_its_characters():
    normalised = normalise("他说要曝通讯录了")
    start = normalised.folded.index("爆通讯录")
    assert normalised.quote(start, start + 4) == "曝通讯录"


def test_a_spaced_out_word_leads_back_with_its_spaces():
    normalised = normalise("我要 爆 通 讯 录 了")
    start = normalised.folded.index("通讯录")
    assert normalised.quote(start, start + 3) == "通 讯 录"


def test_an_empty_stretch_has_no_span():
    with pytest.raises(ValueError, match="no characters"):
        normalise("甲").span(1, 1)


ALPHABET = st.sampled_from(
    "你妈爆曝通讯讯訊錄录 .*，。？“”爆vVxXＷｗｘ踩缝縫纫紉机🔪👮\u200b\n①½…張3１:"
)


@given(st.text() | st.text(ALPHABET))
@example("曝通 讯 录")
@example("½爆通訊錄")
def test_offsets_are_in_order_and_inside_the_text(typed):
    normalised = normalise(typed)
    assert len(normalised.starts) == len(normalised.ends) == len(normalised.folded)
    assert list(normalised.starts) == sorted(normalised.starts)
    assert list(normalised.ends) == sorted(normalised.ends)
    for start, end in zip(normalised.starts, normalised.ends, strict=True):
        assert 0 <= start < end <= len(typed)


@given(st.text() | st.text(ALPHABET))
def test_a_character_that_stands_alone_folds_to_what_its_offsets_show(typed):
    normalised = normalise(typed)
    for char, start, end in zip(normalised.folded, normalised.starts, normalised.ends, strict=True):
        if end - start == 1:
            assert char in normalise(typed[start:end]).folded


@given(st.text(ALPHABET))
def test_folding_twice_changes_no_more(typed):
    once = normalise(typed).folded
    assert normalise(once).folded == normalise(normalise(once).folded).folded


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_han_characters_outside_the_lexicon_map_one_to_one(typed):
    normalised = normalise(typed)
    assert all(typed[s:e] for s, e in zip(normalised.starts, normalised.ends, strict=True))
