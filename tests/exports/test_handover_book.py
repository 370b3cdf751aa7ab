"""The handover book on paper: a part for each who takes over, by grade, everything that is known, names never markup."""

from datetime import date

import pyarrow as pa
from lxml import html

from segmentation.exports.handover_book import handover_pages
from segmentation.exports.masking import Masker, mask_frame
from tests.grades import ABCD
from tests.handed import TYPES, customer

BOOK = pa.Table.from_pylist([
    customer(
        "Wu", "K1", name="<b>Ann</b>", phone="13800000001", last_visit=date(2026, 9, 30), birthday="lunar 8-15", habits="Peony · Bass, Duck",
        next_day=date(2026, 10, 6), last_contact=date(2026, 9, 29), outcome="coming", last_note="two tables", note="<b>Ann</b> sits at the window",
    ),
    customer("Xu", "K2", name="Bo"), customer("Wu", "K3", "B", is_barred=True), customer(None, "K4", "D"), customer("Wu", "K5"),
], TYPES)


def parts(said):
    """Return of each part who takes over, and of each grade the customers."""
    page = html.fromstring(said)
    return [
        (part.find(".//h1").text, [(each.text.strip() if each.tag == "h2" else each.findtext(".//b")) for each in part.iter("h2", "article")])
        for part in page.iterfind(".//section")
    ]


def test_each_successor_has_a_part_by_grade_and_what_is_known_of_each_customer():
    said = handover_pages("Pine & Co", "Li", date(2026, 9, 30), BOOK, ABCD, "en")
    a, b, d = (ABCD.tier(key).label["en"] for key in "ABD")
    assert parts(said) == [
        ("Wu takes over from Li", [a, "<b>Ann</b>", "K5", b, "K3"]), ("Xu takes over from Li", [a, "Bo"]),
        ("Nobody takes these over from Li yet", [d, "K4"]),
    ]
    first = html.fromstring(said).find(".//article").text_content()
    for text in (
        "13800000001", "¥500", "Promised: 6 Oct 2026", "Peony · Bass, Duck", "two tables", "<b>Ann</b> sits at the window",
        "last here on 30 Sep 2026 · last contact on 29 Sep 2026: Will come · birthday lunar 8-15", "Introduced in person",
    ):
        assert text in first
    assert (said.count("Not to be contacted"), said.count("no phone"), said.count("<i></i>")) == (1, 4, 15)
    assert "3 customers, ¥1.5K · As of 30 Sep 2026" in html.fromstring(said).text_content()
    assert "default-src 'none'" in said
    assert "break-after: page" in said


def test_the_book_masks_customers_in_names_phones_and_notes_in_both_languages():
    book = mask_frame(BOOK, Masker.of("zh", BOOK))
    said = handover_pages("松鹤楼", "李经理", date(2026, 9, 30), book, ABCD, "zh")
    assert "Wu接手李经理的客户" in said
    assert "已当面引荐" in said
    for secret in ("Ann", "13800000001"):
        assert secret not in said
