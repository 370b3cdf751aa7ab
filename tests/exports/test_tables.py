from datetime import date
from decimal import Decimal

import pyarrow as pa

from segmentation.exports.csv import to_csv
from segmentation.exports.tables import describe
from segmentation.schemes import load_scheme
from segmentation.slides import Column, Slide, Table, cut_text, from_json, to_json

FRAME = pa.table({
    "customer": ["K1"], "name": ["王伟"], "phone": pa.array([None], pa.string()), "tier": pa.array([None], pa.string()),
    "last_visit": pa.array([date(2026, 9, 3)], pa.date32()), "frequency": [3], "is_active": [True],
    "contribution": pa.array([Decimal("1.20")], pa.decimal128(18, 2)), "contribution_share": [0.5], "average_frequency": [1.5],
})


def test_columns_are_described_by_the_frame():
    table = describe(FRAME, "zh", load_scheme("abcd"))
    assert [column.type for column in table.columns] == [
        "text", "text", "text", "text", "date", "count", "text", "money", "ratio", "number",
    ]
    assert [column.secret for column in table.columns][:4] == ["customer", "name", "phone", ""]
    assert [column.label for column in table.columns if column.total] == ["频次", "贡献额（元）", "占客户贡献"]
    assert table.rows == (("K1", "王伟", None, "尚未到店", date(2026, 9, 3), 3, "是", Decimal("1.20"), 0.5, 1.5),)


def test_an_empty_frame_keeps_its_columns():
    table = describe(FRAME.slice(0, 0), "en")
    assert (len(table.columns), table.rows) == (10, ())


def test_of_a_long_list_the_first_rows_know_the_whole():
    frame = pa.table({"name": ["a", "b", "c"], "customer": ["1", "2", "3"], "contribution": pa.array([Decimal(60), Decimal(30), Decimal(10)], pa.decimal128(18, 2))})
    table = describe(frame, "en", columns=("name", "contribution"), most=1)
    assert (table.rows, table.all_rows, table.total(1)) == ((("a", Decimal("60.00")),), 3, Decimal("100.00"))
    assert cut_text(table, 1, "en") == "the first 1 of 3, 60% of the money"
    assert cut_text(describe(frame, "en", most=3), 3, "zh") == ""
    kept = from_json(to_json(Slide("t", table=table)))
    assert kept.table == table


def test_the_note_of_a_cut_list_is_about_the_money_that_its_title_tells():
    columns = (Column("Customer"), Column("Forecast", "money", total=True), Column("Now", "money", total=True), Column("Asleep", "money", total=True))
    rows = tuple(("x", *map(Decimal, row)) for row in ((100, 40_000, 0), (100, 8_000, 2_000), (100, 42_000, 8_000), (700, 10_000, 10_000)))
    table = Table(columns, rows)
    assert cut_text(table, 2, "en", "Four customers bring ¥100K.") == "the first 2 of 4, 48% of the money"  # 48,000 of 100,000
    assert cut_text(table, 2, "zh", "近365天消费¥10万，2位沉睡，共¥2万") == "前2行，共4行，占金额的42%"  # 50,000 of 120,000 of both
    assert cut_text(table, 2, "en", "¥1,000.00 are foretold") == "the first 2 of 4, 20% of the money"  # 200 of 1,000
    assert cut_text(table, 2, "en", "Four customers, ¥100 each") == "the first 2 of 4, 20% of “Forecast”"


def test_built_in_modules_are_called_in_the_language_of_the_file_and_others_as_typed():
    frame = pa.table({"module": ["政府", "Private", "老乡会", "政府"]})
    assert [row[0] for row in describe(frame, "en").rows] == ["Government", "Private", "老乡会", "Government"]
    assert to_csv(frame, "zh", labels=True).decode("utf-8-sig").split()[1:] == ["政府", "私企", "老乡会", "政府"]
    assert to_csv(frame, "en").decode("utf-8-sig").split() == ["module", "政府", "Private", "老乡会", "政府"]  # for programs, as it is kept
