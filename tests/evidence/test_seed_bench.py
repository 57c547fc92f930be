"""seed_bench: a synthetic case to measure with."""

import io
import json
from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from evidence.benchmarks.screens import screenshots
from evidence.models import Exhibit
from incidents.models import Case, Finding, Incident, Line
from incidents.models.finding import FindingState

pytestmark = pytest.mark.django_db


def seeded(capsys: pytest.CaptureFixture[str], *arguments: str) -> Case:
    call_command("seed_bench", *arguments, "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer.keys() == {"case"}
    return Case.objects.get(number=answer["case"])


def contents(case: Case) -> list[tuple[object, ...]]:
    told = case.incidents.order_by("number")
    return list(told.values_list("occurred_at", "channel", "line__raw", "narrative", "connected"))


def test_the_case_holds_as_much_as_was_asked_for(capsys) -> None:
    case = seeded(capsys, "--incidents", "40", "--exhibits", "3")
    assert case.incidents.count() == 40
    assert case.exhibits.count() == 3
    assert case.lines.count() > 3
    assert case.incidents.exclude(contact=None).values("contact").distinct().count() > 2


def test_every_finding_is_confirmed_so_that_a_bundle_has_something_to_say(capsys) -> None:
    case = seeded(capsys, "--incidents", "40")
    states = set(Finding.objects.filter(case=case).values_list("state", flat=True))
    assert states == {FindingState.CONFIRMED}


def test_each_screenshot_is_used_by_an_incident_of_its_own(capsys) -> None:
    case = seeded(capsys, "--incidents", "9", "--exhibits", "3")
    used = Incident.objects.filter(case=case, exhibit_uses__isnull=False)
    assert used.distinct().count() == 3
    assert not Exhibit.objects.filter(case=case, uses=None).exists()


def test_there_may_be_more_screenshots_than_incidents(capsys) -> None:
    case = seeded(capsys, "--incidents", "2", "--exhibits", "3")
    assert Exhibit.objects.filter(case=case, uses__isnull=False).count() == 3


def test_the_same_seed_makes_the_same_case_and_another_seed_another(capsys) -> None:
    first, again = (seeded(capsys, "--incidents", "20", "--seed", "7") for _ in range(2))
    other = seeded(capsys, "--incidents", "20", "--seed", "8")
    assert contents(first) == contents(again)
    assert contents(first) != contents(other)


def test_no_number_can_be_anybodys(capsys) -> None:
    case = seeded(capsys, "--incidents", "60")
    numbers = Line.objects.filter(case=case).values_list("raw", flat=True)
    local = {number.rpartition("-")[2] for number in numbers}
    assert all(number.startswith("1") for number in local)
    assert all(len(number) < 9 or number.startswith("10690000537") for number in local)


def test_screenshots_are_as_large_as_a_phones_and_all_different() -> None:
    drawn = list(islice(screenshots(4, seed=1), 4))
    assert {Image.open(io.BytesIO(content)).size for content in drawn} == {(1080, 2340)}
    assert all(300_000 < len(content) < 390_000 for content in drawn)
    assert len(set(drawn)) == 4


def test_the_same_seed_draws_the_same_screenshots() -> None:
    assert list(screenshots(2, seed=3)) == list(screenshots(2, seed=3))


@pytest.mark.parametrize(
    "arguments",
    [("--incidents", "-1"), ("--incidents", "3", "--exhibits", "-1"),
     ("--incidents", "0", "--exhibits", "2")],
)  # fmt: skip
def test_counts_that_make_no_sense_are_bad_input(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("seed_bench", *arguments)
    assert caught.value.returncode == 2
