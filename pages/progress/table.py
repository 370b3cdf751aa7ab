"""Every manager and grade with all three measures: the figures behind the bullets, to read and to take away."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

from pages.progress.picks import Looked
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import scheme
from pages.shared.language import current_language
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from segmentation.language.i18n import N_
from segmentation.measures.managers.progress import NEW, Progress
from segmentation.measures.managers.progress_words import finding_by_grade, manager_text, when_text

MONEY = pa.decimal128(18, 2)
SHOWN = ("manager", "grade_name", "customers", "customers_target", "bookings", "bookings_target", "total", "revenue_target",
         "expected_by_now", "ahead", "projection")
TYPES = [
    ("manager", pa.string()), ("grade_name", pa.string()),
    *((name, pa.int64()) for name in ("customers", "customers_target", "bookings", "bookings_target")),
    *((name, MONEY) for name in (
        "total", "revenue_target", "expected_by_now", "ahead", "projection", "projection_low", "projection_high",
    )),
]
PINNED = 12


def draw_by_grade(looked: Looked) -> None:
    """Draw the table of managers and grades with its downloads."""
    lang, found = current_language(), looked.found
    rows = by_grade(found, lang)
    said = finding_by_grade(found, scheme(), lang)
    order = [("ahead", "ascending"), ("total", "descending")]  # so that what is said is among the first
    draw_head(said, when_text(found, lang))
    shown = [name for name in SHOWN if rows[name].null_count < rows.num_rows]  # without a plan there is less to say
    draw_table(rows, shown, "progress_by_grade", 14)
    draw_download(
        lambda: rows, N_("Progress"), looked.view, "progress",
        lambda: table_slide(
            looked.view, said, when_text(found, lang), described(rows.sort_by(order), columns=shown, most=PINNED)
        ), named=True, notes=(when_text(found, lang),),
    )


def by_grade(found: Progress, lang: str) -> pa.Table:
    """Return a row a manager and grade, newcomers last, with what was planned, done, expected by now and projected."""
    tiers = {tier.key: tier.label[lang] for tier in scheme().tiers}
    rows = []
    for money in (row for row in found.rows if row.measure == "revenue"):
        customers, tables = (found.of(money.manager, money.tier, name) for name in ("customers", "bookings"))
        rows.append({
            "manager": manager_text(money, lang), "grade_name": "" if money.tier == NEW else tiers.get(money.tier, money.tier),
            "customers": int(customers.actual), "customers_target": _whole(customers.target),
            "bookings": int(tables.actual), "bookings_target": _whole(tables.target),
            "total": money.actual, "revenue_target": money.target, "expected_by_now": money.expected_by_now, "ahead": money.gap,
            "projection": money.projection, "projection_low": money.low, "projection_high": money.high,
        })
    return pa.Table.from_pylist(rows, pa.schema(TYPES))


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else round(value)
