"""Whatever an exhibit is, the bundle lists it, holds its bytes, and says why it shows nothing."""

import subprocess
from pathlib import Path

import pikepdf
import pytest

from evidence.models import Bundle
from evidence.models.bundle import BundleState
from incidents.models import Case
from tests.evidence import files
from tests.evidence.bundles.story import issue, pdf_of, unpacked, zip_of
from tests.factories import make_exhibit, make_incident

HIDDEN_DAMAGE = bytearray(files.detailed("PNG"))
HIDDEN_DAMAGE[len(HIDDEN_DAMAGE) // 2] ^= 0xFF
KEPT = {
    "苹果照片.heic": files.heic(size=(300, 500)),
    "十六位.png": files.picture("PNG", mode="I;16"),
    "印刷色.jpg": files.picture("JPEG", mode="CMYK"),
    "带位置.jpg": files.photograph(),
    "断掉.jpg": files.detailed()[:3000],
    "内伤.png": bytes(HIDDEN_DAMAGE),
    "炸弹.png": files.png_bomb(),
    "通话.amr": files.amr(185),
    "断掉.mp4": files.mp4()[:-5],
    "签过名.pdf": files.SIGNED_PDF,
    "网页.html": files.HTML,
    "合同.docx": files.docx(),
    "断掉.webp": files.detailed("WEBP")[:400],
}


@pytest.fixture
def bundle(case: Case) -> Bundle:
    incident = make_incident(case=case, narrative="再不还就打给你单位")
    for name, content in KEPT.items():
        make_exhibit(case=case, content=content, name=name, incident=incident)
    made = issue(case)
    assert made.state == BundleState.ISSUED, made.failure
    return made


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True)
    return "".join(done.stdout.split())


def test_odd_exhibits_are_listed_and_kept_and_only_rightly_shown(bundle: Bundle, tmp_path: Path):
    check_words(words(pdf_of(bundle)))
    check_pictures(pdf_of(bundle))
    bag = unpacked(zip_of(bundle), tmp_path)
    held = {path.read_bytes() for path in (bag / "data" / "exhibits").iterdir()}
    assert held == set(KEPT.values())


def check_words(said: str) -> None:
    for name in KEPT:
        assert name in said
    assert "时长3分05秒" in said
    # Each says so itself, and all are listed together.
    assert said.count("文件不完整，图片显示不出来") == 6
    assert "图片像素太多" in said
    assert "文件收到时就不完整，可能只放得出一部分" in said
    assert "文件内自记：2018:06:0719:06:11HUAWEIEML-AL00" in said
    assert "46.8" not in said
    assert "没有印出来的证据" in said
    assert said.count("PDF不完整或已损坏") == 2


def check_pictures(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        images = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        spaces = [str(one.ColorSpace) for one in images if one.get("/Subtype") == "/Image"]
    assert len(spaces) == 4
    assert "/DeviceCMYK" not in spaces
