"""Reading records in the administration; nothing is changed there, so that custody stays whole."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from incidents.models import (
    Anchor,
    Case,
    Complaint,
    Contact,
    Creditor,
    CustodyEvent,
    Finding,
    Incident,
    Inquiry,
    Line,
    Report,
    Revision,
)


@admin.register(
    Anchor,
    Case,
    Complaint,
    Contact,
    Creditor,
    CustodyEvent,
    Finding,
    Incident,
    Inquiry,
    Line,
    Report,
    Revision,
)
class ReadOnly(admin.ModelAdmin[Model]):
    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, *_: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *_: Any) -> bool:
        return False
