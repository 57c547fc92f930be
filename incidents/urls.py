"""Addresses of what happened."""

from django.urls import path

from incidents.views import access, cases, contacts, findings, incidents, lines, overview, rules

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("more/", overview.more, name="more"),
    path("start/who/", access.start_who, name="start-who"),
    path("start/<str:token>/", access.start, name="start"),
    path("sign-in/", access.sign_in, name="sign-in"),
    path("sign-out/", access.sign_out, name="sign-out"),
    path("settings/", cases.settings_page, name="settings"),
    path("settings/passphrase/", cases.settings_passphrase, name="settings-passphrase"),
    path("settings/case/", cases.case_amend, name="case-amend"),
    path("settings/cases/<int:case_id>/open/", cases.case_open, name="case-open"),
    path("settings/creditors/new/", cases.creditor_add, name="creditor-add"),
    path("settings/creditors/<int:creditor_id>/", cases.creditor_amend, name="creditor-amend"),
    path("settings/creditors/<int:creditor_id>/debts/new/", cases.debt_add, name="debt-add"),
    path("settings/debts/<int:debt_id>/", cases.debt_amend, name="debt-amend"),
    path("settings/debts/<int:debt_id>/repayments/new/", cases.repayment_add, name="repayment-add"),
    path("settings/repayments/<int:repayment_id>/", cases.repayment_amend, name="repayment-amend"),
    path("settings/agencies/new/", cases.agency_add, name="agency-add"),
    path("settings/agencies/<int:agency_id>/", cases.agency_amend, name="agency-amend"),
    path("incidents/", incidents.incident_list, name="incident-list"),
    path("incidents/<int:incident_id>/amend/", incidents.incident_amend, name="incident-amend"),
    path(
        "incidents/<int:incident_id>/withdraw/",
        incidents.incident_withdraw,
        name="incident-withdraw",
    ),
    path(
        "incidents/<int:incident_id>/restore/",
        incidents.incident_restore,
        name="incident-restore",
    ),
    path("findings/", findings.finding_list, name="finding-list"),
    path("findings/decide/", findings.finding_decide, name="finding-decide"),
    path("contacts/", contacts.contact_list, name="contact-list"),
    path("contacts/new/", contacts.contact_add, name="contact-add"),
    path("contacts/<int:contact_id>/", contacts.contact_detail, name="contact-detail"),
    path("contacts/<int:contact_id>/amend/", contacts.contact_amend, name="contact-amend"),
    path("contacts/<int:contact_id>/link/", contacts.link_open, name="link-open"),
    path("links/<int:link_id>/revoke/", contacts.link_revoke, name="link-revoke"),
    path("lines/<int:line_id>/", lines.line_detail, name="line-detail"),
    path("rules/", rules.rule_list, name="rule-list"),
    path("lines/look/", lines.line_look, name="line-look"),
]
