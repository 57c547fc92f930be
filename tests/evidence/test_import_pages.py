"""The pages of imports: upload, pick, apply, undo; and who may see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evidence.models import ImportRun
from tests.evidence.exports import call, calls
from tests.factories import make_incident

CALLS = calls(call("05371234501"), call("13800000000", name="妈妈"))


def upload(client, content: bytes = CALLS):
    file = SimpleUploadedFile("calls.xml", content)
    return client.post(reverse("import-add"), {"file": file})


def test_an_upload_leads_to_the_numbers_to_pick(case, client_in):
    page = client_in.get(upload(client_in).url).content.decode()
    assert "0537-1234501" in page
    assert "妈妈" in page


def test_picking_a_number_imports_it(case, client_in):
    address = upload(client_in).url
    response = client_in.post(address, {"numbers": ["0"]}, follow=True)
    assert "已导入 1 条事件" in response.content.decode()
    assert case.incidents.count() == 1


def test_a_backup_stands_behind_what_came_in_with_it(case, client_in):
    client_in.post(upload(client_in).url, {"numbers": ["0"]})
    page = client_in.get(reverse("incident-list"), {"bare": "1"}).content.decode()
    assert "没有符合条件的事件" in page


def test_picking_nothing_is_refused_and_nothing_is_imported(case, client_in):
    response = client_in.post(upload(client_in).url, {})
    assert "至少选一个号码" in response.content.decode()
    assert not case.incidents.exists()


def test_a_period_that_ends_before_it_begins_keeps_the_ticks(case, client_in):
    fields = {"numbers": ["1"], "from_date": "2018-05-01", "to_date": "2018-04-01"}
    page = client_in.post(upload(client_in).url, fields).content.decode()
    assert "结束比开始还早" in page
    assert 'value="1" checked' in page


def test_undoing_says_how_many_were_taken_back(case, client_in):
    address = upload(client_in).url
    client_in.post(address, {"numbers": ["0"]})
    response = client_in.post(f"{address}undo/", follow=True)
    assert "1 条事件撤下了" in response.content.decode()


def test_the_second_preview_says_that_nothing_is_new(case, client_in):
    client_in.post(upload(client_in).url, {"numbers": ["0", "1"]})
    assert "没有新的" in client_in.get(upload(client_in).url).content.decode()


def test_an_unknown_file_is_kept_as_an_exhibit(case, client_in):
    response = upload(client_in, b"no backup")
    assert response.url == reverse("exhibit-detail", args=[case.exhibits.get().pk])
    assert not ImportRun.objects.exists()


def test_an_empty_file_is_refused_in_one_sentence(case, client_in):
    assert "空文件" in upload(client_in, b"").content.decode()


def test_rejected_rows_are_listed_with_their_position(case, client_in):
    page = client_in.get(upload(client_in, calls(call(), "<call/>")).url).content.decode()
    assert "第 2 行" in page


def test_lines_known_in_the_case_are_ticked(case, client_in):
    make_incident(case=case, number="0537-1234501")
    assert 'value="0" checked' in client_in.get(upload(client_in).url).content.decode()


def test_the_list_names_every_import(case, client_in):
    upload(client_in)
    assert "calls.xml" in client_in.get(reverse("import-list")).content.decode()


@pytest.fixture
def run(case, client_in) -> ImportRun:
    upload(client_in)
    return ImportRun.objects.get()


@pytest.mark.parametrize(("name", "method"), [("import-detail", "get"), ("import-undo", "post")])
def test_a_stranger_finds_no_import(run, stranger_in, name, method):
    assert getattr(stranger_in, method)(reverse(name, args=[run.pk])).status_code == 404


@pytest.mark.parametrize("name", ["import-list", "import-add"])
def test_imports_are_behind_the_sign_in(db, client, name):
    assert client.get(reverse(name)).url.startswith(reverse("sign-in"))
