"""Who stands behind what is owed or stored: of an age of what is owed, of a month's top-ups or use, of a month's end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pyarrow as pa

from pages.shared.house import View, current_warehouse, reading_of, settings_of
from pages.shared.language import _, current_language
from pages.shared.view import parse_day
from segmentation.fields import label
from segmentation.language.i18n import format_day, format_month
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.revenue.receivables import AGE_NAMES, read_receivables, those_owing
from segmentation.measures.revenue.stored_value import FLOWS, StoredValue, moved_between, read_stored_value

OWING = ("name", "receivable", "oldest_due", "last_paid_on", "manager", "phone")
HOLDING = ("name", "balance", "last_visit", "manager", "phone")
MOVED = ("name", "last_visit", "manager", "phone")

Found = tuple[str, str, pa.Table, Sequence[str]]


def who_owes(view: View, wanted: Mapping[str, str]) -> Found | None:
    """Return who owes something of an age, as ``who_is_behind`` does; its money is what is owed of that age."""
    age, warehouse, lang = wanted["owed"], current_warehouse(), current_language()
    if age not in AGE_NAMES:
        return None
    found = reading_of(view, "receivables", lambda: read_receivables(warehouse, view.store_id, view.as_of))
    when = _("As of {day}").format(day=format_day(view.as_of, lang))
    return _(AGE_NAMES[age]), when, those_owing(found, age), ("name", age, *OWING[1:])


def who_stored(view: View, wanted: Mapping[str, str]) -> Found | None:
    """Return who topped up or used something in a month, or had a balance at its end, as ``who_is_behind`` does."""
    month, what, lang = parse_day(f"{wanted['stored']}-01"), wanted.get("stored_what"), current_language()
    if month is None or month > view.as_of or what not in (*FLOWS, "balance"):
        return None
    last = min(month_end(month), view.as_of)
    then, when = _stored(view, last), format_month(month, lang)
    if what == "balance":
        day = _("As of {day}").format(day=format_day(last, lang))
        rows = then.holders.drop_columns(["topped_up", "used_value"])
        return f"{label('balance', lang)} · {when}", day, rows, HOLDING
    rows = moved_between(_stored(view, month - timedelta(days=1)), then, what)
    return f"{label(what, lang)} · {when}", when, rows, ("name", what, *MOVED[1:])


def _stored(view: View, day) -> StoredValue:
    warehouse, days = current_warehouse(), settings_of(view)["active_days"]
    return reading_of(view, f"stored value {day}", lambda: read_stored_value(warehouse, view.store_id, day, days))
