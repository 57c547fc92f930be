"""Clauses that somebody checked: entered, shown with their note, taken back, passed on."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from incidents.catalogue import catalogue, overlay_path
from incidents.checks import check_catalogue
from incidents.exceptions import CheckRefused
from incidents.models import Case, User
from incidents.services.checks import check_clause, export_checks, held, look_into, take_back
from incidents.tagging.catalogue.loader import shipped
from incidents.tagging.catalogue.model import Checked, Grade
from incidents.tagging.cite import Cited, Medium, cite
from tests.factories import make_creditor, make_incident, make_user

CLAUSE = "cbrc-2009-60:outsourcing-liability"
URL = "/rules/cbrc-2009-60/outsourcing-liability/"
EXPORT, IMPORT = "/rules/checked/export/", "/rules/checked/import/"
FIELDS = {
    "words": "只为测试写的一句。",
    "article": "第九十九条",
    "place": "国家金融监督管理总局 nfra.gov.cn",
    "day": "2026-11-20",
    "by": "小林",
}


@pytest.fixture
def keeper(owner: User) -> User:
    """The account that runs the program."""
    owner.is_staff = True
    owner.save()
    return owner


@pytest.fixture
def keeper_in(client: Client, keeper: User, case: Case) -> Client:
    client.force_login(keeper)
    return client


def entry(**values: object) -> Checked:
    known = {**FIELDS, "clause": CLAUSE, "day": date(2026, 11, 20)} | values
    return Checked(**known)  # type: ignore[arg-type]


def upload(text: str | bytes) -> dict[str, object]:
    content = text.encode() if isinstance(text, str) else text
    return {"file": SimpleUploadedFile("checked.toml", content)}


def test_a_clause_that_was_checked_prints_with_who_when_and_where(keeper_in: Client) -> None:
    assert keeper_in.post(URL, FIELDS).status_code == 302
    printed = cite(catalogue(), Cited(CLAUSE), medium=Medium.PRINT)
    assert printed.reference == "《关于进一步规范信用卡业务的通知》第九十九条"
    assert printed.text == "“只为测试写的一句。”"
    assert printed.note == "小林于2026年11月20日在国家金融监督管理总局 nfra.gov.cn 核对原文"


def test_the_rules_page_shows_it_from_then_on(keeper_in: Client) -> None:
    assert FIELDS["words"] not in keeper_in.get("/rules/").text
    keeper_in.post(URL, FIELDS)
    page = keeper_in.get("/rules/").text
    assert FIELDS["words"] in page
    assert "小林于 2026-11-20 在国家" in page
    assert "已核对" in page


def test_the_entry_says_which_account_put_it_in_and_when(keeper: User) -> None:
    check_clause(checked=entry(), actor=keeper)
    (kept,) = catalogue().checked
    assert kept.entered_by == keeper.username
    assert kept.entered_at.endswith("+00:00")


def test_an_entry_can_be_taken_back(keeper_in: Client) -> None:
    keeper_in.post(URL, FIELDS)
    assert keeper_in.get(URL).context["form"].initial["words"] == FIELDS["words"]
    keeper_in.post(f"{URL}take-back/")
    assert catalogue().digest == shipped().digest
    assert not overlay_path().exists()


def test_another_process_sees_an_entry_at_once(keeper: User) -> None:
    assert catalogue().clauses[CLAUSE].grade is Grade.UNVERIFIED
    check_clause(checked=entry(), actor=keeper)
    text = overlay_path().read_text(encoding="utf-8").replace("只为测试", "别处改过")
    draft = overlay_path().with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(overlay_path())
    assert catalogue().clauses[CLAUSE].words == "别处改过写的一句。"


def test_reading_the_catalogue_again_and_again_loads_it_once(keeper: User) -> None:
    check_clause(checked=entry(), actor=keeper)
    assert catalogue() is catalogue()


def test_pages_follow_the_catalogue_that_is_in_use(keeper_in: Client, case: Case) -> None:
    make_creditor(case=case)
    keeper_in.post("/rules/npcsc-2012/8/", FIELDS | {"words": "第一次抄的。"})
    before = keeper_in.get("/rules/?all=1").text
    keeper_in.post("/rules/npcsc-2012/8/", FIELDS | {"words": "第二次抄的。"})
    after = keeper_in.get("/rules/?all=1").text
    assert ("第一次抄的" in before, "第一次抄的" in after) == (True, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", ""),
        ("place", ""),
        ("by", ""),
        ("day", ""),
        ("day", "2999-01-01"),
        ("article", "九十九"),
        ("last", "2001-01-01"),
    ],
)
def test_what_is_missing_or_cannot_be_is_asked_again(
    keeper_in: Client, name: str, value: str
) -> None:
    page = keeper_in.post(URL, FIELDS | {name: value})
    assert page.status_code == 200
    assert name in page.context["form"].errors
    assert not catalogue().checked


def test_what_was_pasted_becomes_one_line_without_outer_quotation_marks(keeper_in: Client) -> None:
    keeper_in.post(URL, FIELDS | {"words": "“应当这样，\r\n  不得那样。”"})
    assert held()[CLAUSE].words == "应当这样，不得那样。"


def test_an_item_never_begins_a_sentence(keeper_in: Client) -> None:
    keeper_in.post(URL, FIELDS | {"words": "（三）不得那样"})
    assert cite(catalogue(), Cited(CLAUSE)).text == "“…（三）不得那样…”"


@pytest.mark.parametrize("path", [URL, IMPORT])
def test_only_the_account_that_runs_the_program_enters_clauses(
    client_in: Client, case: Case, path: str
) -> None:
    assert client_in.get(path).status_code == 404
    assert client_in.post(path, FIELDS).status_code == 404
    assert client_in.post(f"{URL}take-back/").status_code == 404
    assert URL not in client_in.get("/rules/").text


@pytest.mark.parametrize("path", [URL, IMPORT, EXPORT, "/rules/changes/"])
def test_these_pages_are_for_those_who_signed_in(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("path", ["/rules/cbrc-2009-60/none/", "/rules/p2p-interim/conduct/"])
def test_a_clause_that_no_page_names_cannot_be_checked(keeper_in: Client, path: str) -> None:
    assert keeper_in.get(path).status_code == 404


def test_an_exported_file_brings_the_same_entries_elsewhere(
    keeper_in: Client, keeper: User
) -> None:
    check_clause(checked=entry(words="一句“带引号”的，\\还有\t别的。"), actor=keeper)
    before = held()
    exported = keeper_in.get(EXPORT)
    assert "attachment" in exported["Content-Disposition"]
    take_back(clause=CLAUSE)
    shown = keeper_in.post(IMPORT, upload(exported.content))
    assert not held()
    assert "带引号" in shown.text
    keeper_in.post(IMPORT, {"content": shown.context["content"].replace("\n", "\r\n")})
    assert held() == before


def test_a_file_says_what_it_would_replace(keeper: User) -> None:
    check_clause(checked=entry(), actor=keeper)
    exported = export_checks()
    assert look_into(exported.encode()).same == 1
    incoming = look_into(exported.replace("只为测试", "别处改过").encode())
    assert [(old.words, new.words) for old, new in incoming.replaced] == [
        ("只为测试写的一句。", "别处改过写的一句。")
    ]


@pytest.mark.parametrize("content", ["[[checked", "[[checked]]\nclause = 'x:y'\n", b"\xff\xfe"])
def test_a_file_that_the_catalogue_does_not_take_changes_nothing(
    keeper_in: Client, content: str | bytes
) -> None:
    page = keeper_in.post(IMPORT, upload(content))
    assert "file" in page.context["form"].errors
    assert not overlay_path().exists()


def test_a_file_that_is_no_text_of_ours_is_refused_by_its_size() -> None:
    with pytest.raises(CheckRefused):
        look_into(b"#" * (2**20 + 1))


def test_a_spoiled_file_is_left_out_named_and_never_written_over(
    keeper_in: Client, keeper: User, caplog: pytest.LogCaptureFixture
) -> None:
    check_clause(checked=entry(), actor=keeper)
    spoiled = overlay_path().read_text(encoding="utf-8").replace("第九十九条", "九十九")
    overlay_path().write_text(spoiled, encoding="utf-8")
    assert catalogue().digest == shipped().digest
    assert "checked.toml" in keeper_in.get("/rules/").text
    assert [found.id for found in check_catalogue()] == ["incidents.W001"]
    with pytest.raises(CheckRefused):
        check_clause(checked=entry(), actor=keeper)
    assert overlay_path().read_text(encoding="utf-8") == spoiled


def test_an_entry_refused_by_the_catalogue_leaves_the_old_file(keeper: User) -> None:
    check_clause(checked=entry(), actor=keeper)
    before = overlay_path().read_bytes()
    with pytest.raises(CheckRefused):
        check_clause(checked=entry(article="九十九"), actor=keeper)
    assert overlay_path().read_bytes() == before
    assert os.listdir(overlay_path().parent) == ["checked.toml"]


def test_the_entries_lie_in_the_data_folder(data_folder: Path, keeper: User) -> None:
    check_clause(checked=entry(), actor=keeper)
    assert (data_folder / "catalogue" / "checked.toml").is_file()


def test_a_stranger_s_bundle_prints_a_checked_clause_too(keeper: User) -> None:
    check_clause(checked=entry(), actor=keeper)
    other = make_user(name="别人")
    assert other.is_staff is False
    assert catalogue().clauses[CLAUSE].is_citable


def test_a_checked_clause_is_cited_when_days_are_tagged_again(case: Case, keeper: User) -> None:
    make_creditor(case=case, kind="BANK_CC", outsources=True)
    check_clause(checked=entry(), actor=keeper)
    make_incident(case=case, narrative="再不还就让你横着出门")
    cited = {one["clause"] for finding in case.findings.all() for one in finding.citations}
    assert CLAUSE in cited
