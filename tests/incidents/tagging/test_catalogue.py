"""The shipped catalogue is whole and its loader refuses every kind of mistake."""

import re
import shutil
from pathlib import Path

import pytest

from incidents.tagging.catalogue.compare import compare
from incidents.tagging.catalogue.loader import FOLDER, REQUIRED, RULE_IDS, CatalogueError, load
from incidents.tagging.catalogue.model import Force, Grade
from tests.incidents.tagging.builders import the_catalogue

REQUIRED_CLAUSES = {
    "cbrc-2009-60": {
        "outsourcing-prudence": "secondary",
        "outsourcing-selection": "unverified",
        "outsourcing-liability": "unverified",
        "conduct": "unverified",
        "confidentiality": "unverified",
    },
    "nifa-2018": {
        "agreed-contacts": "secondary",
        "no-threats": "secondary",
        "no-frequent-calls": "secondary",
        "visit-recording": "secondary",
        "retention": "secondary",
        "executive-disclosure": "secondary",
        "outsourcing": "secondary",
        "proper-time": "unverified",
        "other": "unverified",
        "scope-2018": "secondary",
    },
    "npcsc-2012": dict.fromkeys(
        ["1-p1", "1-p2", "2-p1", "2-p2", "3", "4", "5", "6", "7", "8", "9", "10-p1", "10-p2"]
        + ["11", "12"],
        "verbatim",
    ),
}
EVERY_CLAUSE = sorted(the_catalogue().clauses.values(), key=lambda clause: clause.id)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the catalogue that a test may spoil."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, folder)
    return folder


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path, overlay: Path | None = None) -> str:
    with pytest.raises(CatalogueError) as caught:
        load(folder, overlay)
    return str(caught.value)


@pytest.mark.parametrize("slug", REQUIRED)
def test_each_required_instrument_has_every_clause_with_its_grade(slug):
    held = the_catalogue().instruments[slug].clauses
    assert {clause.id.partition(":")[2]: clause.grade.value for clause in held} == (
        REQUIRED_CLAUSES[slug]
    )


def test_every_instrument_and_clause_of_the_reference_is_held():
    assert len(the_catalogue().instruments) == 34
    assert len(the_catalogue().clauses) == 200


def test_the_rules_are_r1_to_r19_in_order():
    assert tuple(the_catalogue().rules) == RULE_IDS


def test_titles_of_rules_are_short():
    assert all(len(rule.title.zh) <= 14 for rule in the_catalogue().rules.values())


def test_titles_of_rules_speak_of_what_happened_and_pass_no_verdict():
    said = " ".join(
        f"{rule.title.zh}{rule.plain.zh}{part.title.zh}"
        for rule in the_catalogue().rules.values()
        for part in rule.parts
    )
    assert not re.search("违法|违规|犯罪|铁证|放心|法院认可", said)


def test_the_document_number_of_the_2009_notice_is_nowhere_in_what_is_loaded():
    assert "60号" not in repr(the_catalogue())


def test_an_unverified_clause_carries_nothing_that_could_be_printed():
    unverified = [clause for clause in EVERY_CLAUSE if clause.grade is Grade.UNVERIFIED]
    carried = [(one.article, one.words, one.paraphrase, one.penalty) for one in unverified]
    assert carried == [(None, None, None, "")] * 20


def test_only_read_or_quoted_wording_is_held_as_wording():
    grades = {clause.grade for clause in EVERY_CLAUSE if clause.words is not None}
    assert grades == {Grade.VERBATIM, Grade.QUOTED}


def test_only_three_numbers_rest_on_several_paraphrases():
    numbered = [
        clause.id for clause in EVERY_CLAUSE if clause.article and clause.grade is Grade.SECONDARY
    ]
    assert numbered == [
        "card-measures-2011:68",
        "card-measures-2011:69",
        "card-measures-2011:70",
    ]


def test_a_clause_that_can_be_cited_names_its_sources():
    assert [clause.id for clause in EVERY_CLAUSE if clause.is_citable and not clause.sources] == []


def test_a_clause_that_can_be_cited_has_a_force():
    unknown = [
        clause.id
        for clause in EVERY_CLAUSE
        if clause.is_citable
        and the_catalogue().instruments[clause.instrument].force is Force.UNRECORDED
    ]
    assert unknown == []


def test_the_convention_has_no_article_number_at_all():
    convention = the_catalogue().instruments["nifa-2018"]
    assert [clause.article for clause in convention.clauses] == [None] * 10


@pytest.mark.parametrize("slug", ["nifa-2018", "cbrc-2009-60", "card-measures-2011"])
def test_no_hour_and_no_count_of_calls_is_put_under_the_instruments_that_have_none(slug):
    instrument = the_catalogue().instruments[slug]
    said = " ".join(
        f"{clause.words}{clause.paraphrase.zh if clause.paraphrase else ''}"
        for clause in instrument.clauses
    )
    assert not re.search(r"2[12]:00|8:00|\d ?次|[三六]次", said)


def test_an_instrument_that_nobody_has_read_is_not_citable():
    unread = ["microloan-2024", "microloan-2020", "cash-loan-2017", "p2p-interim"]
    assert not any(the_catalogue().instruments[slug].is_citable for slug in unread)


def test_days_that_are_not_verified_select_but_have_no_printed_form():
    for slug in ("cbrc-2009-60", "card-measures-2011", "cfc-2024", "anti-telecom-fraud"):
        period = the_catalogue().instruments[slug].period
        assert period.first is not None
        assert period.first_text is None


def test_the_digest_names_the_content(copied):
    before = load(copied).digest
    assert load(copied).digest == before == the_catalogue().digest
    edit(copied, "npcsc-2012.toml", "保护对象", "保护的对象")
    assert load(copied).digest != before


MISTAKES = {
    "an unknown key": ("nifa-2018.toml", 'id = "no-threats"', 'id = "no-threats"\nartikel = "x"'),
    "a grade that does not exist": ("pipl.toml", 'grade = "verbatim"', 'grade = "certain"'),
    "a clause twice": ("npcsc-2012.toml", 'id = "2-p2"', 'id = "2-p1"'),
    "an article for an unverified clause": (
        "cbrc-2009-60.toml",
        'id = "conduct"',
        'id = "conduct"\narticle = "第十条"',
    ),
    "an article that one source names": (
        "cba-2026.toml",
        'id = "visit"',
        'id = "visit"\narticle = "第22条"',
    ),
    "wording for a paraphrased clause": (
        "nifa-2018.toml",
        'id = "no-threats"',
        'id = "no-threats"\nwords = "不得恐吓。"',
    ),
    "quotation marks in a paraphrase": (
        "nifa-2018.toml",
        "不得恐吓、威胁、辱骂债务人等",
        "“不得恐吓、威胁、辱骂债务人等”",
    ),
    "a verbatim clause without its article": ("pipl.toml", 'article = "第6条"\n', ""),
    "a day as a text": ("pipl.toml", "from = 2021-11-01", 'from = "2021-11-01"'),
    "a period that ends before it begins": (
        "security.toml",
        "to = 2025-12-31",
        "to = 2005-12-31",
    ),
    "a creditor type that does not exist": ("pipl.toml", '"BANK_CC"', '"BANK"'),
    "a rule on a clause that does not exist": (
        "rules.toml",
        '"nifa-2024:time"',
        '"nifa-2024:hour"',
    ),
    "a condition that does not exist": ("rules.toml", '["odd_hours"]', '["odd_hour"]'),
    "a criminal provision as a main clause": (
        "rules.toml",
        '"criminal-law:279", police = true',
        '"criminal-law:279"',
    ),
    "a remark that does not exist": ("rules.toml", '["per_line"]', '["per_lines"]'),
    "creditors that a clause does not bind": (
        "rules.toml",
        '{ clause = "nifa-2024:time" }',
        '{ clause = "nifa-2024:time", for = ["PRIVATE"] }',
    ),
    "a missing rule": ("rules.toml", 'id = "R19"\ntitle = "逼', 'id = "R18"\ntitle = "逼'),
    "a missing instrument": ("nifa-2018.toml", 'slug = "nifa-2018"', 'slug = "nifa-2017"'),
    "a file that is not TOML": ("pipl.toml", "[[instrument]]", "[[instrument"),
    "an item that begins as if it were a sentence": (
        "civil-code.toml",
        "starts_mid_sentence = true\n",
        "",
    ),
    "a title that is too long": (
        "rules.toml",
        "深夜或清晨联系你",
        "深夜或清晨联系你深夜或清晨联系你",
    ),
    "a withheld clause in a rule": (
        "rules.toml",
        '"nifa-2024:time"',
        '"gbt-45251-2025:law-firm-claims"',
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_loader_refuses(copied, mistake):
    file, old, new = MISTAKES[mistake]
    edit(copied, file, old, new)
    said = problems(copied)
    assert file in said or "nifa-2018" in said


def test_a_mistake_names_file_and_entry(copied):
    edit(copied, "nifa-2018.toml", 'id = "no-threats"', 'id = "no-threats"\nartikel = "x"')
    assert problems(copied) == (
        "nifa-2018.toml: nifa-2018 › no-threats: “artikel” is not a known key"
    )


def test_all_mistakes_are_named_at_once(copied):
    edit(copied, "pipl.toml", 'article = "第6条"\n', "")
    edit(copied, "rules.toml", '["odd_hours"]', '["odd_hour"]')
    with pytest.raises(CatalogueError) as caught:
        load(copied)
    assert len(caught.value.problems) >= 2


def test_an_empty_folder_is_no_catalogue(tmp_path):
    assert "holds no catalogue files" in problems(tmp_path)


def test_an_edit_shows_as_one_change(copied):
    edit(copied, "cba-2026.toml", "首次联系应主动表明机构身份", "首次联系须主动表明机构身份")
    changes = compare(the_catalogue(), load(copied))
    assert [str(change) for change in changes] == ["changed clause cba-2026:identity (paraphrase)"]


def test_a_draft_of_an_unverified_clause_changes_nothing_that_can_be_cited(copied):
    edit(copied, "cbrc-2009-60.toml", "客户信息保密，处理投诉", "客户信息保密")
    assert compare(the_catalogue(), load(copied)) == ()
