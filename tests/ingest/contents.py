"""What a warehouse holds, to be compared."""

from segmentation.warehouse import Warehouse


def state(warehouse: Warehouse) -> dict[str, list[tuple]]:
    """Everything that an undo has to bring back."""
    live = "select store_id, bill_no, bill_date, customer_key, amount, tables, covers, cost, manager from bills where replaced_by is null"
    cursor = warehouse.cursor()
    return {"bills": cursor.execute(f"{live} order by all").fetchall()} | {
        table: cursor.execute(f"select * from {table} order by all").fetchall()
        for table in ("customers", "visits", "days", "bill_lines", "ratings")
    }
