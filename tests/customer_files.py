"""The file of a customer for tests of its words and of what is printed of it: Gu Mingyuan on 27 November 2026."""

from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from segmentation.measures.people.complete import completeness
from segmentation.measures.people.file import HABITS, CustomerFile, Habit, MonthGrade, Rhythm
from segmentation.measures.people.profile import LABELS, Known
from segmentation.measures.windows import Window
from tests.grades import ABCD

AS_OF, ON = date(2026, 11, 27), date(2026, 11, 28)
ASKED = ("phone", "birthday", "module", "manager")
MONEY = pa.decimal128(18, 2)
TEXTS = {"name": "顾明远", "phone": "13800001207", "module": "私企", "manager": "苗经理"}
CAME = [date(2026, 11, 4), date(2026, 10, 26), date(2026, 2, 13)]
CONTACTS = pa.schema([
    ("contact_day", pa.date32()), *((name, pa.string()) for name in ("contact_channel", "outcome", "note")),
    ("next_day", pa.date32()), ("manager", pa.string()), ("batch", pa.int32()),
])


def contact(day, note=None, next_day=None, manager="苗经理"):
    return {"contact_day": day, "contact_channel": "call", "outcome": "reached", "note": note, "next_day": next_day, "manager": manager, "batch": 1}


def file_of(texts=None, contacts=(), **changes):
    """Return a file; ``texts`` are fields that say something else, ``row`` what of his row does."""
    said = TEXTS | (texts or {})
    fields = {
        field: Known(field, said.get(field), "file" if said.get(field) else None, "list.csv" if said.get(field) else None, AS_OF)
        for field in LABELS
    }
    row = {
        "customer": "K1", "last_visit": CAME[0], "recency_days": 23, "frequency": 34, "contribution": Decimal("31860.00"), "tier": "A",
        "standard": Decimal("937.06"), "contribution_rank": 9,
    }
    held = {
        "customer": "K1", "scheme": ABCD, "as_of": AS_OF, "on": ON, "window": Window("365", AS_OF, 365),
        "row": row | changes.pop("row", {}), "fields": fields, "completeness": completeness(fields, ASKED),
        "grades": (MonthGrade(date(2026, 9, 30), "B", True), MonthGrade(date(2026, 10, 31), None), MonthGrade(AS_OF, "A")),
        "days": pa.table({
            "visit_date": pa.array(CAME, pa.date32()), "bills": [1, 0, 2], "tables": [1, 0, 2],
            "amount": pa.array([Decimal("1086.00"), Decimal("-20.00"), Decimal("2758.00")], MONEY),
        }),
        "months": pa.table({
            "month": pa.array([date(2026, 2, 1), date(2026, 10, 1), date(2026, 11, 1)], pa.date32()), "visits": [1, 0, 1],
            "contribution": pa.array([Decimal("2758.00"), Decimal("-20.00"), Decimal("1086.00")], MONEY),
        }),
        "habits": dict.fromkeys(HABITS, ()) | {"room": (Habit("牡丹厅", 19, AS_OF), Habit("锦绣厅", 8, AS_OF))},
        "rhythm": Rhythm(34, Decimal("9.0")), "visits_before": None, "contribution_before": None, "balance": None,
        "top_ups": pa.table({"topped_up_on": pa.nulls(0, pa.date32()), "amount": pa.nulls(0, MONEY)}),
        "contacts": pa.Table.from_pylist(list(contacts), CONTACTS), "promised_on": None, "is_barred": False,
        "sleeps_after": CAME[0] + timedelta(days=60),
    }
    return CustomerFile(**held | changes)
