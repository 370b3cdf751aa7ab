"""The controllable revenue in words and figures: what was controlled in the last whole month, and what is missing to the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.figures import Figure, change_of_ratio, in_month
from pages.shared.house import View, current_warehouse, reading_of, settings_of
from pages.shared.language import _, current_language
from segmentation.language.i18n import N_, format_money, format_money_short, format_month, format_month_name, format_ratio
from segmentation.measures.revenue.controllable import (
    LINE,
    Controllable,
    months_text,
    read_controllable,
    told_months,
    year_before,
)

Row = Mapping[str, Any]
STATEMENTS = (
    "measures/movement/period_customers", "measures/revenue/controllable", "measures/revenue/controllable_managers",
    "measures/revenue/month_totals", "measures/revenue/tables_used", "measures/revenue/rule_months",
)
RULES = N_(
    "Table occupancy is tables used ÷ (tables of the house × meal periods × open days). A rule of thumb holds where the whole "
    "95% interval lies on its side, is the other way round where all of it lies on the other, and cannot be told between and "
    "with fewer than 12 months. Months count from end to end; their revenue is taken per day."
)
DEFINITION = N_(
    "Controllable is the revenue of customers whom one can address. Identified: bills that name a customer. Managed: of these, "
    "customers who have an account manager today. Managed and active: of these, customers whose last visit at the month's end "
    "was no longer ago than the active days; within one month that is everybody who has a bill. Each is divided by the total "
    "revenue of the month, walk-ins included; a total that was uploaded or typed replaces the sum of the bills."
)


def controllable_of(view: View) -> Controllable:
    """Return the controllable revenue of what was picked: twelve months, or all of them where the window is all history."""
    warehouse, settings = current_warehouse(), settings_of(view)
    first = None if view.window == "all" else year_before(view.as_of)
    with st.spinner(_("Reading the months …")):
        return reading_of(
            view, "controllable", lambda: read_controllable(warehouse, view.store_id, view.as_of, settings["active_days"], first)
        )


def control_figures(found: Controllable) -> list[Figure]:
    """Return identified, managed and walk-in share of the month spoken of; of all months the active part, and what is missing.

    Within one month everybody who has a bill is active; so the active part is told of all the months together.
    """
    lang = current_language()
    row, before = told_months(found)
    if row is None:
        return []
    labels = {
        "ratio_identified": (_("Identified, {month}"), "identified"), "ratio_managed": (_("Managed, {month}"), "managed"),
        "walk_in_share": (_("Walk-in share, {month}"), "walk_in"),
    }
    figures = [
        Figure(
            label.format(month=format_month_name(row["month"], lang)), format_ratio(row[name], lang),
            change_of_ratio(row, before, name),
            in_month(before["month"], format_ratio(before[name], lang)) if before else "",
            _("{month}: {part} of {total}").format(
                month=format_month(row["month"], lang), part=format_money(row[amount], lang),
                total=format_money(row["total"], lang),
            ),
            less_is_better=name == "walk_in_share",
        )
        for name, (label, amount) in labels.items()
    ]
    whole = found.whole
    text = _("{month}: {part} of {total}")
    part = text.format(
        month=months_text(found, lang), part=format_money(whole["managed_active"], lang), total=format_money(whole["total"], lang)
    )
    missing = _(
        "{money} more of the revenue of {months} from customers who have a manager and are still active would reach the line"
    )
    gap, line = whole["gap_managed_active"], format_ratio(LINE, lang, 0)
    reached = (whole["ratio_managed_active"] or 0) >= LINE
    beyond = whole["managed_active"] - LINE * whole["total"] if reached else gap
    return [
        *figures,
        Figure(
            _("Managed and active"), format_ratio(whole["ratio_managed_active"], lang), None, months_text(found, lang), part
        ),
        Figure(
            (_("Revenue past the {line} line") if reached else _("Revenue missing to the {line} line")).format(line=line),
            format_money_short(beyond, lang), None, _("managed and active, {months}").format(months=months_text(found, lang)),
            None if reached else missing.format(money=format_money(gap, lang), months=months_text(found, lang)),
        ),
    ]
