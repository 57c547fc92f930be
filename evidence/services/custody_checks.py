"""Checking a whole case: chain and anchors, records and old values, originals and issued files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from evidence import storage
from evidence.anchors import anchors_elsewhere
from evidence.append_only import GUARDS
from evidence.models import Derivative
from evidence.models.bundle import BundleState
from incidents.chain_check import check_chain
from incidents.link_check import Break, ChainProblem, unguarded
from incidents.models import Case, CustodyCheck, User
from incidents.models.custody_check import CheckState

# Up to so many links and bytes a page answers at once, in a second or two.
MOST_LINKS, MOST_BYTES = 5_000, 200 * 2**20
# So many problems are kept; whoever has more has lost the whole case.
MOST_KEPT = 500
FILES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class CaseCheck:
    """How much was read, and everything that disagrees; the first bad link comes first."""

    links: int
    records: int
    files: int
    problems: tuple[ChainProblem, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def check_case(case: Case, bundles: Iterable[Path] = ()) -> CaseCheck:
    """
    Read everything of a case again; `bundles` are ZIPs that others have kept.

    Nothing is written, and nobody has to wait. Raises NoAnchor when such a ZIP cannot be used.
    """
    chain = check_chain(case, set(anchors_elsewhere(case, bundles)))
    problems = [*chain.problems, *unguarded(GUARDS)]
    files = case.exhibits.count()
    problems += changed_originals(case)
    problems += changed_copies(case)
    problems += changed_issues(case)
    return CaseCheck(chain.entries, chain.records, files, tuple(problems))


def changed_originals(case: Case) -> Iterator[ChainProblem]:
    """Name the originals that are gone, or are no longer what was acquired."""
    rows = case.exhibits.order_by("number").values_list("number", "sha256").iterator()
    while batch := list(islice(rows, FILES_AT_ONCE)):
        found = storage.digests_of(digest for _number, digest in batch)
        for (number, digest), now in zip(batch, found, strict=True):
            if now != digest:
                problem = Break.MISSING if now is None else Break.ALTERED
                yield ChainProblem(f"exhibit:{number}", problem)


def changed_copies(case: Case) -> Iterator[ChainProblem]:
    """Name the redacted copies whose files are gone, or are no longer what was made."""
    copies = Derivative.objects.redacted().filter(exhibit__case=case).order_by("pk")
    for copy in copies.iterator():
        if (now := storage.digest_of(copy.sha256)) != copy.sha256:
            problem = Break.MISSING if now is None else Break.ALTERED
            yield ChainProblem(f"{copy.subject_type}:{copy.pk}", problem)


def changed_issues(case: Case) -> Iterator[ChainProblem]:
    """Name the files of issues that are here and are no longer what was issued."""
    issued = case.bundles.filter(state=BundleState.ISSUED).select_related("case")
    for bundle in issued.order_by("number"):
        for ending, digest in (("pdf", bundle.pdf_sha256), ("zip", bundle.zip_sha256)):
            path = bundle.folder / f"{bundle.name}.{ending}"
            if path.exists() and digest_of(path) != digest:
                yield ChainProblem(f"bundle:{path.name}", Break.ALTERED)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def needs_waiting(case: Case) -> bool:
    """Say whether a page should not answer a check at once."""
    links = case.custody_events.aggregate(last=Max("sequence"))["last"] or 0
    size = case.exhibits.aggregate(size=Sum("size"))["size"] or 0
    return links > MOST_LINKS or size > MOST_BYTES


@transaction.atomic
def request_check(*, case: Case, actor: User) -> CustodyCheck | None:
    """Queue a check; returns None when one is under way already."""
    Case.objects.select_for_update().get(pk=case.pk)
    if case.custody_checks.waiting().exists():
        return None
    return CustodyCheck.objects.create(case=case, asked_at=timezone.now(), asked_by=actor)


def run_check(check_id: int) -> str:
    """Do a queued check and keep what it found; returns the state that it reached."""
    queued = CustodyCheck.objects.filter(pk=check_id, state=CheckState.QUEUED)
    if not queued.update(state=CheckState.RUNNING):
        return ""
    asked = CustodyCheck.objects.select_related("case").get(pk=check_id)
    try:
        found = check_case(asked.case)
    except BaseException:
        CustodyCheck.objects.filter(pk=check_id).update(state=CheckState.FAILED)
        raise
    CustodyCheck.objects.filter(pk=check_id).update(
        state=CheckState.DONE,
        finished_at=timezone.now(),
        links=found.links,
        records=found.records,
        files=found.files,
        problem_count=len(found.problems),
        problems=[problem_json(problem) for problem in found.problems[:MOST_KEPT]],
    )
    return CheckState.DONE.value


def queue_check_again(*, check: CustodyCheck) -> None:
    """Put a check that was cut off back to where it waits to be done."""
    CustodyCheck.objects.filter(pk=check.pk).update(state=CheckState.QUEUED)


def break_off_check(*, check: CustodyCheck) -> None:
    """Give up a check that ended the program each time it was tried."""
    CustodyCheck.objects.filter(pk=check.pk).update(state=CheckState.FAILED)


def problem_json(problem: ChainProblem) -> dict[str, str]:
    said = {"path": problem.where, "problem": problem.problem.value}
    return said | {"note": problem.note} if problem.note else said
