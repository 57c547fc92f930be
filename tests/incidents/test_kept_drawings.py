"""Drawings are made in a process of their own, once, and go when a person's data goes."""

import sys
import time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from evidence.services.erasure import erase_person, words_for
from incidents.exceptions import NotDrawn
from incidents.figures import kept, studio
from incidents.figures.drawing import draw
from incidents.figures.sheets import Bar, Bars, Size, dumped
from incidents.models import Case
from tests.factories import make_contact, make_incident

SHEET = Bars("甲 3 次", ("",), ((Bar("甲", 3, "3 次"),),))
LINE = dumped(SHEET, Size.WIDE)


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.FIGURES_DIR = tmp_path / "figures"
    return settings.FIGURES_DIR


def test_a_drawing_is_made_once(folder: Path):
    first = kept.drawing(SHEET, Size.WIDE)
    kept.STUDIO.close()
    assert kept.drawing(SHEET, Size.WIDE) == first == draw(SHEET, Size.WIDE)
    assert kept.STUDIO.process is None


def test_old_drawings_make_room(folder: Path, monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    for count in range(1, 4):
        kept.drawing(Bars("", ("",), ((Bar("甲", count, ""),),)), Size.WIDE)
    assert len(list(folder.glob("*.svg"))) == 2


def test_a_drawing_process_that_died_is_begun_again(tmp_path: Path):
    drawing = studio.Studio()
    before = drawing.draw(LINE, tmp_path)
    assert drawing.process is not None
    drawing.process.kill()
    drawing.process.wait()
    assert drawing.draw(LINE, tmp_path) == before
    drawing.close()


def test_a_process_that_nobody_asks_ends(tmp_path: Path):
    drawing = studio.Studio(idle=0.05)
    drawing.draw(LINE, tmp_path)
    deadline = time.monotonic() + 10
    while drawing.process is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert drawing.process is None


def test_what_cannot_be_drawn_is_said(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(studio, "COMMAND", (sys.executable, "-c", ""))
    with pytest.raises(NotDrawn):
        studio.Studio().draw(LINE, tmp_path)


def test_nobody_elses_settings_reach_the_drawing_process(tmp_path: Path):
    found = studio.environment({"MATPLOTLIBRC": "/elsewhere", "PATH": "/bin"}, tmp_path)
    assert found == {"PATH": "/bin", "MPLCONFIGDIR": str(tmp_path)}


def test_drawings_go_with_a_persons_data(
    case: Case, folder: Path, django_capture_on_commit_callbacks
):
    friend = make_contact(case=case, name="李小四")
    kept.keep(folder / "one.svg", "<svg>李小四</svg>")
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=friend, words=words_for(friend), actor=case.owner)
    assert list(folder.glob("*.svg")) == []


def test_figures_page_shows_each_figure_with_its_numbers(client_in: Client, case: Case):
    make_incident(case=case, contact=make_contact(case=case, name="阿宁"), number="0537-1234567")
    page = client_in.get(reverse("figure-list")).text
    for name in ("days", "hours", "lines", "reached"):
        assert reverse("figure-drawing", args=[name, "wide-light"]) in page
    assert 'alt="阿宁 1 次"' in page
    assert '<th scope="row">山东省济宁市</th><td>1</td><td>1</td>' in page
    assert "payments" not in page


def test_figures_page_of_an_empty_case_says_what_will_be_there(client_in: Client, case: Case):
    assert "这里会显示什么" in client_in.get(reverse("figure-list")).text
    assert client_in.get(reverse("figure-drawing", args=["days", "wide-light"])).status_code == 404


def test_overview_leads_to_the_figures(client_in: Client, case: Case):
    make_incident(case=case)
    page = client_in.get(reverse("overview")).text
    assert f'href="{reverse("figure-list")}"' in page
    assert 'alt="每天次数：第一阶段，6月7日到6月7日，1 次"' in page


def test_a_drawing_is_sent_as_a_picture_for_its_screen(client_in: Client, case: Case):
    make_incident(case=case)
    answers = {
        look: client_in.get(reverse("figure-drawing", args=["days", look]))
        for look in ("narrow-light", "narrow-dark")
    }
    assert all(answer["Content-Type"] == "image/svg+xml" for answer in answers.values())
    assert "#1d4f5c" in answers["narrow-light"].text
    assert "#a9dae0" in answers["narrow-dark"].text


@pytest.mark.parametrize("asked", [("days", "tall-light"), ("years", "wide-light")])
def test_there_are_no_other_drawings(client_in: Client, case: Case, asked: tuple[str, str]):
    make_incident(case=case)
    assert client_in.get(reverse("figure-drawing", args=asked)).status_code == 404


def test_a_figure_that_is_not_drawn_leaves_its_words(
    client_in: Client, case: Case, folder: Path, monkeypatch
):
    monkeypatch.setattr(studio, "COMMAND", (sys.executable, "-c", ""))
    kept.STUDIO.close()
    make_incident(case=case)
    answer = client_in.get(reverse("figure-drawing", args=["days", "wide-light"]))
    assert (answer.status_code, answer.text) == (503, "这张图没有画出来。")
