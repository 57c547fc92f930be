"""Everything that happens before Django exists: only Python's standard library is used here."""
