"""Amounts that are another column less the refund and some more, on every row, have the refund off already: nobody is asked."""

import pytest

from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse

HEADER = "单号,日期,顾客手机,订单总额,配送费,佣金,活动补贴,退款金额,商家实收\n"
# total − delivery − commission − refund = what the shop got
NET = [(26, 4, "1.2", 0, "20.8"), (80, 4, "4.44", 0, "71.56"), (35, 4, "1.74", 10, "19.26"), (54, 4, 3, 5, 42), (57, 4, 3, 10, 40)]


@pytest.fixture
def land(tmp_path):
    def landed(rows):
        lines = (f"{n},2026-09-0{n},1380000000{n % 3},{a},{b},{c},0,{d},{e}" for n, (a, b, c, d, e) in enumerate(rows, 1))
        (tmp_path / "bills.csv").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
        warehouse = Warehouse(tmp_path / "warehouse.duckdb")
        try:
            return import_file(warehouse, "s", tmp_path / "bills.csv")
        finally:
            warehouse.close()
    return landed


def codes(report):
    return {each["code"] for each in report["warnings"]}


def test_refunds_that_the_other_columns_show_to_be_off_are_not_taken_off_again(land):
    report = land(NET)
    assert (report["amount"], "refunds_net" in codes(report)) == ("193.62", True)  # 20.80 + 71.56 + 19.26 + 42 + 40


def test_amounts_before_the_refund_lose_it_though_the_same_columns_stand_there(land):
    gross = [(*row[:4], float(row[4]) + row[3]) for row in NET]
    report = land(gross)
    assert (report["amount"], "refunds_net" in codes(report)) == ("193.62", False)


def test_a_single_row_that_agrees_by_chance_proves_nothing(land):
    # one refund of 10 where 10 less than the total was paid: it may be the reason, or not
    report = land([(100, 0, 0, 10, 90), (50, 0, 0, 0, 50), (60, 0, 0, 0, 60)])
    assert (report["amount"], "refunds_net" in codes(report)) == ("190.00", False)


def test_one_row_on_which_it_does_not_hold_is_enough_to_take_refunds_off(land):
    report = land([*NET[:4], (57, 4, 3, 10, "40.01")])
    assert (report["amount"], "refunds_net" in codes(report)) == ("168.63", False)  # 193.63 − 10 − 5 − 10


def test_a_refund_above_what_is_left_is_still_asked_about(land):
    with pytest.raises(NeedsChoice) as asked:
        land([(100, 0, 0, 60, 45), (50, 0, 0, 0, 50), (70, 0, 0, 0, 70), (80, 0, 0, 20, 61), (80, 0, 0, 30, 51)])
    assert asked.value.code == "refunds_net"
