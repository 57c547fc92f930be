"""A clause that somebody checked prints in a bundle with its wording, number and that note."""

from datetime import date

from evidence.bundles.assertions import assertions, grade_legend
from incidents.models import Case
from incidents.services.checks import check_clause
from incidents.tagging.catalogue.model import Checked
from tests.evidence.bundles.test_patterns import frozen
from tests.factories import confirm_all, make_creditor, make_incident

CHECKED = Checked(
    clause="cbrc-2009-60:outsourcing-liability",
    article="第九十九条",
    words="只为测试写的一句。",
    place="国家金融监督管理总局网站",
    day=date(2026, 11, 20),
    by="小林",
)


def test_a_checked_clause_is_printed_with_who_read_it_where_and_when(case: Case) -> None:
    make_creditor(case=case, kind="BANK_CC", outsources=True)
    check_clause(checked=CHECKED, actor=case.owner)
    make_incident(case=case, narrative="再不还就让你横着出门")
    confirm_all(case)
    printed = [one.citation for found in assertions(frozen(case)) for one in found.citations]
    citation = next(one for one in printed if one.grade_text == "已核对")
    assert citation.reference == "《关于进一步规范信用卡业务的通知》第九十九条"
    assert (citation.text, citation.is_quote) == ("“只为测试写的一句。”", True)
    assert citation.note == "小林于2026年11月20日在国家金融监督管理总局网站核对原文"


def test_the_legend_names_the_checked_grade_where_it_is_printed(case: Case) -> None:
    make_creditor(case=case, kind="BANK_CC", outsources=True)
    check_clause(checked=CHECKED, actor=case.owner)
    make_incident(case=case, narrative="再不还就让你横着出门")
    confirm_all(case)
    assert grade_legend(assertions(frozen(case))) == (
        "●已核对，有人读过官方文本，何人何日在何处核对写在条款下；●原文，读过全文，但来自非官方转载；"
        "◐引文，待官方核对；○转述，据公开转述，条号或原文待核"
    )


def test_the_legend_leaves_out_the_checked_grade_where_it_is_not_used(case: Case) -> None:
    make_creditor(case=case, kind="BANK_CC", outsources=True)
    make_incident(case=case, narrative="再不还就让你横着出门")
    confirm_all(case)
    assert grade_legend(assertions(frozen(case))).startswith("●原文，")
