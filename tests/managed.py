"""Small houses whose customers have managers as landed files give them: in bills, in profiles, in edits."""

from __future__ import annotations

from collections.abc import Iterable

from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build


def build_managed(warehouse: Warehouse, bills: Iterable[Bill] = (), profiles: Iterable[Profile] = ()) -> None:
    """Build a house of one store whose profile rows match: profiles as a file of batch 1 brings them, the others as bills do."""
    build(warehouse, bills, profiles)
    with warehouse.writing() as cursor:
        cursor.execute("delete from profile_rows")
        cursor.execute(
            "insert into profile_rows by name select store_id, 1 as batch_id, customer_key, has_profile as explicit, phone, name, "
            "module, region, manager, birthday, potential, contacts, false as edited from customers"
        )
        cursor.execute("select nextval('batch_ids')")  # what is edited later is batch 2
