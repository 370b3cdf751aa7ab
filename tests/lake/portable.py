"""Which statements run on Spark as they run on DuckDB: found by walking the tree, so that a new one is held to it unasked."""

from segmentation.lake.dialect import tables_read
from segmentation.lake.tables import TABLES
from segmentation.warehouse import SQL, statement
from tests.every_statement import READ

FOLDERS = ("facts", "tiers", "measures/movement", "measures/grades", "measures/foresight")
FRAMES = {  # what one statement hands to the next, and the small tables of schemes and questions: see the house of the gate
    "boxes", "classes", "conditions", "cost_rates", "criteria", "customer_facts", "cuts", "foretold", "foretold_then", "grades", "histories",
    "latest_ratings", "migration",
    "month_ends", "month_tiers", "months", "numbered_customers", "periods", "placed", "placed_then", "places", "segments", "spans",
    "standing", "stars", "tiers", "tiers_then", "wide_sums",
}
EXCEPTIONS = {  # read only what a lake holds, and stay with DuckDB all the same
    "facts/house_customers": "numbers names for masking, where the files are shown",
    "measures/movement/month_marks": "weighs keys by md5_number_lower, which Spark has not; the lake carries the marks along",
    "measures/movement/facts_told": "compares what was told by DuckDB's own hash",
    "measures/movement/birthdays": "is for a list of today",
    "measures/grades/filtered_grades": "filters a list on the page",
    "measures/grades/grades_page": "a page of a list",
    "measures/grades/grades_total": "the last row of a list",
    "measures/grades/explanation": "one customer's own reasons, on his page",
    "measures/grades/rivals": "one customer's own reasons, on his page",
}


def reads_more(name):
    """The tables that a statement reads and a lake has not."""
    return tables_read(statement(name, **READ.get(name, {}))) - TABLES.keys() - FRAMES


def walked():
    """The names of all statements in the folders."""
    return sorted(path.relative_to(SQL).with_suffix("").as_posix() for folder in FOLDERS for path in (SQL / folder).rglob("*.sql"))


def portable():
    """The names of the statements that the gate runs."""
    return [name for name in walked() if name not in EXCEPTIONS and not reads_more(name)]
