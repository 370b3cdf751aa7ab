"""Everything that is known of one customer, table by table: what he may ask for under the law on personal information."""

from __future__ import annotations

from contextlib import suppress

import pyarrow as pa

from segmentation.ingest.erase.person import Person, find_person
from segmentation.language.errors import Unchanged
from segmentation.language.i18n import N_
from segmentation.measures.revenue.bills import read_bills
from segmentation.warehouse import Warehouse

PARTS = {  # the part, what it is called: in the order of the file
    "said": N_("What was said of him"), "bills": N_("Bills"), "dishes": N_("Dishes"),
    "older_bills": N_("Bills before a correction"), "top_ups": N_("Top-ups"), "contacts": N_("Contact log"),
    "care": N_("Win-back notes"), "ratings": N_("Ratings"), "grades": N_("Grade by month"), "rejects": N_("Rows not understood"),
}
STATEMENTS = {
    "said": "measures/people/known_said", "dishes": "measures/people/known_dishes",
    "older_bills": "measures/people/known_older_bills", "top_ups": "measures/people/known_top_ups",
    "contacts": "measures/people/known_contacts", "care": "measures/people/known_care",
    "ratings": "measures/people/known_ratings", "grades": "measures/people/known_grades",
}


def read_everything(warehouse: Warehouse, store_id: int, customer: str) -> dict[str, pa.Table]:
    """Return the tables of ``PARTS`` of a customer (a key; all records merged into his count), those without a row left out.

    Undone imports are no more. Raises InputError for nobody, a walk-in, and who was erased.
    """
    person: Person | None = None
    with suppress(Unchanged), warehouse.writing() as cursor:  # which holds temporary tables, and is left as it was
        person = find_person(cursor, store_id, customer)
        raise Unchanged
    asked = {"store": store_id, "customer": person.customer}
    found = {part: warehouse.table(name, **asked) for part, name in STATEMENTS.items()}
    found["bills"] = read_bills(warehouse, store_id, person.customer)
    words = person.texts("name", "phone", "email", "code")
    rows = warehouse.table("measures/people/known_rejects", store=store_id, words=words)
    if person.namesakes:  # a row that says the name alone may be of somebody else
        words = [word for word in words if word not in person.texts("name")]
        rows = warehouse.table("measures/people/known_rejects", store=store_id, words=words)
    found["rejects"] = rows
    return {part: found[part] for part in PARTS if found[part].num_rows}
