"""The ten indicators of a month, by hand; what is missing where one cannot be told."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.measures.composition.indicators import (
    FORMULAS,
    INDICATORS,
    LABELS,
    NEEDS,
    finding_indicators,
    last_whole_month,
    read_indicators,
    say_value,
)
from segmentation.settings.costs import save_cost_rates
from segmentation.settings.credit import save_credit_terms
from segmentation.warehouse import Warehouse
from tests.grades import settings
from tests.houses import Bill, Paid, add_payments, build

AS_OF = date(2026, 9, 15)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def add_contacts(warehouse, rows):
    keys, days, channels = zip(*rows, strict=True)
    frame = pa.table({
        "store_id": pa.array([1] * len(rows), pa.int32()), "batch_id": pa.array([1] * len(rows), pa.int32()),
        "line_no": pa.array(range(len(rows)), pa.int64()), "contact_day": pa.array(days, pa.date32()),
        "customer_key": pa.array(keys, pa.string()), "channel": pa.array(channels, pa.string()),
        "outcome": pa.array(["reached"] * len(rows), pa.string()),
    })
    with warehouse.writing() as cursor:
        cursor.register("new_contacts", frame)
        cursor.execute("insert into contacts by name from new_contacts")
        cursor.unregister("new_contacts")


def add_targets(warehouse, month, revenue, profit):
    with warehouse.writing() as cursor:
        cursor.execute("insert into batches by name select 7 as batch_id, 1 as store_id, 'targets' as kind, 'f' as file_name, "
                       "'x' as sha256, now()::timestamp as landed_at, '{}' as report")
        cursor.execute(
            "insert into target_rows by name select 1 as store_id, 7 as batch_id, 1 as line_no, $month as month, 'A' as tier, "
            "1 as customers, 1 as frequency, 1 as standard, $revenue as house_target, $profit as house_profit",
            {"month": month, "revenue": Decimal(revenue), "profit": Decimal(profit)},
        )


def told(warehouse, as_of=AS_OF):
    found = read_indicators(warehouse, 1, as_of, settings())
    return {(each.month.month, each.name): each for each in found}, found


def test_the_ten_of_a_month_by_hand(warehouse):
    build(warehouse, [
        Bill("K1", date(2026, 5, 1), 100, cost=40, payment="现金"), Bill("K2", date(2026, 7, 2), 50, cost=20, payment="现金"),
        # August: 1000 of sales, 300 of them on account, 100 of walk-ins; K1 and K3 came
        Bill("K1", date(2026, 8, 1), 600, cost=300, payment="微信"), Bill("K1", date(2026, 8, 2), 300, cost=100, owed=300, payment="挂账"),
        Bill("K3", date(2026, 8, 9), 0, payment="现金"), Bill(None, date(2026, 8, 9), 100, cost=100, payment="现金"),
        Bill("K1", date(2026, 9, 15), 1, cost=0, payment="现金"),
    ])
    add_payments(warehouse, [Paid("K1", date(2026, 8, 31), 120), Paid("K1", date(2026, 9, 1), 90)])
    add_contacts(warehouse, [
        ("K1", date(2026, 8, 1), "visit"), ("K2", date(2026, 8, 1), "visit"), ("K1", date(2026, 8, 5), "visit"),
        ("K3", date(2026, 8, 6), "call"), ("K9", date(2026, 8, 6), "visit"),  # K9 is nobody of the store
    ])
    add_targets(warehouse, date(2026, 8, 1), 800, 1000)
    save_cost_rates(warehouse, 1, per_contact="5")
    save_credit_terms(warehouse, 1, 10)
    found, every = told(warehouse)
    august = {name: found[8, name].value for name in INDICATORS}
    assert august == {
        "customers_visited_a_day": 1.5,  # 3 visits on 2 days
        "sales_a_buyer": Decimal("450.00"),  # 900 ÷ 2
        "cash_recovery": 0.82,  # 1000 − 300 + 120
        "receivables_recovery": 0.4,  # 120 of the 300 due on 12 August
        "contact_cost_a_customer": Decimal("6.67"),  # 4 × 5 ÷ 3
        "sales_a_contact": Decimal("225.00"),  # 900 ÷ 4
        "profit_attainment": 0.5,  # 1000 − 500
        "sales_attainment": 1.25,
        "new_customers": 1,  # K3
        "lost_customers": 0,  # K1 was asleep at its start, K2 is active
    }
    assert found[8, "lost_customers"].needs == ()
    assert found[7, "lost_customers"].value == 1
    # September to the 15th: 180 were still open, 90 of them came
    assert (found[9, "receivables_recovery"].value, found[9, "cash_recovery"].value) == (0.5, 91.0)
    assert [each.is_over for each in every if each.name == "new_customers"] == [True, True, True, True, False]
    assert last_whole_month(every) == date(2026, 8, 1)
    assert finding_indicators(every, "en") == "Aug 2026: A customer who came spent ¥450.00. Customers: 1 new, 0 lost."
    assert (say_value(found[8, "cash_recovery"], "en"), say_value(found[8, "customers_visited_a_day"], "zh")) == ("82.0%", "1.5")


def test_what_is_missing_is_named(warehouse):
    build(warehouse, [Bill("K1", date(2026, 7, 1), 100), Bill("K1", date(2026, 9, 1), 100, owed=40)])
    found, _every = told(warehouse)
    assert {name: found[7, name].needs for name in INDICATORS} == {
        "customers_visited_a_day": ("contacts",), "sales_a_buyer": (), "cash_recovery": ("payments",), "receivables_recovery": ("payments",),
        "contact_cost_a_customer": ("contacts", "contact_rate"), "sales_a_contact": ("contacts",),
        "profit_attainment": ("cost", "profit_target"), "sales_attainment": ("sales_target",), "new_customers": (),
        "lost_customers": ("earlier_bills",),
    }
    assert {name for name in INDICATORS if found[8, name].value is None and "bills" in found[8, name].needs} == {
        "sales_a_buyer", "cash_recovery", "sales_attainment",
    }
    build(warehouse, [Bill("K1", date(2026, 7, 2), 100)])
    found, every = told(warehouse)
    assert found[7, "new_customers"].needs == ("earlier_bills",)  # July does not begin on the first bill
    assert found[7, "cash_recovery"].needs == ("payment_method",)
    assert found[7, "receivables_recovery"].needs == ("on_account", "payments")
    assert finding_indicators(every, "en") == "Aug 2026: Some indicators lack data; which is said below."
    assert {need for each in every for need in each.needs} <= NEEDS.keys()
    assert INDICATORS.keys() == LABELS.keys() == FORMULAS.keys()


def test_a_share_needs_a_positive_whole(warehouse):
    build(warehouse, [Bill("K1", date(2026, 9, 1), -5, owed=-5, payment="挂账")])
    add_payments(warehouse, [Paid("K1", date(2026, 9, 2), 10)])
    found, _every = told(warehouse)
    assert [(found[9, name].value, found[9, name].needs) for name in ("cash_recovery", "receivables_recovery")] == [(None, ()), (None, ())]


def test_a_house_without_bills_has_none(warehouse):
    build(warehouse)
    assert told(warehouse)[1] == []
    assert finding_indicators([], "en") == "No bill is there yet, so no indicator can be told."


def test_recovery_takes_back_what_was_given_back_and_no_more_than_was_owed(warehouse):
    build(warehouse, [
        Bill("K1", date(2026, 1, 1), 100, owed=100), Bill("K2", date(2026, 1, 10), 200, owed=200), Bill("K3", date(2026, 1, 20), 300, owed=300),
        Bill("K4", date(2026, 1, 25), 50, owed=50), Bill("K5", date(2026, 2, 1), 10, payment="现金"), Bill("K5", date(2026, 4, 30), 10, payment="现金"),
        Bill("K1", date(2026, 3, 2), -20, owed=-20),
    ])
    add_payments(warehouse, [
        Paid("K1", date(2025, 12, 30), 30), Paid("K2", date(2026, 2, 1), 250), Paid("K4", date(2026, 2, 10), -15), Paid("K3", date(2026, 2, 11), 100),
        Paid("K5", date(2026, 2, 13), 5),
    ])
    found, _every = told(warehouse, date(2026, 4, 30))
    # due by the end of February 70 + 200 + 300 + 50; 200 of K2's 250 and 100 of K3, less the 15 given back; K5 owes nothing
    assert found[2, "receivables_recovery"].value == float(Decimal(285) / Decimal(620))
    # March: 70 − 20 of K1, 200 of K3, 65 of K4; nothing was paid
    assert found[3, "receivables_recovery"].value == 0
    add_payments(warehouse, [Paid("K4", date(2026, 2, 10), -15), Paid("K4", date(2026, 3, 10), 65)])
    found, _every = told(warehouse, date(2026, 4, 30))
    assert found[3, "receivables_recovery"].value == float(Decimal(65) / Decimal(80 + 200 + 300 + 65))


def test_money_from_a_card_came_in_with_its_top_up(warehouse):
    build(warehouse, [
        Bill("K1", date(2026, 8, 1), 50, payment="储值卡"), Bill("K1", date(2026, 8, 2), 33, payment="现金"), Bill("K2", date(2026, 8, 3), 17, owed=17),
        Bill("K1", date(2026, 9, 2), 100, payment="储值卡"),
    ])
    add_payments(warehouse, [Paid("K2", date(2026, 9, 1), 17)])
    with warehouse.writing() as cursor:
        cursor.execute("delete from stored_value")
        cursor.execute("update bills set from_card = payment_method = '储值卡'")
    found, _every = told(warehouse)
    assert found[8, "cash_recovery"].value == 0.83  # no top-up is known: what was paid from cards stands for them
    with warehouse.writing() as cursor:
        cursor.execute(
            "insert into stored_value by name select 1 as store_id, 1 as batch_id, 1 as line_no, date '2026-08-02' as bill_date, "
            "'K1' as customer_key, 200 as amount"
        )
    found, _every = told(warehouse)
    assert (found[8, "cash_recovery"].value, found[9, "cash_recovery"].value) == (2.33, 0.17)  # (33 + 200) ÷ 100, 17 ÷ 100
