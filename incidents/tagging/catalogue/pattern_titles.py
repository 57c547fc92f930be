"""Reads patterns.toml: what each pattern over several incidents is called."""

from incidents.tagging.catalogue.fields import Table
from incidents.tagging.catalogue.model import PatternWords, Text

PATTERNS = "patterns.toml"
PATTERN_IDS = ("P1", "P2", "P3", "P4", "P5")
LONGEST_TITLE = 14


def read_patterns(table: Table) -> dict[str, PatternWords]:
    """Read the titles and plain words of all patterns; problems collect in the table."""
    read: dict[str, PatternWords] = {}
    for entry in table.tables("pattern", "pattern"):
        words = _read_words(entry)
        if words.id not in PATTERN_IDS:
            entry.wrong(f"a pattern is called {PATTERN_IDS[0]} to {PATTERN_IDS[-1]}")
        if words.id in read:
            entry.wrong("this pattern is there twice")
        read[words.id] = words
        entry.finish()
    for name in PATTERN_IDS:
        if name not in read:
            table.wrong(f"pattern {name} is missing")
    table.finish()
    return read


def _read_words(table: Table) -> PatternWords:
    words = PatternWords(
        id=table.string("id", required=True),
        title=table.text("title", required=True) or Text("", ""),
        plain=table.text("plain", required=True) or Text("", ""),
    )
    if len(words.title.zh) > LONGEST_TITLE:
        table.wrong(f"“title” has more than {LONGEST_TITLE} characters")
    return words
