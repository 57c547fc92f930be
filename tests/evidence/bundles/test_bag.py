"""The bag: valid for the standard tools, and every difference is named."""

import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest

from evidence.bundles.bag import payload_of_bytes, write_bag
from evidence.bundles.manifest import Digests
from evidence.bundles.verify import Problem, Trouble, UnsafeBundle, verify
from evidence.exceptions import FixityError
from tests.evidence.bundles.bags import (
    MOMENT,
    NAME,
    PICTURE,
    crowded,
    locked,
    make_bag,
    unpacked,
    with_entry,
)

TAG_MANIFESTS = ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt")


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
    at = content.index(PICTURE)
    content[at + 4] ^= 1
    path.write_bytes(content)
    assert verify(path) == (Problem("data/exhibits/1-1.jpg", Trouble.ALTERED),)


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "a\\..\\evil", "C:evil", "a\x1b[2Jb", "a\u202eb"]
)
def test_a_name_that_climbs_out_or_deceives_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeBundle):
        verify(with_entry(make_bag(tmp_path), name))


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    zeros = bytes(100 * 2**20)
    path = with_entry(make_bag(tmp_path), f"{NAME}/data/zeros", zeros, zipfile.ZIP_DEFLATED)
    with pytest.raises(UnsafeBundle):
        verify(path)


def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeBundle):
        verify(locked(make_bag(tmp_path)))


def test_a_compression_that_swells_without_bound_is_refused(tmp_path: Path) -> None:
    path = with_entry(make_bag(tmp_path), f"{NAME}/data/b", b"x", zipfile.ZIP_BZIP2)
    with pytest.raises(UnsafeBundle):
        verify(path)


@pytest.mark.parametrize("entries", [60_000, 400_000])
def test_a_crowd_of_names_is_refused_before_it_is_taken_apart(tmp_path: Path, entries: int) -> None:
    with pytest.raises(UnsafeBundle):
        verify(crowded(tmp_path / "crowd.zip", entries))


def test_a_name_that_comes_twice_is_named(tmp_path: Path) -> None:
    path = make_bag(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate name"):
        with_entry(path, f"{NAME}/data/exhibits/1-1.jpg", PICTURE)
    assert verify(path) == (Problem("data/exhibits/1-1.jpg", Trouble.ADDED),)


def test_what_lies_beside_the_bag_is_named(tmp_path: Path) -> None:
    path = with_entry(make_bag(tmp_path), "data/exhibits/1-1.jpg")
    assert verify(path) == (Problem("../data/exhibits/1-1.jpg", Trouble.ADDED),)


def test_a_link_is_named_and_never_followed(tmp_path: Path) -> None:
    bag = unpacked(tmp_path)
    picture = bag / "data/exhibits/1-1.jpg"
    (tmp_path / "same.jpg").write_bytes(PICTURE)
    picture.unlink()
    picture.symlink_to(tmp_path / "same.jpg")
    (bag / "data/folder").symlink_to(tmp_path)
    assert verify(bag) == (
        Problem("data/exhibits/1-1.jpg", Trouble.ALTERED),
        Problem("data/folder", Trouble.ADDED),
    )


@pytest.mark.parametrize("name", ["manifest-sha512.txt", "sm3.txt", "contents-sha256.txt"])
def test_every_list_is_compared(tmp_path: Path, name: str) -> None:
    """One list is wrong about one file, and the tag manifests were made anew to hide it."""
    bag = unpacked(tmp_path)
    content = (bag / name).read_bytes()
    first = next(line for line in content.splitlines() if line.endswith(b"1-1.jpg"))
    (bag / name).write_bytes(content.replace(first[:2], b"ab" if first[:1] != b"a" else b"cd", 1))
    for tags in TAG_MANIFESTS:
        (bag / tags).unlink()
    bagit.Bag(str(bag)).save()
    assert Problem("data/exhibits/1-1.jpg", Trouble.ALTERED) in verify(bag)


def test_a_list_that_passes_over_a_file_is_named(tmp_path: Path) -> None:
    bag = unpacked(tmp_path)
    lines = (bag / "sm3.txt").read_text().splitlines(keepends=True)
    (bag / "sm3.txt").write_text("".join(lines[1:]))
    assert Problem("sm3.txt", Trouble.ALTERED) in verify(bag)


def test_size_and_number_of_the_payload_are_compared(tmp_path: Path) -> None:
    bag = unpacked(tmp_path)
    info = (bag / "bag-info.txt").read_text()
    assert f"Payload-Oxum: {len(PICTURE) + 3 + 8}.3" in info
    (bag / "bag-info.txt").write_text(info.replace("Payload-Oxum: ", "Payload-Oxum: 1"))
    assert Problem("bag-info.txt", Trouble.ALTERED) in verify(bag)


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
