"""Addresses of what proves it."""

from django.urls import path

from evidence.views import bundles, entry, exhibits, imports, incident_page, report_pages, reports

urlpatterns = [
    path("incidents/new/", entry.entry_new, name="entry-new"),
    path("incidents/<int:incident_id>/saved/", entry.entry_saved, name="entry-saved"),
    path("incidents/<int:incident_id>/", incident_page.incident_detail, name="incident-detail"),
    path("incidents/<int:incident_id>/exhibits/", incident_page.exhibit_add, name="exhibit-add"),
    path("exhibits/", exhibits.exhibit_list, name="exhibit-list"),
    path("exhibits/<int:exhibit_id>/", exhibits.exhibit_detail, name="exhibit-detail"),
    path("exhibits/<int:exhibit_id>/original/", exhibits.exhibit_original, name="exhibit-original"),
    path(
        "exhibits/<int:exhibit_id>/thumbnail/",
        exhibits.exhibit_thumbnail,
        name="exhibit-thumbnail",
    ),
    path("exhibits/<int:exhibit_id>/preview/", exhibits.exhibit_preview, name="exhibit-preview"),
    path("exhibits/<int:exhibit_id>/check/", exhibits.exhibit_check, name="exhibit-check"),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/<int:report_id>/", reports.report_detail, name="report-detail"),
    path("reports/<int:report_id>/decline/", reports.report_decline, name="report-decline"),
    path("reports/<int:report_id>/take/", reports.report_take, name="report-take"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/new/", imports.import_add, name="import-add"),
    path("imports/<int:run_id>/", imports.import_detail, name="import-detail"),
    path("imports/<int:run_id>/undo/", imports.import_undo, name="import-undo"),
    path("r/more/", report_pages.report_more, name="report-more"),
    path("r/more/<str:seal>/", report_pages.report_add, name="report-add"),
    path("r/<str:token>/", report_pages.report_page, name="report-page"),
    path("r/<str:token>/done/<str:receipt>/", report_pages.report_done, name="report-done"),
    path("bundles/", bundles.bundle_list, name="bundle-list"),
    path("bundles/new/", bundles.bundle_add, name="bundle-add"),
    path("bundles/<int:bundle_id>/", bundles.bundle_detail, name="bundle-detail"),
    path("bundles/<int:bundle_id>/cancel/", bundles.bundle_cancel, name="bundle-cancel"),
    path("bundles/<int:bundle_id>/repeat/", bundles.bundle_repeat, name="bundle-repeat"),
    path("bundles/<int:bundle_id>/pdf/", bundles.bundle_pdf, name="bundle-pdf"),
    path("bundles/<int:bundle_id>/zip/", bundles.bundle_zip, name="bundle-zip"),
]
