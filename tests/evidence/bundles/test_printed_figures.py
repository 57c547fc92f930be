"""The figures of a bundle: of its records alone, masked as they are, and text on paper."""

import re
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from django.db import transaction
from django.utils import timezone
from weasyprint import HTML

from evidence.bundles.figures import Captioned, captioned
from evidence.bundles.overview import Overview
from evidence.bundles.selection import freeze
from evidence.exceptions import IssueError
from evidence.models import Bundle
from evidence.models.bundle import Recipient
from evidence.services.bundles import request_bundle
from incidents.figures import kept, studio
from incidents.figures.inks import COUNTS, TOKENS
from incidents.models import Case, Debt, Repayment
from incidents.services.creditors import add_debt, add_repayment
from tests.evidence.bundles.story import NAMES, make_story, scope_for
from tests.factories import make_case, make_incident

HAN_AND_DIGIT = re.compile(r"[\u4e00-\u9fff] +\d|\d +[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker) -> list[Captioned]:
    """Draw the figures of the story once, with repayments within its period and outside."""
    with django_db_blocker.unblock(), transaction.atomic():
        case = make_story(make_case())
        debt = add_debt(
            creditor=case.creditors.earliest("pk"), debt=Debt(lent=4000), actor=case.owner
        )
        for paid in (date(2018, 5, 28), date(2018, 6, 4), date(2019, 1, 1), None):
            repayment = Repayment(amount=Decimal(600), paid_date=paid)
            add_repayment(debt=debt, repayment=repayment, actor=case.owner)
        drawn = list(captioned(overview_of(case, first=date(2018, 3, 1), last=date(2018, 6, 30))))
        transaction.set_rollback(True)
    return drawn


def overview_of(case: Case, **choices) -> Overview:
    scope = scope_for(case, Recipient.REGULATOR_12378, **choices)
    bundle = request_bundle(
        case=case, recipient=Recipient.REGULATOR_12378, scope=scope, actor=case.owner
    )
    return Overview(freeze(Bundle.objects.get(pk=bundle.pk), timezone.now()))


@pytest.fixture(scope="module")
def page(printed: list[Captioned], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("printed") / "figures.pdf"
    body = "".join(f'<figure lang="zh">{each.svg}</figure>' for each in printed)
    HTML(string=f"<title>图</title>{body}").write_pdf(target, pdf_variant="pdf/ua-1")
    return target


def test_figures_are_numbered_in_order(printed: list[Captioned]) -> None:
    assert [each.title for each in printed] == [
        "图一　每天次数。",
        "图二　星期与钟点。",
        "图三　号码从哪里来。",
        "图四　联系了谁。",
        "图五　还款与联系，每周。",
    ]


def test_repayments_outside_the_period_are_not_drawn(printed: list[Captioned]) -> None:
    assert "还款2笔，共1,200元，2018年5月28日到2018年6月4日" in printed[-1].svg
    assert "另有1笔还款没有记日期" in printed[-1].caption


def test_no_figure_names_a_third_person(printed: list[Captioned]) -> None:
    everything = "".join(each.svg + each.caption for each in printed)
    assert "亲友A" in everything
    assert [name for name in NAMES if name in everything] == []


def test_no_space_stands_between_han_and_digits_in_print(printed: list[Captioned]) -> None:
    words = [word for each in printed for word in re.findall(r">([^<]+)<", each.svg)]
    assert [word for word in words if HAN_AND_DIGIT.search(word)] == []


def test_figures_are_printed_in_greys(printed: list[Captioned]) -> None:
    inks = set(re.findall(r'"#([0-9a-f]{6})"', "".join(each.svg for each in printed)))
    assert inks <= {ink[1:] for ink in (*TOKENS, *COUNTS)}
    # Apart by no more than the eye can tell: what is a name for an ink, too, is a grey.
    assert all(max(parts) - min(parts) <= 3 for ink in inks if (parts := bytes.fromhex(ink)))


def test_words_of_figures_can_be_searched_on_paper(page: Path) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", str(page), "-"], check=True, capture_output=True, text=True
    ).stdout
    for words in ("第一阶段", "22时至次日8时", "按归属地", "本人", "每周还款（元）", "600"):
        assert words in text


def test_each_figure_has_its_words_for_who_cannot_see_it(
    page: Path, printed: list[Captioned]
) -> None:
    with pikepdf.open(page) as pdf:
        figures = [
            str(each.Alt)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
    assert len(figures) == len(printed)
    assert all(
        f"<title>{words}</title>" in each.svg for words, each in zip(figures, printed, strict=True)
    )


def test_an_issue_with_a_figure_missing_is_refused(case: Case, settings, tmp_path, monkeypatch):
    settings.FIGURES_DIR = tmp_path / "none"
    monkeypatch.setattr(studio, "COMMAND", ("false",))
    kept.STUDIO.close()
    with pytest.raises(IssueError, match="图一没有画出来"):
        list(captioned(overview_of(make_incident(case=case).case)))
