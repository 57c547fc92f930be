"""Stamps on bundles and on the chain: asked for by a click, or taken back by hand."""

import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evidence import outgoing, storage
from evidence.models import Bundle, Stamp, StampAuthority
from evidence.models.stamp import StampKind
from evidence.services.stamps import (
    StampError,
    ask_authority,
    query_of,
    request_bundle_stamp,
    request_head_stamp,
    set_authority,
    take_answer,
    trust_certificates,
)
from evidence.stamp_view import Standing, stamp_views
from incidents.chain_check import check_chain
from incidents.models import Case
from tests.evidence.authority import Authority, listening, make_authority, secured, silence
from tests.evidence.bundles.story import issue, zip_of
from tests.factories import make_case, make_incident, make_user


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture
def bundle(case: Case) -> Bundle:
    make_incident(case=case)
    return issue(case)


@pytest.fixture
def stamp(bundle: Bundle) -> Stamp:
    return request_bundle_stamp(bundle=bundle, actor=bundle.case.owner)


def answered(stamp: Stamp, authority: Authority) -> Stamp:
    content = authority.answer(query_of(stamp))
    return take_answer(stamp=stamp, content=content, name="a.tsr", actor=stamp.case.owner)


def standing(stamp: Stamp) -> Standing:
    (view,) = stamp_views([stamp], stamp.case.owner)
    return view.standing


def page(client: Client, name: str, *keys: int) -> str:
    return client.get(reverse(name, args=keys)).content.decode()


def test_without_an_address_nothing_is_ever_sent(stamp: Stamp, client_in, monkeypatch) -> None:
    monkeypatch.setattr(outgoing, "post_query", lambda *_: pytest.fail("something was sent"))
    for name, keys in (("stamp-list", ()), ("stamp-detail", (stamp.pk,)), ("stamp-settings", ())):
        page(client_in, name, *keys)
    client_in.post(reverse("stamp-ask", args=[stamp.pk]))
    with pytest.raises(StampError):
        ask_authority(stamp=stamp, actor=stamp.case.owner)


def test_with_an_address_only_the_click_sends(bundle: Bundle, client_in, monkeypatch) -> None:
    set_authority(owner=bundle.case.owner, address="http://127.0.0.1:9/tsa")
    monkeypatch.setattr(outgoing, "post_query", lambda *_: pytest.fail("something was sent"))
    answer = client_in.post(reverse("bundle-stamp", args=[bundle.pk]), follow=True)
    assert "连 127.0.0.1:9，请它盖" in answer.content.decode()
    page(client_in, "bundle-detail", bundle.pk)
    issue(bundle.case)


def test_a_click_has_the_bundle_stamped_and_the_page_says_by_whom(
    stamp: Stamp, authority: Authority, client_in: Client
) -> None:
    trust_certificates(owner=stamp.case.owner, content=authority.root)
    with listening(authority) as address:
        set_authority(owner=stamp.case.owner, address=address)
        said = client_in.post(reverse("stamp-ask", args=[stamp.pk]), follow=True).content.decode()
    assert "核对通过" in said
    assert "测试时间戳机构" in said
    assert stamp.bundle.zip_sha256 in said
    shown = page(client_in, "bundle-detail", stamp.bundle_id)
    assert "核对通过" in shown
    assert "不等于公证" in shown


def test_what_was_sent_is_the_digest_and_a_number(stamp: Stamp) -> None:
    query = query_of(stamp)
    assert bytes.fromhex(stamp.imprint) in query
    assert len(query) < 100


def test_the_stamp_is_on_the_zip_itself_for_anybody(
    stamp: Stamp, authority: Authority, tmp_path: Path
) -> None:
    exhibit = answered(stamp, authority).exhibit
    (tmp_path / "root.pem").write_bytes(authority.root)
    command = ["openssl", "ts", "-verify", "-in", storage.path_of(exhibit.sha256)]
    command += ["-data", zip_of(stamp.bundle), "-CAfile", tmp_path / "root.pem"]
    subprocess.run(command, check=True, capture_output=True)


def test_an_answer_brought_by_hand_is_an_exhibit_and_the_case_still_verifies(
    stamp: Stamp, authority: Authority
) -> None:
    done = answered(stamp, authority)
    assert (done.kind, done.exhibit.original_name) == (StampKind.TOKEN, "a.tsr")
    assert done.authority == "测试时间戳机构, Test"
    assert check_chain(stamp.case).ok


def test_a_stamp_stands_once_its_authority_is_trusted(stamp: Stamp, authority: Authority) -> None:
    done = answered(stamp, authority)
    assert standing(done) == Standing.UNKNOWN
    trust_certificates(owner=stamp.case.owner, content=authority.root)
    assert standing(done) == Standing.HOLDS


def test_an_altered_answer_on_the_disk_is_noticed(stamp: Stamp, authority: Authority) -> None:
    done = answered(stamp, authority)
    path = storage.path_of(done.exhibit.sha256)
    path.chmod(0o600)
    path.write_bytes(b"other")
    assert standing(done) == Standing.DAMAGED


def test_a_stamp_on_something_else_is_refused(
    stamp: Stamp, bundle: Bundle, authority: Authority
) -> None:
    head = request_head_stamp(case=bundle.case, actor=bundle.case.owner)
    with pytest.raises(StampError, match="别的文件"):
        take_answer(
            stamp=stamp,
            content=authority.answer(query_of(head)),
            name="a.tsr",
            actor=bundle.case.owner,
        )
    assert Stamp.objects.get(pk=stamp.pk).is_waiting


def test_what_no_one_can_read_is_refused_and_a_paper_is_kept(stamp: Stamp) -> None:
    owner = stamp.case.owner
    with pytest.raises(StampError):
        take_answer(stamp=stamp, content=b"noise", name="a.tsr", actor=owner)
    done = take_answer(stamp=stamp, content=b"%PDF-1.4 x", name="存证证书.pdf", actor=owner)
    assert (done.kind, standing(done)) == (StampKind.PAPER, Standing.PAPER)


def test_the_newest_link_can_be_stamped(case: Case, authority: Authority) -> None:
    make_incident(case=case)
    head = case.custody_events.order_by("-sequence").first()
    done = answered(request_head_stamp(case=case, actor=case.owner), authority)
    assert (done.sequence, done.imprint) == (head.sequence, head.digest)


def test_a_request_that_waits_is_given_again(stamp: Stamp) -> None:
    again = request_bundle_stamp(bundle=stamp.bundle, actor=stamp.case.owner)
    assert again == stamp


def test_stamps_stay_out_of_later_bundles(stamp: Stamp, authority: Authority) -> None:
    answered(stamp, authority)
    assert not issue(stamp.case).bundle_exhibits.exists()


@pytest.mark.parametrize("status", [404, 302, 500])
def test_an_authority_that_does_not_stamp_leaves_the_request_waiting(
    stamp: Stamp, authority: Authority, status: int
) -> None:
    with listening(authority, status=status) as address:
        set_authority(owner=stamp.case.owner, address=address)
        with pytest.raises(outgoing.NoAnswer, match=str(status)):
            ask_authority(stamp=stamp, actor=stamp.case.owner)
    assert Stamp.objects.get(pk=stamp.pk).is_waiting


def test_an_address_that_answers_nonsense_is_told(stamp: Stamp) -> None:
    with listening(None) as address:
        set_authority(owner=stamp.case.owner, address=address)
        with pytest.raises(StampError, match="不是时间戳"):
            ask_authority(stamp=stamp, actor=stamp.case.owner)


def test_an_authority_that_is_down_stops_nothing(stamp: Stamp, client_in: Client) -> None:
    set_authority(owner=stamp.case.owner, address="http://127.0.0.1:9/")
    said = client_in.post(reverse("stamp-ask", args=[stamp.pk]), follow=True).content.decode()
    assert "没有连上时间戳机构" in said
    assert issue(stamp.case).state == "issued"


def test_an_authority_that_never_ends_is_hung_up_on(stamp: Stamp, monkeypatch) -> None:
    monkeypatch.setattr(outgoing, "DEADLINE_S", 0.3)
    with silence() as address, pytest.raises(outgoing.NoAnswer):
        outgoing.post_query(address, query_of(stamp))


def test_a_site_whose_certificate_is_not_good_gets_nothing(
    stamp: Stamp, authority: Authority
) -> None:
    with secured(authority) as (address, received), pytest.raises(outgoing.NoAnswer, match="证书"):
        outgoing.post_query(address, query_of(stamp))
    assert received == []


def test_the_request_is_downloaded_and_the_answer_uploaded(
    stamp: Stamp, authority: Authority, client_in: Client
) -> None:
    query = client_in.get(reverse("stamp-query", args=[stamp.pk]))
    assert query["Content-Type"] == "application/timestamp-query"
    file = SimpleUploadedFile("back.tsr", authority.answer(query.content))
    said = client_in.post(reverse("stamp-detail", args=[stamp.pk]), {"file": file}, follow=True)
    assert "机构的证书还不在你信任的里面" in said.content.decode()


def test_a_certificate_is_stored_once_and_can_be_removed(
    owner, authority: Authority, client_in: Client
) -> None:
    for _time in range(2):
        file = SimpleUploadedFile("root.pem", authority.root)
        client_in.post(reverse("stamp-trust"), {"file": file})
    (held,) = owner.trusted_certificates.all()
    client_in.post(reverse("stamp-distrust", args=[held.pk]))
    assert not owner.trusted_certificates.exists()


def test_a_file_without_a_certificate_is_refused(client_in: Client) -> None:
    file = SimpleUploadedFile("root.pem", b"hello")
    said = client_in.post(reverse("stamp-trust"), {"file": file}).content.decode()
    assert "没有证书" in said


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://tsa.example.cn/tsr", True),
        ("http://localhost:8080/", True),
        ("", False),
        ("ftp://tsa.example.cn/", False),
        ("https://name:word@tsa.example.cn/", False),
        ("file:///etc/passwd", False),
        ("tsa", False),
    ],
)
def test_an_address_is_kept_when_it_is_one(owner, client_in, address: str, is_kept: bool) -> None:
    client_in.post(reverse("stamp-settings"), {"address": address})
    assert StampAuthority.objects.filter(owner=owner, address=address).exists() == is_kept


def test_a_stranger_finds_no_stamp(stamp: Stamp) -> None:
    stranger = make_user(name="别人")
    make_case(owner=stranger)
    client = Client()
    client.force_login(stranger)
    for name in ("stamp-detail", "stamp-query"):
        assert client.get(reverse(name, args=[stamp.pk])).status_code == 404
    assert client.post(reverse("stamp-ask", args=[stamp.pk])).status_code == 404
    assert client.post(reverse("bundle-stamp", args=[stamp.bundle_id])).status_code == 404
