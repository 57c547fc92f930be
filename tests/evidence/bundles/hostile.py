"""A case of names, words and pictures as awkward as people and phones can make them."""

import io

from fpdf import FPDF
from PIL import Image

from incidents.models import Case
from incidents.models.contact import Relation
from incidents.models.incident import Channel, Narrator
from tests.evidence.bundles.story import report_in
from tests.factories import (
    confirm_all,
    jpeg,
    make_contact,
    make_creditor,
    make_exhibit,
    make_incident,
)

LONG_NAME = "欧阳上官司马诸葛端木皇甫令狐宇文长孙慕容鲜于闾丘司徒司空亓官司寇仉督子车颛孙端木"[:40]
RARE_NAME = "𠮷䶮"
TRADITIONAL_NAME = "黃國權"
LATIN_NAME = "Oyunbileg-Ølgård"
NAMES = (LONG_NAME, RARE_NAME, TRADITIONAL_NAME, LATIN_NAME)
PHONES = ("13912345678", "15987654321", "18611112222", "17700001111")
WORDS = (
    "讓{name}還錢😡👨‍👩‍👧，\u202e倒着写\u202c，电话{phone}，天天打。",
    "找到{name}了（𠮷野家、龑䶮）🇨🇳，号码{spaced}。",
    "｛{name}｝\u200f\u200e\u2066{phone}\u2069 <b>&amp;</b> \\( \\) %PDF",
)


def make_hostile(case: Case) -> Case:
    make_creditor(case=case, name="鑫" * 40)
    for at, (name, phone) in enumerate(zip(NAMES, PHONES, strict=True)):
        contact = make_contact(case=case, name=name, phone=phone, relation=Relation.FRIEND)
        spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
        incident = make_incident(
            case=case,
            occurred_at=f"2018-06-0{at + 1} 22:1{at}",
            number=f"0537-300000{at}",
            contact=contact,
            connected=True,
            narrative=WORDS[at % len(WORDS)].format(name=name, phone=phone, spaced=spaced),
        )
        make_exhibit(
            case=case, content=jpeg(colour=f"#{at}{at}4466"), name=f"{at}.jpg", incident=incident
        )
    tall = make_incident(
        case=case, channel=Channel.SMS, narrator=Narrator.COLLECTOR, narrative="见长截图"
    )
    make_exhibit(case=case, content=jpeg(size=(108, 2000)), name="很长.jpg", incident=tall)
    make_exhibit(case=case, content=transparent(), name="透明.png", incident=tall)
    make_exhibit(case=case, content=document(), name="律师函.pdf", incident=tall)
    report_in(case, contact)
    confirm_all(case)
    return case


def transparent() -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA", (90, 160), (20, 90, 20, 128)).save(stream, "PNG")
    return stream.getvalue()


def document() -> bytes:
    """Return a PDF of two pages."""
    pdf = FPDF()
    pdf.set_font("helvetica", size=24)
    for words in ("Letter, page one", "Letter, page two"):
        pdf.add_page()
        pdf.cell(text=words)
    return bytes(pdf.output())
