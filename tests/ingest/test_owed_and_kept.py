"""What was owed, kept, or put on cards beside what was sold. Expected values worked out by hand."""

from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse

SALES_OF_LINES = "Date,Receipt Number,Line Type,Customer Code,Total,Paid,Status,SKU\n"
ON_ACCOUNT_OF_LINES = SALES_OF_LINES + (
    "2026-09-03,1,Sale,A1,24,24,CLOSED,\n2026-09-03,1,Sale Line,,24,,CLOSED,C-1\n2026-09-03,1,Payment,,24,24,CLOSED,\n"
    "2026-09-04,2,Sale,B1,32,0,ONACCOUNT,\n2026-09-04,2,Sale Line,,32,,ONACCOUNT,C-2\n"
)
RETURN_OF_LINES = (
    "2026-09-05,3,Sale,A1,-20,-20,CLOSED,\n2026-09-05,3,Sale Line,,-20,,CLOSED,C-1\n2026-09-05,3,Payment,,-20,-20,CLOSED,\n"
)
ON_ACCOUNT_COUNTS = {"meanings": {"Status": {"ONACCOUNT": "sale"}}}
PARKED = "2026-09-06,4,Sale,B1,30,0,SAVED,\n2026-09-06,4,Sale Line,,30,,SAVED,C-2\n"
ON_ACCOUNT_FLAT = (
    "Receipt Number,Date,Customer Name,Total,Paid,Status\n1,2026-09-03,Ida Morgan,24,24,CLOSED\n"
    "2,2026-09-04,Paul Tennant,32,0,ONACCOUNT\n3,2026-09-05,Greta Lowe,20,20,CLOSED\n4,2026-09-06,Greta Lowe,-32,0,CLOSED\n"
)


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into a store of its own; return bills, revenue and customers with a bill, and the report."""
    opened, stores = Warehouse(tmp_path / "warehouse.duckdb"), count(1)

    def _bring(text, **choices):
        path = tmp_path / "bills.csv"
        path.write_text(text, encoding="utf-8")
        store = f"s{next(stores)}"
        report = import_file(opened, store, path, Choices(**choices))
        told = (
            "select count(*), sum(amount)::varchar, count(distinct customer_key) filter (where not is_walk_in) from bills "
            "join stores using (store_id) left join customers using (store_id, customer_key) where stores.name = $store"
        )
        return opened.cursor().execute(told, {"store": store}).fetchall()[0], report

    yield _bring
    opened.close()


@pytest.mark.parametrize(
    ("text", "choices", "came"),
    [
        pytest.param(ON_ACCOUNT_OF_LINES, {"on_account": "due"}, (2, "56.00", 2), id="24 paid and 32 owed"),
        pytest.param(ON_ACCOUNT_OF_LINES + RETURN_OF_LINES, {"on_account": "due"}, (3, "36.00", 2), id="less a return of 20"),
        pytest.param(ON_ACCOUNT_OF_LINES + RETURN_OF_LINES, {"on_account": "paid"}, (3, "4.00", 2), id="24 less 20, the rest was free"),
        pytest.param(ON_ACCOUNT_FLAT, {"on_account": "due"}, (4, "44.00", 3), id="24, 32 and 20 less a return of 32 not paid out yet"),
        pytest.param(ON_ACCOUNT_FLAT, {"on_account": "paid"}, (4, "44.00", 3), id="24 and 20"),
    ],
)
def test_bills_on_account_beside_returns(bring, text, choices, came):
    for said, asked_for in (({}, {"meaning_open"}), (ON_ACCOUNT_COUNTS, {"on_account", "paid_in_part"})):
        with pytest.raises(NeedsChoice) as asked:
            bring(text, **said)
        assert asked.value.code in asked_for
        assert "¥32.00" in asked.value.text("en")  # what is due, though nothing was paid
    assert bring(text, **ON_ACCOUNT_COUNTS, **choices)[0] == came


def test_an_unknown_state_says_the_money_that_hangs_on_it_though_nothing_was_paid(bring):
    with pytest.raises(NeedsChoice) as asked:
        bring(ON_ACCOUNT_OF_LINES + PARKED)
    assert "Status:ONACCOUNT (1, ¥32.00), Status:SAVED (1, ¥30.00)" in asked.value.text("en")
    meanings = {"Status": {"SAVED": "unpaid", "ONACCOUNT": "sale"}}
    told, report = bring(ON_ACCOUNT_OF_LINES + PARKED, on_account="due", meanings=meanings)
    assert told == (2, "56.00", 2)
    assert "filled_down" not in [each["code"] for each in report["warnings"]]  # the lines that were are left out
