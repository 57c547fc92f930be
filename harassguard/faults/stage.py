"""The installation that is killed: made once, in a folder of its own."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from harassguard.preparation import prepare
from incidents.models import Case, Contact, User
from incidents.models.contact import Relation
from incidents.models.incident import Channel
from incidents.services.cases import open_case
from incidents.services.contacts import add_contact
from incidents.services.incidents import NewIncident, log_incident
from incidents.services.reports import open_link

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSPHRASE = "one call after another"  # nosec B105  # noqa: S105  (of nobody)
NAMES = ("writes", "imports", "issues")
DAY = datetime(2018, 4, 24, 20, 14)  # noqa: DTZ001  (made aware below)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the people need to know: a friend's link, and a day that a bundle can be made of."""

    link: str
    bundle_day: str


def set_stage() -> Stage:
    """Make a database with three people and a case each; returns what they need to know."""
    # Style sheets come from their folders: collecting them takes longer than all the rest.
    override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}).enable()
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    prepare(["migrate"])
    cases = {name: open_for(name) for name in NAMES}
    contact = Contact(name="大林", relation=Relation.FRIEND)
    add_contact(case=cases["writes"], contact=contact, actor=cases["writes"].owner)
    opened = open_link(contact=contact, actor=cases["writes"].owner)
    fill(cases["issues"])
    warm_up(cases["issues"].owner)
    return Stage(opened.token, DAY.date().isoformat())


def warm_up(user: User) -> None:
    """Read templates and word lists once, here: every child that is forked has them then."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("entry-new", "import-add", "bundle-add", "sign-in"):
        client.get(reverse(name))


def open_for(name: str) -> Case:
    user = User.objects.create_user(username=name, password=PASSPHRASE, is_staff=True)
    case = open_case(owner=user, borrower_name=name)
    user.current_case = case
    user.save(update_fields=["current_case"])
    return case


def fill(case: Case) -> None:
    """Write down a few calls of one day, so that a bundle takes a second or two."""
    new = NewIncident(
        channel=Channel.CALL,
        occurred_at=timezone.make_aware(DAY),
        number="0537-1234501",
        narrative="再不还钱，就去你单位。",
    )
    for _ in range(3):
        log_incident(case=case, new=new, actor=case.owner)
