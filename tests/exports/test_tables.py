from datetime import date
from decimal import Decimal

import pyarrow as pa

from segmentation.exports.tables import describe
from segmentation.schemes import load_scheme

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
