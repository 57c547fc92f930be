"""Exhibits and relatives' statements as values: numbered, with where they came from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from evidence import storage
from evidence.bundles.copies import copies_of, with_copy, words_written
from evidence.bundles.manifest import safe_name
from evidence.bundles.masking import Masker
from evidence.bundles.numbering import Place, label_of, number_exhibits
from evidence.bundles.plates import shown_size
from evidence.bundles.printed import pages_made, with_print
from evidence.bundles.records import ExhibitRecord, StatementRecord
from evidence.bundles.scope import Scope, in_period, of_contact, of_creditor
from evidence.bundles.wording import duration, stamp, tight
from evidence.importers import IMPORTERS
from evidence.models import BundleExhibit, Exhibit, ExhibitUse, ImportedRow, ImportRun
from evidence.models.bundle import BundleState
from evidence.models.exhibit import ExhibitKind
from evidence.models.imports import ImportState
from incidents.models import Case, Report
from incidents.models.report import ReportState

ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif",
    "image/heic": "heic", "image/heif": "heic", "image/avif": "avif", "image/bmp": "bmp",
    "image/tiff": "tif", "application/pdf": "pdf", "application/xml": "xml",
    "audio/mp4": "m4a", "audio/mpeg": "mp3", "audio/amr": "amr", "audio/wav": "wav",
    "audio/ogg": "ogg", "audio/aac": "aac", "audio/flac": "flac", "audio/amr-wb": "awb",
    "audio/silk": "silk", "audio/3gpp": "3gp", "video/mp4": "mp4", "video/3gpp": "3gp",
    "video/quicktime": "mov", "video/webm": "webm", "video/x-msvideo": "avi",
    "text/plain": "txt", "application/zip": "zip", "application/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}  # fmt: skip
FORMAT_LABELS = {importer.slug: importer.label for importer in IMPORTERS}


@dataclass(slots=True)
class Usage:
    """What the records say of one exhibit's part in this bundle."""

    incidents: list[int] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    runs: list[tuple[ImportRun, int]] = field(default_factory=list)


def usages(
    case: Case, ids: Collection[int], reports: Collection[Report], scope: Scope
) -> dict[int, Usage]:
    """Gather, by exhibit, the incidents, reports and imports of this bundle that it serves."""
    found: dict[int, Usage] = defaultdict(Usage)
    found.update((pk, Usage()) for pk in loose(case, scope))
    known = {report.pk: report for report in reports}
    for use in ExhibitUse.objects.filter(exhibit__case=case):
        if use.incident_id is not None and use.incident_id in ids:
            found[use.exhibit_id].incidents.append(use.incident_id)
        if use.report_id in known:
            report = known[use.report_id]
            found[use.exhibit_id].reports.append(report)
            told = (incident.pk for incident in report.incidents.all())
            found[use.exhibit_id].incidents += [pk for pk in told if pk in ids]
    for run, imported in imports_of(case, ids):
        found[run.exhibit_id].runs.append((run, len(imported)))
        found[run.exhibit_id].incidents += imported
    return found


def loose(case: Case, scope: Scope) -> set[int]:
    """Return exhibits that belong to the case as a whole; a period cannot say where they go."""
    if scope.is_narrow:
        return set()
    unused = case.exhibits.filter(uses__isnull=True, import_runs__isnull=True, stamps__isnull=True)
    found = set(unused.values_list("pk", flat=True))
    return found.difference(scope.supplement.exhibits) if scope.supplement else found


def imports_of(case: Case, ids: Collection[int]) -> list[tuple[ImportRun, list[int]]]:
    """Return applied imports with those of these incidents that they brought."""
    runs = case.import_runs.filter(state=ImportState.APPLIED).select_related("contact")
    brought: dict[int, list[int]] = defaultdict(list)
    for run_id, incident_id in ImportedRow.objects.filter(run__in=runs).values_list(
        "run_id", "incident_id"
    ):
        if incident_id in ids:
            brought[run_id].append(incident_id)
    return [(run, brought[run.pk]) for run in runs if brought[run.pk]]


def reports_of(case: Case, ids: Collection[int], scope: Scope) -> list[Report]:
    """Return accepted reports that led to these incidents, or were sent in their period."""
    accepted = case.reports.filter(state=ReportState.ACCEPTED).order_by("submitted_at")
    return [
        report
        for report in accepted.select_related("contact").prefetch_related("incidents", "additions")
        if belongs(report, ids, scope)
    ]


def belongs(report: Report, ids: Collection[int], scope: Scope) -> bool:
    incidents = report.incidents.all()
    if incidents:
        return any(incident.pk in ids for incident in incidents)
    before = scope.supplement
    if before is not None and (report.decided_at or report.submitted_at) <= before.issued_at:
        return False
    told = of_contact(report.contact_id, scope) and of_creditor(None, scope)
    return told and in_period(report.submitted_at, scope)


def exhibit_records(
    case: Case, ids: Collection[int], scope: Scope, masker: Masker
) -> tuple[ExhibitRecord, ...]:
    """Return the exhibits of a bundle in the order of their numbers."""
    found = usages(case, ids, reports_of(case, ids, scope), scope)
    rows = [exhibit for exhibit in case.exhibits.order_by("number") if exhibit.pk in found]
    made = copies_of(case, scope)
    written, drawn = words_written(case), pages_made(case)
    numbers = number_exhibits(((row.pk, row.kind) for row in rows), issued_numbers(case))
    plain = (
        exhibit_record(
            row,
            numbers[row.pk],
            found[row.pk],
            masker,
            is_included=row.pk not in scope.left_out and row.pk not in made,
            words=written.get(row.pk, ""),
        )
        for row in rows
    )
    records = (
        with_copy(with_print(record, row, drawn.get(row.pk, ()), scope), made.get(row.pk))
        for row, record in zip(rows, plain, strict=True)
    )
    return tuple(sorted(records, key=lambda record: record.place))


def issued_numbers(case: Case) -> dict[int, tuple[Place, str]]:
    """Return the numbers that earlier issues of the case gave out."""
    rows = BundleExhibit.objects.filter(
        bundle__case=case, bundle__state=BundleState.ISSUED
    ).select_related("exhibit")
    return {row.exhibit_id: ((row.group, row.item), row.exhibit.kind) for row in rows}


def exhibit_record(
    row: Exhibit, place: Place, usage: Usage, masker: Masker, *, is_included: bool, words: str
) -> ExhibitRecord:
    width, height = shown_dimensions(row)
    label = label_of(place)
    name = safe_name(label, masker(row.original_name), ENDINGS.get(row.media_type, ""))
    return ExhibitRecord(
        id=row.pk,
        place=place,
        name=row.original_name,
        kind=row.kind,
        kind_text=tight(row.get_kind_display()),
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        sm3=row.sm3,
        printed="",
        width=width,
        height=height,
        unreadable=row.unreadable,
        acquired_at=row.acquired_at,
        source=source_of(row, usage, masker),
        summary=summary_of(row, usage, width, height),
        incidents=tuple(dict.fromkeys(usage.incidents)),
        receipts=tuple(report.receipt for report in usage.reports),
        path=f"data/exhibits/{name}" if is_included else "",
        # What is hidden in a picture must not stand beside it in words.
        words=words if is_included else "",
        length=duration(round(row.duration_ms / 1000)) if row.duration_ms is not None else "",
    )


def shown_dimensions(row: Exhibit) -> tuple[int | None, int | None]:
    if row.kind != ExhibitKind.IMAGE or row.unreadable or not row.width or not row.height:
        return row.width, row.height
    return shown_size(storage.path_of(row.sha256), row.width, row.height)


def source_of(row: Exhibit, usage: Usage, masker: Masker) -> str:
    """Say through whom an exhibit came in, as far as the records know, and what she said of it."""
    told = "，".join(part for part in (row.source, row.device) if part)
    through = came_through(row.case, usage, masker)
    return f"{through}（{told}）" if told else through


def came_through(case: Case, usage: Usage, masker: Masker) -> str:
    if usage.reports:
        report = usage.reports[0]
        who = masker.aliases.get(report.contact_id, report.contact.name)
        return f"{who}通过链接提交，{stamp(report.submitted_at)}，回执{report.receipt}"
    if usage.runs:
        contact = usage.runs[0][0].contact
        who = masker.aliases.get(contact.pk, contact.name) if contact else case.borrower_name
        return f"{who}的手机导出"
    return f"{case.borrower_name}提供"


def summary_of(row: Exhibit, usage: Usage, width: int | None, height: int | None) -> str:
    if usage.runs:
        run, count = usage.runs[0]
        name = f"{FORMAT_LABELS.get(run.format, '')}备份"
        rows = run.counts.get("rows")
        return f"{name}，{f'{rows:,}行，' if rows else ''}其中{count:,}行归入本材料"
    if row.kind == ExhibitKind.IMAGE:
        size = f"图片1张，{width}×{height}像素" if width and height else "图片1张"
        return "；".join((size, *told_by_file(row)))
    if row.kind in (ExhibitKind.AUDIO, ExhibitKind.VIDEO):
        return f"{row.get_kind_display()}1段，{length_of(row.duration_ms)}"
    return f"{tight(row.get_kind_display())}1份"


def length_of(milliseconds: int | None) -> str:
    if milliseconds is None:
        return "时长未读出"
    return f"时长{duration(round(milliseconds / 1000))}"


def told_by_file(row: Exhibit) -> Iterator[str]:
    """Yield time and device as the file itself has them; where it was taken is never printed."""
    told = [row.metadata.get(name, "") for name in ("DateTimeOriginal", "Make", "Model")]
    if any(told):
        yield f"文件内自记：{' '.join(part for part in told if part)}"


def statement_records(
    case: Case, ids: Collection[int], scope: Scope
) -> tuple[StatementRecord, ...]:
    """Return what relatives sent and agreed to have submitted."""
    reports = [r for r in reports_of(case, ids, scope) if r.consents_to_statement]
    held: Mapping[int, list[int]] = exhibits_by_report(reports)
    return tuple(
        StatementRecord(
            person=report.contact_id,
            receipt=report.receipt,
            submitted_at=report.submitted_at,
            words=words,
            exhibits=tuple(held[report.pk]),
        )
        for report in reports
        if (words := words_of(report))
    )


def exhibits_by_report(reports: Iterable[Report]) -> dict[int, list[int]]:
    held: dict[int, list[int]] = defaultdict(list)
    for use in ExhibitUse.objects.filter(report__in=list(reports)):
        if use.report_id is not None:
            held[use.report_id].append(use.exhibit_id)
    return held


def words_of(report: Report) -> tuple[str, ...]:
    """Return the paragraphs that the relative wrote, additions last."""
    texts = [str(report.submitted.get("words") or "")]
    texts += [addition.words for addition in report.additions.all()]
    lines = (line.strip() for text in texts for line in text.splitlines())
    return tuple(line for line in lines if line)
