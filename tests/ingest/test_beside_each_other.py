"""Files and sheets that say something of each other: the same money twice, tills of one house, bills that a later file voids."""

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(text, choices=None, name="bills.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return import_file(warehouse, "s", path, choices)

    return _land


def live(warehouse):
    told = "select bill_no, amount from bills where replaced_by is null order by all"
    return [(number, float(amount)) for number, amount in warehouse.cursor().execute(told).fetchall()]


def codes(report):
    return {each["code"] for each in report["warnings"]}


def of_till(till, each=2, days=4):
    """Bills 1 and 2 of each day at a till: due 11, 12 … at till 1, 21, 22 … at till 2, of which ``each`` is let off."""
    rows = [
        f"{till:02},{number},2026-09-{day:02},{9 + number}:0{day},M{till}{number},{10 * till + number},{each},{10 * till + number - each}"
        for day in range(1, days + 1) for number in (1, 2)
    ]
    return "\n".join(["收银机号,小票号,交易日期,交易时间,会员卡号,应收,优惠,实收", *rows]) + "\n"


def test_what_was_paid_counts_though_the_number_of_the_till_is_what_was_let_off(land):
    report = land(of_till(2))
    assert report["mapping"]["amount"] == "实收"
    assert report["amount"] == "156.00"  # (19 + 20) × 4 days


def test_the_file_of_another_till_says_nothing_of_the_first_till(land, warehouse):
    land(of_till(1), name="1.csv")
    report = land(of_till(2), name="2.csv")
    assert report["bills"] == 8 and len(live(warehouse)) == 16
    assert "bills_kept" not in codes(report)


def test_a_corrected_file_of_one_till_takes_out_of_that_till_alone(land, warehouse):
    land(of_till(1), name="1.csv")
    land(of_till(2), name="2.csv")
    without = "".join(line for line in of_till(2).splitlines(True) if not line.startswith("02,2,2026-09-03"))
    with pytest.raises(NeedsChoice) as error:
        land(without, name="3.csv")
    assert "The store has 8 bills on the days of this file; 1 of them (¥20.00," in str(error.value)
    report = land(without, Choices(missing_bills="remove"), name="3.csv")
    assert (report["removed"], report["removed_amount"]) == (1, "20.00")
    assert len(live(warehouse)) == 15 and len([number for number, _ in live(warehouse) if number.startswith("01-")]) == 8
