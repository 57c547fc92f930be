"""Finding values that were never filled in before they reach the paper."""

from evidence.bundles.compose import compose
from evidence.bundles.parts import parts
from evidence.bundles.records import Selection
from evidence.bundles.rewriting import rewritten
from evidence.exceptions import IssueError

# They are looked for in our own words only.
PLACEHOLDERS = ("None", "{{", "}}", "{%", "%}", "TODO", "FIXME", "XX", "某某", "&lt;built-in")
BLANK = "甲"


def refuse_placeholders(selection: Selection, contents: bytes) -> None:
    """
    Raise IssueError when a value that was never filled in would reach the paper.

    The pages are composed once more with every recorded word blanked, so that only words of this
    program and of the catalogue are searched: a collector may well have written “XX公司”.
    """
    document = compose(rewritten(selection, lambda _: BLANK), contents)
    pages = list(parts(document))
    found = [mark for mark in PLACEHOLDERS if any(mark in html for html in pages)]
    if found:
        raise IssueError(f"证据包里还有没填好的内容（{'、'.join(found)}），没有出具。")
