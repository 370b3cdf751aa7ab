"""What a list of customers is saved by: the filter that gives exactly these, else the customers themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from segmentation.measures.grades.customers import Filters
from segmentation.measures.groups.members import Standings, condition_of, listed_condition
from segmentation.settings.groups import LONGEST_TEXT, Condition, Group
from segmentation.warehouse import Warehouse


def rule_or_list(
    warehouse: Warehouse, store_id: int, scheme_key: str, as_of: date, filters: Filters | None, customers: Collection[str]
) -> Condition:
    """Return the condition of a group of these ``customers`` (keys) on ``as_of``.

    It is that of ``filters`` where they let exactly these pass, so that others join later; without filters (None), and where they
    let others pass, it is the list. Raises InputError where there is no such scheme.
    """
    listed = listed_condition(list(customers))
    if filters is None or len(filters.text.strip()) > LONGEST_TEXT:
        return listed
    rule = condition_of(filters)
    if rule == Condition():  # everybody
        return listed
    tried = Group(store_id, 0, "", scheme_key, rule, None, datetime.min)
    members = Standings(warehouse, store_id).members(tried, as_of)["customer_key"].to_pylist()
    return rule if {*members} == {*customers} else listed
