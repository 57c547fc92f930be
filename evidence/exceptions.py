"""Errors of evidence, each with a message fit to show a person."""


class EvidenceError(Exception):
    """Base of what can go wrong with exhibits, imports and bundles."""


class EmptyFile(EvidenceError):
    """The file holds no bytes."""


class UnknownFormat(EvidenceError):
    """No importer reads this file."""


class ImportNotPossible(EvidenceError):
    """The import is not in a state to be applied or undone."""


class FixityError(EvidenceError):
    """An original is gone or is no longer what was acquired."""


class IssueError(EvidenceError):
    """A bundle could not be issued."""


class NotViewable(EvidenceError):
    """No picture can be made of this original."""
