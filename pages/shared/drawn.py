"""What calls did against customers who were left alone by lot, and who was drawn: behind a mark of a chart of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language
from segmentation.measures.trials.results import Results, read_results
from segmentation.measures.trials.tables import BY, parts_of, who_was_drawn

ALL = "all"
DRAWN = ("name", "is_left_alone", "came_back", "spent_since", "was_contacted", "drawn_on", "manager", "phone")


def trials_of(view: View) -> Results:
    """Return the trials of the store and what they came to by the day of the page."""
    warehouse = current_warehouse()
    return reading_of(view, "trials", lambda: read_results(warehouse, view.store_id, view.as_of))


def who_is_drawn(view: View, wanted: Mapping[str, str]) -> tuple[str, str, pa.Table, Sequence[str]] | None:
    """Return who was called and left alone of a part of the results, as ``who_is_behind`` does; money is of the draw's days."""
    by, _colon, key = wanted["drawn"].partition(":")
    found, lang = trials_of(view), current_language()
    names = {"": _("All draws")} if by == ALL else {}
    if by in BY:
        names = {part.key: part.name for part in parts_of(found, by, lang)}
    if key not in names:
        return None
    when = _("Spent in the days of the draw")
    return names[key], when, who_was_drawn(found, by, key), DRAWN
