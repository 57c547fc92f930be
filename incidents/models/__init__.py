"""What happened: the records of a case."""

from incidents.models.case import Case
from incidents.models.complaint import Complaint, Inquiry
from incidents.models.contact import Contact
from incidents.models.creditor import Agency, Creditor, Debt, Repayment
from incidents.models.custody import Anchor, CustodyEvent
from incidents.models.custody_check import CustodyCheck
from incidents.models.finding import Finding
from incidents.models.incident import Incident, ObservationRecord
from incidents.models.line import Line
from incidents.models.recorded import Recorded
from incidents.models.report import Report, ReportAddition, ReportLink
from incidents.models.representative import Representative
from incidents.models.review import Review
from incidents.models.revision import Revision
from incidents.models.user import SignInToken, User

__all__ = [
    "Agency",
    "Anchor",
    "Case",
    "Complaint",
    "Contact",
    "Creditor",
    "CustodyCheck",
    "CustodyEvent",
    "Debt",
    "Finding",
    "Incident",
    "Inquiry",
    "Line",
    "ObservationRecord",
    "Recorded",
    "Repayment",
    "Report",
    "ReportAddition",
    "ReportLink",
    "Representative",
    "Review",
    "Revision",
    "SignInToken",
    "User",
]
