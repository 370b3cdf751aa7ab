"""Everything that is known of one customer, table by table: what he may ask for under the law on personal information."""

from __future__ import annotations

from contextlib import suppress

import pyarrow as pa

from segmentation.ingest.erase.person import Person, find_person
from segmentation.language.errors import InputError, Unchanged
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.groups.members import Standings
from segmentation.measures.revenue.bills import read_bills
from segmentation.settings.groups import list_groups
from segmentation.warehouse import Warehouse

PARTS = {  # the part, what it is called: in the order of the file
    "said": N_("What was said of him"), "bills": N_("Bills"), "dishes": N_("Dishes"),
    "older_bills": N_("Bills before a correction"), "top_ups": N_("Top-ups"),
    "payments": N_("Payments"), "contacts": N_("Contact log"),
    "care": N_("Win-back notes"), "trials": N_("Drawn by lot"), "ratings": N_("Ratings"), "grades": N_("Grade by month"),
    "merged": N_("Merged records"),
    "merged_bills": N_("Bills of merged records"), "groups": N_("Saved groups"), "rejects": N_("Rows not understood"),
}
STATEMENTS = {
    "said": "measures/people/known_said", "dishes": "measures/people/known_dishes",
    "older_bills": "measures/people/known_older_bills", "top_ups": "measures/people/known_top_ups",
    "payments": "measures/people/known_payments", "contacts": "measures/people/known_contacts",
    "care": "measures/people/known_care", "trials": "measures/people/known_trials",
    "merged": "measures/people/known_merged", "merged_bills": "measures/people/known_merged_bills",
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
    asked = {"store": store_id, "customer": person.customer, "keys": list(person.keys)}
    found = {part: warehouse.table(name, **asked) for part, name in STATEMENTS.items()}
    found["bills"] = read_bills(warehouse, store_id, person.customer)
    found["groups"] = _groups(warehouse, store_id, person)
    words = person.texts("name", "phone", "email", "code")
    rows = warehouse.table("measures/people/known_rejects", store=store_id, words=words)
    if person.namesakes:  # a row that says the name alone may be of somebody else
        words = [word for word in words if word not in person.texts("name")]
        rows = warehouse.table("measures/people/known_rejects", store=store_id, words=words)
    found["rejects"] = rows
    return {part: found[part] for part in PARTS if found[part].num_rows}


def _groups(warehouse: Warehouse, store_id: int, person: Person) -> pa.Table:
    """Return the saved groups that list him, or that he is in as of the last day with a bill: group_name, is_listed."""
    cursor, day, standings = warehouse.cursor(), default_as_of(warehouse, store_id), Standings(warehouse, store_id)
    listing = {row[0] for row in cursor.execute(
        "select group_id from group_customers where store_id = $store and list_contains($keys, customer_key)",
        {"store": store_id, "keys": list(person.keys)},
    ).fetchall()}
    rows = []
    for group in list_groups(warehouse, store_id):
        is_in = group.number in listing
        if not is_in and day is not None and group.listed is None:
            with suppress(InputError):  # its scheme is gone
                is_in = person.customer in standings.members(group, day)["customer_key"].to_pylist()
        if is_in:
            rows.append({"group_name": group.name, "is_listed": group.number in listing})
    return pa.Table.from_pylist(rows, pa.schema([("group_name", pa.string()), ("is_listed", pa.bool_())]))
