"""Nothing leaves this machine, in the program and in its tests."""

import socket

import pytest


def test_a_connection_to_another_machine_is_refused() -> None:
    with pytest.raises(AssertionError), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
