"""Numbers of exhibits: grouped by kind, and never given a second meaning once issued."""

from collections.abc import Iterable, Mapping

Place = tuple[int, int]


def label_of(place: Place) -> str:
    return f"{place[0]}-{place[1]}"


def number_exhibits(
    wanted: Iterable[tuple[int, str]], issued: Mapping[int, tuple[Place, str]]
) -> dict[int, Place]:
    """
    Give each wanted exhibit (id, kind) its group and item, both from 1.

    `issued` holds what earlier issues of the case gave out: id to ((group, item), kind). Those
    keep their numbers; new ones go on after them, a new kind opening the next group.
    """
    groups = {kind: group for (group, _), kind in issued.values()}
    last_item: dict[int, int] = {}
    for (group, item), _kind in issued.values():
        last_item[group] = max(item, last_item.get(group, 0))
    numbers: dict[int, Place] = {}
    for exhibit_id, kind in wanted:
        if exhibit_id in issued:
            numbers[exhibit_id] = issued[exhibit_id][0]
            continue
        group = groups.setdefault(kind, max(groups.values(), default=0) + 1)
        last_item[group] = last_item.get(group, 0) + 1
        numbers[exhibit_id] = (group, last_item[group])
    return numbers
