"""Later files: rows of somebody erased count for his anonymous key, and bring nothing else of him."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from segmentation.ingest.erase.clearing import clear_lines, clear_rows
from segmentation.ingest.erase.finder import HIDDEN
from segmentation.ingest.erase.marks import WHOLE, key_path, mark_of, pads, read_key
from segmentation.ingest.erase.person import ERASED_BEFORE
from segmentation.ingest.erase.sweep import drop_cells
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.text import clean
from segmentation.warehouse import Cursor, Warehouse, run

TELLING = ("customer_code", "phone", "email", "name", "first_name", "last_name", "birthday", "lunar_birthday", "note", "kept")
BESIDE = ("room", "meal_period", "channel", "payment_method")  # where a name or a phone may stand among other words
Reject = tuple[int, str | None, str | None, str, tuple[str, ...]]


def are_marked(cursor: Cursor, store_id: int | None) -> bool:
    """Whether anybody of the store was erased."""
    told = "select exists (select 1 from erased_marks where store_id = $store)"
    return store_id is not None and cursor.execute(told, {"store": store_id}).fetchall()[0][0]


def hide_lines(warehouse: Warehouse, cursor: Cursor, store_id: int | None, notices: list[Notice]) -> None:
    """Give the loaded lines of those who were erased to their anonymous keys, and empty what else tells them; tell how many."""
    if not are_marked(cursor, store_id):
        return
    notices[:] = [notice for notice in notices if notice.code not in ("erased", "erased_key_missing")]
    key = read_key(key_path(warehouse))
    if key is None:
        text = N_(
            "{count} customers were erased on request, and the file “{file}” by which they are known again is missing beside the "
            "warehouse. If this file names them, it brings them back. Put that file back first."
        )
        [(people,)] = cursor.execute("select count(*) from erased_keys where store_id = $store", {"store": store_id}).fetchall()
        notices.append(Notice("erased_key_missing", text, people, {"file": key_path(warehouse).name}))
        return
    kept = {row[0] for row in cursor.execute("select column_name from (describe kept_lines)").fetchall()}
    if "customer_key" not in kept:
        return
    there = {name: name if name in kept else "null::varchar" for name in (*TELLING[:4], "bill_no")}
    cursor.execute(
        "create or replace temp view told_lines as select rowid as line_row, customer_key, "
        f"{there['customer_code']} as customer_code, clean_phone({there['phone']}) as phone, "
        f"clean_email({there['email']}) as email, {there['name']} as name from kept_lines"
    )
    run(cursor, "stage/make_hidden_lines", store=store_id, **pads(key))
    _empty(cursor, kept, store_id)
    [(rows,)] = cursor.execute("select count(*) from hidden_lines").fetchall()
    if rows:
        text = N_("{count} rows are of people who were erased on request: they count, without a name.")
        notices.append(Notice("erased", text, rows))


def _empty(cursor: Cursor, kept: set[str], store_id: int | None) -> None:
    """Write what ``hidden_lines`` says into the lines."""
    others = "(customer_key is null or customer_key not in (select customer_key from erased_keys where store_id = $store))"
    sets = ["customer_key = hidden_lines.anonymous_key"]
    sets += [f"{name} = null" for name in TELLING if name in kept and name != "name"]
    if "name" in kept:
        sets.append("name = hidden_lines.name_now")
    for name in BESIDE:
        if name in kept:
            sets.append(f"{name} = case when hides(kept_lines.{name}, hidden_lines.name, hidden_lines.phone) "
                        f"and kept_lines.{name} not in (select text from shared_texts) then null else kept_lines.{name} end")
    if "bill_no" in kept:
        sets.append("bill_no = holding(holding(kept_lines.bill_no, hidden_lines.phone, put), hidden_lines.code, put)")
    beside = [name for name in BESIDE if name in kept]
    told = " union ".join(f"select distinct {name} as text from kept_lines" for name in beside) or "select null as text"
    there = " union all ".join(f"select {name} as text from bills where store_id = $store and {others}" for name in BESIDE)
    cursor.execute(
        f"create or replace temp table shared_texts as with told as ({told}), there as ({there}) select distinct text from told "
        "where text in (select name from hidden_lines) and text in (select text from there)", {"store": store_id},
    )  # a room or a way of paying that is called like him
    cursor.execute(
        "create or replace temp macro holding(cell, part, put) as "
        "case when part is null then cell else replace(cell, part, put) end"
    )
    cursor.execute(
        "create or replace temp macro hides(cell, name, phone) as "
        "coalesce(contains(cell, name), false) or coalesce(contains(cell, phone), false)"
    )
    cursor.execute(f"update kept_lines set {', '.join(sets)} from hidden_lines where kept_lines.rowid = hidden_lines.line_row")


def hide_landed(cursor: Cursor, key: dict[str, Any]) -> None:
    """Drop what a batch that has just landed says of those who were erased, on further lines of their bills say."""
    if not are_marked(cursor, key["store"]):
        return
    cursor.execute(
        "create or replace temp table erased_now as select customer_key as own_key, customer_key as anonymous_key "
        "from erased_keys where store_id = $store", {"store": key["store"]},
    )
    clear_lines(cursor, key["store"], key["batch"])
    clear_rows(cursor, key["store"], key["batch"])


def hide_rejects(
    warehouse: Warehouse, cursor: Cursor, store_id: int, batch: int, rejects: Sequence[Reject]
) -> Sequence[Reject]:
    """Return rejected rows of a batch with the cells of those empty that name somebody erased by code, phone or e-mail."""
    key = read_key(key_path(warehouse)) if rejects and are_marked(cursor, store_id) else None
    if key is None:
        return rejects
    marks = {
        row[0] for row in cursor.execute(
            "select mark from erased_marks where store_id = $store and reach = $reach", {"store": store_id, "reach": WHOLE}
        ).fetchall()
    }

    def names_erased(cell: str | None) -> bool:
        plain = clean(cell or "")
        digits = "".join(letter for letter in plain if letter.isascii() and letter.isdigit())
        return any(text and mark_of(key, WHOLE, text) in marks for text in {plain, plain.lower(), digits, digits[-11:]})

    his = {line for line, _column, value, _reason, cells in rejects if any(map(names_erased, (*cells, value)))}
    drop_cells(cursor, batch, sorted(his))
    return [
        (line, column, value and HIDDEN, reason, ("",) * len(cells)) if line in his else (line, column, value, reason, cells)
        for line, column, value, reason, cells in rejects
    ]


def check_not_erased(cursor: Cursor, store_id: int, customers: Sequence[str]) -> None:
    """Raise InputError for the first of ``customers`` who was erased: nobody writes a name to his money again."""
    found = cursor.execute(
        "select customer_key from erased_keys where store_id = $store and list_contains($keys, customer_key) order by 1 limit 1",
        {"store": store_id, "keys": list(customers)},
    ).fetchall()
    if found:
        raise InputError("erased_before", ERASED_BEFORE, customer=found[0][0])
