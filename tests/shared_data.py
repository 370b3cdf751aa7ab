"""The public files that some tests hold the product against; those tests skip where the folder is missing."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.houses import Bill

FOLDER = next((folder / "shared" / "data" for folder in Path(__file__).parents if (folder / "shared" / "data").is_dir()), None)
needs_shared_data = pytest.mark.skipif(FOLDER is None, reason="the public files are not here")


def cdnow_bills() -> list[Bill]:
    """Return the 69 659 purchases of CDNOW's 23 570 customers of the first quarter of 1997."""
    bills = []
    for line in (FOLDER / "cdnow_master.txt").read_text().splitlines()[1:]:
        customer, day, _discs, amount = line.split()
        bills.append(Bill(customer, date(int(day[:4]), int(day[4:6]), int(day[6:])), Decimal(amount)))
    return bills


def cdnow_sample_bills() -> list[Bill]:
    """Return the 6 919 purchases of the one-tenth sample, 2 357 customers."""
    bills = []
    for line in (FOLDER / "cdnow_sample.txt").read_text().splitlines():
        _master, customer, day, _discs, amount = line.split()
        bills.append(Bill(customer, date(int(day[:4]), int(day[4:6]), int(day[6:])), Decimal(amount)))
    return bills
