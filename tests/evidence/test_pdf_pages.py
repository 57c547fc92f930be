"""Pages of PDFs are drawn apart, within limits; what cannot be drawn is said and stops nothing."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from evidence import storage
from evidence.models import Derivative
from evidence.models.exhibit import DerivativeKind
from evidence.pdf_drawing import MOST_PAGES
from evidence.pdf_pages import pages_drawn
from evidence.services.custody_checks import check_case
from evidence.services.printables import make_printable
from incidents.models import Case
from tests.evidence import papers
from tests.factories import make_exhibit

WIDTH = 600


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "paper"
    path.write_bytes(content)
    return path


def test_pages_without_colour_are_drawn_in_grey(tmp_path: Path) -> None:
    with pages_drawn(file_of(tmp_path, papers.paper(2)), WIDTH) as drawn:
        assert (drawn.count, drawn.trouble, list(drawn.files)) == (2, "", [1, 2])
        with Image.open(drawn.files[2]) as picture:
            assert (picture.format, picture.mode, picture.width) == ("JPEG", "L", WIDTH)
    assert not drawn.files[1].exists()


def test_a_coloured_page_keeps_its_colour(tmp_path: Path) -> None:
    with (
        pages_drawn(file_of(tmp_path, papers.paper(1, colour=True)), WIDTH) as drawn,
        Image.open(drawn.files[1]) as picture,
    ):
        assert picture.mode == "RGB"


@pytest.mark.parametrize(
    ("content", "trouble"), [(papers.locked(), "encrypted"), (b"%PDF-1.4\nno more", "unopened")]
)
def test_what_cannot_be_opened_is_said(tmp_path: Path, content: bytes, trouble: str) -> None:
    with pages_drawn(file_of(tmp_path, content), WIDTH) as drawn:
        assert (drawn.count, drawn.files, drawn.trouble) == (0, {}, trouble)


def test_a_page_that_takes_hours_is_given_up_and_those_before_stay(tmp_path: Path) -> None:
    with pages_drawn(file_of(tmp_path, papers.endless()), WIDTH, patience=4) as drawn:
        assert (drawn.count, list(drawn.files), drawn.trouble) == (2, [1], "")


def test_a_long_document_shows_its_first_pages(tmp_path: Path) -> None:
    with pages_drawn(file_of(tmp_path, papers.paper(MOST_PAGES + 2)), 60) as drawn:
        assert drawn.count == MOST_PAGES + 2
        assert len(drawn.files) == MOST_PAGES


def test_pages_are_kept_and_made_again_only_when_asked_otherwise(case: Case) -> None:
    exhibit = make_exhibit(case=case, content=papers.paper(2), name="合同.pdf")
    make_printable(case, 2)
    wide = list(exhibit.derivatives.printed())
    assert [(page.page, page.recipe["pages"]) for page in wide] == [(1, 2), (2, 2)]
    make_printable(case, 1)
    assert list(exhibit.derivatives.printed()) == wide
    make_printable(case, 4)
    assert exhibit.derivatives.printed()[0].width < wide[0].width
    storage.path_of(exhibit.derivatives.printed()[1].sha256).unlink()
    make_printable(case, 4)
    assert storage.path_of(exhibit.derivatives.printed()[1].sha256).exists()
    assert check_case(case).ok


def test_what_was_wrong_is_put_down_in_the_chain(case: Case) -> None:
    exhibit = make_exhibit(case=case, content=papers.locked(), name="加密.pdf")
    make_printable(case, 2)
    exhibit.refresh_from_db()
    assert exhibit.unreadable == "encrypted"
    assert not exhibit.derivatives.exists()
    assert check_case(case).ok


@pytest.mark.parametrize("values", [{"kind": "page"}, {"kind": "preview", "page": 1}])
def test_pages_have_numbers_and_nothing_else_has(case: Case, values: dict[str, object]) -> None:
    exhibit = make_exhibit(case=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Derivative.objects.create(exhibit=exhibit, recipe={}, **values)


def test_a_page_is_there_once(case: Case) -> None:
    exhibit = make_exhibit(case=case)
    page = {"exhibit": exhibit, "kind": DerivativeKind.PAGE, "page": 1, "recipe": {}}
    Derivative.objects.create(**page)
    with pytest.raises(IntegrityError), transaction.atomic():
        Derivative.objects.create(**page)
