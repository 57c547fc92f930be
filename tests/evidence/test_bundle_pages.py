"""The wizard, the progress page, the list and the downloads of bundles."""

import io
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient, Stage
from incidents.models import Case
from tests.evidence.bundles.story import issue, make_story, zip_of
from tests.factories import make_incident

ADD = "/bundles/new/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def choices(**changes: object) -> dict[str, object]:
    return {"recipient": "12378", "period": "all", "rules": ["R2", "R3"], **changes}


@pytest.fixture
def small(case: Case) -> Case:
    make_incident(case=case, occurred_at="2018-04-25 10:00", narrative="还钱。")
    make_incident(case=case, occurred_at="2018-06-07 19:06", narrative="还钱。")
    return case


def test_the_wizard_counts_what_is_in_and_out(client_in: Client, case: Case) -> None:
    make_story(case)
    page = client_in.get(ADD).content.decode()
    assert "15 次" in page
    assert "第一阶段" in page
    assert "第二阶段" in page
    assert "已确认" in page
    assert "还没有核实" in page


def test_more_records_ask_for_no_more_queries(client_in: Client, case: Case) -> None:
    counted = []
    for hour in (9, 12, 15):
        for minute in range(10):
            make_incident(case=case, occurred_at=f"2018-04-25 {hour:02d}:{minute:02d}")
        client_in.get(ADD)
        with CaptureQueriesContext(connection) as queries:
            client_in.get(ADD)
        counted.append(len(queries))
    assert counted[0] == counted[1] == counted[2]


def test_a_changed_choice_answers_with_the_check_and_the_sum_alone(
    client_in: Client, small: Case
) -> None:
    data = choices(period="waves", waves=["2"], preview="1")
    answer = client_in.post(ADD, data, **HTMX).content.decode()
    assert 'hx-swap-oob="true"' in answer
    assert "不放 1" in answer
    assert "<html" not in answer
    assert not Bundle.objects.exists()


def test_without_script_the_preview_button_shows_the_page_again(
    client_in: Client, small: Case
) -> None:
    answer = client_in.post(ADD, choices(preview="1")).content.decode()
    assert "<html" in answer
    assert not Bundle.objects.exists()


@pytest.mark.parametrize(
    ("recipient", "is_masked"), [("12378", True), ("court", False), ("police-110", False)]
)
def test_masking_follows_the_recipient(
    client_in: Client, small: Case, recipient: str, is_masked: bool
) -> None:
    client_in.post(ADD, choices(recipient=recipient))
    assert Bundle.objects.get().scope["mask"] is is_masked


def test_the_person_can_decide_otherwise(client_in: Client, small: Case) -> None:
    client_in.post(ADD, choices(recipient="court", mask="yes"))
    assert Bundle.objects.get().scope["mask"] is True


def test_dates_the_wrong_way_round_are_explained(client_in: Client, small: Case) -> None:
    data = choices(period="dates", first="2018-06-07", last="2018-04-25")
    assert "请对调一下" in client_in.post(ADD, data).content.decode()
    assert not Bundle.objects.exists()


def test_waves_without_one_that_is_ticked_are_asked_for(client_in: Client, small: Case) -> None:
    assert "可以多选" in client_in.post(ADD, choices(period="waves")).content.decode()
    assert not Bundle.objects.exists()


def test_several_waves_people_and_an_annex_are_kept_with_the_bundle(
    client_in: Client, case: Case
) -> None:
    make_story(case)
    aunt = case.contacts.get(name="阿宁")
    data = choices(period="waves", waves=["1", "2"], contacts=["0", str(aunt.pk)], annex="1")
    client_in.post(ADD, {**data, "per_page": "4"})
    scope = Bundle.objects.get().scope
    assert len(scope["spans"]) == 2
    assert (scope["contacts"], scope["creditors"]) == ([0, aunt.pk], None)
    assert (scope["annex"], scope["per_page"]) == (True, 4)


def test_everybody_ticked_or_nobody_asks_for_all(client_in: Client, case: Case) -> None:
    make_story(case)
    everybody = ["0", *(str(pk) for pk in case.contacts.values_list("pk", flat=True))]
    for ticked in ([], everybody):
        client_in.post(ADD, choices(contacts=ticked))
        assert Bundle.objects.latest("number").scope["contacts"] is None


def test_what_stays_out_is_counted_by_why(client_in: Client, case: Case) -> None:
    make_story(case)
    data = choices(period="waves", waves=["1"], contacts=["0"], preview="1")
    answer = client_in.post(ADD, data, **HTMX).content.decode()
    assert "期间以外的事件" in answer
    assert "联系别人的事件" in answer
    assert "次数不全的标记" in answer


def test_a_bundle_cannot_both_replace_and_supplement(client_in: Client, small: Case) -> None:
    client_in.post(ADD, choices())
    Bundle.objects.update(state=BundleState.ISSUED, issued_at=timezone.now())
    pk = Bundle.objects.get().pk
    answer = client_in.post(ADD, choices(replaces=pk, supplements=pk)).content.decode()
    assert "只能选一样" in answer
    assert "前一号的文件读不出来" in client_in.post(ADD, choices(supplements=pk)).content.decode()
    assert Bundle.objects.count() == 1


def test_a_period_with_nothing_in_it_is_explained(client_in: Client, small: Case) -> None:
    data = choices(period="dates", first="2030-01-01")
    assert "没有事件" in client_in.post(ADD, data).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_bundle_is_requested_made_by_the_worker_and_downloaded(
    client_in: Client, small: Case
) -> None:
    answer = client_in.post(ADD, choices())
    bundle = Bundle.objects.get()
    detail = reverse("bundle-detail", args=[bundle.pk])
    assert answer["Location"] == detail
    assert "hx-trigger" in client_in.get(detail).content.decode()
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
    assert client_in.get(detail, **HTMX)["HX-Refresh"] == "true"
    assert "下载 PDF" in client_in.get(detail).content.decode()
    pdf = b"".join(client_in.get(reverse("bundle-pdf", args=[bundle.pk])).streaming_content)
    packed = b"".join(client_in.get(reverse("bundle-zip", args=[bundle.pk])).streaming_content)
    assert pdf.startswith(b"%PDF-1.7")
    assert zipfile.ZipFile(io.BytesIO(packed)).testzip() is None


def test_progress_shows_stage_and_count(client_in: Client, small: Case) -> None:
    client_in.post(ADD, choices())
    Bundle.objects.update(state=BundleState.RUNNING, stage=Stage.LAYOUT, done=8, total=12)
    page = client_in.get(f"/bundles/{Bundle.objects.get().pk}/", **HTMX).content.decode()
    assert "8 / 12" in page
    assert "✓ 校验原件" in page


def test_stopping_and_repeating(client_in: Client, small: Case) -> None:
    client_in.post(ADD, choices())
    pk = Bundle.objects.get().pk
    client_in.post(f"/bundles/{pk}/cancel/")
    assert Bundle.objects.get().state == BundleState.CANCELLED
    assert "再做一次" in client_in.get(f"/bundles/{pk}/").content.decode()
    client_in.post(f"/bundles/{pk}/repeat/")
    assert Bundle.objects.get().state == BundleState.QUEUED


def test_an_issue_shows_its_digests_and_its_key(client_in: Client, case: Case) -> None:
    bundle = issue(make_story(case))
    page = client_in.get(f"/bundles/{bundle.pk}/").content.decode()
    assert bundle.pdf_sha256 in page
    assert "亲友B" in page
    assert "李大林" in page
    assert "138****0002" in page
    key = client_in.get(f"/bundles/{bundle.pk}/key/")
    assert "亲友B,大林,李大林,138 0000 0002,〔138****0002〕" in key.content.decode("utf-8-sig")
    assert b"13800000002" not in zip_of(bundle).read_bytes()
    assert bundle.manifest_sha256[:12] in client_in.get("/bundles/").content.decode()


def test_a_correction_names_what_it_replaces(client_in: Client, small: Case) -> None:
    first = issue(small, Recipient.COURT)
    client_in.post(ADD, choices(replaces=first.pk))
    assert Bundle.objects.latest("number").replaces == first
    assert f'value="{first.pk}"' in client_in.get(f"{ADD}?replaces={first.pk}").content.decode()


@pytest.mark.parametrize("page", ["", "pdf/", "zip/"])
def test_strangers_find_nothing(stranger_in: Client, small: Case, page: str) -> None:
    bundle = issue(small)
    assert stranger_in.get(f"/bundles/{bundle.pk}/{page}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/bundles/", ADD, "/bundles/1/", "/bundles/1/pdf/"])
def test_visitors_are_asked_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page)["Location"].startswith("/sign-in/")
