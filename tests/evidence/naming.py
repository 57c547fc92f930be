"""What must be true of the name of any file, whatever it was called."""

import re

ASCII_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def check_name(name: str) -> None:
    """Pages, JSON and every database can hold it, and nothing in it turns the line around."""
    assert 0 < len(name) <= 255
    assert name.isprintable()
    assert name == name.strip()
    name.encode()


def check_safe_name(name: str) -> None:
    """Every system can unpack it, and it stays in its folder."""
    assert ASCII_NAME.fullmatch(name)
    assert len(name) <= 60
    assert ".." not in name
