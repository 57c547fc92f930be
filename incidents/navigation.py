"""The places of the application, in the order of its menus, and where a page belongs among them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a menu; `name` is the URL name of its page, `icon` its symbol in the sprite."""

    name: str
    label: str | Promise
    icon: str


OVERVIEW = Place("overview", _("概览"), "home")
INCIDENTS = Place("incident-list", _("事件"), "list")
ENTRY = Place("entry-new", _("记一笔"), "plus")
FINDINGS = Place("finding-list", _("标记"), "flag")
CONTACTS = Place("contact-list", _("号码与亲友"), "people")
EXHIBITS = Place("exhibit-list", _("证据"), "clip")
REPORTS = Place("report-list", _("亲友上报"), "mail")
IMPORTS = Place("import-list", _("导入"), "upload")
BUNDLES = Place("bundle-list", _("证据包"), "folder")
FOLLOW_UP = Place("complaint-list", _("核实与投诉"), "chat")
RULES = Place("rule-list", _("规则"), "book")
SETTINGS = Place("settings", _("设置"), "gear")
MORE = Place("more", _("更多"), "more")

GROUPS = (
    (OVERVIEW, INCIDENTS, FINDINGS, CONTACTS),
    (EXHIBITS, REPORTS, IMPORTS, BUNDLES, FOLLOW_UP),
    (RULES, SETTINGS),
)
BAR = (OVERVIEW, INCIDENTS, ENTRY, FINDINGS, MORE)
BEHIND_MORE = (CONTACTS, EXHIBITS, REPORTS, IMPORTS, BUNDLES, FOLLOW_UP, RULES, SETTINGS)

# URL names are noun-verb: the noun says to which place a page belongs.
PLACE_OF_NOUN = {
    "overview": OVERVIEW,
    "figure": OVERVIEW,
    "incident": INCIDENTS,
    "entry": ENTRY,
    "finding": FINDINGS,
    "contact": CONTACTS,
    "line": CONTACTS,
    "link": CONTACTS,
    "exhibit": EXHIBITS,
    "report": REPORTS,
    "import": IMPORTS,
    "bundle": BUNDLES,
    "stamp": BUNDLES,
    "complaint": FOLLOW_UP,
    "inquiry": FOLLOW_UP,
    "rule": RULES,
    "settings": SETTINGS,
    "case": SETTINGS,
    "backup": SETTINGS,
    "custody": EXHIBITS,
    "creditor": SETTINGS,
    "agency": SETTINGS,
    "representative": SETTINGS,
    "debt": SETTINGS,
    "repayment": SETTINGS,
    "more": MORE,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as one page shows it: whether it is here, and how much waits there."""

    place: Place
    is_current: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class Navigation:
    """The menus of one page."""

    current: Place | None
    waiting: Mapping[str, int] = field(default_factory=dict)

    def entries(self, places: tuple[Place, ...]) -> list[Entry]:
        return [
            Entry(place, self.is_current(place), self.waiting.get(place.name, 0))
            for place in places
        ]

    def is_current(self, place: Place) -> bool:
        return place == self.current or (place == MORE and self.current in BEHIND_MORE)

    @property
    def groups(self) -> list[list[Entry]]:
        return [self.entries(group) for group in GROUPS]

    @property
    def bar(self) -> list[Entry]:
        return self.entries(BAR)

    @property
    def behind_more(self) -> list[Entry]:
        return self.entries(BEHIND_MORE)


def navigation_for(url_name: str | None, waiting: Mapping[str, int]) -> Navigation:
    """Return the menus of the page with this URL name; `waiting` counts by place name."""
    noun = (url_name or "").partition("-")[0]
    return Navigation(PLACE_OF_NOUN.get(noun), waiting)
