"""What merging costs: the grading of a house after 2 000 pairs of records were merged, against the same house before."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.houses import AS_OF
from benchmarks.report import Line, compare, spend, take_turns
from segmentation.ingest.merges import merge_records
from segmentation.measures.grades.grading import grade
from segmentation.measures.people.merges import read_pairs
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse

PAIRS = 2_000
GRADING, PROPOSING, MERGING = 1.2, 2.0, 60.0
# every so many pairs of records get one phone, so that they are proposed
SHARED = """
    update customers set phone = (
        select phone from customers as other
        where other.customer_key = 'K' || lpad((cast(substr(customers.customer_key, 2) as bigint) - $pairs)::varchar, 6, '0')
    )
    where cast(substr(customer_key, 2) as bigint) between $pairs and 2 * $pairs - 1
"""


def measure(path: Path, rounds: int = 7) -> list[Line]:
    """Return the lines for a copy of the house in ``path`` in which the first pairs of records are merged, all at once."""
    merged_path = path.with_name("merged.duckdb")
    shutil.copy(path, merged_path)
    scheme = load_scheme("abcd")
    settings = scheme.defaults()
    plain, merged = Warehouse(path), Warehouse(merged_path)
    try:
        bills, customers = plain.cursor().execute(
            "select (select count(*) from bills), (select count(*) from customers)"
        ).fetchall()[0]
        pairs = min(PAIRS, customers // 4)
        size = f"{bills:,} bills, {customers:,} customers, {pairs:,} pairs"

        def grade_plain():
            return grade(plain, 1, scheme, AS_OF, settings)

        with merged.writing() as cursor:
            cursor.execute(SHARED.replace("$pairs", str(pairs)))
        proposed = read_pairs(merged, 1)

        def propose():
            return read_pairs(merged, 1)

        finding, before = take_turns(lambda: spend(propose), lambda: spend(grade_plain), rounds=rounds)
        found = [(row["survivor"], row["gone"]) for row in proposed.to_pylist()]
        merging = [spend(lambda: merge_records(merged, 1, found))]

        def grade_merged():
            return grade(merged, 1, scheme, AS_OF, settings)

        left = grade_merged().num_rows
        after, again = take_turns(lambda: spend(grade_merged), lambda: spend(grade_plain), rounds=rounds)
    finally:
        plain.close()
        merged.close()
        merged_path.unlink()
    assert left == customers - len(found), f"{left} customers are left of {customers} after {len(found)} merges"
    return [
        compare("grading after merges, grading before", after, again, GRADING, size),
        compare("merge proposals, one grading", finding, before, PROPOSING, size),
        compare("merging all pairs at once, one grading", merging, before[:1], MERGING, size),
    ]
