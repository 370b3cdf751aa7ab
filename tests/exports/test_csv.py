import csv
import io
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.exports.csv import file_name, table_csv, to_csv
from segmentation.fields import FIELDS
from segmentation.measures.grades.grading import COLUMNS
from segmentation.schemes import load_scheme
from segmentation.slides import Column, Table

MONEY = pa.decimal128(18, 2)
ROWS = pa.table({
    "customer": ["=1+1", "00123"],
    "name": pa.array(["a,\"b\"\n林", None], pa.string()),
    "tier": pa.array(["A", None], pa.string()),
    "last_visit": pa.array([date(2026, 9, 3), None], pa.date32()),
    "contribution": pa.array([Decimal("-5"), Decimal("1234567.8")], MONEY),
})


def test_canonical_bytes():
    assert to_csv(ROWS, "zh") == (
        "\ufeffcustomer,name,tier,last_visit,contribution\r\n"
        "'=1+1,\"a,\"\"b\"\"\n林\",A,2026-09-03,-5.00\r\n"
        "00123,,,,1234567.80\r\n"
    ).encode()


def labelled(lang):
    text = to_csv(ROWS, lang, labels=True, scheme=load_scheme("abcd")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_labels_are_in_the_language_and_tiers_as_the_scheme_says():
    header, first, second = labelled("en")
    assert header == ["Customer", "Customer name", "Grade", "Last visit", "Contribution (CNY)"]
    assert (first[2], second[2]) == ("A", "No visit yet")
    assert labelled("zh")[1][2] == "A级"


@pytest.mark.parametrize("text", ["=1", "+86 138", "-x", "@sum", "\tx", "\rx"])
def test_a_formula_is_neutralised_in_any_text(text):
    table = pa.table({"customer": [text], "manager": [text]})
    assert list(csv.reader(io.StringIO(to_csv(table, "en").decode("utf-8-sig"), newline="")))[1] == [f"'{text}"] * 2


def test_numbers_are_never_touched():
    table = pa.table({"contribution": pa.array([Decimal("-0.01")], MONEY), "frequency": [-1], "customer_share": [-0.125]})
    assert to_csv(table, "en").decode("utf-8-sig").splitlines()[1] == "-0.01,-1,-0.125"


def test_an_empty_list_is_its_header():
    assert to_csv(ROWS.slice(0, 0), "en") == b"\xef\xbb\xbfcustomer,name,tier,last_visit,contribution\r\n"


def test_every_column_of_the_graded_list_has_a_label():
    assert set(COLUMNS) <= set(FIELDS)


@pytest.mark.parametrize(("store", "name"), [
    ("松鹤楼", "松鹤楼_Customers_2026-09-30.csv"),
    ('a\\b/c:d*e?f"g<h>i|j', "a b c d e f g h i j_Customers_2026-09-30.csv"),
    ("  two\n lines ", "two lines_Customers_2026-09-30.csv"),
])
def test_a_file_name_is_one_that_every_system_takes(store, name):
    assert file_name(store, "Customers", date(2026, 9, 30), "en") == name


def test_a_described_table_is_written_as_a_frame_is():
    table = Table((Column("=名"), Column("金额", "money"), Column("天", "date")), (("+1", "-1.50", date(2026, 9, 30)), (None, None, None)))
    assert table_csv(table).decode("utf-8-sig") == "'=名,金额,天\r\n'+1,-1.50,2026-09-30\r\n,,\r\n"
