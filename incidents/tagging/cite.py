"""Decides how a clause may be printed: what stands in quotation marks, which number, which note."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from incidents.tagging.articles import article_in_english
from incidents.tagging.catalogue.model import (
    Catalogue,
    Clause,
    Force,
    Grade,
    Instrument,
    Period,
    Text,
)

ELLIPSIS = "…"
_SENTENCE_ENDS = ("。", "？", "！")
_INNER_QUOTES = str.maketrans({"“": "‘", "”": "’"})
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_HAN_OTHER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_HAN_DIGIT = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\d\u4e00-\u9fff])|(?<=\d) (?=[\u4e00-\u9fff])")

GRADE_NAMES = {
    Grade.VERBATIM: Text("原文", "full text read"),
    Grade.CHECKED: Text("已核对", "checked"),
    Grade.QUOTED: Text("引文", "quoted"),
    Grade.SECONDARY: Text("转述", "paraphrase"),
}
GRADE_MARKS = {
    Grade.VERBATIM: "●",
    Grade.CHECKED: "●",
    Grade.QUOTED: "◐",
    Grade.SECONDARY: "○",
}
GRADE_MEANINGS = {
    Grade.VERBATIM: Text(
        "读过全文，但不是官方网站；提交前须与官方文本核对。",
        "Read in full, though not on an official site; compare with the official text before use.",
    ),
    Grade.CHECKED: Text(
        "有人读过官方文本，记下了地点、日期和姓名。",
        "Somebody read the official text and recorded where, when and who.",
    ),
    Grade.QUOTED: Text(
        "别人引了原句并给出官方地址，待官方核对。",
        "Someone else quotes the sentence with its official address; official check pending.",
    ),
    Grade.SECONDARY: Text(
        "只有公开转述的大意，不加引号，条号或原文待核。",
        "Known from public reports only: no quotation marks; number or wording to be checked.",
    ),
}

_QUOTED_NOTE = Text("待官方核对", "official check pending")
_NO_NUMBER_NOTE = Text("据公开转述，条号待核", "from public reports; article number to be verified")
_NUMBER_NOTE = Text("据公开转述，原文待核", "from public reports; original wording to be verified")
_NO_DATES = Text("起止日期未核", "dates not verified")
_GIST = Text("大意：{}", "In substance: {}")


class CitationError(ValueError):
    """A clause may not be printed."""


class Medium(StrEnum):
    """Screens show 2018-03-28 and spaced digits; print shows 2018年3月28日 without spaces."""

    SCREEN = "screen"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause that a finding rests on, with the ids of the remarks to print beside it."""

    clause: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A clause ready for page and paper. `clause` and `instrument` are keys, never printed."""

    clause: str
    instrument: str
    title: str
    title_en: str
    article: str | None
    force: Force
    force_text: str
    grade: Grade
    grade_text: str
    mark: str
    text: str
    gloss: str
    is_quote: bool
    is_weak: bool
    note: str
    applies: str
    remarks: tuple[str, ...]
    is_chinese: bool = True

    @property
    def reference(self) -> str:
        """The instrument's title, and the article where its number is sourced."""
        return f"{self.title}{self.article or ''}"

    @property
    def printed(self) -> str:
        """The wording or its gist together with the note that its grade demands."""
        if not self.note:
            return self.text
        opening, closing = ("（", "）") if self.is_chinese else (" (", ")")
        return f"{self.text}{opening}{self.note}{closing}"


def cite(
    catalogue: Catalogue,
    cited: Cited,
    language: str = "zh-hans",
    medium: Medium = Medium.SCREEN,
) -> Citation:
    """
    Render one clause as its grade allows.

    Raises CitationError for a clause that is unknown, unverified or withheld.
    """
    clause = catalogue.clauses.get(cited.clause)
    if clause is None:
        raise CitationError("the catalogue has no such clause")
    if not clause.is_citable:
        raise CitationError("this clause is not verified and cannot be printed")
    instrument = catalogue.instruments[clause.instrument]
    chinese = language.startswith("zh")
    return Citation(
        clause=clause.id,
        instrument=instrument.slug,
        title=instrument.title,
        title_en=instrument.title_en,
        article=clause.article if chinese else article_in_english(clause.article),
        force=instrument.force,
        force_text=instrument.force_text.get(language),
        grade=clause.grade,
        grade_text=GRADE_NAMES[clause.grade].get(language),
        mark=GRADE_MARKS[clause.grade],
        text=_wording(clause, language, medium),
        gloss=clause.paraphrase.en if clause.paraphrase and clause.words and not chinese else "",
        is_quote=clause.words is not None,
        is_weak=clause.is_weak,
        note=_in_medium(grade_note(clause, language), medium),
        applies=_in_medium(applies(clause, language), medium),
        remarks=tuple(
            _in_medium(text, medium) for text in _remarks(catalogue, cited, instrument, language)
        ),
        is_chinese=chinese,
    )


def cite_all(
    catalogue: Catalogue,
    cited: Iterable[Cited],
    language: str = "zh-hans",
    medium: Medium = Medium.SCREEN,
) -> tuple[Citation, ...]:
    """Render several clauses; clauses from weak sources are kept off paper."""
    rendered = (cite(catalogue, one, language, medium) for one in cited)
    return tuple(one for one in rendered if medium is Medium.SCREEN or not one.is_weak)


def quote(words: str, *, starts_mid_sentence: bool = False) -> str:
    """Put read wording in quotation marks, with an ellipsis at any end that is no sentence end."""
    inner = words.translate(_INNER_QUOTES)
    if starts_mid_sentence and not inner.startswith(ELLIPSIS):
        inner = ELLIPSIS + inner
    if not inner.endswith((*_SENTENCE_ENDS, ELLIPSIS)):
        inner += ELLIPSIS
    return f"“{inner}”"


def grade_note(clause: Clause, language: str) -> str:
    """Return the note that must stand beside a clause of this grade."""
    if clause.grade is Grade.QUOTED:
        return _QUOTED_NOTE.get(language)
    if clause.grade is Grade.SECONDARY:
        return (_NUMBER_NOTE if clause.article else _NO_NUMBER_NOTE).get(language)
    if clause.check is not None:
        check = clause.check
        return Text(
            _spaced(f"{check.by}于{check.day}在{check.place}核对原文"),
            f"wording checked by {check.by} on {check.day} at {check.place}",
        ).get(language)
    return ""


def _spaced(text: str) -> str:
    """Part Han from other letters and digits by a space, as screens do."""
    return _HAN_OTHER.sub(" ", text)


def applies(clause: Clause, language: str) -> str:
    """Say from when to when a clause applies and whom it binds; unverified days are left out."""
    binds = clause.binds_text.get(language)
    separator = "；" if language.startswith("zh") else "; "
    return separator.join([dates(clause.period, language), binds])


def dates(period: Period, language: str) -> str:
    """Say which days may be printed about a period."""
    known = [part.get(language) for part in (period.first_text, period.last_text) if part]
    if not known:
        return _NO_DATES.get(language)
    return ("，" if language.startswith("zh") else ", ").join(known)


def _wording(clause: Clause, language: str, medium: Medium) -> str:
    """Read wording stays as it is on paper too; a paraphrase is ours to set."""
    if clause.words is not None:
        return quote(clause.words, starts_mid_sentence=clause.starts_mid_sentence)
    if clause.paraphrase is None:
        raise CitationError("this clause has no wording that could be printed")
    gist = clause.paraphrase.get(language)
    end = "。" if language.startswith("zh") else "."
    whole = gist if gist.endswith(end) else gist + end
    return _in_medium(_GIST.get(language).format(whole), medium)


def _remarks(
    catalogue: Catalogue, cited: Cited, instrument: Instrument, language: str
) -> Iterable[str]:
    for name in cited.remarks:
        if name in catalogue.remarks:
            yield catalogue.remarks[name].get(language)
    if instrument.caveat is not None:
        yield instrument.caveat.get(language)
    if catalogue.clauses[cited.clause].is_weak:
        yield catalogue.remarks["weak_source"].get(language)


def _in_medium(text: str, medium: Medium) -> str:
    if medium is Medium.SCREEN:
        return text
    written = _ISO_DAY.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", text)
    return _HAN_DIGIT.sub("", written)
