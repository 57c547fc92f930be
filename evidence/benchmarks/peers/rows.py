"""The incidents of a case as plain rows of text, and as the HTML of one table."""

from collections.abc import Iterable, Sequence
from html import escape

from incidents.models import Case

HEADS = ("序号", "时间", "方式", "号码", "联系了谁", "经过")
WIDTHS = (6, 17, 9, 22, 12, 34)
STYLES = """
@page { size: A4; margin: 20mm }
body { font: 9pt "Noto Sans CJK SC", sans-serif }
table { width: 100%; border-collapse: collapse; table-layout: fixed }
td, th { border: .4pt solid #999; padding: 1mm; text-align: left; vertical-align: top }
tr { break-inside: avoid }
"""

Row = tuple[str, ...]


def rows_of(case: Case) -> list[Row]:
    incidents = case.incidents.standing().select_related("line", "contact")
    return [
        (
            str(incident.number),
            f"{incident.occurred_at:%Y-%m-%d %H:%M}",
            str(incident.get_channel_display()),
            incident.line.display if incident.line else "",
            incident.contact.name if incident.contact else "本人",
            incident.narrative,
        )
        for incident in incidents
    ]


def page_of(rows: Iterable[Row]) -> str:
    """Return the whole document: one table with a head that is repeated on each page."""
    columns = "".join(f'<col style="width: {width}%">' for width in WIDTHS)
    body = "".join(line("td", row) for row in rows)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>{STYLES}</style>'
        f"<table><colgroup>{columns}</colgroup><thead>{line('th', HEADS)}</thead>"
        f"<tbody>{body}</tbody></table></html>"
    )


def line(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
