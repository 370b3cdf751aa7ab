"""How often each customer usually comes, kept of the days that lists are made for: the last one, and the month before's end.

Usual gaps are those of the bills alone, whatever the settings are. So what is kept of a customer holds until his bills change,
and whatever changes them takes it out (``land/delete_gaps``). Of whom nothing is kept, his visits tell it as well.
"""

from __future__ import annotations

from datetime import date, timedelta

from segmentation.ingest.control import Control
from segmentation.ingest.pending import pending_marks
from segmentation.measures.grades.grading import default_as_of
from segmentation.warehouse import Cursor, Warehouse, parameters, statement


def keep_gaps(warehouse: Warehouse, store_id: int, control: Control | None = None) -> int:
    """Keep the usual gaps of everybody as of the days that lists are made for, and return how many were not kept yet.

    What is kept of no such day is forgotten. Nothing is written where nothing is to change, nor where others change the store
    meanwhile: what they do is followed as well.
    """
    mark = pending_marks(warehouse).get(store_id)
    last = default_as_of(warehouse, store_id)
    if last is None:
        return 0
    cursor = warehouse.cursor()
    (control or Control()).attach(cursor)
    cursor.execute("create temp table found_gaps as select *, true as is_kept from kept_gaps limit 0")
    for day in (last, last.replace(day=1) - timedelta(days=1)):
        _find(cursor, store_id, day)
    [(missing, kept)] = cursor.execute(
        "select count(case when not is_kept then 1 end), count(case when is_kept then 1 end) from found_gaps"
    ).fetchall()
    [(there,)] = cursor.execute("select count(*) from kept_gaps where store_id = $store", {"store": store_id}).fetchall()
    if missing or kept < there:
        with warehouse.writing(cursor):
            if pending_marks(warehouse).get(store_id) != mark:
                return 0
            cursor.execute(
                "delete from kept_gaps where store_id = $store "
                "and (customer_key, last_visit) not in (select (customer_key, last_visit) from found_gaps)", {"store": store_id}
            )
            cursor.execute("insert into kept_gaps by name select * exclude (is_kept) from found_gaps where not is_kept")
    return missing


def _find(cursor: Cursor, store_id: int, day: date) -> None:
    """Add to found_gaps the usual gaps of everybody who was here by ``day``, but for those whose last visit it holds already."""
    asked = {"store": store_id, "as_of": day, "active_days": 0}  # everybody counts as active: last_seen says so
    for table, name in (("customer_facts", "measures/movement/last_seen"), ("day_gaps", "facts/usual_gaps")):
        sql = statement(name)
        cursor.execute(f"create or replace temp table {table} as select * from ({sql})", parameters(sql, asked))
    cursor.execute("insert into found_gaps by name select $store as store_id, * from day_gaps", {"store": store_id})
