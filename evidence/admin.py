"""Reading exhibits, imports and bundles in the administration; nothing is changed there."""

from django.contrib import admin

from evidence.models import Bundle, Derivative, Exhibit, ExhibitUse, ImportRun
from incidents.admin import ReadOnly

admin.site.register((Bundle, Derivative, Exhibit, ExhibitUse, ImportRun), ReadOnly)
