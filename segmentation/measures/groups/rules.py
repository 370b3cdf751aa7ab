"""What a list of customers is saved by: the filter that gives exactly these, else the customers themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.grades.customers import Filters
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.groups.members import Standings, condition_of, listed_condition
from segmentation.settings.groups import LONGEST_TEXT, Condition, Group
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Warehouse

MOST_SAID = 20  # of what there is, in a refusal
UNKNOWN = {
    "modules": N_("No customer is of the module “{said}”. There are: {known}."),
    "managers": N_("No customer has the manager “{said}”. There are: {known}."),
    "regions": N_("No customer is of the region “{said}”. There are: {known}."),
    "customers": N_("The store has no customer “{said}”. There are: {known}."),
}


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


def check_known(warehouse: Warehouse, store_id: int, scheme_key: str, as_of: date, condition: Condition) -> None:
    """Raise InputError where a condition asks for a module, manager, region or customer that the store has none of."""
    scheme = find_scheme(warehouse, scheme_key)
    grades = grade_in_full(warehouse, store_id, scheme, as_of, scheme_settings(warehouse, store_id, scheme))
    for field, column in (("modules", "module"), ("managers", "manager"), ("regions", "region"), ("customers", "customer")):
        there = [each for each in grades[column].unique().to_pylist() if each]
        unknown = [each for each in getattr(condition, field) or () if each and each not in {*there}]
        if unknown:
            known = ", ".join(sorted(there)[:MOST_SAID]) + (" …" if len(there) > MOST_SAID else "")
            raise InputError("unknown_in_group", UNKNOWN[field], said=unknown[0], known=known or "–")
