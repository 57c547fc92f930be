"""Everything that an address can name, once for one owner: what permission tests stand on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from evidence.models import Backup, Derivative, Exhibit, ImportRun, TrustedCertificate
from evidence.models.backup import BackupState
from evidence.redaction import Area
from evidence.services.redactions import redact_exhibit
from evidence.services.stamps import request_head_stamp
from evidence.views.report_pages import sealed
from incidents.models import Agency, Case, Debt, Repayment, Report, Representative, User
from incidents.services.access import work_on
from incidents.services.creditors import add_agency, add_debt, add_repayment
from incidents.services.patterns import refresh_patterns
from incidents.services.reports import open_link, revoke_link
from incidents.services.representatives import add_representative
from tests.evidence.bundles.story import issue, make_story
from tests.evidence.exports import call, calls
from tests.factories import make_case, make_complaint, make_incident, make_inquiry

UNKNOWN = 10**7
# What every form can be sent with.
FILLED = {
    "channel": "call",
    "direction": "in",
    "when": "now",
    "occurred_at": "2018-06-07T19:06",
    "narrator": "collector",
    "narrative": "还钱",
    "number": "0537-2000000",
    "name": "丙",
    "relation": "friend",
    "title": "案件",
    "kind": "MICRO_ONLINE",
    "filed_date": "2018-06-07",
    "asked_date": "2018-06-07",
    "way": "online",
    "question": "是你们的吗",
    "recipient": "12378",
    "period": "all",
    "numbers": "0",
    "decision": "confirm",
    "reason": "改",
    "version": "1",
}


@dataclass(frozen=True)
class Address:
    """A name of the resolver with the keywords that its address takes."""

    name: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """An owner's case, a value for each keyword of an address, and tokens of friends' links."""

    case: Case
    values: dict[str, object]
    live: str
    revoked: str

    def fill(self, address: Address) -> dict[str, object]:
        return {name: self.values[name] for name in address.keywords}


def addresses() -> list[Address]:
    """Walk the resolver; the administration's own names are left to a test of their own."""
    return sorted(walk(get_resolver()), key=lambda address: address.name)


def walk(resolver: URLResolver) -> list[Address]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += [] if entry.namespace == "admin" else walk(entry)
        else:
            found.append(Address(named(entry), tuple(entry.pattern.converters)))
    return found


def administration() -> list[str]:
    """Return the names of the administration's addresses that take no keyword."""
    _prefix, resolver = get_resolver().namespace_dict["admin"]
    names = [name for name in resolver.reverse_dict if isinstance(name, str)]
    return [name for name in names if not resolver.reverse_dict[name][0][0][1]]


def named(entry: URLPattern) -> str:
    assert entry.name, f"{entry.pattern} has no name"
    return entry.name


def make_world(owner: User, title: str = "小柳与甲平台") -> World:
    case = make_story(make_case(owner=owner, title=title))
    work_on(user=owner, case=case)
    contact = case.contacts.earliest("pk")
    live, dead = (open_link(contact=contact, actor=owner) for _ in range(2))
    revoke_link(link=dead.link, actor=owner)
    for clock in ("10:00", "11:30", "13:00", "14:45", "23:15"):
        make_incident(
            case=case, occurred_at=f"2018-06-07 {clock}", number="400-820-8820", contact=contact
        )
    refresh_patterns(case)
    report = Report.objects.get(case=case)
    words = {
        "slug": "cbrc-2009-60",
        "name": "outsourcing-liability",
        "token": live.token,
        "receipt": report.receipt,
        "seal": sealed(report),
        "figure": "days",
        "look": "wide-light",
    }
    records = {
        "case_id": case,
        "contact_id": contact,
        "link_id": live.link,
        "report_id": report,
        "incident_id": case.incidents.earliest("pk"),
        "line_id": case.lines.earliest("pk"),
        "finding_id": case.findings.patterns().earliest("pk"),
    }
    records |= what_is_owed(case) | what_was_done(case) | what_proves(case)
    keys = {name: record.pk for name, record in records.items()}
    return World(case=case, values=keys | words, live=live.token, revoked=dead.token)


def what_is_owed(case: Case) -> dict[str, Model]:
    creditor = case.creditors.get()
    debt = add_debt(creditor=creditor, debt=Debt(lent=4000), actor=case.owner)
    paid = add_repayment(debt=debt, repayment=Repayment(amount=100), actor=case.owner)
    agency = Agency(name="乙公司", creditor=creditor)
    add_agency(case=case, agency=agency, actor=case.owner)
    acting = Representative(name="丁", relation="表姐", phone="13900000000")
    add_representative(case=case, representative=acting, actor=case.owner)
    names = ("creditor_id", "debt_id", "repayment_id", "agency_id", "representative_id")
    return dict(zip(names, (creditor, debt, paid, agency, acting), strict=True))


def what_was_done(case: Case) -> dict[str, Model]:
    creditor = case.creditors.get()
    return {
        "complaint_id": make_complaint(case=case),
        "inquiry_id": make_inquiry(case=case, creditor=creditor),
        "run_id": uploaded(case),
    }


def what_proves(case: Case) -> dict[str, Model]:
    now = timezone.now()
    backup = {"state": BackupState.FAILED, "started_at": now, "name": "备份.age"}
    certificate = {"pem": self_signed(now), "sha256": "0" * 64, "not_after": now, "added_at": now}
    return {
        "exhibit_id": Exhibit.objects.filter(case=case, kind="image").earliest("pk"),
        "derivative_id": redacted(case),
        "bundle_id": issue(case),
        "stamp_id": request_head_stamp(case=case, actor=case.owner),
        "certificate_id": TrustedCertificate.objects.create(owner=case.owner, **certificate),
        "backup_id": Backup.objects.create(started_by=case.owner, **backup),
    }


def self_signed(now: datetime) -> str:
    """Return a certificate that vouches for itself, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TSA")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(1))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def uploaded(case: Case) -> ImportRun:
    """Bring an export as far as its preview."""
    client = Client()
    client.force_login(case.owner)
    file = SimpleUploadedFile("通话.xml", calls(call("05371234501")))
    client.post(reverse("import-add"), {"file": file})
    return ImportRun.objects.get(case=case)


def redacted(case: Case) -> Derivative:
    """Make a redacted copy of a picture of the case."""
    picture = Exhibit.objects.filter(case=case, kind="image").earliest("pk")
    return redact_exhibit(exhibit=picture, areas=[Area(10, 10, 20, 20)], actor=case.owner)


def rows_of(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that belongs to a case, to see whether anything has changed."""
    return {
        model._meta.label: sorted(model.objects.filter(case=case).values_list(), key=str)
        for model in models_of_a_case()
    }


def models_of_a_case() -> list[type]:
    return [
        model
        for app in ("incidents", "evidence")
        for model in apps.get_app_config(app).get_models()
        if any(field.name == "case" for field in model._meta.fields)
    ]


def ties_between_cases() -> list[str]:
    """Name every row that points at a record of another case than its own."""
    return [
        f"{model._meta.label} {row.pk}: {field.name}"
        for model in models_of_a_case()
        for field in model._meta.fields
        if field.many_to_one and any(one.name == "case" for one in field.related_model._meta.fields)
        for row in model.objects.exclude(**{field.name: None}).select_related(field.name)
        if getattr(row, field.name).case_id != row.case_id
    ]


def client_of(case: Case) -> Client:
    client = Client()
    client.force_login(case.owner)
    return client


def ask(client: Client, address: str, fields: dict[str, object] | None = None, **extra: str):
    """Visit and post without keeping what it did; returns both answers."""
    with transaction.atomic():
        answers = client.get(address, **extra), client.post(address, fields or {}, **extra)
        transaction.set_rollback(True)
    for answer in answers:
        answer.close()
    return answers


def is_refused(answers) -> bool:
    """Whether nothing is there: 404, where the method is one that the address knows at all."""
    found = {answer.status_code for answer in answers}
    return 404 in found and found <= {404, 405}


def leads_to_sign_in(answers) -> bool:
    return all(
        answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")
        for answer in answers
    )
