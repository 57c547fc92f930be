"""The request type of views behind a sign-in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from incidents.models import User


class AuthenticatedRequest(HttpRequest):
    user: User
    htmx: HtmxDetails
