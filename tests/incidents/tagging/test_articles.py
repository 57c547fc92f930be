"""Articles in English: every number of the catalogue must come out without a Chinese character."""

import re
from pathlib import Path

import pytest

from incidents.tagging.articles import article_in_english
from incidents.tagging.catalogue.loader import load

CATALOGUE = Path("incidents/tagging/catalogue")


@pytest.mark.parametrize(
    ("article", "english"),
    [
        ("第42条", "Article 42"),
        ("第十一条", "Article 11"),
        ("第1019条第一款", "Article 1019, paragraph 1"),
        ("第1033条第（六）项", "Article 1033, item 6"),
        ("第50条第一款第（五）项", "Article 50, paragraph 1, item 5"),
        ("第253条之一", "Article 253-1"),
        ("第11–15条", "Articles 11–15"),
        ("附则", "附则"),
        (None, None),
    ],
)
def test_an_article_is_named_in_english(article, english):
    assert article_in_english(article) == english


def test_every_article_of_the_catalogue_has_an_english_name():
    articles = [clause.article for clause in load(CATALOGUE).clauses.values() if clause.article]
    left = [one for one in articles if re.search(r"[\u4e00-\u9fff]", article_in_english(one))]
    assert left == []
