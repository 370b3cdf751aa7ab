"""Erasing keeps every total, whatever came before it and in whatever order, and nobody comes back with the old files."""

import itertools
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.ingest.erase.erasing import erase_customer
from segmentation.ingest.land import undo
from segmentation.ingest.merges import merge_records
from segmentation.warehouse import Warehouse
from tests.ingest.erased import HEADER, House, found_in, totals

FIRST = date(2026, 1, 1)
PEOPLE = {  # key: name, phone; two have one name
    "KA01": ("张小凡", "13800000001"), "KB02": ("陆雪琪", "13800000002"), "KC03": ("张小凡", "13800000003"), "KD04": ("曾书书", "13800000004"),
}
numbers = itertools.count(1)
bills = st.lists(st.tuples(st.sampled_from([*PEOPLE, ""]), st.integers(0, 200), st.integers(-200, 900).filter(bool)), min_size=1, max_size=8)


def text_of(rows, start):
    lines = [
        f"{start}{n:03},{FIRST + timedelta(days=day)},{key},{PEOPLE.get(key, ('', ''))[0]},{PEOPLE.get(key, ('', ''))[1]},,经理,大厅,{amount},"
        f"{PEOPLE.get(key, ('', ''))[0]}的备注" for n, (key, day, amount) in enumerate(rows)
    ]
    everybody = [f"{start}9{key[-2:]},2026-01-01,{key},{name},{phone},,经理,大厅,10," for key, (name, phone) in PEOPLE.items()]
    return HEADER + "\n".join([*everybody, *lines]) + "\n"


@settings(max_examples=12)
@given(files=st.lists(bills, min_size=1, max_size=3), merged=st.booleans(), taken_back=st.booleans(), again=st.booleans())
def test_erasing_keeps_every_total(files, merged, taken_back, again):
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "w.duckdb")
        house = House(warehouse, Path(folder))
        texts = [text_of(rows, n) for n, rows in enumerate(files)]
        batches = [house.land(text, f"{n}.csv", customer_key="code", missing_bills="keep")["batch"] for n, text in enumerate(texts)]
        if merged:
            merge_records(warehouse, 1, [("KA01", "KB02")])
        if taken_back and len(batches) > 1:
            undo(warehouse, batches.pop(0))
            texts.pop(0)
        before = totals(warehouse)
        erase_customer(warehouse, 1, "KA01", datetime(2026, 12, 1))
        assert totals(warehouse) == before
        gone = ["KA01", "13800000001", *(["KB02", "13800000002", "陆雪琪"] if merged else [])]
        assert found_in(warehouse, *gone) == []
        if again:  # the old files once more, after they were taken back
            for batch in batches:
                undo(warehouse, batch)
            for text in texts:
                house.land(text, f"again{next(numbers)}.csv", customer_key="code", missing_bills="keep")
            assert totals(warehouse)[:3] == before[:3]
            assert found_in(warehouse, *gone) == []
        warehouse.close()
