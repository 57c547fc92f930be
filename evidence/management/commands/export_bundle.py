"""Issue a bundle and copy its files into a folder."""

import json
import shutil
import time
from argparse import ArgumentTypeError, BooleanOptionalAction
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.bundles.defaults import Narrowed, scope_for
from evidence.bundles.earlier import supplement_to
from evidence.bundles.scope import NOBODY, PAIRED, PER_PAGE, Span
from evidence.bundles.supplement import Supplement
from evidence.exceptions import EvidenceError
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient
from evidence.offers import offers_of
from evidence.services.bundles import issue_bundle, request_bundle
from incidents.exceptions import IncidentsError
from incidents.models import Case, Contact, Creditor
from incidents.services.cases import find_case

FAILED = 1
BAD_INPUT = 2


class Command(BaseCommand):
    help = "Issue a bundle of a case and write its PDF and ZIP into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", required=True, help="the case's number or id")
        parser.add_argument("--recipient", required=True, help=", ".join(Recipient.values))
        parser.add_argument("--out", required=True, type=Path, help="an existing or new folder")
        parser.add_argument("--from", dest="first", type=a_day, help="first day, YYYY-MM-DD")
        parser.add_argument("--to", dest="last", type=a_day, help="last day, YYYY-MM-DD")
        add_narrowing(parser)
        parser.add_argument(
            "--mask",
            action=BooleanOptionalAction,
            default=None,
            help="hide third persons; left out, as the recipient asks for",
        )
        parser.add_argument(
            "--redacted",
            action=BooleanOptionalAction,
            default=None,
            help="take redacted copies instead of their originals; left out, as --mask",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            bundle = issued(options)
            options["out"].mkdir(parents=True, exist_ok=True)
            pdf, packed = (copied(bundle, ending, options["out"]) for ending in ("pdf", "zip"))
        except (EvidenceError, IncidentsError) as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        except OSError as error:
            raise CommandError(
                f"{options['out']}: {error.strerror}", returncode=BAD_INPUT
            ) from error
        answer = {
            "bundle": bundle.name,
            "pdf": str(pdf),
            "zip": str(packed),
            "pages": bundle.pages,
            "incidents": bundle.incident_count,
            "exhibits": bundle.bundle_exhibits.count(),
            "seconds": round(time.monotonic() - started, 2),
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(
                "{bundle}: {pages} pages, {incidents} incidents, {exhibits} exhibits\n"
                "{pdf}\n{zip}".format(**answer)
            )


def add_narrowing(parser: CommandParser) -> None:
    """Add what the wizard offers besides days; each of these may be given several times."""
    several: dict[str, Any] = {"action": "append", "default": []}
    parser.add_argument("--wave", type=int, help="a wave's number, from 1", **several)
    parser.add_argument("--creditor", help="a creditor's name or id; none: not known", **several)
    parser.add_argument("--contact", help="a contact's name or id; me: the borrower", **several)
    parser.add_argument("--rule", help="R1 to R19, P1 to P5; left out, every rule", **several)
    parser.add_argument("--annex", action="store_true", help="list unconfirmed findings apart")
    parser.add_argument("--supplements", type=int, help="number of the issue that it adds to")
    parser.add_argument(
        "--per-page", type=int, choices=PER_PAGE, default=PAIRED, help="tall pictures on a page"
    )


def narrowed(case: Case, options: dict[str, Any]) -> Narrowed:
    """Read what the bundle is kept to; raises CommandError naming what the case does not have."""
    creditors = [found(case.creditors.all(), each, "none") for each in options["creditor"]]
    contacts = [found(case.contacts.all(), each, "me") for each in options["contact"]]
    return Narrowed(
        spans=spans_of(case, options["wave"]),
        creditors=tuple(creditors) or None,
        contacts=tuple(contacts) or None,
        supplement=supplement_of(case, options["supplements"]),
    )


def found(rows: Iterable[Creditor | Contact], asked: str, nobody: str) -> int:
    if asked == nobody:
        return NOBODY
    for row in rows:
        if asked in (row.name, str(row.pk)):
            return row.pk
    raise CommandError(f"{asked}? Nobody of that name in the case.", returncode=BAD_INPUT)


def spans_of(case: Case, asked: Collection[int]) -> tuple[Span, ...]:
    held = {wave.number: (wave.first, wave.last) for wave in offers_of(case).found}
    unknown = [str(number) for number in asked if number not in held]
    if unknown:
        raise CommandError(f"--wave: {', '.join(unknown)}? 1 to {len(held)}", returncode=BAD_INPUT)
    return tuple(held[number] for number in sorted(set(asked)))


def supplement_of(case: Case, number: int | None) -> Supplement | None:
    if number is None:
        return None
    earlier = case.bundles.filter(number=number, state=BundleState.ISSUED).first()
    if earlier is None:
        raise CommandError(f"--supplements: {number}? Not issued.", returncode=BAD_INPUT)
    return supplement_to(earlier)


def issued(options: dict[str, Any]) -> Bundle:
    """Request and issue in one go; raises CommandError with the sentence kept with a failure."""
    if options["recipient"] not in Recipient.values:
        raise CommandError(
            f"--recipient: {options['recipient']}? {', '.join(Recipient.values)}",
            returncode=BAD_INPUT,
        )
    case, recipient = find_case(options["case"]), Recipient(options["recipient"])
    scope = scope_for(
        case,
        recipient,
        first=options["first"],
        last=options["last"],
        rules=tuple(options["rule"]) or None,
        mask=options["mask"],
        redacted=options["redacted"],
        narrowed=narrowed(case, options),
        annex=options["annex"],
        per_page=options["per_page"],
    )
    bundle = request_bundle(case=case, recipient=recipient, scope=scope, actor=case.owner)
    bundle = issue_bundle(bundle=bundle)
    if bundle.state != BundleState.ISSUED:
        raise CommandError(bundle.failure or bundle.get_state_display(), returncode=FAILED)
    return bundle


def copied(bundle: Bundle, ending: str, folder: Path) -> Path:
    target = folder / f"{bundle.name}.{ending}"
    shutil.copyfile(bundle.folder / target.name, target)
    return target


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text}? YYYY-MM-DD") from error
