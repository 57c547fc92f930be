"""Errors of records, each with a message fit to show a person."""


class IncidentsError(Exception):
    """Base of what can go wrong with records."""


class StaleRecord(IncidentsError):
    """The record was amended by someone else after this page was opened."""


class BadDecision(IncidentsError):
    """The finding or report cannot take this decision in its present state."""


class LinkClosed(IncidentsError):
    """The report link is unknown, withdrawn or expired."""


class UnknownReceipt(IncidentsError):
    """No report that can still be added to has this receipt number."""


class TooManyTries(IncidentsError):
    """Too many wrong receipt numbers came from one address."""


class UnknownCase(IncidentsError):
    """No case has this key or number."""


class CheckRefused(IncidentsError):
    """What somebody entered of a clause, or a file of such entries, cannot be used."""


class NotDrawn(IncidentsError):
    """A figure could not be drawn."""
