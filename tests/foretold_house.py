"""A small house of which a forecast can be fitted, from a day on that is known by heart."""

import random
from datetime import date, timedelta

from tests.houses import Bill

AS_OF, BEGINS = date(2026, 9, 30), date(2025, 2, 1)


def bills():
    """310 customers, of whom number n comes for the second time 110 + n days after the first bill of the store."""
    chance, found = random.Random(3), [Bill(None, BEGINS, 5)]
    for number in range(310):
        key, first = f"c{number:03}", BEGINS + timedelta(days=30 + number // 4)
        visits = [first, BEGINS + timedelta(days=110 + number)]
        gap, leaves = chance.choice([15, 30, 60, 90]), chance.random() < 0.5
        while visits[-1] + timedelta(days=gap) <= AS_OF and not (leaves and len(visits) > 2 + number % 4):
            visits.append(visits[-1] + timedelta(days=chance.randint(1, 2 * gap)))
        spend = chance.choice([40, 90, 150, 400])
        found += [Bill(key, day, chance.randint(spend // 2, spend * 2)) for day in visits if day <= AS_OF]
    return found + [Bill("new", AS_OF - timedelta(days=days), 70) for days in (20, 100, 364)]
