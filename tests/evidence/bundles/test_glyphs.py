import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from evidence.bundles.glyphs import printable


def test_plain_chinese_stays_as_it_is() -> None:
    text = "她一天不还，你的电话一天不停——打到她来求我们为止。“ABC” 12:30"
    assert printable(text) == text


def test_an_emoji_is_spelled_out() -> None:
    assert printable("等着😡") == "等着〔U+1F621 POUTING FACE〕"


def test_a_rare_character_keeps_its_code_beside_it() -> None:
    assert printable("𠮷") == "𠮷〔U+20BB7〕"


def test_invisible_characters_do_not_vanish() -> None:
    assert printable("还\u200b钱\u202e") == "还〔U+200B〕钱〔U+202E〕"


def test_lines_of_a_form_lose_nothing_but_the_carriage_return() -> None:
    assert printable("一\r\n二") == "一\n二"


@given(st.text())
def test_what_is_printed_has_nothing_that_a_font_cannot_show(text: str) -> None:
    assert all(char in "\n\t" or unicodedata.category(char)[0] != "C" for char in printable(text))
