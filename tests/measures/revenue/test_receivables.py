"""What customers owe, by how long it is overdue. Expected values by hand, and against a loop that pays bill by bill."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.language.errors import InputError
from segmentation.measures.revenue.receivables import AGES, finding_list, finding_receivables, notes_receivables, read_receivables
from segmentation.settings.credit import CreditTerms, credit_terms, save_credit_terms
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Paid, Profile, add_payments, build

AS_OF = date(2026, 9, 30)
TERMS = CreditTerms(30, Decimal("500.00"))


def ago(days):
    return AS_OF - timedelta(days=days)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("owed") / "warehouse.duckdb")
    yield opened
    opened.close()


def rows(found):
    return {row["customer"]: row for row in found.customers.to_pylist()}


def ages(row):
    return [row[name] for name in AGES]


def test_what_is_owed_by_age_customer_and_manager(warehouse):
    # due 30 days after the bill: a bill of 30 days ago is due today, of 31 days ago a day late
    bills = [
        Bill("K1", ago(0), 1, owed=1), Bill("K1", ago(30), 10, owed=10), Bill("K1", ago(31), 100, owed=100),
        Bill("K1", ago(60), 200, owed=200), Bill("K1", ago(61), 300, owed=300), Bill("K1", ago(120), 400, owed=400),
        Bill("K1", ago(121), 1000, owed=1000, manager="王经理"),
        Bill("K2", ago(10), 70, owed="50.25"), Bill("K2", ago(200), 500), Bill("K3", ago(40), 30, owed=30),
        Bill("散客", ago(3), 9, owed=9), Bill(None, ago(3), 8, owed=8), Bill("K2", ago(5), 44, payment="挂账+微信"),
    ]
    build(warehouse, bills, [Profile("散客", is_walk_in=True), Profile("K1", name="财政局", manager="王经理")])
    add_payments(warehouse, [Paid("K1", ago(5), 1050), Paid("K3", ago(1), 35), Paid("K9", ago(1), 7), Paid("K1", AS_OF + timedelta(1), 900)])
    found = read_receivables(warehouse, 1, AS_OF, TERMS)
    told = rows(found)
    assert list(told) == ["K1", "K2", "K3"]  # K9 is nobody of this store
    one = told["K1"]  # 1050 pay the 1000 of 121 days ago and 50 of the 400 of 120 days ago
    assert (one["name"], one["manager"], one["on_account"], one["received"], one["receivable"]) == ("财政局", "王经理", 2011, 1050, 961)
    # days late: 0 and 0 · 1 and 30 · 31 · 90 · none beyond
    assert ages(one) == [11, 300, 300, 350, 0]
    assert (one["oldest_due"], one["last_paid_on"], one["over"]) == (ago(90), ago(5), True)
    assert (told["K2"]["receivable"], ages(told["K2"])) == (Decimal("50.25"), [Decimal("50.25"), 0, 0, 0, 0])
    assert (told["K3"]["receivable"], ages(told["K3"]), told["K3"]["oldest_due"], told["K3"]["over"]) == (-5, [0] * 5, None, False)
    assert (found.owed, found.late, found.nameless, found.mixed) == (Decimal("1011.25"), 950, 17, 44)
    assert [(row["manager"], row["customers"], row["receivable"], row["customers_over"]) for row in found.managers.to_pylist()] == [
        ("王经理", 1, 961, 1), (None, 1, Decimal("50.25"), 0),
    ]
    assert finding_receivables(found, "en") == (
        "¥1,011.25 is owed by 2 customers; ¥950.00 of it is overdue (94%). Over the limit of ¥500.00: 1 customer."
    )
    assert len(notes_receivables(found, "en")) == 4
    # 1 011.25 less the 61.25 not due yet: 11 of K1's, 50.25 of K2's
    assert finding_list("All who owe", found.owing, "owing", "en") == "All who owe: 2 customers, ¥1.01K"
    assert finding_list("Overdue", found.owing, "late", "en") == "Overdue: 2 customers, ¥950"


def test_a_payment_that_names_its_day_pays_what_falls_due_then(warehouse):
    build(warehouse, [Bill("K1", ago(100), 100, owed=100), Bill("K1", ago(50), 60, owed=60)])
    add_payments(warehouse, [Paid("K1", ago(1), 80, due=ago(20))])  # the 60 of 50 days ago, and 20 of the oldest
    assert ages(rows(read_receivables(warehouse, 1, AS_OF, TERMS))["K1"]) == [0, 0, 0, 80, 0]
    add_payments(warehouse, [Paid("K1", ago(1), 80)])
    assert ages(rows(read_receivables(warehouse, 1, AS_OF, TERMS))["K1"]) == [0, 60, 0, 20, 0]


def test_bills_taken_back_and_money_given_back(warehouse):
    build(warehouse, [Bill("K1", ago(100), 100, owed=100), Bill("K1", ago(99), -30, owed=-30), Bill("K2", ago(5), 5)])
    add_payments(warehouse, [Paid("K1", ago(9), 70), Paid("K1", ago(8), -20)])  # the cheque of 20 did not hold
    [one] = rows(read_receivables(warehouse, 1, AS_OF, TERMS)).values()
    # 100 − 30 billed, 70 − 20 paid; a bill taken back is no payment, and the last payment is that of 70
    assert (one["on_account"], one["received"], one["receivable"], ages(one)) == (70, 50, 20, [0, 20, 0, 0, 0])
    assert one["last_paid_on"] == ago(9)
    build(warehouse, [Bill("K1", ago(100), 100, owed=100), Bill("K1", ago(1), -20, owed=-20)])
    add_payments(warehouse, [Paid("K1", ago(101), 30)])
    [one] = rows(read_receivables(warehouse, 1, AS_OF, TERMS)).values()
    assert (one["on_account"], one["received"], one["receivable"], one["last_paid_on"]) == (80, 30, 50, ago(101))


def test_payments_after_the_day_are_said_as_such(warehouse):
    build(warehouse, [Bill("K1", ago(9), 400, owed=400)])
    add_payments(warehouse, [Paid("K1", AS_OF + timedelta(days=2), 250)])
    found = read_receivables(warehouse, 1, AS_OF)
    assert (found.owed, found.has_payments, found.later) == (400, False, 250)
    assert notes_receivables(found, "en") == [
        "¥250.00 was paid after 30 Sep 2026, from 2 Oct 2026 on; as of a later day it comes off what is owed."
    ]
    assert notes_receivables(read_receivables(warehouse, 1, AS_OF + timedelta(days=2)), "en") == []


def test_a_file_that_overlaps_another_brings_no_payment_twice(warehouse):
    build(warehouse, [Bill("K1", ago(100), 100, owed=100)])
    twice = [Paid("K1", ago(9), 10), Paid("K1", ago(9), 10)]
    add_payments(warehouse, [*twice, Paid("K1", ago(9), 10, batch_id=2), Paid("K1", ago(8), 10, batch_id=2)])
    assert rows(read_receivables(warehouse, 1, AS_OF, TERMS))["K1"]["receivable"] == 70


def test_odd_houses(warehouse):
    build(warehouse)
    add_payments(warehouse, [])
    empty = read_receivables(warehouse, 1, AS_OF)
    assert (empty.customers.num_rows, empty.owed, empty.has_bills, empty.managers.num_rows, empty.terms) == (0, 0, False, 0, CreditTerms())
    assert "挂账" in finding_receivables(empty, "zh")
    build(warehouse, [Bill("K1", ago(9), 10)])
    assert read_receivables(warehouse, 1, AS_OF).customers.num_rows == 0
    build(warehouse, [Bill("K1", ago(9), 10, owed=10)])
    told = read_receivables(warehouse, 1, AS_OF, CreditTerms(0, None))
    assert (ages(rows(told)["K1"]), told.over.num_rows) == ([0, 10, 0, 0, 0], 0)
    assert notes_receivables(told, "en") == [
        "No payments were brought yet: what was paid meanwhile is not known, and everything counts as owed."
    ]
    add_payments(warehouse, [Paid("K1", ago(9), 10)])
    assert finding_receivables(read_receivables(warehouse, 1, AS_OF), "en") == "Nobody owes anything."


def test_terms_are_kept_and_refused(warehouse):
    build(warehouse)
    assert credit_terms(warehouse, 1) == CreditTerms(30, None)
    save_credit_terms(warehouse, 1, "45", "1,000.50")
    assert credit_terms(warehouse, 1) == CreditTerms(45, Decimal("1000.50"))
    save_credit_terms(warehouse, 1, term_days=44)
    save_credit_terms(warehouse, 1, "45")
    assert credit_terms(warehouse, 1).limit == Decimal("1000.50")
    save_credit_terms(warehouse, 1, limit="")
    assert credit_terms(warehouse, 1) == CreditTerms(45, None)
    for days, limit in (("-1", "0"), ("1.5", "0"), ("366", "0"), ("30", "-1"), ("30", "much"), ("30", "0.001")):
        with pytest.raises(InputError):
            save_credit_terms(warehouse, 1, days, limit)
    assert credit_terms(warehouse, 1) == CreditTerms(45, None)


def pay_bill_by_bill(bills, payments, term):
    """What is open of each due day, by a loop: payments for a day first, the rest on the oldest."""
    debts = {}
    pools = []
    for _customer, day, amount in bills:
        if amount > 0:
            debts[day + timedelta(days=term)] = debts.get(day + timedelta(days=term), Decimal(0)) + amount
        else:
            pools.append((None, -amount))
    for _customer, day, amount, due in payments:
        if amount < 0:
            debts[due or day] = debts.get(due or day, Decimal(0)) - amount
        else:
            pools.append((due, amount))
    rest = Decimal(0)
    for due, amount in pools:
        used = min(amount, debts.get(due, Decimal(0))) if due else Decimal(0)
        if used:
            debts[due] -= used
        rest += amount - used
    for due in sorted(debts):
        used = min(rest, debts[due])
        debts[due] -= used
        rest -= used
    return debts, rest


money = st.integers(-3000, 9000).filter(bool).map(lambda cents: Decimal(cents) / 100)
days = st.integers(0, 200).map(ago)
who = st.sampled_from(["K1", "K2", "K3"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(who, days, money), max_size=8),
    st.lists(st.tuples(who, days, money, st.none() | days), max_size=6, unique_by=lambda each: each[:3]),
    st.integers(0, 60),
)
def test_ages_sum_to_what_is_owed_to_the_cent_and_are_those_of_a_loop(warehouse, bills, payments, term):
    build(warehouse, [Bill(customer, day, amount, owed=amount) for customer, day, amount in bills] + [Bill(each, ago(1), 1) for each in ("K1", "K2", "K3")])
    add_payments(warehouse, [Paid(*each) for each in payments])
    found = rows(read_receivables(warehouse, 1, AS_OF, CreditTerms(term)))
    for customer in ("K1", "K2", "K3"):
        own = [each for each in bills if each[0] == customer], [each for each in payments if each[0] == customer]
        if not any(own):
            assert customer not in found
            continue
        debts, rest = pay_bill_by_bill(*own, term)
        row = found[customer]
        late = {due: (AS_OF - due).days for due in debts}
        bounds = ((-10**6, 0), (1, 30), (31, 60), (61, 90), (91, 10**6))
        assert ages(row) == [sum(debts[due] for due in debts if low <= late[due] <= high) for low, high in bounds]
        assert row["receivable"] == row["on_account"] - row["received"] == sum(debts.values()) - rest
        assert sum(ages(row)) == max(row["receivable"], 0) or rest == 0
        assert rest == 0 or sum(debts.values()) == 0
