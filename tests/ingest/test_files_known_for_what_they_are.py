"""A second table of a sheet is imported where one is told to, and ledgers are refused for what they are. Values by hand."""

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.joined import Source
from segmentation.ingest.land import import_file
from segmentation.ingest.together import find_joins
from segmentation.language.errors import InputError

TWO = (
    "日期,单号,客户,金额\n2026-08-01,1001,王小明,120.50\n2026-08-02,1002,李芳,80.00\n2026-08-03,1003,王小明,75.00\n\n"
    "宴会明细\n日期,单号,客户,金额,桌数\n2026-08-11,Y1,张伟,5000,5\n2026-08-19,Y2,赵敏,8000,8\n"
)
EXTF = (
    '"EXTF";700;21;"Buchungsstapel";13;20260901120000000;;"RE";"";"";29098;55003;20260101;4;20260801;20260831;"August"\n'
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);Belegdatum;Belegfeld 1;"
    "Buchungstext\n"
    '119,00;"S";"EUR";10001;8400;0108;"RE-1001";"Anna Lee"\n119,00;"H";"EUR";10001;1200;1508;"RE-1001";"Zahlung Anna Lee"\n'
)


def test_following_the_advice_imports_the_second_table_and_either_is_known_again(land, warehouse):
    first = land(TWO)
    told = next(each for each in first["warnings"] if each["code"] == "other_table")
    assert (first["amount"], told["values"]["header"]) == ("275.50", 7)
    second = land(TWO, header_row=told["values"]["header"])
    assert (second["amount"], second["already_landed"]) == ("13000.00", False)
    assert [land(TWO)["batch"], land(TWO, header_row=7)["batch"]] == [first["batch"], second["batch"]]
    assert warehouse.cursor().execute("select sum(amount)::varchar from bills where replaced_by is null").fetchall() == [("13275.50",)]


@pytest.mark.parametrize("text", [EXTF, EXTF.split("\n", 1)[1]])
def test_a_batch_of_postings_is_no_file_of_bills(land, text):
    with pytest.raises(InputError) as caught:
        land(text, "extf.csv")
    assert caught.value.code == "not_bills"
    assert "DATEV" in caught.value.message


TOAST_ORDERS = (
    "Location,Order Id,Order #,Checks,Opened,# of Guests,Tab Names,Server,Revenue Center,Amount,Tax,Tip,Total,Voided,Paid\n"
    "Main,9001,1,1,8/21/26 6:10 PM,2,,Sam,Dining,80.00,6.40,15.00,101.40,false,8/21/26 7:20 PM\n"
    "Main,9002,2,2,8/21/26 6:40 PM,3,,Sam,Dining,120.00,9.60,20.00,149.60,false,8/21/26 8:20 PM\n"
    "Main,9003,3,3,8/22/26 6:40 PM,3,,Kim,Dining,60.00,4.80,10.00,74.80,false,8/22/26 8:20 PM\n"
)
TOAST_CHECKS = (
    "Location,Customer Id,Customer,Customer Phone,Opened Date,Opened Time,Item Description,Server,Tender,Check Id,Check #,Total,Tax\n"
    "Main,C1,Ann Lee,6175550101,8/21/26,6:10 PM,Steak,Sam,Visa,7001,1,101.40,6.40\n"
    "Main,C2,Bob Ray,6175550102,8/21/26,6:40 PM,Fish,Sam,Visa,7002,2,149.60,9.60\n"
    "Main,C1,Ann Lee,6175550101,8/22/26,6:40 PM,Soup,Kim,Visa,7003,3,74.80,4.80\n"
)


def test_orders_that_name_nobody_have_their_customers_from_the_file_beside_them(warehouse, tmp_path):
    paths = [tmp_path / "OrderDetails.csv", tmp_path / "CheckDetails.csv"]
    for path, text in zip(paths, (TOAST_ORDERS, TOAST_CHECKS), strict=True):
        path.write_text(text, encoding="utf-8")
    [join] = find_joins(warehouse, [Source(path, path.name) for path in paths])
    report = import_file(warehouse, "s", paths[0], Choices(join="yes"), join=join)
    assert report["mapping"]["customer_code"] == "Customer Id"
    told = "select customer_key, sum(amount)::varchar from bills group by 1 order by 1"
    # without the tips of 15, 20 and 10: 86.40 + 64.80, and 129.60
    assert warehouse.cursor().execute(told).fetchall() == [("C1", "151.20"), ("C2", "129.60")]


def test_such_orders_alone_are_walk_ins_and_the_file_that_names_them_is_told(land):
    report = land(TOAST_ORDERS)
    assert report["amount"] == "280.80"
    assert "CheckDetails.csv" in next(each["message"] for each in report["warnings"] if each["code"] == "only_walk_ins")
