"""Backups in pure Python: the age format, the archive inside, and what it says of itself."""
