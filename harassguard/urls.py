"""Addresses: each app's own, and the administration of records."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler400 = "harassguard.views.refused"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("incidents.urls")),
    path("", include("evidence.urls")),
]
