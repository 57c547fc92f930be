"""Names an article, paragraph and item of a Chinese instrument in English."""

import re

from incidents.tagging.numerals import parse_number

_NUMBER = "[0-9一二三四五六七八九十百]+"
_ARTICLE = re.compile(
    f"第(?P<article>{_NUMBER})(?:–(?P<last>{_NUMBER}))?条(?:之(?P<inserted>{_NUMBER}))?"
    f"(?:第(?P<paragraph>{_NUMBER})款)?(?:第（(?P<item>{_NUMBER})）项)?"
)


def article_in_english(article: str | None) -> str | None:
    """Write 第1033条第（一）项 as “Article 1033, item 1”; what has another form stays as it is."""
    found = _ARTICLE.fullmatch(article or "")
    if found is None:
        return article
    part = {name: str(parse_number(words)) for name, words in found.groupdict("").items() if words}
    if "last" in part:
        return f"Articles {part['article']}–{part['last']}"
    number = "-".join(part[name] for name in ("article", "inserted") if name in part)
    rest = [f"{name} {part[name]}" for name in ("paragraph", "item") if name in part]
    return ", ".join([f"Article {number}", *rest])
