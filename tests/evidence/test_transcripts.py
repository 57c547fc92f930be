"""What is written down of a recording is read as times, speakers and words; nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.transcripts import Said, is_table, speakers, transcript


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("0:12 对方：你再不还", Said(12, "对方", "你再不还")),
        ("00:00:12 我: 嗯", Said(12, "我", "嗯")),
        ("[00:12] 对方：喂", Said(12, "对方", "喂")),
        ("【00：12】对方： 喂 喂", Said(12, "对方", "喂 喂")),
        ("1：02：03，我：好", Said(3723, "我", "好")),
        ("00:12对方：喂", Said(12, "对方", "喂")),
        ("00:12 12:30的时候", Said(12, "", "12:30的时候")),
        ("(00:12.5) 催收员1：1:30吧", Said(12, "催收员1", "1:30吧")),
        ("对方：喂", Said(None, "对方", "喂")),
        ("00:75 听不清", Said(None, "", "00:75 听不清")),
        ("1:75:00 听不清", Said(None, "", "1:75:00 听不清")),
        ("12:30", Said(None, "", "12:30")),
        ("https://example.com/a", Said(None, "", "https://example.com/a")),
        ("他今天打来，说：还钱", Said(None, "", "他今天打来，说：还钱")),
    ],
)
def test_a_line_is_read_as_it_is_written(line: str, found: Said) -> None:
    assert transcript(line) == (found,)


def test_times_are_written_as_players_show_them() -> None:
    assert [Said(at, "", "").clock for at in (None, 5, 65, 3725)] == [
        "",
        "00:05",
        "01:05",
        "1:02:05",
    ]


def test_speakers_are_named_once_in_the_order_in_which_they_spoke() -> None:
    lines = transcript("00:01 对方：喂\n00:02 我：谁\n（听不清）\n00:09 对方：你猜")
    assert speakers(lines) == ("对方", "我")
    assert is_table(lines)
    assert not is_table(transcript("听不清\n就挂了"))


@given(st.text())
def test_no_word_is_lost_and_no_line_is_empty(words: str) -> None:
    lines = transcript(words)
    kept = "".join("".join(line.words.split()) for line in lines)
    assert all(line.words for line in lines)
    assert is_within(kept, "".join(words.split()))
    letters = [char for char in words if char.isalpha()]
    assert letters == [
        char for line in lines for char in line.speaker + line.words if char.isalpha()
    ]


def is_within(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(char in rest for char in part)


@given(
    st.integers(0, 359_999),
    st.sampled_from(["对方", "我", "催收员", ""]),
    st.sampled_from(["{}", "[{}]", "【{}】", "（{}）"]),
    st.sampled_from([":", "："]),
    st.text(alphabet="你再不还钱就去家里，。", min_size=1, max_size=20),
)
def test_every_way_of_writing_a_line_reads_the_same(seconds, speaker, around, colon, words) -> None:
    clock = Said(seconds, "", "").clock.replace(":", colon)
    line = f"{around.format(clock)} {speaker}{colon if speaker else ''}{words}"
    spoken = words.lstrip("，") if not speaker else words
    if spoken:
        assert transcript(line) == (Said(seconds, speaker, spoken),)
