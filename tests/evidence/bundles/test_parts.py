from dataclasses import replace
from itertools import pairwise

from evidence.bundles.annexes import Group, IndexRow
from evidence.bundles.chronology import Day, Entry, Strip
from evidence.bundles.parts import MOST, cut_groups, cut_index, cut_strips
from evidence.bundles.sheets import Sheet


def entry(number: int) -> Entry:
    return Entry(f"e{number}", number, "当时", "3月1日08:13", "电话", "", "", ())


def strip(*, days: int, each: int) -> Strip:
    made = (
        Day(f"第{day}天", "", "", tuple(entry(day * 1000 + at) for at in range(each)))
        for day in range(days)
    )
    return Strip("w1", "第一阶段", f"{days * each}次", tuple(made))


def numbers(runs: list[tuple[Strip, ...]]) -> list[list[int]]:
    return [
        [entry.number for strip in run for day in strip.days for entry in day.entries]
        for run in runs
    ]


def sheet(label: str) -> Sheet:
    return Sheet(anchor=f"x{label}")


def row(label: str) -> IndexRow:
    return IndexRow(label, f"x{label}", "", "", "", "", "", "")


def test_few_incidents_are_one_part() -> None:
    whole = strip(days=40, each=5)
    assert cut_strips([whole]) == [(whole,)]


def test_every_incident_is_in_one_part_and_in_order() -> None:
    whole = strip(days=60, each=37)
    found = [number for run in numbers(cut_strips([whole])) for number in run]
    assert found == [entry.number for day in whole.days for entry in day.entries]


def test_a_wave_is_named_once() -> None:
    runs = cut_strips([strip(days=60, each=37)])
    assert [strip.anchor for run in runs for strip in run] == ["w1"] + [""] * (len(runs) - 1)


def test_a_new_incident_changes_one_part() -> None:
    whole = strip(days=90, each=37)
    days = list(whole.days)
    days[3] = replace(days[3], entries=(entry(9999), *days[3].entries))
    before = numbers(cut_strips([whole]))
    after = numbers(cut_strips([replace(whole, days=tuple(days))]))
    assert len([run for run in after if run not in before]) == 1


def test_a_day_of_very_many_incidents_is_cut_and_its_line_printed_once() -> None:
    day = replace(strip(days=1, each=3 * MOST).days[0], line="1,500次")
    runs = cut_strips([Strip("w1", "第一阶段", "", (day,))])
    assert all(len(run) <= MOST + 64 for run in numbers(runs))
    assert [day.line for run in runs for strip in run for day in strip.days].count("1,500次") == 1


def test_later_exhibits_of_a_group_move_no_part_of_the_index() -> None:
    first = [row(f"1-{item}") for item in range(1, 131)]
    second = [row(f"2-{item}") for item in range(1, 91)]
    before, after = cut_index([*first, *second]), cut_index([*first, row("1-131"), *second])
    assert len([run for run in after if run not in before]) == 1


def test_exhibits_stay_in_order_and_a_group_is_headed_once() -> None:
    rows = tuple((sheet(f"1-{item}"), sheet(f"1-{item + 1}")) for item in range(1, 200, 2))
    runs = cut_groups([Group("第一组", rows, "g1")])
    labels = [int(s.anchor[3:]) for run in runs for group in run for r in group.rows for s in r]
    assert all(before < after for before, after in pairwise(labels))
    assert [group.anchor for run in runs for group in run].count("g1") == 1
