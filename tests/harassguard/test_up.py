"""`manage.py up` as a person meets it: a link that answers, a worker beside it, a clean end."""

import os
import signal
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harassguard.preparation import pending_steps, prepare, static_stamp
from harassguard.serving import has_browser
from tests.program import PATIENCE_SECONDS, Running, command, command_line, is_gone, started


def get(link: str) -> HTTPResponse:
    parts = urlsplit(link)
    connection = HTTPConnection(parts.netloc, timeout=PATIENCE_SECONDS)
    connection.request("GET", parts.path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the first start fills and the later ones find ready."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def running(data: Path) -> Iterator[Running]:
    with started(data) as server:
        yield server


def test_the_printed_link_answers(running: Running) -> None:
    answer = get(running.link)
    assert answer.status == 200
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_server_and_worker_cleanly(running: Running, number) -> None:
    worker = running.wait_for_worker()
    assert running.stop(number) == 0
    assert command_line(worker) == ""


def test_a_worker_that_dies_is_begun_again(running: Running) -> None:
    first = running.wait_for_worker()
    os.kill(first, signal.SIGKILL)
    assert is_gone(first)
    assert running.wait_for_worker() != first
    assert running.stop() == 0


def test_the_worker_ends_when_the_server_is_killed_outright(running: Running) -> None:
    worker = running.wait_for_worker()
    running.stop(signal.SIGKILL)
    assert is_gone(worker)


def test_a_second_start_costs_less_than_three_seconds(running: Running, data: Path) -> None:
    assert running.stop() == 0
    with started(data) as second:
        assert get(second.link).status == 200
        assert second.processor_seconds() < 3


def test_the_home_network_is_served_when_asked_for(data: Path) -> None:
    with started(data, "--lan") as server:
        assert any("network" in line for line in server.said)
        assert get(server.link).status == 200


@pytest.mark.parametrize(("language", "words"), [("C.UTF-8", "in use"), ("zh_CN.UTF-8", "已被")])
def test_a_taken_port_is_one_clear_sentence(data: Path, language: str, words: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = command("up", "--port", str(port), data=data, language=language)
    assert done.returncode == 2
    assert words in done.stderr
    assert f"--port {port + 1}" in done.stderr


def test_a_port_that_does_not_exist_is_refused(data: Path) -> None:
    done = command("up", "--port", "99999", data=data)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_a_changed_style_sheet_is_collected_again(settings, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a { color: red }")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    prepare(["collectstatic"])
    assert pending_steps() == []
    (source / "page.css").write_text("a { color: blue; }")
    assert pending_steps() == ["collectstatic"]
    assert static_stamp().is_file()


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "a b"}, "darwin", False),
        ({"DISPLAY": ":0", "HARASSGUARD_NO_BROWSER": "1"}, "linux", False),
    ],
)
def test_a_browser_is_opened_only_where_it_is_seen(environ, platform, expected) -> None:
    assert has_browser(environ, platform) is expected
