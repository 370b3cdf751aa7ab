"""Who climbed and who fell at the end of September 2026, and who was won back in time; each worked out by hand."""

from datetime import date

import pytest

from segmentation.measures.managers.ladder import finding_ladder, read_ladder
from segmentation.warehouse import Warehouse
from tests.grades import ABCD
from tests.houses import Bill
from tests.managed import build_managed

AS_OF = date(2026, 10, 20)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("ladder") / "warehouse.duckdb")
    yield opened
    opened.close()


def bills(customer, *days, amount=100, manager=None):
    return [Bill(customer, date(2026, month, day), amount, manager=manager) for month, day in days]


# asleep (D) is who has not come for 60 days. k is A throughout and brings most, w is C throughout
HOUSE = [
    *bills("k", (5, 1), (6, 20), (7, 20), (8, 20), (9, 20), (10, 15), amount=900), *bills("w", (5, 2), (7, 1), (8, 1), (9, 1), (10, 1), amount=1),
    *bills("x", (6, 10), amount=70, manager="Li"), *bills("x", (9, 10), amount=70),  # asleep in August, back by 30 September
    *bills("y", (6, 12), amount=60, manager="Li"),  # asleep in August and since
    *bills("z", (7, 15), amount=50, manager="Wu"),  # asleep in September
]


def test_each_manager_has_who_climbed_who_fell_and_who_was_won_back(warehouse):
    build_managed(warehouse, HOUSE)
    found = read_ladder(warehouse, 1, ABCD, AS_OF, ABCD.defaults())
    assert (found.before, found.month_end, found.win_back_by, found.due_day) == (
        date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 30), date(2026, 9, 30),
    )
    rows = found.customers.to_pylist()
    assert [(row["customer"], row["manager"], row["is_now"], row["move"], row["from_place"], row["to_place"], row["is_recovered"]) for row in rows] == [
        ("z", "Wu", True, "demoted", "B", "D", False), ("x", "Li", True, "promoted", "D", "B", False),
        ("x", "Li", False, "demoted", "B", "D", True), ("y", "Li", False, "demoted", "B", "D", False),
    ]
    assert [tuple(row.values()) for row in found.managers.to_pylist()] == [
        ("Li", 1, 2, 0, 0, 0, 2, 1), ("Wu", 0, 0, 1, 2, 50, 0, 0),  # both steps of B to D, by way of C
    ]
    assert finding_ladder(found, "en") == (
        "1 went up and 1 went down at the end of Sep 2026. By 30 Oct, ¥50 is to be won back. "
        "Of the 2 who went down a month before, 1 were won back in time."
    )


def test_who_comes_back_after_his_day_was_not_won_back_in_time(warehouse):
    house = [each for each in HOUSE if each != Bill("x", date(2026, 9, 10), 70)]
    build_managed(warehouse, [*house, *bills("x", (10, 1), amount=70)])
    found = read_ladder(warehouse, 1, ABCD, AS_OF, ABCD.defaults())
    assert [(row["manager"], row["to_win_back"], row["recovered"]) for row in found.managers.to_pylist() if row["to_win_back"]] == [("Li", 2, 0)]


def test_without_two_month_ends_nobody_can_be_told(warehouse):
    build_managed(warehouse, HOUSE)
    assert read_ladder(warehouse, 1, ABCD, date(2026, 6, 29), ABCD.defaults()) is None
    first = read_ladder(warehouse, 1, ABCD, date(2026, 6, 30), ABCD.defaults())
    assert (first.due_day, first.count("to_win_back")) == (None, 0)
    assert finding_ladder(None, "zh") == "要有两个月底，才看得出谁升谁降。"
