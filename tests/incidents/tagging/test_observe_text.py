"""Reading a text: spans, reasons, negation, questions, hearsay, and who tells it."""

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.tagging.facts import Channel, Label, Narrator, Source
from incidents.tagging.observe import observe_text
from incidents.tagging.text import normalise
from incidents.tagging.vocabulary import FOLDER, LexiconError, load, vocabulary
from tests.incidents.tagging.sets import read_samples

TRADITIONAL = opencc.OpenCC("s2t")
BORROWER, RELATIVE, COLLECTOR = Narrator.BORROWER, Narrator.RELATIVE, Narrator.COLLECTOR


def labels(text, narrator=BORROWER):
    return {seen.label.value for seen in observe_text(text, narrator)}


def test_an_observation_shows_the_words_as_typed():
    (first, second) = observe_text("催收要爆通訊錄", BORROWER, Channel.CALL)
    assert {first.label, second.label} == {Label.THIRD_PARTY_CONTACT, Label.PRIVACY_LEAK}
    for seen in (first, second):
        assert seen.source is Source.TEXT
        assert seen.reason.code == f"text.{seen.label.value}"
        assert dict(seen.reason.values)["words"] == "催收要爆通訊錄"[seen.start : seen.end]


@given(st.text(), st.sampled_from(list(Narrator)))
def test_any_text_is_read_without_failing_and_spans_lie_inside(text, narrator):
    for seen in observe_text(text, narrator):
        assert 0 <= seen.start < seen.end <= len(text)
        assert dict(seen.reason.values)["words"] == text[seen.start : seen.end]


@given(st.sampled_from([row["text"] for row in read_samples("validation")]))
def test_reading_twice_gives_the_same(text):
    assert observe_text(text, COLLECTOR) == observe_text(text, COLLECTOR)


@given(st.sampled_from(read_samples("validation")))
def test_traditional_characters_change_nothing(row):
    written = TRADITIONAL.convert(row["text"])
    narrator = Narrator(row["narrator"])
    if normalise(written).folded == normalise(row["text"]).folded:
        assert labels(written, narrator) == labels(row["text"], narrator)


@pytest.mark.parametrize(
    "text",
    [
        "他没有骂我，也没有说要上门",
        "从来没有人给我家里打过电话",
        "催收并没有威胁我，就是问什么时候还",
        "客服说不会联系我的单位",
        "没有人爆我的通讯录",
    ],
)
def test_what_is_denied_is_not_observed(text):
    assert labels(text) == set()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("没说脏话，可是半夜两点打来", "odd_hours"),
        ("没接他电话就打给了我妈", "third_party_contact"),
        ("电话没完没了，一天五十个", "frequency_bombing"),
        ("没骂我，就是打给了我姑父", "third_party_contact"),
    ],
)
def test_a_negation_ends_where_the_sentence_turns(text, label):
    assert labels(text) == {label}


@pytest.mark.parametrize(
    "text",
    [
        "请问催收可以给我单位打电话吗？",
        "逾期会坐牢吗",
        "看新闻说有公司爆通讯录被判了",
        "电影里讨债的会泼油漆",
        "我怕他们会去找我爸妈",
        "我同事以前被高利贷泼过油漆",
        "以为是催收上门，结果是送外卖的",
        "我气得骂了他一句骗子",
        "我自己跟我妈说了欠钱的事",
    ],
)
def test_questions_news_fears_and_own_words_are_not_observed(text):
    assert labels(text) == set()


def test_a_message_against_the_conduct_is_not_observed():
    assert labels("【银行】如有人要求您转账至个人账户，均为诈骗，请勿相信", COLLECTOR) == set()


def test_a_court_notice_with_a_case_number_is_not_observed():
    notice = "【区人民法院】案号（2026）浙0106民初12号，定于3月8日开庭"
    assert labels(notice, COLLECTOR) == set()


def test_a_relative_who_was_called_is_a_third_party():
    assert labels("催收打给我，问我弟在哪", RELATIVE) == {"third_party_contact"}
    assert labels("催收打给我，问我什么时候还") == set()


def test_work_always_brings_the_third_party_along():
    assert labels("催收把电话打到了我们公司前台") == {"third_party_contact", "workplace_contact"}


def test_the_index_of_grams_never_hides_a_match():
    words = vocabulary()
    for name in ("development", "validation"):
        for row in read_samples(name):
            folded = normalise(row["text"]).folded
            candidates = set(words.index.candidates(folded))
            found = {
                number for number, cue in words.cues.items() if cue.pattern.regex.search(folded)
            }
            assert found <= candidates


def test_a_broken_lexicon_names_the_file_and_the_entry(tmp_path):
    for path in FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "insult.toml").write_text("[[cue]]\nmatch = ['(']\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="insult.toml, cue 1"):
        load(tmp_path)


def test_an_unknown_slot_is_refused(tmp_path):
    for path in FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "insult.toml").write_text("[[cue]]\nmatch = ['<nobody>']\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="nobody"):
        load(tmp_path)


def test_punctuation_at_the_end_of_what_was_said_is_not_marked() -> None:
    text = "你转告他，再不还我们去你们公司找领导！"
    seen = observe_text(text, Narrator.COLLECTOR, Channel.CALL)
    assert seen
    for one in seen:
        marked = text[one.start : one.end]
        assert marked.strip("，。！") == marked
