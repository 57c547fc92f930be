"""The tables of evidence whose rows stay; incidents.append_only says how."""

from incidents.append_only import Guard

GUARDS = (
    Guard(
        "evidence_bundleexhibit",
        unique=(("bundle_id", "group", "item"), ("bundle_id", "exhibit_id")),
    ),
    Guard("evidence_importedrow", unique=(("run_id", "position"), ("incident_id",))),
)
