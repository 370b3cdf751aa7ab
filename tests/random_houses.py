"""Random houses and rules of grading, for properties that hold for all of them."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tests.houses import Bill
from tests.naive import Rules

AS_OF = date(2026, 9, 30)
KEYS = ["a", "B", "Z9", "10", "9", "é", "李", "王", "￥", "😀", "b", "c", "d", "e", "f", "g", "h"]
SHARES = st.integers(100, 10_000).map(lambda points: Decimal(points) / 100)
RULES = st.builds(
    Rules,
    active_days=st.sampled_from([1, 7, 30, 60, 400]),
    top_share=st.one_of(st.sampled_from([Decimal(20), Decimal("12.5"), Decimal(100)]), SHARES),
    split=st.one_of(st.sampled_from([Decimal(50), Decimal(1), Decimal(100)]), SHARES),
    window=st.sampled_from(["60", "90", "365", "all"]),
    frequency=st.sampled_from(["visits", "bills"]),
    rank_by=st.sampled_from(["contribution", "standard"]),
)


def house(chance, store_id=1, *, least=0):
    """Return the bills of a small random house, with many ties, refunds, walk-ins and days after AS_OF."""
    keys = chance.sample(KEYS, chance.randint(least, len(KEYS)))
    amounts = chance.choice([["10", "20", "-10"], ["0.01", "0.02", "99.99", "100"], ["5"]])
    days = chance.choice([[-3, 0, 1, 59, 60, 61], list(range(-1, 70)), [0, 7, 8, 29, 30, 31, 89, 90, 364, 365, 500]])
    bills = []
    for key in keys:
        for _ in range(chance.randint(1, chance.choice([1, 4, 9]))):
            day = AS_OF - timedelta(days=chance.choice(days))
            bills.append(Bill(key, day, chance.choice(amounts), chance.choice([0, 1, 1, 2]), store_id))
    bills += [Bill(None, AS_OF - timedelta(days=chance.choice(days)), 50, 1, store_id) for _ in range(chance.randint(0, 2))]
    return bills
