"""The example case, loaded, issued and checked by the commands that a person would type."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from incidents.models.creditor import CreditorType
from tests.factories import make_case, make_creditor, make_incident

ROOT = Path(__file__).resolve().parent.parent.parent
# Instruments that did not exist, or did not bind, in spring 2018.
LATER = (
    "民法典",
    "个人信息保护法",
    "45251",
    "催收工作指引",
    "贷后催收业务指引",
    "消费者权益保护管理办法",
)


class Example:
    """A data folder with the example in it, and what the commands said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {"HARASSGUARD_DATA": str(folder / "data")}
        self.run("migrate", "--verbosity", "0")
        self.loaded = json.loads(self.run("demo", "--json"))
        out = folder / "out"
        self.issued = json.loads(
            self.run(
                "export_bundle", "--case", self.loaded["case"], "--recipient", "12378",
                "--out", str(out), "--json",
            )
        )  # fmt: skip
        self.pdf = Path(self.issued["pdf"])
        self.zip = Path(self.issued["zip"])
        self.text = self.text_of(self.pdf)

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def text_of(self, pdf: Path) -> str:
        """Return the words of a PDF without the breaks that lines and justification bring."""
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        return "".join(text.split())


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    return Example(tmp_path_factory.mktemp("example"))


def test_the_example_holds_all_contacts_of_its_story(example: Example) -> None:
    assert example.loaded["incidents"] == 534
    assert example.loaded["contacts"] == 5


def test_loading_the_example_twice_changes_nothing(example: Example) -> None:
    assert json.loads(example.run("demo", "--json")) == example.loaded


def test_the_bundle_shows_three_waves(example: Example) -> None:
    for wave in ("第一阶段", "第二阶段", "第三阶段"):
        assert wave in example.text


def test_the_bundle_says_how_many_were_reached_and_how_often_a_day(example: Example) -> None:
    assert "423次" in example.text
    assert "46次" in example.text


def test_the_bundle_shows_places_by_number(example: Example) -> None:
    for place in ("济宁", "西安", "北京"):
        assert place in example.text


@pytest.mark.parametrize(
    "finding",
    ["一天打很多次", "打给亲友或别的人", "知道不该知道的信息", "说要联系本人的单位"],
)
def test_the_bundle_asserts_the_findings_of_the_story(example: Example, finding: str) -> None:
    assert finding in example.text


@pytest.mark.parametrize("later", LATER)
def test_the_bundle_cites_nothing_that_was_not_in_force(example: Example, later: str) -> None:
    assert later not in example.text


@pytest.mark.parametrize(
    "title",
    [
        "关于进一步规范信用卡业务的通知",
        "互联网金融逾期债务催收自律公约（试行）",
        "关于加强网络信息保护的决定",
    ],
)
def test_the_bundle_says_of_each_required_instrument_whether_it_binds(
    example: Example, title: str
) -> None:
    assert title in example.text


def test_the_letter_tells_once_what_the_platform_was_asked(example: Example) -> None:
    assert "二、核实与投诉经过" in example.text
    assert example.text.count("请问这些济宁的号码是不是你们委托的公司") == 1
    assert example.text.count("在了解情况") == 1


def test_every_incident_of_the_example_is_printed(example: Example) -> None:
    assert example.issued["incidents"] == 534


def test_the_bundle_of_the_example_verifies(example: Example) -> None:
    assert json.loads(example.run("verify_bundle", str(example.zip), "--json"))["ok"] is True


def test_the_chain_of_the_example_verifies(example: Example) -> None:
    answer = json.loads(example.run("verify_case", "--case", example.loaded["case"], "--json"))
    assert answer["ok"] is True


@pytest.mark.django_db
def test_an_outsourced_card_debt_gets_the_notice_on_outsourcing() -> None:
    case = make_case(title="信用卡")
    make_creditor(case=case, name="某银行", kind=CreditorType.BANK_CARD, outsources=True)
    make_incident(case=case, narrative="我们受银行委托催收，再不还让你好看。")

    cited = {
        citation["clause"] for finding in case.findings.all() for citation in finding.citations
    }

    assert "cbrc-2009-60:outsourcing-prudence" in cited
