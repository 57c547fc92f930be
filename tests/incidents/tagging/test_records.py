"""JSON records become facts; what is absent is unknown, what is wrong is named."""

import json

import pytest

from incidents.tagging.facts import Channel, CreditorType, Facts, Label, Narrator, Reached
from incidents.tagging.records import RecordError, facts_from, read_facts, read_lines


def read(*lines: str) -> list[tuple[object, Facts]]:
    return read_facts(read_lines("\n".join(lines).encode()))


def test_a_full_record():
    facts = facts_from(
        {
            "id": 7,
            "occurred_at": "2018-06-07T11:06:00Z",
            "channel": "call",
            "creditor_type": "micro_net",
            "outsourced": True,
            "reached": "third_party",
            "relation": "同事",
            "connected": True,
            "duration_s": 102.0,
            "connected_calls_today": 4,
            "unanswered_today_line": 0,
            "asked_to_stop": False,
            "complained_before": None,
            "text": "喂",
            "narrator": "relative_note",
            "ticked": ["insult"],
            "colour": "blue",
        }
    )
    assert (facts.id, facts.channel, facts.reached) == ("7", Channel.CALL, Reached.THIRD_PARTY)
    assert facts.creditor_type is CreditorType.MICRO_ONLINE
    assert facts.narrator is Narrator.RELATIVE
    assert facts.ticked == (Label.INSULT,)
    assert (facts.duration_s, facts.complained_before) == (102, None)


def test_an_empty_record_knows_nothing():
    assert facts_from({}) == Facts()


@pytest.mark.parametrize(
    ("channel", "expected"),
    [("wechat", Channel.IM), ("QQ", Channel.IM), ("other", None), ("SMS", Channel.SMS)],
)
def test_channels_of_labelled_texts_are_understood(channel, expected):
    assert facts_from({"channel": channel}).channel is expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("occurred_at", "yesterday"),
        ("occurred_at", "2018-06-07T11:06:00"),
        ("occurred_at", 20180607),
        ("channel", "pigeon"),
        ("creditor_type", "BANK"),
        ("reached", "dog"),
        ("narrator", "someone"),
        ("connected", "yes"),
        ("outsourced", 1),
        ("connected_calls_today", -1),
        ("connected_calls_today", 2.5),
        ("connected_calls_today", True),
        ("text", 5),
        ("ticked", ["sneering"]),
        ("ticked", "insult"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(key, value):
    with pytest.raises(RecordError, match=rf"^line 3: “{key}”"):
        read('{"id": 1}', "", json.dumps({key: value}))


@pytest.mark.parametrize(("line", "said"), [("{", "not JSON"), ("[1]", "not a JSON object")])
def test_a_line_that_is_no_record_is_named(line, said):
    with pytest.raises(RecordError, match=rf"^line 2: {said}"):
        read('{"id": 1}', line)


def test_bytes_that_are_not_utf_8_are_named():
    with pytest.raises(RecordError, match="^line 1: not UTF-8"):
        list(read_lines('{"text": "还钱"}'.encode("gb18030")))


def test_a_byte_order_mark_is_passed_over():
    assert [one.record for one in read_lines(b'\xef\xbb\xbf{"id": 1}')] == [{"id": 1}]
