"""Errors of evidence, each with a message fit to show a person."""


class EvidenceError(Exception):
    """Base of what can go wrong with exhibits, imports and bundles."""


class EmptyFile(EvidenceError):
    """The file holds no bytes."""


class StorageError(EvidenceError):
    """The disk did not take a file; nothing of it was kept."""


class UnknownFormat(EvidenceError):
    """No importer reads this file."""


class ImportNotPossible(EvidenceError):
    """The import is not in a state to be applied or undone."""


class ImportStopped(EvidenceError):
    """Someone stopped the import, or another process finished it, while it was under way."""


class FixityError(EvidenceError):
    """An original is gone or is no longer what was acquired."""


class IssueError(EvidenceError):
    """A bundle could not be issued."""


class NotViewable(EvidenceError):
    """No picture can be made of this original."""


class BackupError(EvidenceError):
    """A backup could not be made, or a file could not be restored from."""
