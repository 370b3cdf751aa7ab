"""The pages to print, printed by the browser: one sheet of A4 each, with everything on it, whatever the house."""

import re
import shutil
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from segmentation.exports.customer_sheet import customer_page
from segmentation.exports.handover_book import handover_pages
from segmentation.exports.plan_sheets import plan_sheets
from segmentation.language.i18n import LANGUAGES
from segmentation.measures.managers.plan import EVERYBODY, Growth, make_plan, read_proposal
from segmentation.measures.people.file import HABITS, Habit
from segmentation.reports import morning_sheet
from segmentation.warehouse import Warehouse
from tests.customer_files import contact, file_of
from tests.grades import ABCD, settings
from tests.handed import TYPES, customer
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 10, 31)
LONG = "澜州市塔山县卫生健康局 Kingsbridge International Trading and Consulting Company Limited 湖东区第二分公司"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("printed") / "warehouse.duckdb")
    keys = [f"c{number:02}" for number in range(60)]
    bills = [
        Bill(key, AS_OF - timedelta(days=40 + number % 9 + 10 * visit), 1_000_000 + number, manager=f"{LONG}{number % 6}")
        for number, key in enumerate(keys) for visit in range(8)
    ]
    people = [
        Profile(key, f"{LONG}{key}", f"+86 138 {number:08}", manager=f"{LONG}{number % 6}", birthday="1980-11-16")
        for number, key in enumerate(keys)
    ]
    build(opened, [*bills, Bill(None, AS_OF, store_id=2)], people, (LONG * 2, "Walk-ins only"))
    yield opened
    opened.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("store_id", [1, 2])
def test_the_morning_page_is_one_full_sheet_with_room_to_write(warehouse, page, lang, store_id):
    name = LONG if store_id == 1 else "Walk-ins only"
    page.set_content(morning_sheet(
        warehouse, store_id, name, ABCD, AS_OF, AS_OF + timedelta(days=14), settings(), lang
    ).decode())
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="print")
    sizes = page.evaluate("""() => {
        const sheet = document.querySelector('.sheet'), foot = document.querySelector('footer').getBoundingClientRect();
        return {over: sheet.scrollHeight - sheet.clientHeight, left: sheet.getBoundingClientRect().bottom - foot.bottom,
            cut: [...document.querySelectorAll('td.reason div')].filter(each => each.scrollHeight > each.clientHeight + 1).length,
            notes: document.querySelector('.notes').offsetHeight, rows: document.querySelectorAll('td.name').length,
            wide: [...document.querySelectorAll('.three section, header, footer, .figures')].filter(
                each => each.scrollWidth > each.clientWidth + 1).length}
    }""")
    assert sizes["over"] <= 0
    assert (sizes["wide"], sizes["cut"]) == (0, 0)
    assert 20 < sizes["left"] < 40
    assert sizes["notes"] >= 50  # a line to write on, below its title
    # of 28 + 7 lines birthdays on two lines each take 13 and the age of the bills one; six are managers'; a name on two lines is
    # 2 × 9.5 points × 1.25 + 0.5 mm = 8.9 mm high, which is 1.7 lines of 5.2 mm
    assert sizes["rows"] == (0 if store_id == 2 else 8)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plan_is_a_sheet_for_each_manager_with_every_limit_and_a_line_to_sign(warehouse, page, lang):
    proposal = read_proposal(warehouse, 1, ABCD, date(2026, 11, 1), AS_OF, settings())
    grown = Growth(Fraction(-1, 2), Fraction(1, 2), Fraction(1, 2))
    plan = make_plan(proposal, Decimal(10**9), {(EVERYBODY, tier): grown for tier in ABCD.tier_keys})
    page.set_content(plan_sheets(LONG * 2, plan, ABCD, lang))
    managers = len({row.manager for row in plan.rows})
    assert managers == 6
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == managers
    page.emulate_media(media="print")
    sizes = page.evaluate("""() => [...document.querySelectorAll('.sheet')].map(sheet => ({
        over: sheet.scrollHeight - sheet.clientHeight, wide: sheet.scrollWidth - sheet.clientWidth,
        cut: sheet.querySelector('.reasons').scrollHeight - sheet.querySelector('.reasons').clientHeight,
        reasons: sheet.querySelectorAll('.reasons p').length,
    }))""")
    assert [each for each in sizes if max(each["over"], each["wide"], each["cut"]) > 0] == []
    assert sum(each["reasons"] for each in sizes) >= len(plan.broken) > 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_handover_book_fits_the_width_of_a_page_and_begins_one_for_each_who_takes_over(page, lang):
    told = {"name": LONG * 2, "phone": "+86 138 0000 0001", "habits": LONG, "note": "w" * 300, "is_barred": True}
    rows = [customer(f"{LONG}{number % 3}", f"c{number}", **told) for number in range(9)]
    page.set_content(handover_pages(LONG * 2, LONG, AS_OF, pa.Table.from_pylist(rows, TYPES), ABCD, lang))
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 3
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 711, "height": 1000})  # 188 mm, what the margins leave of a sheet of A4
    sizes = page.evaluate("""() => [document.documentElement, ...document.querySelectorAll('.sheet, header, article, .top')].filter(
        each => each.scrollWidth > each.clientWidth + 1).length""")
    assert sizes == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("is_long", [False, True])
def test_the_file_of_a_customer_is_one_sheet_with_every_field_whatever_it_holds(page, lang, is_long):
    found, why = file_of(), ["Why."]
    if is_long:
        told = {"time": "5 evening", "hour": "18", "covers": "6"}
        habits = {kind: tuple(Habit(told.get(kind, LONG), number, AS_OF) for number in (9, 7, 3)) for kind in HABITS}
        texts = dict.fromkeys(("name", "email", "module", "region", "manager", "note"), LONG * 2) | {"note": "w" * 500}
        found = file_of(texts, [contact(AS_OF, LONG * 3) for _number in range(40)], habits=habits, promised_on=AS_OF, is_barred=True)
        why = [LONG * 3] * 9
    page.set_content(customer_page(LONG, found, why, lang))
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 711, "height": 1047})  # 188 by 277 mm, what the margins leave of a sheet of A4
    sizes = page.evaluate("""() => {
        const end = (each) => each.getBoundingClientRect().bottom;
        return {foot: end(document.querySelector('footer')), fields: end(document.querySelector('dl')),
            year: end(document.querySelector('.file-year')), room: end(document.querySelector('main > div')),
            rows: document.querySelectorAll('dl dt').length, days: document.querySelectorAll('.file-year i.on').length,
            wide: [document.documentElement, ...document.querySelectorAll('main, header, dl, dl > div, .file-year, .file-habits')].filter(
                each => each.scrollWidth > each.clientWidth + 1).length};
    }""")
    assert sizes["foot"] <= 1048
    assert max(sizes["fields"], sizes["year"]) <= sizes["room"]
    assert (sizes["rows"], sizes["days"], sizes["wide"]) == (9, 2, 0)


@pytest.fixture(scope="module")
def two_houses(app, sample_houses, tmp_path_factory):
    """The address of the app over the sample houses."""
    path = tmp_path_factory.mktemp("houses") / "warehouse.duckdb"
    shutil.copy(sample_houses, path)
    return app(CUSTOMER_GRADING_DB=str(path)).url


@pytest.mark.parametrize("page", [{"locale": "zh-CN"}, {"locale": "en-US"}], indirect=True, ids=["zh", "en"])
@pytest.mark.parametrize("name", ["", "compare"], ids=["overview", "compare"])
def test_overview_and_compare_are_a_sheet_each(two_houses, page, settled, name):
    page.goto(f"{two_houses}/{name}")
    settled(page)
    page.wait_for_selector("[data-testid=stEChartsChart][aria-busy=false]")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 725, "height": 1054})  # of A4 within its margins
    rows = page.evaluate("""() => [...document.querySelectorAll('.short')].filter(one => one.getClientRects().length).map(one => [
        one.scrollHeight - one.clientHeight, [...one.querySelectorAll('tbody tr')].filter(row => row.getClientRects().length).length,
        one.querySelectorAll('tbody tr').length, !!one.querySelector('.on-paper')])""")
    assert rows
    assert [each for each in rows if each[0] > 1 or (each[1] < each[2]) != each[3]] == []  # no row cut in half, none left out unsaid
