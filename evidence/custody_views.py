"""What the page of the custody chain says: its links, where it is anchored, what a check found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import Exhibit
from incidents.history import names_of
from incidents.link_check import Break
from incidents.models import Case, CustodyCheck, CustodyEvent, Incident, User
from incidents.models.custody import Action
from incidents.wording import digest_text

SHOWN = 50
SENTENCES = {
    Break.ALTERED: gettext_lazy("内容和记下时不一样了"),
    Break.MISSING: gettext_lazy("不见了"),
    Break.OUT_OF_ORDER: gettext_lazy("和前一环接不上"),
    Break.ADDED: gettext_lazy("保管记录里没有提到它"),
    Break.HISTORY: gettext_lazy("更正前的旧内容和保管记录对不上"),
    Break.NOT_ERASED: gettext_lazy("说是删除了，内容还在"),
    Break.CUT_SHORT: gettext_lazy("保管记录到这里就断了，“%(note)s”里记着后面还有"),
    Break.REWRITTEN: gettext_lazy("和“%(note)s”里记着的不一样，到这里为止有一环被改写过"),
    Break.UNGUARDED: gettext_lazy("数据库不再阻止别人改写它"),
}
# Where a record can be looked at; the rest has no page of its own.
PAGES = {
    "incidents.incident": "incident-detail",
    "incidents.contact": "contact-detail",
    "incidents.line": "line-detail",
    "incidents.finding": "finding-detail",
    "incidents.report": "report-detail",
    "incidents.complaint": "complaint-detail",
    "incidents.inquiry": "inquiry-detail",
    "evidence.exhibit": "exhibit-detail",
    "evidence.bundle": "bundle-detail",
    "evidence.importrun": "import-detail",
}


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link as a row."""

    sequence: int
    at: datetime
    what: str
    about: str
    who: str
    digest: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One thing that disagrees, and its page if it has one."""

    about: str
    sentence: str
    href: str


def link_views(events: Iterable[CustodyEvent], viewer: User) -> list[LinkView]:
    shown = list(events)
    people = names_of(shown, viewer)
    return [
        LinkView(
            event.sequence,
            event.at,
            str(Action(event.action).label),
            kind_words(event.subject_type),
            people[event.actor],
            digest_text(event.digest),
        )
        for event in shown
    ]


def kind_words(label: str) -> str:
    """Name a kind of record as its model does; a kind that is unknown by its label."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def problem_views(check: CustodyCheck) -> list[ProblemView]:
    """Put what a check found into words, the first things only when there are very many."""
    return [problem_view(check.case, problem) for problem in check.problems[:SHOWN]]


def problem_view(case: Case, problem: Mapping[str, str]) -> ProblemView:
    kind, _colon, name = problem["path"].partition(":")
    sentence = str(SENTENCES[Break(problem["problem"])]) % {"note": problem.get("note", "")}
    about, href = subject_words(case, kind, name)
    return ProblemView(about, sentence, href)


def subject_words(case: Case, kind: str, name: str) -> tuple[str, str]:
    """Name what a problem is about, and give its address, "" when it has none."""
    if kind == "link":
        return _("第 %(number)s 环") % {"number": name}, ""
    if kind == "table":
        return _("数据库表 %(name)s") % {"name": name}, ""
    if kind == "bundle":
        return _("出具的文件 %(name)s") % {"name": name}, ""
    if kind == "exhibit":
        exhibit = case.exhibits.filter(number=name).first()
        return _("证据 %(number)s 的原件") % {"number": name}, page_of("evidence.exhibit", exhibit)
    return record_words(case, kind, name)


def record_words(case: Case, kind: str, name: str) -> tuple[str, str]:
    if kind not in PAGES or not name.isdecimal():
        return f"{kind_words(kind)} {name}".strip(), ""
    record = apps.get_model(kind)._default_manager.filter(case=case, pk=name).first()
    number = record.number if isinstance(record, Incident | Exhibit) else name
    return f"{kind_words(kind)} {number}", page_of(kind, record)


def page_of(kind: str, record: Model | None) -> str:
    return reverse(PAGES[kind], args=[record.pk]) if record else ""
