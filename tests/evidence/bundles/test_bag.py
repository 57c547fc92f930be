"""The bag: valid for the standard tools, and every difference is named."""

import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest

from evidence.bundles.bag import payload_of_bytes, write_bag
from evidence.bundles.manifest import Digests
from evidence.bundles.verify import Problem, Trouble, UnsafeBundle, verify
from evidence.exceptions import FixityError

MOMENT = datetime(2018, 6, 12, 12, 5, tzinfo=UTC)
NAME = "HG-2018-0001-01"


def make_bag(folder: Path, content: bytes = b"one") -> Path:
    target = folder / f"{NAME}.zip"
    write_bag(
        target=target,
        name=NAME,
        payloads=[
            payload_of_bytes("data/records/incidents.csv", content),
            payload_of_bytes("data/exhibits/1-1.jpg", b"\xff\xd8 picture"),
        ],
        tags=[("VERIFY.txt", "怎样核对".encode())],
        info=[("External-Description", "小柳与甲平台")],
        moment=MOMENT,
    )
    return target


def unpacked(folder: Path) -> Path:
    with zipfile.ZipFile(make_bag(folder)) as archive:
        archive.extractall(folder / "out")
    return folder / "out" / NAME


def test_bagit_finds_the_bag_valid(tmp_path: Path) -> None:
    assert bagit.Bag(str(unpacked(tmp_path))).validate()


@pytest.mark.parametrize("manifest", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_sha256sum_agrees(tmp_path: Path, manifest: str) -> None:
    bag = unpacked(tmp_path)
    subprocess.run(["sha256sum", "--check", "--strict", manifest], cwd=bag, check=True)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first = make_bag(tmp_path).read_bytes()
    assert make_bag(tmp_path).read_bytes() == first


def test_zip_and_folder_verify(tmp_path: Path) -> None:
    bag = unpacked(tmp_path)
    assert verify(tmp_path / f"{NAME}.zip") == ()
    assert verify(bag) == ()
    assert verify(bag.parent) == ()


def test_every_difference_is_named(tmp_path: Path) -> None:
    bag = unpacked(tmp_path)
    (bag / "data/records/incidents.csv").write_bytes(b"two")
    (bag / "data/exhibits/1-1.jpg").unlink()
    (bag / "data/exhibits/2-2.jpg").write_bytes(b"new")
    assert verify(bag) == (
        Problem("data/exhibits/1-1.jpg", Trouble.MISSING),
        Problem("data/exhibits/2-2.jpg", Trouble.ADDED),
        Problem("data/records/incidents.csv", Trouble.ALTERED),
    )


def test_a_changed_tag_file_is_named(tmp_path: Path) -> None:
    bag = unpacked(tmp_path)
    (bag / "VERIFY.txt").write_bytes(b"trust me")
    assert verify(bag) == (Problem("VERIFY.txt", Trouble.ALTERED),)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    bag = unpacked(tmp_path)
    (bag / "tagmanifest-sha256.txt").unlink()
    assert Problem("tagmanifest-sha256.txt", Trouble.MISSING) in verify(bag)


def test_a_flipped_byte_inside_the_zip_is_named(tmp_path: Path) -> None:
    path = make_bag(tmp_path)
    content = bytearray(path.read_bytes())
    at = content.index(b"\xff\xd8 picture")
    content[at + 4] ^= 1
    path.write_bytes(content)
    assert verify(path) == (Problem("data/exhibits/1-1.jpg", Trouble.ALTERED),)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a\\..\\evil", "C:evil"])
def test_a_name_that_climbs_out_is_refused(tmp_path: Path, name: str) -> None:
    path = make_bag(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(UnsafeBundle):
        verify(path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = make_bag(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{NAME}/data/zeros", bytes(100 * 2**20))
    with pytest.raises(UnsafeBundle):
        verify(path)


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(UnsafeBundle):
        verify(tmp_path / "notes.txt")
    with pytest.raises(UnsafeBundle):
        verify(tmp_path)


def test_a_payload_that_changed_meanwhile_stops_the_bag(tmp_path: Path) -> None:
    payload = payload_of_bytes("data/a", b"one")
    wrong = Digests(3, "0" * 64, "0" * 128, "0" * 64)
    with pytest.raises(FixityError):
        write_bag(
            target=tmp_path / "a.zip",
            name=NAME,
            payloads=[type(payload)("data/a", wrong, payload.chunks)],
            tags=[],
            info=[],
            moment=MOMENT,
        )
