"""Turning records into the values that tagging works on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from incidents.models import Case, Complaint, Contact, Debt, Incident
from incidents.models.complaint import ComplaintChannel
from incidents.models.contact import Relation
from incidents.models.incident import Direction
from incidents.tagging import facts
from incidents.tagging.counters import DayCounts, Sighting

GROUND_LENGTH = 60
# The reason itself stands in double quotes.
INNER_QUOTES = str.maketrans({"“": "‘", "”": "’"})


@dataclass(frozen=True, slots=True)
class Background:
    """What a case holds beside its incidents; `grounds` are by creditor (see Debt.usury_basis)."""

    complaints: Sequence[Complaint] = ()
    grounds: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def background_of(case: Case) -> Background:
    """Gather the standing complaints of a case, and the grounds recorded against its debts."""
    grounds: dict[int, list[str]] = defaultdict(list)
    debts = Debt.objects.filter(creditor__case=case).exclude(usury_basis="")
    for creditor_id, basis in debts.values_list("creditor_id", "usury_basis"):
        grounds[creditor_id].append(shortened(basis))
    return Background(
        list(case.complaints.standing()),
        {creditor: tuple(dict.fromkeys(said)) for creditor, said in grounds.items()},
    )


def shortened(basis: str) -> str:
    """Write a ground in one line, short enough to stand beside a finding."""
    line = " ".join(basis.split()).removesuffix("。").translate(INNER_QUOTES)
    return line if len(line) <= GROUND_LENGTH else f"{line[: GROUND_LENGTH - 1]}…"


def reached_by(contact: Contact | None) -> facts.Reached:
    """Say who was reached, as the rules distinguish: guarantors and co-borrowers owe too."""
    if contact is None:
        return facts.Reached.BORROWER
    if contact.is_guarantor:
        return facts.Reached.GUARANTOR
    if contact.relation == Relation.SPOUSE:
        return facts.Reached.SPOUSE
    return facts.Reached.CONTACT if contact.is_emergency_contact else facts.Reached.THIRD_PARTY


def asked_to_stop(incident: Incident) -> bool | None:
    """Say whether the person reached had asked them to stop before; None when nobody knows."""
    contact = incident.contact
    if contact is None or contact.asked_to_stop_at is None:
        return None
    return contact.asked_to_stop_at < incident.occurred_at


def any_known(answers: Iterable[bool | None]) -> bool | None:
    """True when one answer is; None when none is and one is unknown, or there are none."""
    given = set(answers)
    if True in given:
        return True
    return False if given == {False} else None


def complained_before(incident: Incident, complaints: Sequence[Complaint]) -> bool | None:
    """Say whether a complaint or police report had been made before; None when nobody knows."""
    return any_known(complaint.was_filed_before(incident.occurred_at) for complaint in complaints)


def sanctioned_before(incident: Incident, complaints: Sequence[Complaint]) -> bool | None:
    """Say whether the police had warned or penalised callers before; None when nobody knows."""
    return any_known(
        complaint.had_sanction_before(incident.occurred_at) for complaint in complaints
    )


def named_before(incident: Incident, complaints: Iterable[Complaint]) -> tuple[facts.Filed, ...]:
    """Name the last complaint certainly made before, and the last police report if another."""
    before = sorted(
        (one for one in complaints if one.was_filed_before(incident.occurred_at)),
        key=lambda one: (one.latest_filed_at, one.pk),
    )
    police = [one for one in before if one.channel == ComplaintChannel.POLICE]
    named = sorted({*police[-1:], *before[-1:]}, key=before.index)
    return tuple(facts.Filed(one.filed_date, one.channel, one.number) for one in named)


def facts_of(
    incident: Incident, counts: DayCounts, background: Background | None = None
) -> facts.Facts:
    """Gather what is known of an incident, and of the case around it."""
    around = background or Background()
    creditor, contact = incident.creditor, incident.contact
    is_incoming = incident.direction == Direction.INCOMING
    made = [
        complaint
        for complaint in around.complaints
        if is_incoming and complaint.asks_to_stop_them and complaint.concerns(incident.creditor_id)
    ]
    grounds = around.grounds.get(creditor.pk, ()) if creditor else ()
    return facts.Facts(
        id=str(incident.pk),
        occurred_at=incident.occurred_at,
        channel=facts.Channel(incident.channel),
        creditor_type=facts.CreditorType(creditor.kind if creditor else "UNKNOWN"),
        is_signatory=creditor.is_signatory if creditor else None,
        outsourced=creditor.outsources if creditor else None,
        reached=reached_by(contact),
        relation=contact.relation if contact else None,
        shares_debt=contact.shares_debt if contact else None,
        connected=incident.connected,
        duration_s=incident.duration_s,
        connected_calls_today=counts.connected(incident.pk) if is_incoming else None,
        unanswered_today_line=counts.unanswered(incident.pk) if is_incoming else None,
        contacts_today=counts.contacts(incident.pk) if is_incoming else None,
        asked_to_stop=asked_to_stop(incident),
        complained_before=complained_before(incident, made),
        sanctioned_before=sanctioned_before(incident, made),
        illegal_debt=True if grounds else None,
        filed=named_before(incident, made),
        debt_grounds=grounds,
        text=incident.narrative,
        narrator=facts.Narrator(incident.narrator),
        ticked=tuple(facts.Label(label) for label in incident.ticked),
    )


def sightings_of(incidents: Iterable[Incident]) -> list[Sighting]:
    """List what day counters need of incoming contacts; a hidden number is nobody's line."""
    return [
        Sighting(
            id=incident.pk,
            at=incident.occurred_at,
            creditor=incident.creditor_id,
            line=incident.line_id if incident.line and incident.line.identifies else None,
            is_call=incident.channel == facts.Channel.CALL,
            reached_debtor=incident.contact_id is None,
            connected=incident.connected,
        )
        for incident in incidents
        if incident.direction == Direction.INCOMING
    ]
