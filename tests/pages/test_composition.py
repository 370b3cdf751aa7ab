"""The page Composition: what stands in its table and over its pictures."""

from datetime import date, time

from tests.houses import Bill
from tests.pages.conftest import said

SUNDAY, MONDAY = date(2026, 9, 27), date(2026, 9, 28)
BILLS = [
    Bill("a", SUNDAY, 300, time=time(12)), Bill("b", SUNDAY, 200, time=time(12)), Bill("a", MONDAY, 400, time=time(19)),
    Bill(None, MONDAY, 900, time=time(19)),
]


def test_walk_ins_are_not_counted_where_nobody_knows_how_many_they_are(house, open_page):
    house(BILLS)
    table = next(each.value for each in open_page("composition", "en").dataframe if "customers_there" in each.value)
    rows = {row["module"]: row for row in table.to_dict("records")}
    assert (rows["Unclassified"]["customers_there"], rows["Unclassified"]["visits"]) == (2, 3)
    assert table.set_index("module").loc["Walk-ins", ["customers_there", "visits"]].isna().all()


def test_the_picture_of_days_and_meals_says_when_customers_spend_most(house, open_page):
    house(BILLS)
    assert "Customers spend most on Sunday, Noon: ¥500" in said(open_page("composition", "en"))  # walk-ins stand below it


def test_the_columns_of_new_and_lost_customers_open_their_list(house, open_page):
    # bills from 1 May; a and b came first in July
    house([Bill("k", date(2026, 5, 1), 10), Bill("a", date(2026, 7, 5), 300), Bill("b", date(2026, 7, 20), 200), Bill("b", date(2026, 8, 20), 50)])
    app = open_page("composition", "en", tab="indicators", as_of="2026-08-31", list="first=2026-07-01&last=2026-07-31&movement=joined")
    found = next(each.value for each in app.dataframe if "name" in each.value)
    assert sorted(found["name"]) == ["a", "b"]
    assert "Newly won · 1 Jul 2026 to 31 Jul 2026: 2 customers" in said(app)
