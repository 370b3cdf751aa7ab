"""What stands in every table, as counts and sums: what a restored copy is compared by."""

from __future__ import annotations

from segmentation.warehouse.cursor import Cursor

LEFT_OUT = ("meta",)  # the version moves on when a copy is opened by a newer program
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL", "DOUBLE", "FLOAT")
Tally = dict[str, dict[str, str]]


def tally(cursor: Cursor) -> Tally:
    """Return by table how many rows it has ("rows") and, by column, what it sums to.

    Numbers are summed, days and moments as seconds, truths as how many are true, of texts the letters; all as text, exact.
    """
    columns = cursor.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "inner join information_schema.tables using (table_catalog, table_schema, table_name) "
        "where table_catalog = current_catalog() and table_schema = 'main' and table_type = 'BASE TABLE' order by all"
    ).fetchall()
    tables: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in columns:
        if table not in LEFT_OUT:
            tables.setdefault(table, []).append((column, kind))
    found: Tally = {}
    for table, own in tables.items():
        sums = ", ".join(f"cast(coalesce(sum({_weighed(column, kind)}), 0) as varchar)" for column, kind in own)
        [values] = cursor.execute(f'select cast(count(*) as varchar), {sums} from "{table}"').fetchall()
        found[table] = dict(zip(("rows", *(column for column, _kind in own)), values, strict=True))
    return found


def _weighed(column: str, kind: str) -> str:
    name = '"' + column.replace('"', '""') + '"'
    if kind.startswith(NUMBERS):
        return name
    if kind == "BOOLEAN":
        return f"case when {name} then 1 else 0 end"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"cast(epoch({name}) as bigint)"
    if kind == "BLOB":
        return f"octet_length({name})"
    return f"length(cast({name} as varchar))"


def differences(told: Tally, found: Tally) -> list[str]:
    """Return the tables of ``told`` of which ``found`` has other counts or sums, or which it lacks, in order.

    >>> differences({"bills": {"rows": "2", "amount": "30.00"}}, {"bills": {"rows": "2", "amount": "3.00"}, "new": {"rows": "1"}})
    ['bills']
    """
    return [table for table, sums in sorted(told.items()) if any(found.get(table, {}).get(name) != sums[name] for name in sums)]
