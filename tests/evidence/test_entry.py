"""Quick entry: what is accepted, what is kept when saving fails, and what is said afterwards."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evidence import storage
from evidence.models import Exhibit
from incidents.models import Contact, Incident
from incidents.models.incident import Channel, Narrator
from tests.factories import (
    jpeg,
    make_case,
    make_contact,
    make_creditor,
    make_incident,
    make_user,
)

URL = "/incidents/new/"

pytestmark = pytest.mark.django_db


def post(client, **fields):
    return client.post(URL, {"channel": "call", "when": "now", "reached": "me", **fields})


def saved(client, **fields) -> Incident:
    response = post(client, **fields)
    assert response.status_code == 302, response.context["form"].errors
    return Incident.objects.latest("pk")


def test_a_number_alone_is_enough(client_in, case):
    incident = saved(client_in, number="0537 1208841")
    assert (incident.channel, incident.line.normalised) == (Channel.CALL, "+865371208841")
    assert incident.recorded_by == case.owner


def test_an_entirely_empty_entry_is_refused_with_one_sentence(client_in, case):
    response = post(client_in)
    assert response.status_code == 422
    assert "还没有内容" in response.text
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"ticked": "insult"},
        {"narrative": "嗯"},
        {"reached": "new", "new_relation": "friend"},
        {"when": "60"},
        {"channel": "visit"},
        {"connected": "no"},
        {"claimed_identity": "王主任"},
    ],
)
def test_any_one_thing_is_content(client_in, case, fields):
    assert saved(client_in, **fields)


@pytest.mark.parametrize(
    "typed",
    [
        "0537-1234567", "+86 138 1234 5678", "0086 13812345678", "86-138-1234-5678",
        "１３８１２３４５６７８", "95555", "106980095533", "10086", "unknown", "138****5678",
        "微信 abc_123", "未知号码", " 029 8888 7777 ", "不知道是什么", "()", "+", "🙂",
    ],
)  # fmt: skip
def test_no_number_is_refused_or_mangled(client_in, case, typed):
    assert saved(client_in, number=typed).line.raw == typed


def test_a_pasted_message_in_the_place_of_a_number_is_explained(client_in, case):
    response = post(client_in, number="你" * 300)
    assert response.status_code == 422
    assert "号码太长了" in response.text
    assert "你" * 300 in response.text


def test_a_picked_line_is_used_when_no_number_was_typed(client_in, case):
    line = make_incident(case=case).line
    assert saved(client_in, line=line.pk).line == line


def test_a_typed_number_counts_before_a_picked_line(client_in, case):
    line = make_incident(case=case).line
    assert saved(client_in, line=line.pk, number="95555").line.display == "95555"


def test_just_now_is_the_servers_time(client_in, case):
    before = timezone.now()
    incident = saved(client_in, number="95555")
    assert before <= incident.occurred_at <= timezone.now()
    assert incident.is_time_exact


def test_an_hour_ago_is_an_hour_ago_and_only_about(client_in, case):
    incident = saved(client_in, number="95555", when="60")
    assert timedelta(minutes=59) < timezone.now() - incident.occurred_at < timedelta(minutes=61)
    assert not incident.is_time_exact


def test_a_picked_time_is_shanghai_time(client_in, case):
    incident = saved(client_in, when="pick", at="2018-06-07T23:06")
    assert incident.occurred_at.isoformat() == "2018-06-07T15:06:00+00:00"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2999-01-01T00:00", "还没有到"),
        ("0001-01-01T00:00", "太早了"),
        ("", "选一下时间"),
        ("昨天", "有效"),
    ],
)
def test_a_time_that_makes_no_sense_keeps_what_was_typed(client_in, case, at, sentence):
    response = post(client_in, when="pick", at=at, narrative="这句话要留着")
    assert response.status_code == 422
    assert sentence in response.text
    assert "这句话要留着" in response.text


def test_a_known_contact_can_be_picked(client_in, case):
    contact = make_contact(case=case)
    assert saved(client_in, reached=contact.pk).contact == contact


def test_somebody_new_becomes_a_contact(client_in, case):
    incident = saved(client_in, reached="new", new_name="二叔", new_relation="relative")
    assert (incident.contact.name, incident.contact.relation) == ("二叔", "relative")


def test_somebody_new_of_a_known_name_is_the_same_contact(client_in, case):
    contact = make_contact(case=case, name="二叔")
    assert saved(client_in, reached="new", new_name="二叔").contact == contact


def test_somebody_new_without_a_name_needs_at_least_a_relation(client_in, case):
    response = post(client_in, reached="new", narrative="留着")
    assert response.status_code == 422
    assert "称呼或关系都行" in response.text
    assert not Contact.objects.exists()


def test_another_cases_contact_is_not_accepted(client_in, case):
    other = make_contact(case=make_case(owner=make_user(name="旁人")))
    assert post(client_in, reached=other.pk, number="95555").status_code == 422


def test_another_way_asks_which(client_in, case):
    response = post(client_in, channel="other", narrative="门上贴了纸")
    assert "选一下是邮件" in response.text
    assert saved(client_in, channel="other", other_channel="letter").channel == Channel.LETTER


def test_an_answered_call_keeps_its_length(client_in, case):
    incident = saved(client_in, connected="yes", minutes="1", seconds="42")
    assert (incident.connected, incident.duration_s) == (True, 102)


def test_a_message_has_no_connection(client_in, case):
    incident = saved(client_in, channel="sms", connected="yes", minutes="1", narrative="在吗")
    assert (incident.connected, incident.duration_s) == (None, None)


def test_words_keep_their_lines_and_their_narrator(client_in, case):
    incident = saved(client_in, narrative="第一行\r\n第二行", narrator="borrower_note")
    assert incident.narrative == "第一行\n第二行"
    assert incident.narrator == Narrator.BORROWER


def test_with_several_creditors_the_person_says_which(client_in, case):
    make_creditor(case=case)
    second = make_creditor(case=case, name="乙银行")
    assert "乙银行" in client_in.get(URL).text
    assert saved(client_in, creditor=second.pk).creditor == second


def test_files_are_kept_bit_for_bit(client_in, case):
    content = jpeg()
    files = [SimpleUploadedFile("截图 1.jpg", content), SimpleUploadedFile("话.txt", b"abc")]
    saved(client_in, files=files)
    exhibit = Exhibit.objects.get(original_name="截图 1.jpg")
    assert b"".join(storage.chunks(exhibit.sha256)) == content
    assert Exhibit.objects.count() == 2


def test_an_empty_file_is_named_and_nothing_is_recorded(client_in, case):
    response = post(
        client_in,
        narrative="这句话要留着",
        reached="new",
        new_name="二叔",
        files=SimpleUploadedFile("空的.jpg", b""),
    )
    assert response.status_code == 422
    assert "空的.jpg" in response.text
    assert "文件要重新选一次" in response.text
    assert "这句话要留着" in response.text
    assert not Incident.objects.exists()
    assert not Contact.objects.exists()


def test_a_full_disk_keeps_what_was_typed(client_in, case, data_folder):
    (data_folder / "exhibits").write_text("a file where the folder should be")
    response = post(client_in, narrative="这句话要留着", files=SimpleUploadedFile("a.jpg", jpeg()))
    assert response.status_code == 422
    assert "没有保存成功" in response.text
    assert "文件要重新选一次" in response.text
    assert "这句话要留着" in response.text
    assert not Incident.objects.exists()


def test_a_disk_that_is_full_while_receiving_keeps_what_was_typed(client_in, case, settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere/at/all"
    large = SimpleUploadedFile("录像.mp4", b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1))
    response = post(client_in, narrative="这句话要留着", files=[large])
    assert response.status_code == 422
    assert "没有保存成功" in response.text
    assert "文件要重新选一次" in response.text
    assert "这句话要留着" in response.text
    assert not Incident.objects.exists()


def test_what_was_typed_is_shown_as_text_never_as_markup(client_in, case):
    response = post(client_in, when="pick", at="", narrative="<script>alert(1)</script>")
    assert "<script>alert(1)" not in response.text


def test_after_saving_the_page_says_so_and_names_what_was_tagged(client_in, case):
    make_creditor(case=case)
    response = client_in.post(URL, {"narrative": "再不还就让你横着出门"}, follow=True)
    assert "已保存。可以关掉了。" in response.text
    assert reverse("incident-detail", args=[Incident.objects.get().pk]) in response.text
    assert response.context["titles"]


def test_saving_and_going_on_comes_back_to_an_empty_entry(client_in, case):
    response = client_in.post(URL, {"number": "95555", "again": "1"}, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert "已保存" in response.text
    assert not response.context["form"].is_bound


def test_a_lost_session_shows_the_entry_again_unsaved_with_the_time_it_was_opened(client, case):
    opened = "2018-06-07T19:06:00+08:00"
    fields = {"narrative": "留着", "when": "now", "opened_at": opened}
    response = client.post(URL, fields)
    assert response.url.startswith("/sign-in/")
    client.post(response.url, {"username": "小柳", "password": "correct horse battery"})
    shown = client.get(URL)
    assert "留着" in shown.text
    assert 'value="2018-06-07T19:06"' in shown.text
    assert not Incident.objects.exists()


def test_the_entry_opens_for_a_line_and_a_contact(client_in, case):
    contact = make_contact(case=case)
    line = make_incident(case=case).line
    response = client_in.get(URL, {"line": line.pk, "contact": contact.pk})
    assert f'name="line" value="{line.pk}" checked' in response.text
    assert f'name="reached" value="{contact.pk}" checked' in response.text


def test_anonymous_visitors_are_asked_to_sign_in(client, case):
    assert client.get(URL).url == "/sign-in/?next=%2Fincidents%2Fnew%2F"


def test_a_stranger_does_not_see_what_was_saved(stranger_in, case):
    incident = make_incident(case=case)
    assert stranger_in.get(f"/incidents/{incident.pk}/saved/").status_code == 404


def test_a_user_without_a_case_has_nothing_to_enter_into(stranger_in):
    assert stranger_in.get(URL).status_code == 404
