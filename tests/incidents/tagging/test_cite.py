"""What may be printed of a clause depends on its grade, for every clause in the catalogue."""

import re

import pytest

from incidents.tagging.catalogue.model import Grade
from incidents.tagging.cite import Citation, CitationError, Cited, Medium, cite, cite_all, quote
from tests.incidents.tagging.builders import the_catalogue

CLAUSES = sorted(the_catalogue().clauses.values(), key=lambda clause: clause.id)
CITABLE = [clause for clause in CLAUSES if clause.is_citable]
SILENT = [clause for clause in CLAUSES if not clause.is_citable]
LANGUAGES = ["zh-hans", "en"]
QUOTATION = re.compile('[“”‘’「」『』"]')
ANY_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十百]+[条项款]")


def render(clause_id: str, language: str = "zh-hans", medium: Medium = Medium.SCREEN) -> Citation:
    remarks = tuple(the_catalogue().remarks)
    return cite(the_catalogue(), Cited(clause_id, remarks), language, medium)


def everything(citation: Citation) -> str:
    return " ".join(
        [
            citation.reference,
            citation.printed,
            citation.gloss,
            citation.applies,
            citation.force_text,
            citation.grade_text,
            *citation.remarks,
        ]
    )


@pytest.mark.parametrize("clause", SILENT, ids=lambda clause: clause.id)
def test_a_clause_that_is_not_verified_cannot_be_rendered(clause):
    with pytest.raises(CitationError):
        render(clause.id)


def test_there_are_unverified_clauses_for_this_to_be_about():
    assert sum(clause.grade is Grade.UNVERIFIED for clause in SILENT) == 20


def test_a_clause_that_does_not_exist_cannot_be_rendered():
    with pytest.raises(CitationError):
        render("npcsc-2012:99")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("medium", Medium)
def test_the_internal_key_is_never_printed(language, medium):
    for clause in CITABLE:
        said = everything(render(clause.id, language, medium))
        assert clause.id not in said
        assert clause.instrument not in said


@pytest.mark.parametrize("clause", CITABLE, ids=lambda clause: clause.id)
def test_only_the_sourced_article_number_is_printed(clause):
    citation = render(clause.id)
    assert citation.article == clause.article
    about = [citation.reference, citation.applies, citation.note, *citation.remarks]
    if clause.words is None:
        about.append(citation.text)
    printed = ANY_ARTICLE.findall(" ".join(about).replace(clause.article or "\0", ""))
    assert printed == []


@pytest.mark.parametrize("clause", CITABLE, ids=lambda clause: clause.id)
def test_quotation_marks_stand_around_read_or_quoted_wording_only(clause):
    for citation in (render(clause.id, language) for language in LANGUAGES):
        if clause.words is None:
            assert not citation.is_quote
            assert not QUOTATION.search(citation.printed)
        else:
            assert clause.grade in {Grade.VERBATIM, Grade.QUOTED}
            assert citation.text.startswith("“")
            assert citation.text.endswith("”")


def test_read_wording_is_printed_character_by_character():
    for clause in CITABLE:
        if clause.words is not None:
            inner = clause.words.replace("“", "‘").replace("”", "’")
            assert inner in render(clause.id).text


def test_a_paraphrase_says_that_it_is_one_and_what_is_missing():
    for clause in CITABLE:
        if clause.grade is Grade.SECONDARY:
            citation = render(clause.id)
            assert citation.text.startswith("大意：")
            missing = "原文待核" if clause.article else "条号待核"
            assert citation.printed.endswith(f"（据公开转述，{missing}）")


def test_a_quoted_clause_waits_for_the_official_check():
    for clause in CITABLE:
        assert render(clause.id).printed.endswith("（待官方核对）") == (
            clause.grade is Grade.QUOTED
        )


def test_an_excerpt_shows_where_it_is_cut():
    for clause in CITABLE:
        if clause.words is None:
            continue
        text = render(clause.id).text
        assert text[-2] in "。？！…"
        if clause.starts_mid_sentence or clause.words.startswith("（"):
            assert text[1] == "…"


def test_every_citation_says_force_grade_whom_and_when():
    for clause in CITABLE:
        citation = render(clause.id)
        assert citation.force_text
        assert citation.grade_text in {"原文", "引文", "转述"}
        assert clause.binds_text.zh in citation.applies
        when = citation.applies.partition("；")[0]
        assert re.match(r"\d{4}", when) or when == "起止日期未核"


def test_a_day_that_is_not_sourced_is_not_printed():
    for clause in CITABLE:
        for medium in Medium:
            applies = render(clause.id, medium=medium).applies
            if clause.period.first_text is None:
                assert not re.search(r"\d{4}", applies)


def test_print_writes_days_in_chinese_and_no_space_beside_digits():
    for clause in CITABLE:
        citation = render(clause.id, medium=Medium.PRINT)
        assert not re.search(r"\d{4}-\d{2}", citation.applies)
        said = citation.applies if citation.is_quote else citation.applies + citation.text
        assert not re.search(r"[\u4e00-\u9fff] \d|\d [\u4e00-\u9fff]", said)


def test_english_leaves_no_chinese_sentence_outside_the_wording():
    for clause in CITABLE:
        citation = render(clause.id, "en")
        said = [citation.force_text, citation.grade_text, citation.note, citation.applies]
        said += [*citation.remarks, citation.gloss, citation.title_en]
        if not citation.is_quote:
            said.append(citation.text)
        assert not re.search(r"[\u4e00-\u9fff]", " ".join(said))


@pytest.mark.parametrize(
    ("words", "starts_mid_sentence", "printed"),
    [
        ("本决定自公布之日起施行。", False, "“本决定自公布之日起施行。”"),
        ("多次发送信息的；", True, "“…多次发送信息的；…”"),
        ("…个人有权撤回其同意…", False, "“…个人有权撤回其同意…”"),
        ("称为“寻衅滋事”。", False, "“称为‘寻衅滋事’。”"),
        ("不得实施下列行为：…", False, "“不得实施下列行为：…”"),
    ],
)
def test_an_ellipsis_stands_at_each_end_that_is_no_sentence_end(
    words, starts_mid_sentence, printed
):
    assert quote(words, starts_mid_sentence=starts_mid_sentence) == printed


def test_the_2009_notice_prints_title_and_gist_only():
    citation = render("cbrc-2009-60:outsourcing-prudence")
    assert citation.reference == "《关于进一步规范信用卡业务的通知》"
    assert citation.printed == "大意：银行业金融机构应审慎实施催收外包。（据公开转述，条号待核）"
    assert citation.applies == "起止日期未核；只约束银行的信用卡业务"


def test_the_security_law_item_prints_as_an_excerpt_with_its_number():
    citation = render("security-2005:42-i5")
    assert citation.article == "第42条第（五）项"
    assert citation.text == "“…多次发送淫秽、侮辱、恐吓或者其他信息，干扰他人正常生活的；…”"
    assert citation.applies == "2006-03-01 起施行，至 2025-12-31；约束任何人"


def test_a_number_agreed_by_several_sources_is_printed_with_a_paraphrase():
    citation = render("card-measures-2011:68")
    assert citation.article == "第68条"
    assert not citation.is_quote
    assert citation.note == "据公开转述，原文待核"


def test_what_rests_on_a_weak_source_is_kept_off_paper():
    cited = [Cited("nifa-2024:time"), Cited("civil-code:1032")]
    on_screen = cite_all(the_catalogue(), cited)
    on_paper = cite_all(the_catalogue(), cited, medium=Medium.PRINT)
    assert [one.is_weak for one in on_screen] == [True, False]
    assert [one.clause for one in on_paper] == ["civil-code:1032"]
    assert "来源较弱，引用前先核对原文" in on_screen[0].remarks
