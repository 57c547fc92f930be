"""The page that checks anybody's bundle: what it says, to whom, and that it keeps nothing."""

import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evidence.bundles.inspection import Kinship, Verdict, inspect_file
from evidence.models import Bundle, Exhibit
from incidents.models import Case, User
from tests.evidence.bundles.bags import NAME, make_bag, unpacked, with_entry
from tests.evidence.bundles.story import issue, zip_of
from tests.factories import make_case, make_incident, make_user

VERIFY = "bundle-verify"


def shown(client: Client, path: Path) -> str:
    """Bring a file to the page; returns what the page says."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse(VERIFY), {"file": file}).content.decode()


def rezipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent))
    return target


@pytest.fixture
def bundle(case: Case) -> Bundle:
    make_incident(case=case)
    return issue(case)


def test_a_whole_bundle_is_called_whole_and_nothing_is_taken_in(db, client: Client, tmp_path):
    said = shown(client, make_bag(tmp_path))
    assert "完整，没有变过" in said
    assert NAME in said
    assert not Exhibit.objects.exists()
    assert not any((tmp_path / "exhibits").glob("*"))


def test_what_differs_is_named(db, client: Client, tmp_path: Path) -> None:
    bag = unpacked(tmp_path)
    (bag / "data/records/incidents.csv").write_bytes(b"two")
    said = shown(client, rezipped(bag, tmp_path / "b.zip"))
    assert "1 个文件和清单不一样" in said
    assert "data/records/incidents.csv" in said


def test_what_is_no_bundle_of_ours_is_called_so(db, client: Client, tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_bytes(b"hello")
    assert "不是本软件出具的证据包" in shown(client, tmp_path / "notes.zip")
    bag = unpacked(tmp_path)
    (bag / "contents-sha256.txt").unlink()
    for name in ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
        lines = (bag / name).read_text().splitlines(keepends=True)
        (bag / name).write_text("".join(line for line in lines if "contents" not in line))
    assert "不是本软件出具的证据包" in shown(client, rezipped(bag, tmp_path / "b.zip"))


def test_a_hostile_zip_is_refused_in_words(db, client: Client, tmp_path: Path) -> None:
    assert "不安全的文件名" in shown(client, with_entry(make_bag(tmp_path), "../<script>"))


def test_no_file_is_asked_for_again(db, client: Client) -> None:
    assert "先选一个文件" in client.post(reverse(VERIFY)).content.decode()


def test_a_stranger_here_sees_no_case_and_one_elsewhere_has_to_sign_in(case: Case) -> None:
    here = Client().get(reverse(VERIFY)).content.decode()
    assert case.title not in here
    assert case.owner.username not in here
    assert Client(REMOTE_ADDR="192.168.1.9").get(reverse(VERIFY)).status_code == 302


def test_only_whom_it_belongs_to_learns_that_it_was_issued_here(
    bundle: Bundle, client_in: Client
) -> None:
    address = reverse("bundle-detail", args=[bundle.pk])
    assert address in shown(client_in, zip_of(bundle))
    assert address not in shown(Client(), zip_of(bundle))


def test_the_issued_file_is_known_by_its_bytes(bundle: Bundle) -> None:
    found = inspect_file(zip_of(bundle), Bundle.objects.all())
    assert (found.verdict, found.kinship, found.bundle) == (
        Verdict.WHOLE,
        Kinship.SAME_FILE,
        bundle,
    )


def test_a_bundle_zipped_anew_is_known_by_its_lists(bundle: Bundle, tmp_path: Path) -> None:
    with zipfile.ZipFile(zip_of(bundle)) as archive:
        archive.extractall(tmp_path / "out")
    again = rezipped(tmp_path / "out" / bundle.name, tmp_path / "again.zip")
    found = inspect_file(again, Bundle.objects.all())
    assert (found.verdict, found.kinship) == (Verdict.WHOLE, Kinship.SAME_LISTS)


def test_another_bundle_under_the_same_name_is_told_apart(db, tmp_path: Path) -> None:
    owner: User = make_user(name="甲")
    case = make_case(owner=owner)
    make_incident(case=case)
    bundle = issue(case)
    Bundle.objects.filter(pk=bundle.pk).update(number=1)
    case.number = NAME.rpartition("-")[0]
    type(case).objects.filter(pk=case.pk).update(number=case.number)
    found = inspect_file(make_bag(tmp_path), Bundle.objects.all())
    assert (found.verdict, found.kinship) == (Verdict.WHOLE, Kinship.SAME_NAME)
