import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.bundles.checker import read_list
from evidence.bundles.manifest import (
    Listed,
    digests_of,
    digests_of_bytes,
    safe_name,
    write_list,
)


@given(st.binary(max_size=200), st.integers(1, 50))
def test_digests_do_not_depend_on_the_pieces(content: bytes, size: int) -> None:
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    assert digests_of(pieces) == digests_of_bytes(content)
    assert digests_of(pieces).sha512 == hashlib.sha512(content).hexdigest()


def test_a_list_is_read_back_as_written_and_sorted() -> None:
    files = [Listed(name, digests_of_bytes(name.encode())) for name in ("data/b", "data/a")]
    written = write_list(files, "sha256")
    assert list(read_list(written)) == ["data/a", "data/b"]
    assert read_list(written)["data/b"] == hashlib.sha256(b"data/b").hexdigest()


def test_a_line_that_is_no_digest_is_named() -> None:
    with pytest.raises(ValueError, match="line 1"):
        read_list(b"hello\n")


@pytest.mark.parametrize(
    ("original", "name"),
    [
        ("Screenshot 2018-04-24.PNG", "2-1-Screenshot-2018-04-24.png"),
        ("短信截图.jpg", "2-1.jpg"),
        ("../../etc/passwd", "2-1.jpg"),
        ("con", "2-1-con.jpg"),
        ("无后缀", "2-1.jpg"),
        ("a" * 300 + ".mp3", "2-1-" + "a" * 40 + ".mp3"),
    ],
)
def test_names_in_the_bag_are_safe_everywhere(original: str, name: str) -> None:
    assert safe_name("2-1", original, "jpg") == name
