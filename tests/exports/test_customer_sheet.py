"""The file of a customer to take along: what the sheet and the lines say, and what they do not when names are masked."""

import re
from datetime import date

from segmentation.exports.customer_sheet import customer_page, file_lines, masked_file
from segmentation.exports.masking import Masker, Register
from segmentation.measures.people.file import MonthGrade
from tests.customer_files import contact, file_of


def lines(found, lang="en", why=()):
    return [tuple(row.values()) for row in file_lines(found, why, lang).to_pylist()]


def test_the_lines_hold_the_whole_file():
    told = lines(file_of(contacts=[contact(date(2026, 11, 4), "少盐", date(2026, 12, 10))]), why=["Because."])
    assert ("Profile", "Phone", "13800001207", "list.csv, imported 27 Nov 2026") in told
    assert ("Profile", "Birthday", "not filled in", "") in told
    assert ("Profile", "E-mail", "–", "") in told
    assert ("Profile", "Missing", "Birthday", "") in told
    assert ("Figures", "Contribution", "¥31,860.00", "") in told
    assert ("Figures", "Why this grade", "Because.", "") in told
    assert [row[1:] for row in told if row[0] == "Grade by month"] == [
        ("30 Sep 2026", "B", "kept"), ("31 Oct 2026", "No visit yet", ""), ("27 Nov 2026", "A", ""),
    ]
    assert [row[1:] for row in told if row[0] == "Money by month"][1] == ("Oct 2026", "−¥20.00", "Visits: 0")
    assert ("What he usually has", "Usual room", "牡丹厅", "19×") in told
    assert ("Contact log", "4 Nov 2026 · Call · Got through · 苗经理 → 10 Dec", "少盐", "") in told
    assert ("联系记录", "2026年11月4日 · 电话 · 打通了 · 苗经理 → 12月10日", "少盐", "") in lines(file_of(contacts=[contact(date(2026, 11, 4), "少盐", date(2026, 12, 10))]), "zh")


def test_the_year_has_a_box_a_day_a_grade_and_a_bar_a_month():
    page = customer_page("Pine", file_of(), (), "en")
    assert len(re.findall(r'<i class="[a-z]*"', page)) == 53 * 7
    assert re.findall(r'<i class="on"[^>]*title="([^"]*)"', page) == ["4 Nov 2026 ¥1,086.00", "13 Feb 2026 ¥2,758.00"]  # Wednesday before Friday
    assert re.findall(r'<i class="back"[^>]*title="([^"]*)"', page) == ["26 Oct 2026 −¥20.00"]  # a day with a refund only is no visit
    assert len(re.findall(r'<i class="off"', page)) == 2  # 27 November is a Friday
    assert re.findall(r'class="grade"[^>]*title="([^"]*)"', page) == ["30 Sep 2026: B", "27 Nov 2026: A"]
    heights = [int(each) for each in re.findall(r"<u style=\"height: (\d+)px", page)]
    assert (max(heights), sum(heights)) == (32, 32 + 13)  # 2,758 is the most, 1,086 is 39 % of it, a month of refunds has none
    assert "23 days away" in page


def test_a_month_of_one_week_has_no_letter_that_would_be_cut():
    # the year up to Saturday 31 October 2026 begins on Monday 27 October 2025: of that October it has one week
    grades = (MonthGrade(date(2025, 10, 31), "B", True), MonthGrade(date(2026, 10, 31), "A"))
    page = customer_page("Pine", file_of(as_of=date(2026, 10, 31), grades=grades), (), "en")
    told = re.findall(r'class="grade" style="grid-row: 2; grid-column: (\d+) / (\d+)[^>]*title="([^"]*)">([^<]*)<', page)
    assert told == [("2", "3", "31 Oct 2025: B", ""), ("51", "55", "31 Oct 2026: A", "A")]


def test_what_files_and_people_wrote_is_no_markup():
    evil = "<img src=x onerror=alert(1)>"
    found = file_of(dict.fromkeys(("name", "phone", "note", "module"), evil), [contact(date(2026, 11, 4), evil, manager=evil)])
    page = customer_page(evil, found, (evil,), "zh")
    assert "<img" not in page
    # title (store, name), heads (2), label of the year, four fields, why, contact (manager, note)
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") == 12


def test_a_masked_file_tells_nobody_who_he_is():
    texts = {"email": "gu@x.com", "birthday": "lunar 1980-08-16", "note": "顾明远少盐，电话13800001207"}
    found = file_of(texts, [contact(date(2026, 11, 4), "顾明远的太太姓何")])
    register = Register.of([("K1", "顾明远")], ["苗经理"], ["Pine"])
    masker = Masker("en", [("K1", "顾明远", "13800001207")], register=register, house=True)
    masked = masked_file(found, masker)
    told = customer_page(masker.store("Pine"), masked, (), "en") + repr(lines(masked))
    for secret in ("顾明远", "13800001207", "K1", "gu@x.com", "1980", "苗经理", "Pine"):
        assert secret not in told
    assert "Customer 001" in told
    assert "lunar 8-16" in told
    assert found.fields["name"].text == "顾明远"  # the file itself stays
