"""Numbers are read as people write them: nothing that only a program takes for one, and no sum that nobody can have."""

from decimal import Decimal

import pytest

from segmentation.ingest.edit import edit_profiles, rate_customers, set_month_total
from segmentation.ingest.examination import Choices
from segmentation.ingest.kinds.totals.kind import read_total
from segmentation.ingest.land import import_file
from segmentation.ingest.rejects import list_rejects
from segmentation.language import currencies
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.language.values import read_contacts, read_number, read_potential, read_score
from segmentation.measures.revenue.targets import parse_growth
from segmentation.schemes import load_scheme
from segmentation.settings.costs import parse_cost_rates
from segmentation.settings.scheme_places import list_cuts, read_cut
from segmentation.settings.warning_rules import parse_warning_rules
from segmentation.warehouse import Warehouse, run

NONE = ["1_000", "²", "①", "٣", "5²", "1½", "1e400", "nan", "inf", "-inf", "Infinity", "--5", "0x10", "1e", "1__0", "𝟏𝟐", "9" * 5000, "1" + " " * 10**6 + "2"]


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(text: str, store: str = "s", **choices: object):
        path = tmp_path / "bills.csv"
        path.write_text(text, encoding="utf-8")
        return import_file(warehouse, store, path, Choices(**choices))

    return _land


@pytest.mark.parametrize("text", NONE, ids=lambda text: text[:12])
def test_what_only_a_program_takes_for_a_number_is_none(text):
    assert [read(text) for read in (read_number, read_total, read_potential, read_score, read_contacts)] == [None] * 5
    cut = next(cut for cut in list_cuts(load_scheme("cards"), "en") if cut.text.isdigit())
    for refused in (
        lambda: parse_cost_rates(text), lambda: parse_warning_rules({"factor": text}), lambda: parse_growth({"frequency": text}),
        lambda: load_scheme("abcd").parse({"active_days": text}), lambda: load_scheme("abcd").parse({"top_share": text}),
        lambda: read_cut(cut, text, load_scheme("cards")),
    ):
        with pytest.raises(InputError) as error:
            refused()
        assert len(str(error.value)) < 1000


@pytest.mark.parametrize("text", ["１２", " 12 ", "\u202a12\u202c", "\u200b12", "12\xa0", "12.0"])
def test_a_number_is_the_same_whatever_its_width_and_the_marks_around_it(text):
    assert (read_number(text), read_total(text), read_potential(text), read_contacts(text)) == (12, 12, "12", "12")


def test_amounts_that_the_engine_would_take_are_rejects(warehouse, land):
    odd = ["1_000", "²", "①", "٣", "1e400", "nan", "inf", "--5", "1e1_0", "5²"]
    report = land("账单号,日期,客户编号,金额\n" + "".join(f"B{at},2026-09-01,K1,{text}\n" for at, text in enumerate(odd)) + "B,2026-09-01,K1,1e3\n")
    assert (report["accepted"], report["rejected"], report["amount"]) == (1, 10, "1000.00")
    assert [row["value"] for row in list_rejects(warehouse, 1)] == odd


def test_odd_numbers_of_tables_and_quantities_are_told(warehouse, land):
    text = "账单号,日期,客户编号,数量,单价,台数,人数\nB1,2026-09-01,K1,2,10,1000000000,8\nB2,2026-09-01,K1,1_0,10,1,1_0\nB3,2026-09-01,K1,2,1_0,1,2\n"
    report = land(text)
    assert (report["accepted"], report["rejected"], report["amount"]) == (1, 2, "20.00")
    assert ("odd_tables", 1) in [(each["code"], each["count"]) for each in report["warnings"]]
    assert warehouse.cursor().execute("select tables, covers from bills").fetchall() == [(1, 8)]


@pytest.mark.parametrize(
    ("header", "cell", "count"), [("金额", "9000000000000", 12), ("金额", "-9000000000000", 12), ("台数", "999999", 101), ("人数", "999999", 101)]
)
def test_sums_that_nobody_can_have_are_refused_by_their_column(warehouse, land, header, cell, count):
    own = "1," if header != "金额" else ""
    rows = "".join(f"B{at},2026-09-01,K1,{own}{cell}\n" for at in range(count))
    with pytest.raises(InputError, match=f"“{header}” of bills.csv come to more than 1"):
        land(f"账单号,日期,客户编号,{'金额,' if own else ''}{header}\n{rows}")
    assert warehouse.cursor().execute("select count(*) from batches").fetchall() == [(0,)]


def test_edits_refuse_what_is_no_number_too(warehouse, land):
    land("账单号,日期,客户编号,金额\nB1,2026-09-01,K1,100\n")
    for text in NONE:
        for write, *arguments in (
            (edit_profiles, {"K1": {"potential": text}}), (edit_profiles, {"K1": {"contacts": text}}),
            (rate_customers, {"K1": {"忠诚度": text}}, None), (set_month_total, "2026-09", text),
        ):
            with pytest.raises(InputError):
                write(warehouse, 1, *arguments)
    with pytest.raises(InputError, match="not a phone"):
        edit_profiles(warehouse, 1, {"K1": {"phone": "138²0000001"}})
    edit_profiles(warehouse, 1, {"K1": {"phone": "\u202a138\u200b0000\xad0001\u202c", "manager": "王\u2060伟", "note": "\u200b窗边\ufeff"}})
    found = warehouse.cursor().execute("select phone, manager, note from customers").fetchall()
    assert found == [("13800000001", "王伟", "窗边")]
    set_month_total(warehouse, 1, "2026-09", "1,000")
    assert warehouse.cursor().execute("select total from month_totals").fetchall() == [(Decimal("1000.00"),)]


def _bills(header: str, *amounts: str, quantity: str = "") -> str:
    rows = "".join(f"B{at};2026-09-{at + 1:02};客{at};{amount}{quantity and ';' + quantity}\n" for at, amount in enumerate(amounts))
    return f"账单号;日期;客户;{header}\n{rows}"


@pytest.mark.parametrize(
    ("text", "thousands", "decimals"),
    [
        (_bills("金额", "350.000", "125.000", "75.500"), "550500.00", "550.50"),
        (_bills("Total", "980", "1.234", "2.871", "450"), "5535.00", "1434.10"),  # 980 + 1.23 + 2.87 + 450
        (_bills("Price;Qty", "35.000", "42.500", quantity="0.350"), "27125.00", "27.13"),  # weights are no amounts
        (_bills("实收", "12.340", "8.120", "20.000"), "40460.00", "40.46"),
    ],
)
def test_what_points_before_three_digits_part_off_is_asked_with_the_money_either_way(warehouse, land, text, thousands, decimals):
    with pytest.raises(NeedsChoice) as asked:
        land(text)
    assert asked.value.code == "points_open"
    assert land(text, points="thousands")["amount"] == thousands
    assert land(text, store="other", points="decimals")["amount"] == decimals


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        (_bills("金额", "10.005", "10.005", "12.345"), "32.37"),  # parts of a cent: 10.01, 10.01 and 12.35
        (_bills("金额", "350.000", "12.50"), "362.50"),
        (_bills("金额", "350.000", "0.500"), "350.50"),
        (_bills("金额;优惠金额", "350.000", "20.000", quantity="0.00"), "370.00"),
        (_bills("Total (KWD)", "12.500", "3.000"), "15.50"),
        (_bills("金额", "1.250,50", "35.5", "120,-", "1.200"), "2606.00"),  # a workbook's own numbers among texts
        (_bills("单价;数量", "1.200.000", "35.000", quantity="1.500"), "1852500.00"),
    ],
)
def test_points_that_tell_by_themselves_are_not_asked_about(land, text, amount):
    assert land(text, currency="KWD" if "KWD" in text else None)["amount"] == amount


@pytest.mark.parametrize(
    ("amounts", "currency", "amount"),
    [
        (("Rp 350.000", "Rp75.500"), "IDR", "425500.00"),
        (("350.000 ₫", "1.250.000₫"), "VND", "1600000.00"),
        (("RM 35.50", "RM1,200.00"), "MYR", "1235.50"),
        (("120,50 kr", "1 200,00 kr."), "KR", "1320.50"),
        (("NT$1,200", "HK$88.50"), "TWD", "1200.00"),  # the other stays out
        (("45,00 zł", "1.200,- zł"), "PLN", "1245.00"),
        (("฿1,200.00", "350 THB", "泰铢 50"), "THB", "1600.00"),
    ],
)
def test_currencies_around_numbers_are_read_and_asked_about(land, amounts, currency, amount):
    text = _bills("Total", *amounts)
    with pytest.raises(NeedsChoice) as asked:
        land(text)
    assert asked.value.code in ("other_currency", "several_currencies")
    assert land(text, currency=currency)["amount"] == amount


def test_the_engine_and_python_know_the_same_currencies(warehouse):
    cursor = warehouse.cursor()
    run(cursor, "stage/text_macros")
    for spelling, code in [each for each in currencies.CODES.items() if each[0] != "156"]:  # a number by itself
        [(sign,)] = cursor.execute("select currency_sign($text)", {"text": f"{spelling} 12"}).fetchall()
        assert (currencies.code_of(sign or "¥"), read_number(f"12{spelling}")) == (code, 12), spelling
