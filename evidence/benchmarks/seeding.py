"""Puts a synthetic case into the database through the same services that people use."""

import io
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from evidence.benchmarks.incidents import make_up
from evidence.benchmarks.screens import screenshots
from evidence.demo.load import example_owner
from evidence.services.exhibits import acquire_exhibit, use_exhibit
from incidents.models import Case, Contact, Creditor, Incident
from incidents.models.contact import Relation
from incidents.models.creditor import CreditorType
from incidents.models.finding import FindingState
from incidents.models.incident import Origin
from incidents.services.cases import open_case
from incidents.services.contacts import add_contact
from incidents.services.creditors import add_creditor
from incidents.services.decisions import decide_findings
from incidents.services.incidents import log_incidents

# Whole days are tagged again with each batch: large ones meet each day hardly twice.
AT_ONCE = 5_000
FRIENDS = (
    ("亲友一", Relation.FRIEND),
    ("亲友二", Relation.RELATIVE),
    ("亲友三", Relation.COLLEAGUE),
    ("亲友四", Relation.PARENT),
    ("亲友五", Relation.CLASSMATE),
    ("亲友六", Relation.EMPLOYER),
)


def seed_case(*, incidents: int, exhibits: int, seed: int) -> Case:
    """Open a synthetic case of that many incidents and screenshots, all findings confirmed."""
    owner = example_owner()
    case = open_case(
        owner=owner,
        borrower_name="测试用户",
        title=f"合成案件：{incidents} 条事件，{exhibits} 件证据",
    )
    creditor = Creditor(name="某平台", kind=CreditorType.MICRO_ONLINE, outsources=True)
    add_creditor(case=case, creditor=creditor, actor=owner)
    contacts = [
        add_contact(case=case, contact=Contact(name=name, relation=relation), actor=owner)
        for name, relation in FRIENDS
    ]
    log_all(case, incidents, contacts, seed)
    add_screenshots(case, exhibits, seed)
    confirm_all(case)
    return case


def log_all(case: Case, count: int, contacts: Sequence[Contact], seed: int) -> None:
    news = make_up(count, contacts, seed)
    while batch := list(islice(news, AT_ONCE)):
        log_incidents(case=case, news=batch, actor=case.owner, origin=Origin.IMPORT)


def add_screenshots(case: Case, count: int, seed: int) -> None:
    """Acquire screenshots and use each for an incident, evenly over the case."""
    incidents = spread(list(case.incidents.all()), count)
    for number, content in enumerate(screenshots(count, seed), start=1):
        name = f"截图-{number:05d}.jpg"
        exhibit = acquire_exhibit(
            case=case, source=io.BytesIO(content), name=name, actor=case.owner
        )
        use_exhibit(exhibit=exhibit, name=name, actor=case.owner, incident=next(incidents))


def spread(incidents: Sequence[Incident], count: int) -> Iterator[Incident]:
    step = max(1, len(incidents) // max(1, count))
    return cycle(incidents[::step])


def confirm_all(case: Case) -> None:
    waiting = list(case.findings.waiting())
    for at in range(0, len(waiting), AT_ONCE):
        decide_findings(
            findings=waiting[at : at + AT_ONCE],
            state=FindingState.CONFIRMED,
            note="",
            actor=case.owner,
        )
