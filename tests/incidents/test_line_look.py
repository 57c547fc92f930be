"""What is said of a number while it is being typed."""

import pytest

from incidents.models import Line
from tests.factories import make_incident


@pytest.mark.parametrize(
    ("typed", "said"),
    [("0537-1208841", "山东省济宁市"), ("95555", "95、96 客服号"), ("什么", "照样记下")],
)
def test_a_number_being_typed_is_explained(client_in, case, typed, said):
    assert said in client_in.get("/lines/look/", {"number": typed}).text


def test_a_number_heard_before_says_how_often(client_in, case):
    make_incident(case=case, number="95555")
    assert "记过 1 次" in client_in.get("/lines/look/", {"number": "95555"}).text
    assert not client_in.get("/lines/look/", {"number": " "}).content
    assert Line.objects.count() == 1


def test_another_persons_line_is_not_heard_of(stranger_in, case):
    make_incident(case=case, number="95555")
    assert "记过" not in stranger_in.get("/lines/look/", {"number": "95555"}).text


def test_anonymous_visitors_are_asked_to_sign_in(client, case):
    assert client.get("/lines/look/", {"number": "95555"}).url.startswith("/sign-in/")
