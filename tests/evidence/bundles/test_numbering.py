from evidence.bundles.numbering import number_exhibits


def test_exhibits_are_numbered_by_kind_as_they_come() -> None:
    numbers = number_exhibits([(1, "image"), (2, "audio"), (3, "image")], {})
    assert numbers == {1: (1, 1), 2: (2, 1), 3: (1, 2)}


def test_an_issued_number_keeps_its_meaning() -> None:
    issued = {1: ((1, 1), "image"), 3: ((1, 2), "image")}
    assert number_exhibits([(3, "image"), (4, "image")], issued) == {3: (1, 2), 4: (1, 3)}


def test_a_new_kind_opens_the_next_group() -> None:
    issued = {1: ((1, 1), "image"), 2: ((2, 1), "audio")}
    assert number_exhibits([(9, "document")], issued) == {9: (3, 1)}


def test_a_number_is_not_given_again_when_its_exhibit_is_left_out() -> None:
    issued = {1: ((1, 1), "image"), 2: ((1, 2), "image")}
    assert number_exhibits([(5, "image")], issued) == {5: (1, 3)}


def test_reading_order_and_later_kinds_move_no_number() -> None:
    issued = {7: ((1, 1), "image"), 8: ((2, 1), "audio"), 9: ((1, 2), "image")}
    wanted = [(3, "document"), (7, "image"), (8, "audio"), (9, "image"), (10, "audio")]
    numbers = number_exhibits(wanted, issued)
    assert {pk: numbers[pk] for pk in issued} == {pk: place for pk, (place, _) in issued.items()}
    assert numbers[3] == (3, 1)
    assert numbers[10] == (2, 2)
