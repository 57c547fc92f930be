"""Numbers and accounts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.phone import LineKind, mask, read_line

SAME_NUMBER = [
    ("+8613812345678", ["13812345678", "138 1234 5678", "138-1234-5678", "+86 138 1234 5678"]),
    ("+8613812345678", ["008613812345678", "8613812345678", "+86-138-1234-5678", "013812345678"]),
    (
        "+8613812345678",
        ["１３８１２３４５６７８", "＋８６　１３８１２３４５６７８", "138.1234.5678"],
    ),
    (
        "+8613812345678",
        ["\u202a+86 138 1234 5678\u202c", "电话：13812345678", "tel: 138—1234—5678"],
    ),
    ("+8613812345678", ["(+86)13812345678", "17951 13812345678", "1793113812345678"]),
    ("+865371234567", ["0537-1234567", "(0537)1234567", "（0537）1234567", "0537 123 4567"]),
    ("+865371234567", ["00865371234567", "+865371234567", "8605371234567", "+86 (0)537 1234567"]),
    ("+865371234567", ["5371234567", "537-1234567"]),
    ("+862910330527", ["029-10330527", "029 1033 0527", "0086 29 1033 0527"]),
    ("+861057350000", ["010-57350000", "+8601057350000", "1057350000"]),
    ("+866636625622", ["00866636625622", "0663-6625622"]),
    ("+863175318409", ["3175318409", "03175318409"]),
    ("95555", ["95555", "+8695555", "９５５５５"]),
    ("106980095533", ["106980095533", "+86106980095533", "86106980095533", "1069 8009 5533"]),
    ("021-10086", ["00862110086", "021-10086", "02110086"]),
    ("4008001234", ["400-800-1234", "4008001234", "+864008001234", "400 8001 234"]),
    ("+85291234567", ["+852 9123 4567", "00852-91234567"]),
    ("+8675526982698;ext=801", ["0755-26982698转801", "0755-26982698-801", "075526982698 x801"]),
    ("wechat:wxid_abc", ["wxid_abc", "微信：wxid_abc", "WeChat: WXID_ABC", "微信号wxid_abc"]),
    ("qq:12345678", ["QQ:12345678", "qq号12345678", "QQ12345678", "ＱＱ：12345678"]),
    (
        "someone@example.com",
        ["Someone@Example.com", " someone@example.com ", "mailto:someone@example.com"],
    ),
]


@pytest.mark.parametrize(("key", "spellings"), SAME_NUMBER)
def test_spellings_of_one_number_share_a_key(key: str, spellings: list[str]) -> None:
    assert {read_line(spelling).normalised for spelling in spellings} == {key}


READINGS = [
    ("13812345678", LineKind.MOBILE, "138 1234 5678", "江苏省连云港市", "中国移动"),
    ("16212345678", LineKind.VIRTUAL_MOBILE, "162 1234 5678", "", "中国电信"),
    ("16512345678", LineKind.VIRTUAL_MOBILE, "165 1234 5678", "", "中国移动"),
    ("16712345678", LineKind.VIRTUAL_MOBILE, "167 1234 5678", "", "中国联通"),
    ("17012345678", LineKind.VIRTUAL_MOBILE, "170 1234 5678", "", "中国电信"),
    ("17112345678", LineKind.VIRTUAL_MOBILE, "171 1234 5678", "", "中国联通"),
    ("19212345678", LineKind.MOBILE, "192 1234 5678", "", "中国广电"),
    ("053712345678", LineKind.FIXED, "0537-12345678", "山东省济宁市", ""),
    ("02910330527", LineKind.FIXED, "029-10330527", "陕西省西安市、咸阳市", ""),
    ("87654321", LineKind.FIXED, "87654321", "", ""),
    ("4008001234", LineKind.SERVICE_400, "400-800-1234", "", ""),
    ("8008100000", LineKind.SERVICE_400, "800-810-0000", "", ""),
    ("10086", LineKind.SHORT_CODE, "10086", "", "中国移动"),
    ("12378", LineKind.SHORT_CODE, "12378", "", ""),
    ("110", LineKind.SHORT_CODE, "110", "", ""),
    ("10105555", LineKind.SHORT_CODE, "10105555", "", ""),
    ("0531-12345", LineKind.SHORT_CODE, "0531-12345", "山东省济南市", ""),
    ("955551", LineKind.SERVICE_95, "955551", "", ""),
    ("96110", LineKind.SERVICE_95, "96110", "", ""),
    ("025-95555", LineKind.SERVICE_95, "025-95555", "江苏省南京市", ""),
    ("95533转1", LineKind.SERVICE_95, "95533 转 1", "", ""),
    ("106980095533", LineKind.GATEWAY_106, "106980095533", "", ""),
    ("+852 9123 4567", LineKind.FOREIGN, "+852 9123 4567", "中国香港", ""),
    ("+1 415 555 2671", LineKind.FOREIGN, "+1 415-555-2671", "美国", ""),
    ("微信：老王", LineKind.IM_ACCOUNT, "微信 老王", "", ""),
    ("someone@example.com", LineKind.EMAIL, "someone@example.com", "", ""),
    ("老王", LineKind.OTHER, "老王", "", ""),
    ("773-338-7786", LineKind.OTHER, "773-338-7786", "", ""),
    ("*#06#", LineKind.OTHER, "*#06#", "", ""),
]


@pytest.mark.parametrize(("typed", "kind", "display", "place", "carrier"), READINGS)
def test_a_number_is_shown_with_its_kind_and_place(
    typed: str, kind: LineKind, display: str, place: str, carrier: str
) -> None:
    reading = read_line(typed)

    assert (reading.kind, reading.display) == (kind, display)
    assert (reading.place, reading.carrier) == (place, carrier)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "unknown", "Unknown", "(Unknown)", "未知", "未知号码", "-1", "-2", "-3", "-", "--"]
    + ["Private number", "隐藏号码", "匿名", "null", "No Caller ID", "无来电显示", "未显示"],
)
def test_a_caller_who_hides_has_no_key(typed: str) -> None:
    reading = read_line(typed)

    assert (reading.kind, reading.normalised, reading.identifies) == (LineKind.HIDDEN, "", False)


@pytest.mark.parametrize(
    "typed", ["138****5678", "138 **** 5678", "***", "138xxxx5678", "0537-123***", "+86138****5678"]
)
def test_a_masked_number_keeps_its_text_and_identifies_nobody(typed: str) -> None:
    reading = read_line(typed)

    assert (reading.kind, reading.normalised) == (LineKind.MASKED, f"masked:{typed}".lower())
    assert (reading.display, reading.identifies) == (typed, False)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("8610086", "8610086"), ("86123456", "86123456"), ("8695555", "8695555")],
)
def test_86_stays_when_no_whole_number_remains_without_it(typed: str, key: str) -> None:
    assert read_line(typed).normalised == key


def test_groups_of_another_country_are_not_read_as_an_area_code() -> None:
    assert read_line("773-338-7786").normalised != read_line("7733387786").normalised


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        ("138 1234 5678", "138****5678"),
        ("0537-1234567", "0537-****4567"),
        ("0755-26982698 转 801", "0755-****2698"),
        ("+852 9123 4567", "+852****4567"),
        ("87654321", "****4321"),
        ("微信 老王", "微信 ***"),
        ("someone@example.com", "s***@example.com"),
        ("老王", "老***"),
        ("138****5678", "138****5678"),
        ("95555", "95555"),
        ("400-800-1234", "400-800-1234"),
        ("未显示", "未显示"),
    ],
)
def test_a_third_person_is_masked_and_a_service_is_not(shown: str, masked: str) -> None:
    assert mask(shown) == masked


DIALS = st.text(alphabet="0123456789０１２+-－ .()（）*x转", max_size=24)
LABELLED = st.tuples(
    st.sampled_from(
        ["微信：", "QQ", "qq:", "电话:", "masked:", "wxid_", "+86", "0086", "86", "00"]
    ),
    st.text(max_size=20) | DIALS,
).map("".join)


@given(st.text() | DIALS | LABELLED)
def test_any_text_is_read_and_kept_verbatim(typed: str) -> None:
    reading = read_line(typed)

    assert reading.raw == typed
    assert reading.kind in LineKind
    assert (reading.normalised == "") == (reading.kind is LineKind.HIDDEN)


@given(st.text() | DIALS | LABELLED | st.text(min_size=150, max_size=400))
def test_reading_a_key_again_gives_the_same_key(typed: str) -> None:
    key = read_line(typed).normalised

    assert read_line(key).normalised == key
    assert len(key) <= 160


@given(st.text() | DIALS | LABELLED)
def test_what_is_shown_reads_as_the_same_kind(typed: str) -> None:
    reading = read_line(typed)

    assert read_line(reading.display).kind is reading.kind


def _full_width(digits: str) -> str:
    return digits.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})


@given(
    number=st.from_regex(r"1[3-9][0-9]{9}|0(10|2[0-57-9]|53[0-9])[2-8][0-9]{7}", fullmatch=True),
    prefix=st.sampled_from(["", "+86", "0086", "86", "+86 ", "＋86-"]),
    gap=st.sampled_from(["", " ", "-", "\u00a0", "."]),
    cut=st.integers(4, 8),
    wide=st.booleans(),
)
def test_prefixes_gaps_and_full_width_digits_do_not_change_the_key(
    number: str, prefix: str, gap: str, cut: int, wide: bool
) -> None:
    spelling = f"{prefix}{number[:cut]}{gap}{number[cut:]}"

    assert (
        read_line(_full_width(spelling) if wide else spelling).normalised
        == read_line(number).normalised
    )


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_two_mobiles_share_a_key_only_when_they_are_the_same(number: str) -> None:
    other = number[:-1] + str((int(number[-1]) + 1) % 10)

    assert read_line(number).normalised == f"+86{number}"
    assert read_line(other).normalised != read_line(number).normalised
