"""What sales are made of, read for the page: its parts and products, their figures, and the definitions."""

from __future__ import annotations

import pyarrow as pa

from pages.shared.figures import Figure
from pages.shared.groups import members_of, picked_group
from pages.shared.house import View, current_warehouse, grades_of, reading_of, scheme, settings_of
from pages.shared.language import _, current_language
from segmentation.charts.palette import tier_colours
from segmentation.language.i18n import N_, format_count, format_day, format_money, format_money_short, format_ratio
from segmentation.language.values import to_cents as cents
from segmentation.measures.composition.parts import MONEY, Parts, read_parts
from segmentation.measures.composition.placing import OF_CUSTOMERS, sold_by, told_by
from segmentation.measures.composition.products import Product, Products, read_products
from segmentation.measures.composition.words import Namer, best_parts, most_changed, namer, names_of, part_name, told_first
from segmentation.measures.grades.grading import statements_of
from segmentation.settings.modules import read_modules

SALES = N_(
    "Sales are the net amounts of all bills in the window, walk-ins included; the parts of each composition add up to them. "
    "Customers came at least once, a visit is a day with a bill that is not below zero. Margin is of the sales whose cost is "
    "known. The window before is as long and has the grades and managers of then."
)
RULES = N_(
    "A product is a candidate to cut where 60% or more of its sales are from C, D and walk-ins and its margin rate is below the "
    "house's. Spared are first those with which 10% or more of today's A and B began, then of the rest the two with most "
    "customers (of equally many, the one that sells more). Of new customers followed for 90 days it is told how many came again, "
    "with a 95% interval by Wilson, from 20 on."
)
STOCK = N_(
    "Turns a year are the cost of sales of a year ÷ the mean value of stock at cost; the cross ratio is margin rate × turns. "
    "Both need a file of stock (product, month, value) and the cost of all sales of the product."
)
COLUMNS = {  # what the column of the parts is called, by what they are
    "grade": "grade_name", "room": "room_name", "payment": "payment_method", "weekday": "weekday_name",
}


def parts_of(view: View, by: str) -> Parts:
    """Return the parts of what was picked, those of the customers of a picked group alone."""
    warehouse, settings = current_warehouse(), settings_of(view)
    grades = grades_of(view) if by in OF_CUSTOMERS else None
    group = picked_group(view)
    members = None if group is None else members_of(view, group)
    ask = (warehouse, view.store_id, scheme(), view.as_of, settings, by, grades, members)
    return reading_of(view, f"parts {by} {group.number if group else ''}", lambda: read_parts(*ask))


def products_of(view: View) -> Products:
    """Return the products of what was picked."""
    warehouse, settings = current_warehouse(), settings_of(view)
    return reading_of(view, "products", lambda: read_products(warehouse, view.store_id, scheme(), view.as_of, settings))


def name_of(view: View, by: str) -> Namer:
    """Return what names the parts."""
    return namer(by, scheme(), read_modules(current_warehouse(), view.store_id), current_language())


def colours_of(view: View, by: str) -> dict[str, str]:
    """Return the colours of grades and modules by their keys; other parts have none of their own."""
    if by == "grade":
        return tier_colours(scheme())
    return {each.key: each.colour for each in read_modules(current_warehouse(), view.store_id)} if by == "module" else {}


def statements_by(by: str) -> tuple[str, ...]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), sold_by(by), *told_by(by))


def part_figures(view: View, found: Parts, name: Namer) -> list[Figure]:
    """Return revenue, the part that sells most, the one that changed most, and the margin rate."""
    lang, whole = current_language(), found.sales_before
    before = _("before {value}")
    figures = [Figure(
        _("Revenue of the window"), format_money_short(found.sales, lang), _percent(found.sales, whole),
        "" if whole is None else before.format(value=format_money_short(whole, lang)), format_money(found.sales, lang),
    )]
    if best := best_parts(found):
        share = format_ratio(best[0].share, lang, 0)
        figures.append(Figure(
            _("Most: {part}").format(part=names_of(best, name, lang)), format_money_short(best[0].sales, lang), None,
            (_("{share} of theirs") if found.of_group else _("{share} of all revenue")).format(share=share),
            format_money(best[0].sales, lang),
        ))
    moved = most_changed(found)
    if moved is not None and moved.sales_before is not None:
        change = moved.sales - moved.sales_before
        figures.append(Figure(
            _("Changed most: {part}").format(part=names_of([moved], name, lang)), format_money_short(moved.sales, lang),
            f"{'+' if change > 0 else '-'}{format_money_short(abs(change), lang)}",
            before.format(value=format_money_short(moved.sales_before, lang)),
        ))
    share = found.costed / found.sales if found.sales > 0 else None
    against = _("nothing is left of the sales, refunds deducted") if found.has_cost else _("no cost is known")
    if found.margin_rate is not None:
        against = _("cost known of {share} of sales").format(share=format_ratio(share, lang, 0))
    if found.margin_rate_before is not None:
        against = before.format(value=format_ratio(found.margin_rate_before, lang)) + ("" if found.profits else f" · {against}")
    figures.append(Figure(_("Gross margin rate"), format_ratio(found.margin_rate, lang), None, against))
    return figures


def _percent(now, before) -> str | None:
    if before is None or before <= 0:
        return None
    change = float((now - before) / before)
    return f"{'+' if change > 0 else '-'}{format_ratio(abs(change), current_language(), 1)}"


def compared(view: View, found: Parts) -> str:
    """Return against what the bars are compared."""
    if found.before is None:
        return _("the bills do not cover the window before")
    return _("change against the window up to {day}").format(day=format_day(found.before, current_language()))


def product_figures(found: Products) -> list[Figure]:
    """Return how many products there are, how many are candidates and can be cut, and the house's margin rate."""
    lang = current_language()
    cut = sum((each.part.sales for each in found.cut), start=0 * found.sold)
    return [
        Figure(_("Products sold"), format_count(len(found.products), lang), None, format_money_short(found.sold, lang)),
        Figure(_("Mostly for C, D and walk-ins"), format_count(len(found.candidates), lang)),
        Figure(_("Can be cut"), format_count(len(found.cut), lang), None, _("{money} in sales").format(
            money=format_money_short(cut, lang)
        )),
        Figure(_("Margin rate of the house"), format_ratio(found.whole.margin_rate, lang)),
    ]


# --- tables ----------------------------------------------------------------------------------------------------------


def parts_table(found: Parts, name: Namer) -> pa.Table:
    """Return the parts as a frame: what they are (named by COLUMNS), customers, money, shares, and the window before.

    Walk-ins are known to nobody: how many they are, and on how many days they came, is None.
    """
    rows, lang = found.parts, current_language()
    return pa.table({
        COLUMNS.get(found.by, found.by): pa.array([part_name(each, name, lang) for each in rows], pa.string()),
        "customers_there": pa.array([None if each.is_walk_in else each.customers for each in rows], pa.int64()),
        "visits": pa.array([None if each.is_walk_in else each.visits for each in rows], pa.int64()),
        "covers": pa.array([each.covers for each in rows], pa.int64()),
        "sales": pa.array([each.sales for each in rows], MONEY),
        "share": pa.array([each.share for each in rows], pa.float64()),
        "margin": pa.array([each.margin for each in rows], MONEY),
        "margin_rate": pa.array([each.margin_rate for each in rows], pa.float64()),
        "sales_before": pa.array([each.sales_before for each in rows], MONEY),
        "sales_change": pa.array([each.change for each in rows], pa.float64()),
    })


def products_table(products: tuple[Product, ...]) -> pa.Table:
    """Return products as a frame: product, category, verdict, sales, share, low_share, margin_rate, customers_there,
    contribution_ratio; where stock is known of any, mean_stock, turnover and cross_ratio too."""
    columns = {
        "product": pa.array([each.name for each in products], pa.string()),
        "category": pa.array([each.category for each in products], pa.string()),
        "verdict": pa.array([each.spared_by or ("cut" if each.cut else None) for each in products], pa.string()),
        "sales": pa.array([each.part.sales for each in products], MONEY),
        "share": pa.array([each.part.share for each in products], pa.float64()),
        "low_share": pa.array([each.low_share for each in products], pa.float64()),
        "margin_rate": pa.array([each.part.margin_rate for each in products], pa.float64()),
        "customers_there": pa.array([each.part.customers for each in products], pa.int64()),
        "contribution_ratio": pa.array([each.contribution_ratio for each in products], pa.float64()),
    }
    if any(each.stock is not None for each in products):
        columns |= {
            "mean_stock": pa.array([None if each.stock is None else cents(each.stock) for each in products], MONEY),
            "turnover": pa.array([each.turnover for each in products], pa.float64()),
            "cross_ratio": pa.array([each.cross_ratio for each in products], pa.float64()),
        }
    return pa.table(columns)


def first_dishes_table(found: Products) -> pa.Table:
    """Return first dishes as a frame: product, first_customers, returned_share, returned_low, returned_high."""
    rows = told_first(found.products)
    ends = [each.first.interval or (None, None) for each in rows]
    return pa.table({
        "product": pa.array([each.name for each in rows], pa.string()),
        "first_customers": pa.array([each.first.followed for each in rows], pa.int64()),
        "returned_share": pa.array([each.first.share for each in rows], pa.float64()),
        "returned_low": pa.array([low for low, _high in ends], pa.float64()),
        "returned_high": pa.array([high for _low, high in ends], pa.float64()),
    })
