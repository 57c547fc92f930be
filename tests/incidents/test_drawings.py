"""Drawings: plain SVG whose words are words, the same every time, and readable on any ground."""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings

from incidents.figures import drawing as drawings
from incidents.figures import pen
from incidents.figures.inks import COLOURS, COUNTS, TOKENS, Ground, shown_on
from incidents.figures.markup import SVG
from incidents.figures.sheets import (
    Band,
    Bar,
    Bars,
    Days,
    Hours,
    Payments,
    Sheet,
    Size,
    Tick,
)

# A phone of 320 px has so many left for a drawing; one of 992 beside the menu as many for a wide.
ROOM = {Size.NARROW: 264, Size.SMALL: 264, Size.WIDE: 640}
SMALLEST = 11
LONG = "一个名字特别特别长长长长长长长长的亲友，怎么也放不下"
SHEETS: tuple[Sheet, ...] = (
    Days(
        "每天次数",
        (1, 0, 3) * 60,
        (0, 2, 40) * 60,
        tuple(Band(at, at + 9, f"第 {at} 阶段", "1,234 次") for at in range(0, 180, 10)),
        tuple(Tick(at, f"{at}月") for at in range(0, 180, 4)),
        "4月25日最多，43 次",
    ),
    Hours(
        "星期与钟点",
        tuple(tuple(hour * day * 9 for hour in range(24)) for day in range(7)),
        tuple("一二三四五六日"),
        tuple(f"{hour}时" for hour in range(24)),
        "22 时至次日 8 时，共 9 次",
    ),
    Bars(
        "号码",
        ("按归属地", "按号码种类"),
        (
            (Bar(LONG, 12_345, "12345 次（999 个）"), Bar("京", 1, "1 次")),
            (Bar("手机", 5, "5 次"),),
        ),
    ),
    Bars("联系了谁", ("",), ((Bar("亲友A", 3, "3 次"), Bar("本人", 2, "2 次", True)),)),
    Payments(
        "还款",
        (0,) * 30,
        (0, 3, 5) * 10,
        (0.0, 1_234_567.5, 400.0) * 10,
        ("", "1,234,567.50", "400") * 10,
        (Tick(0, "2018年1月"), Tick(29, "8月")),
        ("每周联系次数", "每周还款（元）"),
    ),
)
EVERY = [(sheet, size) for sheet in SHEETS for size in Size]
NAMES = [f"{type(sheet).__name__}-{size.value}" for sheet, size in EVERY]
over_all = pytest.mark.parametrize(("sheet", "size"), EVERY, ids=NAMES)


# Each is drawn once for all tests that look at it.
draw = cache(drawings.draw)


def elements(drawing: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(drawing).iter())  # noqa: S314  (our own)


def words_in(drawing: str) -> list[str]:
    return [each.text or "" for each in elements(drawing) if each.tag == f"{{{SVG}}}text"]


@over_all
def test_a_drawing_is_plain_svg_the_same_every_time(sheet: Sheet, size: Size):
    drawing = draw(sheet, size)
    assert drawing == drawings.draw(sheet, size)
    found = elements(drawing)
    tags = {each.tag.removeprefix(f"{{{SVG}}}") for each in found}
    assert tags <= {"svg", "title", "defs", "pattern", "rect", "path", "text"}
    assert not any("style" in each.attrib or "class" in each.attrib for each in found)
    assert found[0].get("aria-label") == found[1].text == sheet.text
    assert found[0].get("viewBox") == f"0 0 {size.width} {sheet.height(size)}"


@over_all
def test_no_word_leaves_its_drawing(sheet: Sheet, size: Size):
    with pen.same_always():
        ruler = pen.Plate(sheet, size)
        for each in elements(draw(sheet, size)):
            if each.tag != f"{{{SVG}}}text":
                continue
            wide = ruler.wide(each.text or "", strong=each.get("font-weight") == "700")
            shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[each.get("text-anchor", "start")]
            start = float(each.get("x", "")) - wide * shift
            assert -1 <= start <= start + wide <= size.width + 1, each.text
            assert 0 <= float(each.get("y", "")) <= sheet.height(size)


@over_all
def test_letters_stay_readable_on_the_smallest_screen(sheet: Sheet, size: Size):
    scale = ROOM[size] / size.width
    assert size.letter * scale >= SMALLEST
    smaller = [
        float(found) for found in re.findall(r'<text[^>]* font-size="([\d.]+)"', draw(sheet, size))
    ]
    # Only numbers of four digits in the map of hours are smaller.
    assert not smaller or isinstance(sheet, Hours)


def test_counts_of_the_map_of_hours_are_written_in_its_cells():
    hours = SHEETS[1]
    assert {"9", "1242"} <= set(words_in(draw(hours, Size.WIDE)))
    assert not any(word.isdigit() for word in words_in(draw(hours, Size.SMALL)))


def test_hours_of_rest_are_hatched_where_nobody_called():
    assert "<pattern" in draw(SHEETS[1], Size.WIDE)


def test_a_name_too_long_for_its_bar_is_cut():
    (first, *_rest) = [word for word in words_in(draw(SHEETS[2], Size.WIDE)) if word[:2] == "一个"]
    assert first.endswith("…")


def test_years_are_named_before_months():
    ticks = (Tick(0, "2021年5月"), *(Tick(at, f"{at}月", at % 12 == 7) for at in range(1, 60)))
    sheet = Days("", (1,) * 60, (0,) * 60, (), ticks, "")
    assert {"19月", "31月", "43月", "55月"} <= set(words_in(draw(sheet, Size.NARROW)))


def test_words_that_look_like_formulas_or_markup_are_drawn_as_they_are():
    odd = "$x_1$ <b>&amp;"
    sheet = Bars(odd, ("",), ((Bar(odd, 3, odd),),))
    assert words_in(draw(sheet, Size.WIDE)).count(odd) == 2


@pytest.mark.filterwarnings("ignore:Glyph")
def test_a_machine_without_a_chinese_font_draws_as_well(monkeypatch):
    monkeypatch.setattr(pen, "FAMILIES", ())
    assert "亲友A" in words_in(drawings.draw(SHEETS[3], Size.WIDE))


@over_all
@pytest.mark.parametrize("ground", Ground)
def test_a_screen_shows_no_ink_of_print(sheet: Sheet, size: Size, ground: Ground):
    inks = set(re.findall(r'"(#[0-9a-f]{6})"', shown_on(ground, draw(sheet, size))))
    assert inks <= set(COLOURS[ground].values())


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", [None, *Ground])
def test_every_number_can_be_read_on_its_shade(ground: Ground | None):
    shades = [ink for ink, token in TOKENS.items() if re.fullmatch(r"fig-\d", token)]
    for shade, ink in zip(shades, COUNTS, strict=True):
        pair = f'"{shade}" "{ink}"'
        shown = (shown_on(ground, pair) if ground else pair).replace('"', "").split()
        assert contrast(*shown) >= 4.5, shown


@pytest.mark.parametrize("ground", Ground)
def test_colours_are_those_of_the_style_sheet(ground: Ground):
    css = (Path(django_settings.BASE_DIR) / "static/css/tokens.css").read_text(encoding="utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)", 1)
    sheet = light if ground is Ground.LIGHT else dark
    for token, colour in COLOURS[ground].items():
        assert f"--{token}: {colour};" in sheet
