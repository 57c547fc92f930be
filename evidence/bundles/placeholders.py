"""Finding values that were never filled in before they reach the paper."""

from collections.abc import Iterable
from dataclasses import replace

from evidence.bundles.compose import compose
from evidence.bundles.parts import parts
from evidence.bundles.records import Selection
from evidence.bundles.rewriting import rewritten
from evidence.exceptions import IssueError

# They are looked for in our own words only.
PLACEHOLDERS = ("None", "{{", "}}", "{%", "%}", "TODO", "FIXME", "XX", "某某", "&lt;built-in")
BLANK = "甲"


def refuse_placeholders(selection: Selection, pages: Iterable[str]) -> None:
    """
    Raise IssueError when a value that was never filled in would reach the paper.

    A collector may well have written “XX公司”. Where anything looks like a blank, the pages are
    composed once more with every recorded word blanked and the letter drafted, so that only words
    of this program and of the catalogue are searched.
    """
    if placeholders_in(pages):
        blanked = replace(rewritten(selection, lambda _: BLANK), letter="")
        found = placeholders_in(parts(compose(blanked)))
        if found:
            raise IssueError(f"证据包里还有没填好的内容（{'、'.join(found)}），没有出具。")


def placeholders_in(pages: Iterable[str]) -> list[str]:
    found = {mark for html in pages for mark in PLACEHOLDERS if mark in html}
    return [mark for mark in PLACEHOLDERS if mark in found]
