"""Houses whose ratios can be worked out by hand, and as much of a warehouse as a passport is signed with."""

from datetime import date, timedelta
from types import SimpleNamespace

from tests.houses import Bill, Profile


def house_bills(store_id, customers, asleep):
    """Everybody comes on the fifth of every month from January, those asleep up to April; in June each for two tables of 120."""
    names = [f"c{number:02}" for number in range(1, customers + 1)]
    bills = [Bill(None, date(2026, 1, 1), 400, store_id=store_id)]
    for month in range(1, 7):
        end = date(2026, month + 1, 1) - timedelta(days=1)
        bills.append(Bill(None, end, 400, store_id=store_id))
        money = (240, 2) if month == 6 else (100, 1)
        bills += [Bill(name, date(2026, month, 5), *money, store_id=store_id) for name in (names if month < 5 else names[asleep:])]
    return bills


def managed(*stores):
    """Profiles of twelve customers of each store, all of them with a manager."""
    return [Profile(f"c{number:02}", manager="Li", store_id=store) for store in stores for number in range(1, 13)]


def signer(folder, name):
    """As much of a warehouse as a file is signed with: its key lies beside it."""
    return SimpleNamespace(path=folder / f"{name}.duckdb")
