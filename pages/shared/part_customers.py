"""Who stands behind a part of the sales: a room, a product, a weekday, a kind of customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from pages.shared.definition import period
from pages.shared.groups import members_of, picked_group
from pages.shared.house import View, current_warehouse, grades_of, reading_of, scheme, settings_of
from pages.shared.language import current_language
from segmentation.measures.composition.parts import BY, SLOT, part_customers
from segmentation.measures.composition.words import namer
from segmentation.measures.groups.members import only_members
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.settings.modules import read_modules

IN_PART = ("name", "tier", "contribution", "visits", "last_visit", "manager", "module", "phone")


def who_is_in_part(view: View, wanted: Mapping[str, str]) -> tuple[str, str, pa.Table, Sequence[str]] | None:
    """Return who bought of one part of the sales, of a grade where asked, as ``who_is_behind`` does; money is of it alone."""
    by, mark, tier = wanted["part_of"], wanted.get("part", ""), wanted.get("part_tier")
    own = scheme()
    if by not in (*BY, SLOT) or not (mark == "?" or mark.startswith("=")) or tier not in (None, *own.tier_keys, UNGRADED):
        return None
    warehouse, lang, settings, grades = current_warehouse(), current_language(), settings_of(view), grades_of(view)
    rows = reading_of(
        view, f"part {by} {mark} {tier}",
        lambda: part_customers(warehouse, view.store_id, own, view.as_of, settings, by, mark, tier, grades),
    )
    if (group := picked_group(view)) is not None:
        rows = only_members(rows, members_of(view, group))
    modules, key = read_modules(warehouse, view.store_id), mark[1:] or None
    if by == SLOT and key:
        day, _blank, meal = key.partition(" ")
        names = [namer("weekday", own, modules, lang)(day), namer("meal_period", own, modules, lang)(meal or None)]
    else:
        names = [namer(by, own, modules, lang)(key)]
    if tier:
        names.append(namer("grade", own, modules, lang)(tier))
    return " · ".join(names), period(view), rows, IN_PART
