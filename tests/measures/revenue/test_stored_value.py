"""What is stored on cards: top-ups less what was paid from them, to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.ingest.land import import_file, undo
from segmentation.measures.revenue.stored_value import finding_list, finding_stored_value, read_stored_months, read_stored_value
from segmentation.warehouse import Warehouse
from tests.houses import Bill, build

LEDGER = (
    "流水号,时间,会员卡号,类型,金额,卡内余额\n"
    "L1,2026-06-01 10:00,V001,充值,1000.00,\nL2,2026-06-01 12:30,V001,消费,188.25,\nL3,2026-03-05 12:30,V002,充值,500.00,\n"
    "L4,2026-03-06 18:30,V002,消费,96.00,\nL5,2026-03-07 18:30,V002,退款,96.00,\nL6,2026-06-02 18:30,V003,消费,30.00,\n"
    "L7,2026-06-03 18:30,,充值,200.00,\nL8,2026-07-01 18:30,V001,消费,11.75,\n"
)


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    import_file(warehouse, "s", tmp_path / "ledger.csv", today=date(2026, 8, 1))
    yield warehouse
    warehouse.close()


def test_a_balance_is_what_was_topped_up_less_what_was_paid_from_the_card(warehouse):
    found = read_stored_value(warehouse, 1, date(2026, 6, 30), 60)
    assert [(row["customer"], row["topped_up"], row["used_value"], row["balance"], row["is_sleeping"])
            for row in found.customers.to_pylist()] == [
        ("V001", Decimal("1000.00"), Decimal("188.25"), Decimal("811.75"), False),
        ("V002", Decimal("500.00"), Decimal("0.00"), Decimal("500.00"), True),
        ("V003", Decimal("0.00"), Decimal("30.00"), Decimal("-30.00"), False),
    ]
    assert (found.balance, found.sleeping, found.overdrawn.num_rows, found.unnamed) == (
        Decimal("1311.75"), Decimal("500.00"), 1, Decimal("200.00"))
    assert finding_list("With a balance", found.holders, "holders", "en") == "With a balance: 2 customers, ¥1.31K"
    assert finding_stored_value(found, "en") == (
        "2 customers have ¥1,311.75 stored; ¥500.00 of it belongs to customers without a visit or a top-up for more than 60 days. "
        "1 customer used more than the files say they stored: their top-ups are older than the files. "
        "¥200.00 was topped up without a customer."
    )


def test_what_comes_later_is_not_seen_and_who_was_here_sixty_days_ago_is_awake(warehouse):
    then = {row["customer"]: row for row in read_stored_value(warehouse, 1, date(2026, 7, 31), 60).customers.to_pylist()}
    assert (then["V001"]["balance"], then["V001"]["last_visit"]) == (Decimal("800.00"), date(2026, 7, 1))
    for day, sleeps in ((date(2026, 8, 30), False), (date(2026, 8, 31), True)):
        rows = read_stored_value(warehouse, 1, day, 60).customers.to_pylist()
        assert {row["customer"]: row["is_sleeping"] for row in rows}["V001"] is sleeps


def test_who_topped_up_within_the_active_days_is_awake(warehouse):
    # V002 came last on 2026-03-06 and topped up the day before; V009 never came
    with warehouse.writing() as cursor:
        for key, amount in (("V009", 500), ("V002", 100), ("V001", -10)):
            cursor.execute(
                "insert into stored_value by name select 1 as store_id, 1 as batch_id, 90 as line_no, date '2026-09-30' as bill_date, "
                "$key as customer_key, $amount as amount", {"key": key, "amount": amount},
            )
    for day, asleep in ((date(2026, 9, 30), {"V001", "V003"}), (date(2026, 11, 29), {"V001", "V003"}), (date(2026, 11, 30), {"V001", "V002", "V003", "V009"})):
        rows = read_stored_value(warehouse, 1, day, 60).customers.to_pylist()
        assert {row["customer"] for row in rows if row["is_sleeping"]} == asleep  # what went back off V001's card is no top-up


def test_an_import_taken_back_leaves_nothing_stored(warehouse):
    undo(warehouse, 1)
    found = read_stored_value(warehouse, 1, date(2026, 7, 31), 60)
    assert (found.customers.num_rows, found.balance) == (0, Decimal("0.00"))
    assert finding_stored_value(found, "zh").startswith("还没有充值")


BILLS = (  # of a till, which knows the card of a guest and not how he paid
    "流水号,时间,会员卡号,类型,金额\n"
    "X1,2026-05-05,80001,消费,560\nX2,2026-05-05,80002,消费,1120\nX3,2026-05-06,80002,退货,-120\nX4,2026-05-07,80001,充值,1000\n"
    "X5,2026-05-08,80003,充值,300\nX6,2026-05-09,80001,消费,75.50\n"
)


def test_of_bills_that_do_not_say_how_they_were_paid_no_balance_is_made(warehouse, tmp_path):
    """80001 came once after his top-up, 80003 never: of him it is known what is left; 80002 has no card to charge."""
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    report = import_file(warehouse, "b", tmp_path / "bills.csv", today=date(2026, 8, 1))
    assert [(each["code"], each["count"]) for each in report["warnings"] if each["code"] == "card_use_unsaid"] == [("card_use_unsaid", 4)]
    found = read_stored_value(warehouse, 2, date(2026, 6, 30), 60)
    assert [tuple(row[name] for name in ("customer", "topped_up", "used_value", "balance", "unsaid")) for row in found.customers.to_pylist()] == [
        ("80003", 300, 0, 300, 0), ("80001", 1000, 0, None, Decimal("75.50")),
    ]
    assert (found.balance, found.overdrawn.num_rows) == (300, 0)
    assert finding_stored_value(found, "en").endswith(
        "1 customer topped up ¥1,000.00; what is left is not known, for their bills (¥75.50) do not say how they were paid."
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("会员卡消费流水.csv", BILLS),
        ("bills.csv", BILLS.replace("消费,", "储值消费,")),
        ("bills.csv", BILLS.replace("金额\n", "金额,支付方式\n", 1).replace("消费,560", "消费,560,微信").replace("75.50", "75.50,会员卡")),
    ],
)
def test_a_file_that_says_so_charges_the_card(warehouse, tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    import_file(warehouse, "b", tmp_path / name, today=date(2026, 8, 1))
    rows = {row["customer"]: row for row in read_stored_value(warehouse, 2, date(2026, 6, 30), 60).customers.to_pylist()}
    paid = Decimal("75.50") if "会员卡\n" in text else Decimal("635.50")
    assert (rows["80001"]["used_value"], rows["80001"]["balance"]) == (paid, 1000 - paid)


def test_what_was_stored_used_and_owed_month_by_month(warehouse):
    rows = read_stored_months(warehouse, 1, date(2026, 7, 31)).to_pylist()
    assert [(row["month"].month, row["topped_up"], row["used_value"], row["stored_change"], row["balance"]) for row in rows] == [
        (3, 500, 0, 500, 500), (4, 0, 0, 0, 500), (5, 0, 0, 0, 500),  # 96 were paid and given back
        (6, 1000, Decimal("218.25"), Decimal("781.75"), Decimal("1311.75")), (7, 0, Decimal("11.75"), Decimal("-11.75"), 1300),
    ]
    assert read_stored_months(warehouse, 1, date(2026, 2, 28)).num_rows == 0


money = st.integers(1, 5000).map(lambda cents: Decimal(cents) / 100)
moves = st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 120), money, st.sampled_from(["put", "used", "unsaid"])), min_size=1, max_size=10)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_balances_are_top_ups_less_what_was_used_in_every_month(warehouse, moves):
    first, last = date(2026, 3, 1), date(2026, 6, 30)
    build(warehouse, [Bill(key, first + timedelta(day), amount, room=how) for key, day, amount, how in moves if how != "put"] + [Bill("Z", first, 1, room="no")])
    with warehouse.writing() as cursor:
        cursor.execute("delete from stored_value")
        cursor.execute("update bills set from_card = case room when 'used' then true when 'no' then false end")
        for key, day, amount, how in moves:
            if how == "put":
                cursor.execute(
                    "insert into stored_value by name select 1 as store_id, 1 as batch_id, 1 as line_no, $day as bill_date, $key as customer_key, "
                    "$amount as amount", {"day": first + timedelta(day), "key": key, "amount": amount},
                )
    rows = {row["month"]: row for row in read_stored_months(warehouse, 1, last).to_pylist()}
    for month in range(3, 7):
        end = date(2026, month + 1, 1) - timedelta(1)
        found = read_stored_value(warehouse, 1, end, 60)
        for row in found.customers.to_pylist():
            own = [(amount, how) for key, day, amount, how in moves if key == row["customer"] and first + timedelta(day) <= end]
            put, used = (sum((amount for amount, how in own if how == what), Decimal(0)) for what in ("put", "used"))
            assert (row["topped_up"], row["used_value"]) == (put, used)
            assert row["balance"] in (None, put - used)
        here = rows.get(date(2026, month, 1))
        assert (here["balance"] if here else 0) == found.balance
    assert sum(row["stored_change"] for row in rows.values()) == sum(
        {"put": amount, "used": -amount, "unsaid": 0}[how] for _key, _day, amount, how in moves
    )
