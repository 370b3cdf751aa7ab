"""A frame in, the bytes of a CSV file out: as Excel and WPS open it, with nothing in it that they would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.ingest.batches import CARE_STATES
from segmentation.language.i18n import N_, translator
from segmentation.measures.movement.migration import MOVES, outside_places, place_label
from segmentation.measures.movement.warnings import REASONS
from segmentation.schemes import Scheme
from segmentation.slides import Table

LABELS = {
    "store": N_("Store"),
    "customer": N_("Customer"),
    "name": N_("Customer name"),
    "phone": N_("Phone"),
    "module": N_("Module"),
    "manager": N_("Account manager"),
    "region": N_("Region"),
    "tier": N_("Grade"),
    "last_visit": N_("Last visit"),
    "recency_days": N_("Days since last visit"),
    "frequency": N_("Visits"),
    "contribution": N_("Contribution (CNY)"),
    "standard": N_("Average per table (CNY)"),
    "frequency_rank": N_("Rank by visits"),
    "contribution_rank": N_("Rank by contribution"),
    "from_tier": N_("Grade now"),
    "to_tier": N_("Grade then"),
    "customers": N_("Customers"),
    "customer_share": N_("Share of customers"),
    "contribution_share": N_("Share of contribution"),
    "average_frequency": N_("Average visits"),
    "movement": N_("Movement"),
    "is_active": N_("Active"),
    "month": N_("Month"),
    "total": N_("Revenue (CNY)"),
    "identified": N_("Identified customers (CNY)"),
    "walk_in": N_("Walk-ins (CNY)"),
    "days_with_bills": N_("Days with bills"),
    "is_complete": N_("Complete"),
    "code": N_("Code"),
    "target": N_("Expected target (CNY)"),
    "managed": N_("Managed (CNY)"),
    "managed_active": N_("Managed and active (CNY)"),
    "ratio_identified": N_("Identified share"),
    "ratio_managed": N_("Managed share"),
    "ratio_managed_active": N_("Managed and active share"),
    "walk_in_share": N_("Walk-in share"),
    "gap_managed_active": N_("Missing to the line (CNY)"),
    "complete": N_("Complete"),
    "said": N_("Total uploaded or typed"),
    "active_customers": N_("Active customers"),
    "share": N_("Share of revenue"),
    "suggested": N_("Suggestion"),
    "word": N_("Found in the name"),
    "slice": N_("Slice"),
    "as_of": N_("As of"),
    "measured": N_("Ranked by (CNY)"),
    "place": N_("Place"),
    "to_next": N_("Missing to the next tier"),
    "to_next_contribution": N_("Missing spend (CNY)"),
    "to_next_profit": N_("Missing profit (CNY)"),
    "to_next_monthly_spend": N_("Missing spend a month (CNY)"),
    "to_next_total_spend": N_("Missing spend (CNY)"),
    "to_next_graded_spend": N_("Missing spend (CNY)"),
    "to_next_frequency": N_("Missing visits"),
    "to_next_total_visits": N_("Missing visits"),
    "to_next_known_days": N_("Missing days known"),
    "to_next_recency_days": N_("Missing days"),
    "value": N_("Current value"),
    "potential": N_("Growth potential"),
    "potential_by": N_("Potential from"),
    "r": N_("R"),
    "f": N_("F"),
    "m": N_("M"),
    "score": N_("Score"),
    "stars": N_("Stars"),
    "maintenance": N_("Maintenance class"),
    "rated": N_("Criteria rated"),
    "profit": N_("Profit (CNY)"),
    "profit_share": N_("Share of profit"),
    "service_cost": N_("Cost to serve (CNY)"),
    "service_cost_share": N_("Share of the cost to serve"),
    "visits": N_("Visits"),
    "visit_share": N_("Share of visits"),
    "mean": N_("Average contribution (CNY)"),
    "criterion": N_("Criterion"),
    "rated_on": N_("Rated on"),
    "weight": N_("Weight"),
    "mean_score": N_("Average score"),
    "from_place": N_("Grade before"),
    "to_place": N_("Grade now"),
    "move": N_("Movement"),
    "contribution_from": N_("Contribution before (CNY)"),
    "contribution_to": N_("Contribution now (CNY)"),
    "win_back_by": N_("Win back by"),
    "month_end": N_("Month"),
    "promotions": N_("Went up"),
    "demotions": N_("Went down"),
    "came": N_("Came"),
    "promoted_contribution": N_("Contribution of those who went up (CNY)"),
    "demoted_contribution": N_("Contribution of those who went down (CNY)"),
    "is_kept": N_("Kept"),
    "is_stale": N_("Bills changed since"),
    "is_current": N_("Under the settings of now"),
    "customers_kept": N_("Customers as kept"),
    "customers_now": N_("Customers now"),
    "changed": N_("Would change"),
    "reason_code": N_("Sign"),
    "reason": N_("Reason"),
    "usual_gap_days": N_("Usual gap (days)"),
    "silent_days": N_("Silent for (days)"),
    "recent_visits": N_("Visits in the last 90 days"),
    "before_visits": N_("Visits in the 90 days before"),
    "recent_spend": N_("Spend in the last 90 days (CNY)"),
    "before_spend": N_("Spend in the 90 days before (CNY)"),
    "stake": N_("At stake (CNY)"),
    "lost_days": N_("Lost for (days)"),
    "last_contribution": N_("Last contribution (CNY)"),
    "state": N_("State"),
    "noted_on": N_("Noted on"),
    "note": N_("Note"),
    "author": N_("Noted by"),
    "contacted_on": N_("Contacted on"),
    "last_contact": N_("Last contact"),
    "contacts": N_("Contacts"),
    "came_back_on": N_("Came back on"),
    "is_open": N_("Still open"),
    "period": N_("Period"),
    "start": N_("From"),
    "end": N_("To"),
    "active_start": N_("Active at the start"),
    "churned": N_("Fell asleep"),
    "reactivated": N_("Came back"),
    "new": N_("Newly won"),
    "active_end": N_("Active at the end"),
    "churn_rate": N_("Churn rate"),
    "retention": N_("Retention rate"),
    "return_rate": N_("Return rate"),
    "churned_contribution": N_("Contribution lost (CNY)"),
    "reactivated_contribution": N_("Contribution of those back (CNY)"),
    "new_contribution": N_("Contribution of the new (CNY)"),
    "settled": N_("Counts in averages"),
    "first_visit": N_("First visit"),
}
VALUES = {
    "movement": {"joined": N_("Joined"), "back": N_("Came back"), "asleep": N_("Fell asleep")},
    "is_active": {"true": N_("Yes"), "false": N_("No")},
    "is_complete": {"true": N_("Yes"), "false": N_("No")},
    "complete": {"true": N_("Yes"), "false": N_("No")},
    "settled": {"true": N_("Yes"), "false": N_("No")},
    "said": {"true": N_("Yes"), "false": N_("No")},
    "is_kept": {"true": N_("Yes"), "false": N_("No")},
    "is_current": {"true": N_("Yes"), "false": N_("No")},
    "is_stale": {"true": N_("Yes"), "false": N_("No")},
    "is_open": {"true": N_("Yes"), "false": N_("No")},
    "reason_code": REASONS,
    "state": CARE_STATES,
    "move": MOVES,
    "potential_by": {"rated": N_("Manager's rating"), "derived": N_("Derived")},
}
TIER_COLUMNS = ("tier", "from_tier", "to_tier", "from_place", "to_place")

PLACE_COLUMNS = ("from_place", "to_place")


def to_csv(table: pa.Table, lang: str, labels: bool = False, scheme: Scheme | None = None) -> bytes:
    """Return the table as CSV bytes: UTF-8 with a byte order mark, CRLF, the columns in their order.

    Without ``labels`` the header has the canonical names and a tier its key; with them both are
    written in ``lang``, a tier as ``scheme`` labels it (its key without one), a customer without a
    tier as the scheme calls him ("no visit yet"). Amounts are plain numbers with their two decimals, dates ISO,
    nulls empty. A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers never do.
    """
    _ = translator(lang)
    names = table.column_names
    columns = [_cells(table[name], spelling(name, lang, scheme) if labels else None) for name in names]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(_(LABELS[name]) if labels and name in LABELS else name) for name in names])
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig")


def table_csv(table: Table) -> bytes:
    """Return a described table as CSV bytes, written as ``to_csv`` writes a frame: its labels as header, numbers plain."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(column.label) for column in table.columns])
    kinds = [column.type for column in table.columns]
    for row in table.rows:
        cells = [_text(cell) for cell in row]
        writer.writerow([_harmless(cell) if kind == "text" else cell for cell, kind in zip(cells, kinds, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def file_name(store: str, what: str, as_of: date, lang: str) -> str:
    """Return a name for a download, such as 松鹤楼_客户分级_2026-09-30.csv; ``what`` is a msgid.

    Characters that a file system refuses become a blank.

    >>> file_name("A/B: Inn", "Customers", date(2026, 9, 30), "en")
    'A B Inn_Customers_2026-09-30.csv'
    """
    parts = (store, translator(lang)(what), as_of.isoformat())
    return "_".join(" ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", part).split()) for part in parts) + ".csv"


def spelling(name: str, lang: str, scheme: Scheme | None) -> Callable[[str], str] | None:
    """Return how the values of a column are written in words; None where they are written as they are."""
    _ = translator(lang)
    if name in TIER_COLUMNS:
        tiers = {tier.key: tier.label[lang] for tier in scheme.tiers} if scheme else {}
        without = scheme.ungraded[lang] if scheme else _("No visit yet")
        if scheme and name in PLACE_COLUMNS:
            tiers |= {place: place_label(scheme, place, lang) for place in outside_places(scheme)}
        return lambda key: tiers.get(key, key) if key else without
    if scheme and name in scheme.spec.class_labels:
        classes = scheme.spec.class_labels[name]
        return lambda key: classes[key][lang] if key in classes else key
    if name in VALUES:
        return lambda value: _(VALUES[name][value]) if value in VALUES[name] else value
    return None


def _cells(column: pa.ChunkedArray, spell: Callable[[str], str] | None) -> list[str]:
    texts = [_text(value) for value in column.to_pylist()]
    if spell:
        texts = [spell(text) for text in texts]
    written = pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or spell is not None
    return [_harmless(text) for text in texts] if written else texts


def _text(value: Any) -> str:
    """Return a value as a cell has it.

    >>> [_text(value) for value in (None, Decimal("-5.00"), 0.25, date(2026, 9, 30), True)]
    ['', '-5.00', '0.25', '2026-09-30', 'true']
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case float():
            return f"{value:.6f}".rstrip("0").rstrip(".")
        case date():
            return value.isoformat()
    return str(value)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> _harmless("=1+1"), _harmless("138 0000"), _harmless("-x")
    ("'=1+1", '138 0000', "'-x")
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
