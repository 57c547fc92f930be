"""A clause that a user has checked on an official site prints with who, when and where."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.tagging.catalogue.loader import CatalogueError, load
from incidents.tagging.catalogue.model import Checked
from incidents.tagging.catalogue.overlay import read_overlay, write_overlay
from incidents.tagging.cite import Cited, cite
from tests.incidents.tagging.builders import clauses, make_facts, tag_it, the_catalogue

CHECKED = """
[[checked]]
clause = "cbrc-2009-60:outsourcing-liability"
article = "第九十九条"
words = "只为测试写的一句。"
place = "nfra.gov.cn"
day = 2026-11-20
by = "小林"
"""
CLAUSE = "cbrc-2009-60:outsourcing-liability"


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    path = tmp_path / "checked.toml"
    path.write_text(CHECKED, encoding="utf-8")
    return path


def test_a_checked_clause_prints_wording_number_and_note(overlay):
    citation = cite(load(overlay=overlay), Cited(CLAUSE))
    assert citation.reference == "《关于进一步规范信用卡业务的通知》第九十九条"
    assert citation.printed == ("“只为测试写的一句。”（小林于 2026-11-20 在 nfra.gov.cn 核对原文）")


def test_a_checked_clause_is_cited_where_the_unverified_one_was_silent(overlay):
    facts = make_facts(creditor="BANK_CC", outsourced=True)
    assert CLAUSE not in clauses(facts, "R14", "insult")
    drafts = tag_it(facts, "insult", catalogue=load(overlay=overlay)).findings
    cited = {cited.clause for draft in drafts for cited in draft.citations}
    assert CLAUSE in cited


def test_the_overlay_changes_the_digest(overlay):
    assert load(overlay=overlay).digest != the_catalogue().digest


def test_an_overlay_that_does_not_exist_yet_is_empty(tmp_path):
    assert load(overlay=tmp_path / "none.toml").digest == the_catalogue().digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('by = "小林"', ""),
        ("day = 2026-11-20", ""),
        ('place = "nfra.gov.cn"', ""),
        ('words = "只为测试写的一句。"', ""),
        ("outsourcing-liability", "no-such-clause"),
        ('by = "小林"', 'by = "小林"\nnote = "x"'),
        ("第九十九条", "九十九"),
        ("[[checked]]", "[[checked"),
        ('by = "小林"', 'by = "小林"\nfrom = 2012-01-01\nto = 2011-01-01'),
        ('by = "小林"\n', f'by = "小林"\n{CHECKED}'),
    ],
)
def test_an_overlay_without_who_where_when_or_what_is_refused(overlay, old, new):
    overlay.write_text(CHECKED.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"checked\.toml"):
        load(overlay=overlay)


def test_days_entered_with_the_check_are_printed(overlay):
    days = CHECKED + "from = 2009-07-01\nto = 2012-01-01\n"
    overlay.write_text(days, encoding="utf-8")
    applies = cite(load(overlay=overlay), Cited(CLAUSE)).applies
    assert applies.startswith("2009-07-01 起施行，至 2012-01-01；")


def test_the_instrument_shows_the_checked_clause_too(overlay):
    held = load(overlay=overlay).instruments["cbrc-2009-60"].clauses
    assert [clause.grade.value for clause in held if clause.id == CLAUSE] == ["checked"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
DAYS = st.dates(date(1900, 1, 1))
ENTRIES = st.builds(
    Checked,
    clause=st.sampled_from(sorted(the_catalogue().clauses)),
    words=TEXTS,
    place=TEXTS,
    day=DAYS,
    by=TEXTS,
    article=st.sampled_from(["", "第九十九条", "第12条第二款"]),
    starts_mid_sentence=st.booleans(),
    first=st.none() | DAYS,
    entered_by=st.just("") | TEXTS,
    entered_at=st.just("") | TEXTS,
)


@given(st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.clause))
def test_what_is_written_is_read_again(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("overlay") / "checked.toml"
    path.write_text(write_overlay(entries), encoding="utf-8", newline="\n")
    problems = []
    read = read_overlay(path, the_catalogue().clauses, problems)
    assert not problems
    assert list(read.entries) == sorted(entries, key=lambda entry: entry.clause)
