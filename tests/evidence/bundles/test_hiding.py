"""No hidden name or number can be read again, however it was spaced, widened or written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.bundles.manifest import safe_name
from evidence.bundles.masking import (
    Masker,
    Person,
    digits_of,
    key_of,
    masked_number,
    numbers_of,
    too_short,
)

MOBILE, LINE = "13800000002", "05372000099"
PEOPLE = [
    Person(1, "刘大林", "138 0000 0002 / 0537-2000099", ("大林（表哥）",)),
    Person(2, "Anna Lee", "+86 10 6555 1234，wx_anna88"),
]
MASKER = Masker(key_of(PEOPLE))
BETWEEN = st.sampled_from(["", " ", "-", "－", ".", "\u3000", "\u200b", " - ", "·", "*"])
WIDE = {**{str(n): chr(0xFF10 + n) for n in range(10)}}
HAN = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
WORDS = st.text(st.characters(categories=["Lo", "Po", "Zs"]), max_size=12)


@st.composite
def spelled(draw: st.DrawFn, value: str) -> str:
    """Write a value with signs between its characters and some of them in another form."""
    forms = [{}, WIDE, HAN]
    pieces = [draw(st.sampled_from(forms)).get(char, char) + draw(BETWEEN) for char in value]
    return "".join(pieces)


def digits_in(text: str) -> str:
    plain = {wide: digit for digit, wide in (*WIDE.items(), *HAN.items())}
    return "".join(plain.get(char, char) for char in text if plain.get(char, char).isdecimal())


@given(spelled(MOBILE), WORDS, WORDS)
def test_no_number_survives_however_it_is_written(written: str, before: str, after: str) -> None:
    assert MOBILE not in digits_in(MASKER(f"{before}打{written}找{after}"))


@given(st.sampled_from(["+86", "0086", "86", "0", "17951"]), st.sampled_from(["-", "", " "]))
def test_a_number_is_found_behind_what_is_dialled_first(prefix: str, sign: str) -> None:
    assert MASKER(f"打{prefix}{sign}{MOBILE}") == "打〔138****0002〕"


@pytest.mark.parametrize(
    "written", ["0537-2000099", "(0537) 2000099", "+86 537 2000099", "86-0537-2000099", "2000099"]
)
def test_a_fixed_line_is_found_with_and_without_its_area(written: str) -> None:
    assert "2000099" not in digits_in(MASKER(f"打{written}找她"))


@given(st.lists(BETWEEN.filter(lambda sign: "－" not in sign and len(sign) < 3), min_size=2))
def test_no_name_survives_however_it_is_spaced(signs: list[str]) -> None:
    written = f"刘{signs[0]}大{signs[1]}林"
    assert MASKER(f"找{written}去") == "找〔亲友A〕去"


@pytest.mark.parametrize("written", ["劉大林", "大林", "Anna Lee", "ANNA LEE", "Ａｎｎａ Lee"])
def test_names_are_found_in_any_script_width_and_case(written: str) -> None:
    assert MASKER(f"找{written}去") in ("找〔亲友A〕去", "找〔亲友B〕去")


def test_an_account_beside_a_number_is_hidden_too() -> None:
    assert MASKER("加WX_Anna88") == "加〔亲友B的账号〕"


@given(spelled(MOBILE), WORDS)
def test_nothing_survives_in_a_file_name(written: str, rest: str) -> None:
    name = safe_name("1-1", MASKER(f"大林{written}{rest}.jpg"), "jpg")
    assert name.isascii()
    assert MOBILE not in digits_in(name)


@given(st.from_regex(r"1\d{10}|0\d{9,11}|\d{7,9}", fullmatch=True))
def test_at_least_four_digits_of_a_number_stay_hidden(digits: str) -> None:
    shown = masked_number(digits)
    assert len(shown) == len(digits)
    assert shown.count("*") >= 4


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("13800005678", "138****5678"),
        ("05372000099", "053******99"),
        ("2000099", "*****99"),
        ("66890", "*****"),
    ],
)
def test_what_is_left_of_a_number(digits: str, shown: str) -> None:
    assert masked_number(digits) == shown


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("+86 138 0000 0002", ("13800000002",)),
        ("13800000002、0537-2000099转8001", ("13800000002", "05372000099", "8001")),
        ("13800000002 13900000003", ("13800000002", "13900000003")),
        ("微信 wx_anna88", ()),
        ("8653720000 99", ("05372000099",)),
        ("", ()),
    ],
)
def test_a_field_may_hold_several_numbers_and_words(typed: str, found: tuple[str, ...]) -> None:
    assert numbers_of(typed) == found


def test_a_number_of_a_mobile_that_opens_like_a_country_is_left_whole() -> None:
    assert digits_of("86123456789") == "86123456789"


def test_names_and_numbers_that_are_too_short_are_told() -> None:
    masker = Masker(key_of([Person(1, "妈", "66890")]))
    assert too_short(masker.key) == ("妈", "66890")
    assert masker.phones == {1: "〔*****〕"}
