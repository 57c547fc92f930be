"""Cutting narratives at the edges of what was observed in them."""

from hypothesis import given
from hypothesis import strategies as st

from incidents.highlights import GROUPS, Segment, Span, segments
from incidents.tagging.facts import Label

WORK, KIN = Label.WORKPLACE_CONTACT, Label.THIRD_PARTY_CONTACT


def test_a_text_without_spans_is_one_plain_segment():
    assert segments("一句话", []) == (Segment("一句话"),)


def test_an_empty_text_has_no_segments():
    assert segments("", [Span(0, 3, WORK)]) == ()


def test_a_span_carries_its_group_and_the_number_of_its_finding():
    before, marked, after = segments("明天找你们经理吧", [Span(2, 7, WORK, (1,))])
    assert (before.text, after.text) == ("明天", "吧")
    assert (marked.text, marked.group, marked.numbers) == ("找你们经理", "work", (1,))


def test_the_number_stands_once_at_the_end_of_a_span_that_another_one_cuts():
    spans = [Span(0, 6, WORK, (1,)), Span(2, 4, KIN, (2,))]
    cut = segments("零一二三四五", spans)
    assert [(part.text, part.numbers) for part in cut] == [
        ("零一", ()),
        ("二三", (2,)),
        ("四五", (1,)),
    ]


def test_where_spans_overlap_the_one_that_began_first_gives_the_colour():
    cut = segments("零一二三四五", [Span(2, 6, KIN), Span(0, 4, WORK)])
    assert [part.group for part in cut] == ["work", "work", "kin"]
    assert cut[1].labels == (WORK, KIN)


def test_two_findings_on_the_same_words_show_both_numbers():
    cut = segments("原话", [Span(0, 2, WORK, (3,)), Span(0, 2, KIN, (1, 3))])
    assert cut[0].numbers == (1, 3)


def test_a_span_beyond_the_text_is_cut_to_it():
    assert segments("短", [Span(0, 99, WORK)])[0].text == "短"


def test_every_label_has_a_colour_group():
    assert set(GROUPS) == set(Label)


spans = st.builds(
    lambda start, length, label, numbers: Span(start, start + length, label, tuple(numbers)),
    st.integers(-3, 30),
    st.integers(-2, 30),
    st.sampled_from(list(Label)),
    st.lists(st.integers(1, 5), max_size=2),
)


@given(st.text(max_size=25), st.lists(spans, max_size=8))
def test_joined_segments_are_the_text(text, chosen):
    assert "".join(part.text for part in segments(text, chosen)) == text


@given(st.text(min_size=1, max_size=25), st.lists(spans, max_size=8))
def test_a_character_is_marked_exactly_when_a_span_covers_it(text, chosen):
    position = 0
    for part in segments(text, chosen):
        for at in range(position, position + len(part.text)):
            covered = any(span.start <= at < span.end for span in chosen)
            assert bool(part.group) == covered
        position += len(part.text)
