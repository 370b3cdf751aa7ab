"""Who stands behind a column of a festival's pictures: who came on its days, this year or the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language
from segmentation.language.festivals import FESTIVALS
from segmentation.language.i18n import format_day
from segmentation.measures.festivals.calendar import find_edition
from segmentation.measures.festivals.came import BY, MEASURES, NEVER_HERE, SIDES, days_of, part_of_came, read_came
from segmentation.measures.festivals.names import edition_name
from segmentation.measures.festivals.words import part_namer
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.settings.festival_windows import festival_windows
from segmentation.settings.modules import read_modules

CAME = ("name", "tier", "contribution", "visits", "last_visit", "manager", "module", "phone")


def who_came(view: View, wanted: Mapping[str, str]) -> tuple[str, str, pa.Table, Sequence[str]] | None:
    """Return who came on the days of a festival that the pictures show, of a grade or a module, as ``who_is_behind`` does."""
    warehouse, lang, own, settings = current_warehouse(), current_language(), scheme(), settings_of(view)
    key, year, side, by = (wanted.get(name, "") for name in ("festival", "festival_year", "festival_side", "festival_by"))
    part, measure = wanted.get("festival_part", "?"), wanted.get("festival_of")
    modules = read_modules(warehouse, view.store_id)
    parts = {"tier": (*own.tier_keys, UNGRADED, NEVER_HERE), "module": [each.key for each in modules]}
    is_known = key in FESTIVALS and side in SIDES and by in BY and measure in MEASURES
    if not is_known or part not in parts[by] or not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    asked = find_edition(key, int(year), festival_windows(warehouse, view.store_id))
    found = asked and days_of(warehouse, view.store_id, asked, side, view.as_of)
    if found is None:
        return None
    edition, until = found
    rows = reading_of(
        view, f"came {edition} {until}",
        lambda: read_came(warehouse, view.store_id, own, edition, until, view.as_of, settings),
    )
    name = part_namer(by, own, modules, lang)(part or None)
    when = _("{first} to {last}").format(first=format_day(edition.first, lang), last=format_day(until, lang))
    columns = [each for each in CAME if each != "tier" or by == "module"]
    return f"{name} · {edition_name(edition, lang)}", when, part_of_came(rows, by, part, measure), columns
