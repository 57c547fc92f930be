"""The page of one incident, and amending, withdrawing and adding files to it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import Exhibit
from incidents.models import Incident, Revision
from incidents.models.contact import Relation
from incidents.models.incident import Narrator
from incidents.revisions import newest_mark
from tests.factories import (
    confirm_all,
    jpeg,
    make_case,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
    make_user,
)


@pytest.fixture
def incident(case) -> Incident:
    make_creditor(case=case)
    return make_incident(
        case=case,
        occurred_at="2018-06-07 23:10",
        narrative="再不还就让你横着出门。",
        claimed_identity="王主任",
        connected=True,
        duration_s=102,
    )


def url(incident, *parts) -> str:
    return "/".join(["/incidents", str(incident.pk), *parts, ""])


def typed(incident, **changes):
    """Return the amendment form's fields as the page fills them, with some changed."""
    fields = {
        "channel": incident.channel,
        "direction": incident.direction,
        "number": incident.line.raw,
        "occurred_at": "2018-06-07T23:10",
        "is_time_exact": "on",
        "connected": "yes",
        "minutes": "1",
        "seconds": "42",
        "claimed_identity": incident.claimed_identity,
        "creditor": incident.creditor_id,
        "narrative": incident.narrative,
        "narrator": incident.narrator,
        "seen": newest_mark(incident),
        "reason": "重听了录音",
    }
    return fields | changes


def test_the_page_shows_words_facts_and_findings(client_in, incident):
    response = client_in.get(url(incident))
    text = response.text
    assert "".join(part.text for part in response.context["narrative"]) == incident.narrative
    assert "029-10330527" in text
    assert "王主任" in text
    assert "接通 1 分 42 秒" in text
    assert "等你定" in text


def test_the_words_that_a_finding_rests_on_are_marked_with_its_number(client_in, incident):
    response = client_in.get(url(incident))
    threat = next(view for view in response.context["findings"] if view.group == "threat")
    assert '<mark class="threat">' in response.text
    assert f"<sup>{threat.number}</sup>" in response.text


def test_the_words_of_a_dismissed_finding_are_no_longer_marked(client_in, incident):
    before = client_in.get(url(incident))
    keys = [view.key for view in before.context["findings"]]
    client_in.post("/findings/decide/", {"decision": "dismiss", "finding": keys})
    assert "<mark" not in client_in.get(url(incident)).text


def test_a_narrative_is_text_never_markup(client_in, case):
    bad = make_incident(case=case, narrative="<b>再不还就让你横着出门</b><script>x</script>")
    text = client_in.get(url(bad)).text
    assert "<script>x" not in text
    assert "&lt;b&gt;" in text


def test_the_day_is_counted_for_the_line_and_for_all(client_in, case):
    make_incident(case=case, occurred_at="2018-06-07 09:00")
    make_incident(case=case, occurred_at="2018-06-07 10:00", number="95555")
    last = make_incident(case=case, occurred_at="2018-06-07 11:00")
    text = client_in.get(url(last)).text
    assert "这个号码第 2 次，共 2 次" in text
    assert "所有号码第 3 次，共 3 次" in text


def test_what_was_ticked_is_shown_in_words(client_in, case):
    ticked = make_incident(case=case, ticked=["insult"])
    assert "骂人、羞辱" in client_in.get(url(ticked)).text


def test_a_days_count_leads_to_every_incident_of_the_day(client_in, case):
    make_creditor(case=case)
    calls = [
        make_incident(case=case, occurred_at=f"2018-04-24 10:{minute:02d}") for minute in range(12)
    ]
    text = client_in.get(url(calls[0])).text
    assert "/incidents/?from=2018-04-24&amp;to=2018-04-24" in text


def test_a_decision_shows_who_when_and_why(client_in, incident):
    key = client_in.get(url(incident)).context["findings"][0].key
    client_in.post("/findings/decide/", {"decision": "confirm", "finding": key, "note": "有录音"})
    text = client_in.get(url(incident)).text
    assert "有录音" in text
    assert "改主意" in text
    assert "确认标记" in text


def test_an_amendment_keeps_the_old_value_struck_through(client_in, incident):
    client_in.post(url(incident, "amend"), typed(incident, claimed_identity="没有说"))
    text = client_in.get(url(incident)).text
    assert "<del>王主任</del>" in text
    assert "没有说" in text
    assert "重听了录音" in text


def test_an_amendment_needs_a_reason_and_keeps_what_was_typed(client_in, incident):
    fields = typed(incident, narrative="新的经过", reason="")
    response = client_in.post(url(incident, "amend"), fields)
    assert response.status_code == 422
    assert "为什么改" in response.text
    assert "新的经过" in response.text
    assert not Revision.objects.exists()


def test_an_untouched_form_changes_nothing(client_in, incident):
    client_in.post(url(incident, "amend"), typed(incident))
    assert not Revision.objects.exists()


def test_an_amendment_of_the_number_makes_or_finds_its_line(client_in, incident):
    client_in.post(url(incident, "amend"), typed(incident, number="0537-1234567"))
    incident.refresh_from_db()
    assert incident.line.display == "0537-1234567"
    client_in.post(url(incident, "amend"), typed(incident, number=""))
    incident.refresh_from_db()
    assert incident.line is None


def test_an_amendment_made_elsewhere_is_shown_beside_what_was_typed(client_in, incident):
    late = typed(incident, claimed_identity="张经理")
    client_in.post(url(incident, "amend"), typed(incident, claimed_identity="李经理"))
    response = client_in.post(url(incident, "amend"), late)
    assert response.status_code == 409
    assert "刚在别处改过" in response.text
    assert "李经理" in response.text
    assert "张经理" in response.text


def test_after_seeing_the_newest_values_the_same_amendment_is_saved(client_in, incident):
    late = typed(incident, claimed_identity="张经理")
    client_in.post(url(incident, "amend"), typed(incident, claimed_identity="李经理"))
    seen = client_in.post(url(incident, "amend"), late).context["amendment"].seen
    client_in.post(url(incident, "amend"), late | {"seen": seen})
    incident.refresh_from_db()
    assert incident.claimed_identity == "张经理"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"occurred_at": "2999-01-01T00:00"}, "还没有到"),
        ({"occurred_until": "2018-06-07T22:00"}, "结束时间比开始还早"),
    ],
)
def test_a_time_that_makes_no_sense_is_explained(client_in, incident, changes, sentence):
    response = client_in.post(url(incident, "amend"), typed(incident, **changes))
    assert response.status_code == 422
    assert sentence in response.text


def test_an_untouched_minute_keeps_its_seconds(client_in, incident):
    moment = incident.occurred_at.replace(second=42)
    Incident.objects.filter(pk=incident.pk).update(occurred_at=moment)
    client_in.post(url(incident, "amend"), typed(incident, narrator=Narrator.BORROWER))
    incident.refresh_from_db()
    assert incident.occurred_at == moment


def test_withdrawing_asks_first_and_needs_a_reason(client_in, incident):
    assert "记录仍保留" in client_in.get(url(incident, "withdraw")).text
    client_in.post(url(incident, "withdraw"), {"reason": ""})
    incident.refresh_from_db()
    assert incident.withdrawn_at is None


def test_a_withdrawn_incident_can_be_restored(client_in, incident):
    client_in.post(url(incident, "withdraw"), {"reason": "记重了"})
    text = client_in.get(url(incident)).text
    assert "这条已经撤下" in text
    assert "记重了" in text
    client_in.post(url(incident, "restore"))
    incident.refresh_from_db()
    assert incident.withdrawn_at is None


def test_files_can_be_added_later(client_in, incident):
    client_in.post(url(incident, "exhibits"), {"files": [SimpleUploadedFile("截图.jpg", jpeg())]})
    text = client_in.get(url(incident)).text
    assert "截图.jpg" in text
    assert "收存证据" in text


@pytest.mark.parametrize(
    ("files", "sentence"),
    [([], "还没有选文件"), ([SimpleUploadedFile("空的.jpg", b"")], "空的.jpg")],
)
def test_adding_nothing_or_an_empty_file_is_explained(client_in, incident, files, sentence):
    response = client_in.post(url(incident, "exhibits"), {"files": files})
    assert response.status_code == 422
    assert sentence in response.text
    assert not Exhibit.objects.exists()


def test_an_exhibit_shows_its_number_size_and_digest(client_in, incident):
    exhibit = make_exhibit(case=incident.case, incident=incident)
    text = client_in.get(url(incident)).text
    assert exhibit.sha256[:4] in text
    assert f"/exhibits/{exhibit.pk}/thumbnail/" in text


def test_the_page_of_a_full_incident_takes_few_queries(
    client_in, incident, django_assert_max_num_queries
):
    for size in range(5):
        content = jpeg(size=(50 + size, 90))
        make_exhibit(case=incident.case, incident=incident, content=content)
    confirm_all(incident.case)
    with django_assert_max_num_queries(22):
        client_in.get(url(incident))


@pytest.mark.parametrize("page", ["", "amend", "withdraw", "exhibits"])
def test_anonymous_visitors_are_asked_to_sign_in(client, incident, page):
    assert client.get(url(incident, *filter(None, [page]))).url.startswith("/sign-in/")


@pytest.mark.parametrize("page", ["", "amend", "withdraw", "exhibits"])
def test_strangers_find_nothing(stranger_in, incident, page):
    assert stranger_in.get(url(incident, *filter(None, [page]))).status_code == 404


def test_a_stranger_cannot_restore(stranger_in, incident):
    assert stranger_in.post(url(incident, "restore")).status_code == 404


def test_another_cases_contact_cannot_be_put_in(client_in, incident):
    elsewhere = make_contact(case=make_case(owner=make_user(name="旁人")))
    response = client_in.post(url(incident, "amend"), typed(incident, contact=elsewhere.pk))
    assert response.status_code == 422


def test_the_page_asks_whether_a_spouse_shares_the_debt(client_in, case):
    contact = make_contact(case=case, relation=Relation.SPOUSE)
    incident = make_incident(case=case, contact=contact)
    page = client_in.get(f"/incidents/{incident.pk}/").text
    assert "一起借、一起用的吗？" in page
    assert f'name="incident" value="{incident.pk}"' in page


def test_the_page_of_another_person_asks_nothing(client_in, case):
    incident = make_incident(case=case, contact=make_contact(case=case))
    assert "一起借、一起用的吗？" not in client_in.get(f"/incidents/{incident.pk}/").text
