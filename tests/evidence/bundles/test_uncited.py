"""A bundle says of one day, or of several, that no clause can be cited."""

import json

import pytest

from evidence.bundles.assertions import assertions
from evidence.bundles.exports import findings_json
from incidents.models import Case
from tests.evidence.bundles.test_follow_up import selected
from tests.factories import confirm_all, make_creditor, make_incident

# In 2018 no clause at hand bound a private lender for calls at night.
NIGHTS = ("2018-06-07 23:10", "2018-06-07 23:40", "2018-06-08 23:10")


@pytest.mark.parametrize(
    ("nights", "said"),
    [
        (NIGHTS[:2], "这一天没有可以引用的条款，只写事实"),
        (NIGHTS, "这些天没有可以引用的条款，只写事实"),
    ],
)
def test_one_day_and_several_are_worded_each_in_its_way(case: Case, nights, said):
    make_creditor(case=case, kind="PRIVATE")
    for night in nights:
        make_incident(case=case, occurred_at=night)
    confirm_all(case)
    (found,) = [each for each in assertions(selected(case)) if each.anchor.endswith("R1")]
    assert found.uncited == (said,)


def test_the_records_of_each_finding_speak_of_its_own_day(case: Case):
    make_creditor(case=case, kind="PRIVATE")
    for night in NIGHTS:
        make_incident(case=case, occurred_at=night)
    confirm_all(case)
    rows = json.loads(b"".join(findings_json(selected(case))))["findings"]
    said = {row["uncited"] for row in rows if row["rule"] == "R1"}
    assert said == {"这一天没有可以引用的条款，只写事实"}
    assert not any("uncited_days" in row for row in rows)
