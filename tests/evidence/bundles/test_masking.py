import pytest

from evidence.bundles.masking import Masker, Person, key_of, too_short

KEY = key_of(
    [Person(7, "大林", "138 0000-0002", ("李大林",)), Person(3, "阿宁", ""), Person(9, "妈", "")]
)


def test_letters_follow_the_order_of_entry() -> None:
    assert [(line.alias, line.name) for line in KEY] == [
        ("亲友A", "阿宁"),
        ("亲友B", "大林"),
        ("亲友C", "妈"),
    ]


def test_a_longer_name_is_replaced_before_the_one_inside_it() -> None:
    assert Masker(KEY)("李大林和大林") == "〔亲友B〕和〔亲友B〕"


@pytest.mark.parametrize(
    "number",
    [
        "13800000002",
        "138-0000-0002",
        "+86 138 0000 0002",
        "008613800000002",
        "１３８０００００００２",
    ],
)
def test_a_number_is_hidden_however_it_is_written(number: str) -> None:
    assert Masker(KEY)(f"打{number}找她") == "打〔138****0002〕找她"


def test_a_longer_number_is_another_number() -> None:
    assert Masker(KEY)("1380000000299") == "1380000000299"


def test_a_name_of_one_character_stays_readable_and_is_named() -> None:
    masker = Masker(KEY)
    assert masker("妈的") == "妈的"
    assert too_short(masker.key) == ("妈",)


def test_without_a_key_nothing_changes() -> None:
    assert Masker(())("大林 13800000002") == "大林 13800000002"
