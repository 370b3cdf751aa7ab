"""How each table looks to an account that may not see everything: one view a table, and no view for what is unknown.

A cut is made of the tables that there are, so a new one is cut by its columns unasked: by ``store_id`` the stores, by
``customer_key`` the customers of a manager. A table with neither shows nothing, unless a rule below says what of it is harmless;
a new column of text shows nothing to whom names or phones are masked, until it is told to be ``HARMLESS`` here.

Keys of masked customers stand in the order of the keys, so that every rule ranks equal customers as it does for an owner, and end
with his number in the house: by it he is called wherever names are masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from segmentation.warehouse.rights import MANAGER, OWNER, Rights

Columns = Mapping[str, str]  # name → type, as the engine calls it

KEYS, OWN = "shown_keys", "own_customers"  # tables of the cut itself
KEY_COLUMNS = ("customer_key", "own_key")
FULL = {"meta": "t.name in ('schema', 'version')"}  # tables of the warehouse itself, by which of their rows are shown
OF_OWNERS = {  # what files held, who was erased, what was closed
    "rejects", "remembered", "unread_bills", "erasures", "erased_marks", "erased_keys", "closings",
}
OF_OTHERS = {"passports", "passport_keys", "passport_months"}  # of other houses: shown, but those of stores that are hidden
OF_THE_STORE = {  # what a manager sees of tables in which no customer stands; of the rest of such tables nothing
    "stores", "settings", "manager_rows", "batches", "batch_days", "whole_days", "bill_headers", "snapshots", "last_grade_days",
    "kept_end_days", "kept_end_names", "kept_forecasts", "meta",
}
HARMLESS = {  # texts that name no customer
    "kind", "scheme", "scheme_version", "facts_told", "facts_mark", "tier", "state", "channel", "outcome", "criterion", "module",
    "region", "manager", "product", "category", "meal_period", "payment_method", "method", "potential", "rule", "sha256",
    "rank", "capacity", "from_day", "until_day", "same_as", "not_same", "named", "customers", "frequency", "standard", "woken",
    "room", "bill_no", "stores.name", "settings.name", "settings.value", "meta.name", "meta.value", "kept_end_names.name",
    "manager_rows.name", "house", "ratio", "left_out", "window_days", "occasion", "reason_code",
}
NUMBERED = {  # texts in which a phone may stand
    "name", "code", "note", "other", "new_key", "author", "saved_by", "searched", "title",
}
HIDES_PHONE = r"'([0-9０-９][0-9０-９ ._·\-－—]{5,}[0-9０-９]|[^\s@]+@[^\s@]+)'"
REFUSED = "not allowed to this account"  # what the engine says where a column is read that is not the account's


def view_of(table: str, columns: Columns, rights: Rights, real: str, cut: str) -> str:
    """Return the select that shows of ``table`` (with its ``columns``, in the catalog ``real``) what ``rights`` let see.

    ``cut`` is the catalog of the cut, with the tables ``KEYS`` (store_id, customer_key, number, shown) and ``OWN`` (store_id,
    customer_key) where rights need them.
    """
    if table == "days" and rights.role == MANAGER:
        return _days_of_manager(columns, rights, real, cut)
    joins, shown = "", {}
    if rights.is_masked:
        for name in KEY_COLUMNS:
            if name in columns and "store_id" in columns:
                other = f"of_{name}"
                joins += (
                    f" left join {cut}.main.{KEYS} as {other} "
                    f"on {other}.store_id = t.store_id and {other}.customer_key = t.{name}"
                )
                shown[name] = f"coalesce({other}.shown, '#' || md5(t.{name}))"
        shown |= {name: _masked(name, kind, rights) for name, kind in columns.items() if _hides(table, name, kind)}
    if table == "saved_groups" and not rights.sees_names:
        shown["title"] = "'#' || t.group_id"
    if table == "batches" and (rights.role != OWNER or rights.is_masked):
        his = (  # a contact that he tapped himself can be taken back
            f"t.batch_id in (select batch_id from {real}.main.contacts "
            f"inner join {cut}.main.{OWN} using (store_id, customer_key)) "
            f"and t.batch_id in (select batch_id from {real}.main.contacts group by batch_id having count(*) = 1)"
        )
        report = f"case when {his} then t.report else {_refused('batch_id', 'VARCHAR')} end"
        shown |= {"report": report, "file_name": "''", "sheet": "''"}
    replaced = ", ".join(f"{how} as {name}" for name, how in shown.items())
    every = f"t.* replace ({replaced})" if replaced else "t.*"
    if table == "customers":
        every = f"t.rowid as rowid, {every}"  # a view has none, and some statements tell customers apart by it
    where = " and ".join(f"({each})" for each in _rows(table, columns, rights, real, cut))
    return f"select {every} from {real}.main.{table} as t{joins}" + (f" where {where}" if where else "")


def _days_of_manager(columns: Columns, rights: Rights, real: str, cut: str) -> str:
    """Return the days on which the house was open, with what the manager's customers had and brought on them."""
    sums = {name: kind for name, kind in columns.items() if name not in ("store_id", "day")}
    summed = ", ".join(f"sum(v.{name}) as {name}" for name in sums if not name.startswith("walk_in"))
    shown = ", ".join(
        f"cast({'0' if name.startswith('walk_in') else f'coalesce(own_days.{name}, 0)'} as {kind}) as {name}"
        for name, kind in sums.items()
    )
    where = " and ".join(_of_stores("days", columns, rights, real)) if rights.stores is not None else "true"
    return (
        f"select t.store_id, t.day, {shown} from {real}.main.days as t left join ("
        f"select v.store_id, v.visit_date as day, {summed} from {real}.main.visits as v "
        f"inner join {cut}.main.{OWN} using (store_id, customer_key) group by v.store_id, v.visit_date"
        f") as own_days on own_days.store_id = t.store_id and own_days.day = t.day where {where}"
    )


def _refused(some: str, kind: str) -> str:
    """Return a column of that ``kind`` that whoever reads it is refused; ``some`` is a column with a value in every row."""
    return f"case when t.{some} is not null then error('{REFUSED}') end::{kind}"


def _hides(table: str, name: str, kind: str) -> bool:
    return "VARCHAR" in kind and name not in KEY_COLUMNS and not {name, f"{table}.{name}"} & HARMLESS


def _masked(name: str, kind: str, rights: Rights) -> str:
    """Return what stands in the place of a text that may hold a name or a phone."""
    if rights.sees_names and name in NUMBERED:
        return f"regexp_replace(t.{name}, {HIDES_PHONE}, '****', 'g')"
    if rights.sees_names and name == "phone":
        return "case when t.phone is not null then case when length(t.phone) >= 8 then left(t.phone, 3) else '' end || '****' end"
    if rights.sees_names and name == "birthday":
        return "t.birthday"
    return f"null::{kind}"


def _rows(table: str, columns: Columns, rights: Rights, real: str, cut: str) -> Iterable[str]:
    """Yield the conditions on the rows of ``table`` that are shown."""
    if table in FULL:
        yield FULL[table]
        return
    if table in OF_OWNERS and (rights.role != OWNER or rights.is_masked):
        yield "false"
        return
    if table == "bill_cells" and rights.is_masked:
        yield "false"
        return
    if table == "saved_groups" and rights.is_masked:
        yield "t.searched is null"  # whom a text finds among names and phones, he would not find among numbers
    if table in OF_OTHERS and rights.role != MANAGER:
        hidden = "false" if rights.stores is None else f"store_id not in ({_ids(rights)})"
        yield f"t.house not in (select name from {real}.main.stores where {hidden})"
        return
    if rights.stores is not None:
        yield from _of_stores(table, columns, rights, real)
    if table == "settings":
        yield f"not starts_with(t.name, 'workshop') or starts_with(t.name, 'workshop@{rights.mark}:')"
    if rights.role == MANAGER:
        yield from _of_manager(table, columns, real, cut)


def _of_stores(table: str, columns: Columns, rights: Rights, real: str) -> Iterable[str]:
    ids = _ids(rights)
    if table == "settings":
        yield f"t.store_id in (0, {ids})"
    elif "store_id" in columns:
        yield f"t.store_id in ({ids})"
    elif "batch_id" in columns:
        yield f"t.batch_id in (select batch_id from {real}.main.batches where store_id in ({ids}))"
    else:
        yield "false"


def _ids(rights: Rights) -> str:
    return ", ".join(str(int(each)) for each in sorted(rights.stores or ())) or "-1"


def _of_manager(table: str, columns: Columns, real: str, cut: str) -> Iterable[str]:
    if "customer_key" in columns:
        yield f"(t.store_id, t.customer_key) in (select (store_id, customer_key) from {cut}.main.{OWN})"
    elif table == "bill_lines":
        yield (
            f"exists (select 1 from {real}.main.bills as b inner join {cut}.main.{OWN} as own using (store_id, customer_key) "
            "where b.batch_id = t.batch_id and b.line_no = t.bill_line_no and b.store_id = t.store_id)"
        )
    elif table == "trials":  # those in which customers of his were drawn
        yield (
            f"(t.store_id, t.trial_id) in (select (store_id, trial_id) from {real}.main.trial_customers "
            f"inner join {cut}.main.{OWN} using (store_id, customer_key))"
        )
    elif table not in OF_THE_STORE:
        yield "false"


def keys_sql(real: str, cut: str, numbers: str, rights: Rights) -> str:
    """Return the statement that says how the customers of every store are shown: where they are masked, as ``#DB-147``.

    147 is his number in the house, of the frame ``numbers`` (number, customer, name), by which slides and lists that are masked
    call him; the letters before it stand in the order of the keys of the store. To whom names are shown, keys are masked only in
    stores of which one may be a phone or an e-mail.
    """
    secret = "false"
    if rights.is_masked:
        phones = f"bool_or(regexp_matches(c.customer_key, {HIDES_PHONE})) over (partition by c.store_id)"
        secret = "true" if not rights.sees_names else phones
    place = "(row_number() over (partition by c.store_id order by c.customer_key) - 1)"
    many = "count(*) over (partition by c.store_id)"
    width = f"case when {many} <= {26 ** 2} then 2 when {many} <= {26 ** 3} then 3 when {many} <= {26 ** 4} then 4 else 5 end"
    letters = " || ".join(f"chr(cast(65 + {place} // {26 ** power} % 26 as integer))" for power in range(4, -1, -1))
    return (
        f"create or replace table {cut}.main.{KEYS} as select c.store_id, c.customer_key, n.number, case when {secret} "
        f"then '#' || right({letters}, cast({width} as integer)) || coalesce('-' || lpad(cast(n.number as varchar), "
        "cast(greatest(3, length(cast(n.number as varchar))) as integer), '0'), '') else c.customer_key end as shown "
        f"from {real}.main.customers as c left join {numbers} as n on not c.is_walk_in and n.customer = c.customer_key "
        "and n.name is not distinct from c.name"
    )


def numbers_sql(cut: str) -> str:
    """Return the statement of who is seen, as he is shown, with his number in the house."""
    return (
        f"select distinct k.number, c.customer_key as customer, c.name from customers as c inner join {cut}.main.{KEYS} as k "
        "on k.store_id = c.store_id and k.shown = c.customer_key where not c.is_walk_in order by all"
    )
