"""Reads the instrument files: every provision, cut down to what its grade allows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from incidents.tagging.catalogue.fields import Problem, Table, quotes
from incidents.tagging.catalogue.model import (
    ANY,
    Clause,
    Force,
    Grade,
    Instrument,
    Membership,
    Period,
    Text,
)
from incidents.tagging.facts import CreditorType

CREDITORS = frozenset(CreditorType) | {ANY}

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLAUSE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
ARTICLE = re.compile(r"第[0-9一二三四五六七八九十百零〇–-]+条(之[一二三四五六七八九十]+)?(第.+)?")

_FORCES = {
    Force.LAW: Text("法律", "law"),
    Force.INTERPRETATION: Text("司法解释", "judicial interpretation"),
    Force.REGULATION: Text("行政法规或规章", "administrative regulation or rule"),
    Force.STANDARD: Text("推荐性国家标准", "recommended national standard"),
    Force.SELF_DISCIPLINE: Text("自律规范", "self-discipline instrument"),
    Force.UNRECORDED: Text("效力未记录", "force not recorded"),
}

_VERBS = {
    "effective": Text("{} 起施行", "in force from {}"),
    "published": Text("{} 发布", "published {}"),
    "issued": Text("{} 印发", "issued {}"),
    "announced": Text("{} 公布", "announced {}"),
}


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What a clause takes over from its instrument unless it says otherwise."""

    slug: str
    binds: frozenset[str]
    binds_text: Text
    period: Period
    sources: tuple[str, ...]


def read_instruments(table: Table) -> Iterable[Instrument]:
    """Read one instrument file; problems collect in the table."""
    for entry in table.tables("instrument", "instrument", name="slug"):
        yield _read_instrument(entry)
        entry.finish()
    table.finish()


def _read_instrument(table: Table) -> Instrument:
    slug = table.string("slug", required=True)
    if slug and not _SLUG.fullmatch(slug):
        table.wrong("“slug” may hold only lower-case letters, digits and single hyphens")
    force = table.choice("force", Force, Force.UNRECORDED)
    defaults = _Defaults(
        slug=slug,
        binds=read_creditors(table, "binds"),
        binds_text=table.text("binds_text", required=True) or Text("", ""),
        period=_read_period(table, Period()),
        sources=table.strings("sources"),
    )
    instrument = Instrument(
        slug=slug,
        title=table.string("title", required=True),
        title_en=table.string("title_en", required=True),
        issuer=table.string("issuer"),
        document_no=table.string("document_no"),
        grade=table.choice("grade", Grade, Grade.UNVERIFIED),
        force=force,
        force_text=table.text("force_text") or _FORCES[force],
        membership=table.choice("membership", Membership, Membership.NONE),
        is_criminal=table.flag("criminal"),
        is_required=table.flag("required"),
        caveat=table.text("caveat"),
        period=defaults.period,
        binds=defaults.binds,
        binds_text=defaults.binds_text,
        about=table.text("about", required=True) or Text("", ""),
        sources=defaults.sources,
        clauses=tuple(_read_clauses(table, defaults)),
        file=table.file,
    )
    _check_instrument(table, instrument)
    return instrument


def _check_instrument(table: Table, instrument: Instrument) -> None:
    citable = [clause for clause in instrument.clauses if clause.is_citable]
    if citable and instrument.force is Force.UNRECORDED:
        table.wrong("“force” is missing, but there are clauses that can be cited")
    if citable and not instrument.sources:
        table.wrong("“sources” is missing, but there are clauses that can be cited")
    if instrument.title and not instrument.title.endswith(("》", "）")):
        table.wrong("“title” must be a title in 《》")


def _read_clauses(table: Table, defaults: _Defaults) -> Iterable[Clause]:
    for entry in table.tables("clause", "clause"):
        yield _read_clause(entry, defaults)
        entry.finish()


def _read_clause(table: Table, defaults: _Defaults) -> Clause:
    short_id = table.string("id", required=True)
    if short_id and not _CLAUSE.fullmatch(short_id):
        table.wrong("“id” may hold only letters, digits and single hyphens")
    if not table.has("grade"):
        table.wrong("“grade” is missing")
    grade = table.choice("grade", Grade, Grade.UNVERIFIED)
    article, words = table.string("article"), table.string("words")
    paraphrase = table.text("paraphrase")
    _check_grade(table, grade, article, words)
    _check_wording(table, grade, words, paraphrase)
    penalty = table.string("penalty")
    is_open = grade.is_printable
    return Clause(
        id=f"{defaults.slug}:{short_id}",
        instrument=defaults.slug,
        topic=table.text("topic", required=True) or Text("", ""),
        grade=grade,
        support=table.string("support"),
        article=article if is_open and article else None,
        words=words if is_open and words else None,
        starts_mid_sentence=table.flag("starts_mid_sentence"),
        paraphrase=paraphrase if is_open else None,
        penalty=penalty if is_open else "",
        is_weak=table.flag("weak"),
        withheld=table.string("withheld"),
        binds=read_creditors(table, "binds") if table.has("binds") else defaults.binds,
        binds_text=table.text("binds_text") or defaults.binds_text,
        period=_read_period(table, defaults.period),
        sources=table.strings("sources") or defaults.sources,
    )


def _check_grade(table: Table, grade: Grade, article: str, words: str) -> None:
    agree = table.number("agree") or 0
    if grade is Grade.CHECKED:
        table.wrong("“checked” belongs in the overlay, with who read the wording, where and when")
    if grade in {Grade.VERBATIM, Grade.QUOTED} and not article:
        table.wrong(f"a clause graded {grade.value} needs “article”")
    if article and not ARTICLE.fullmatch(article):
        table.wrong(f"“article” is “{article}”, which is not of the form 第…条")
    if grade is Grade.UNVERIFIED and (article or words):
        table.wrong("an unverified clause has neither “article” nor “words”")
    if grade is Grade.SECONDARY:
        if words:
            table.wrong("a paraphrased clause has no “words”: only read or quoted wording has")
        if article and agree < 2:
            table.wrong("“article” needs “agree” of two or more sources")


def _check_wording(table: Table, grade: Grade, words: str, paraphrase: Text | None) -> None:
    withheld = bool(table.string("withheld"))
    if grade.is_printable and not withheld and not words and paraphrase is None:
        table.wrong("there is nothing to print: neither “words” nor “paraphrase”")
    if paraphrase is not None and (quotes(paraphrase.zh) or quotes(paraphrase.en)):
        table.wrong("“paraphrase” must not hold quotation marks")
    if table.flag("starts_mid_sentence") and not words:
        table.wrong("“starts_mid_sentence” says something about “words”, which are missing")
    if words.startswith("（") and not table.flag("starts_mid_sentence"):
        table.wrong("“words” begin with an item number, so “starts_mid_sentence” must be true")


def read_creditors(table: Table, key: str) -> frozenset[str]:
    """Read a list of creditor codes, or ANY."""
    codes = frozenset(table.strings(key))
    for code in sorted(codes - CREDITORS):
        table.wrong(f"“{key}” names “{code}”, which is no creditor type")
    return codes


def _read_period(table: Table, default: Period) -> Period:
    """Read the days of a table; an end that it leaves out is that of the default."""
    first, last = table.day("from"), table.day("to")
    _check_days(table, first or default.first, last)
    if first is None and last is None:
        return default
    return Period(
        first=first or default.first,
        last=last or default.last,
        first_text=_first_text(table, first) if first else default.first_text,
        last_text=_last_text(table, last) if last else default.last_text,
    )


def _check_days(table: Table, first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        table.wrong("“to” lies before “from”")
    for key in ("from", "to"):
        if table.has(key) != table.has(f"{key}_grade"):
            table.wrong(f"“{key}” and “{key}_grade” belong together")


def _first_text(table: Table, first: date) -> Text | None:
    grade = table.choice("from_grade", Grade, Grade.UNVERIFIED)
    verb, note = table.string("from_verb") or "effective", table.text("from_note")
    if verb not in _VERBS:
        table.wrong(f"“from_verb” is “{verb}”; it must be one of {', '.join(_VERBS)}")
        return None
    spoken = Text(_VERBS[verb].zh.format(first), _VERBS[verb].en.format(first))
    written = table.text("from_text") or spoken
    if not grade.is_printable:
        return None
    if note is None:
        return written
    return Text(f"{written.zh}，{note.zh}", f"{written.en}, {note.en}")


def _last_text(table: Table, last: date) -> Text | None:
    grade = table.choice("to_grade", Grade, Grade.UNVERIFIED)
    return Text(f"至 {last}", f"until {last}") if grade.is_printable else None


def duplicates(names: Iterable[tuple[str, str]], what: str) -> list[Problem]:
    """Find names that come twice; each name comes with its file."""
    problems = []
    files: dict[str, str] = {}
    for name, file in names:
        if name in files:
            problems.append(Problem(file, name, f"this {what} is already in {files[name]}"))
        files.setdefault(name, file)
    return problems
