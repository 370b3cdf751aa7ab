"""The parts of a house's sales as bars, weekdays and meals as a heatmap, and products by grade as a matrix, described."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from segmentation.charts.palette import GAINED, WALK_IN
from segmentation.language.i18n import count_customers, format_count, format_money_short, format_ratio, translator
from segmentation.measures.composition.parts import WALK_IN as WALKED_IN
from segmentation.measures.composition.parts import WEEKDAYS, Part, Parts
from segmentation.measures.composition.products import Products
from segmentation.measures.composition.words import Namer, part_name, slot_sales
from segmentation.slides import Behind, Category, Chart, Grid, GridCell, Series

MOST, MOST_PRODUCTS, MOST_MEALS = 12, 8, 6
NOBODY: Behind = ((WALKED_IN, "1"),)


def behind_part(by: str, part: Part) -> Behind:
    """Return what the mark of a part stands for; walk-ins cannot be listed."""
    return NOBODY if part.is_walk_in else (("part_of", by), ("part", part.mark))


def shown_parts(found: Parts) -> Sequence[Part]:
    """Return the parts that are drawn: those that sold anything, the first so many of them."""
    return [each for each in found.parts if each.sales or each.walk_in_sales][:MOST]


def tell_parts(found: Parts, name: Namer, colours: dict[str, str], lang: str, title: str, subtitle: str) -> Chart:
    """Return the sales of the parts as lying bars with their change, what walk-ins bought hatched behind what customers did."""
    _ = translator(lang)
    shown = shown_parts(found)
    if len(shown) < len(found.parts):
        text = _("{subtitle}; the first {count} of {all}")
        subtitle = text.format(
            subtitle=subtitle, count=format_count(len(shown), lang), all=format_count(len(found.parts), lang)
        )
    categories = tuple(
        Category(
            _changed(part_name(each, name, lang), each.change, lang),
            WALK_IN if each.is_walk_in else colours.get(each.key or "", WALK_IN if each.key is None else GAINED),
            hatched=each.is_walk_in, behind=behind_part(found.by, each),
        )
        for each in shown
    )
    secret = "manager" if found.by == "manager" else ""
    if all(each.is_walk_in or not each.walk_in_sales for each in shown):
        sales = Series(_("Sales"), "money", tuple(each.sales for each in shown))
        return Chart("bar", title, subtitle, categories, (sales,), secret=secret)
    known = Series(_("Customers"), "money", tuple(each.sales - each.walk_in_sales for each in shown), GAINED)
    walked = Series(
        _("Walk-ins"), "money", tuple(each.walk_in_sales for each in shown), WALK_IN, hatched=True, behind=NOBODY
    )
    return Chart("stacked_bar", title, subtitle, categories, (known, walked), secret=secret)


def _changed(name: str, change: float | None, lang: str) -> str:
    """Return a name with its change: Peony ▲ 12%."""
    if change is None:
        return name
    text = format_ratio(abs(change), lang, 0)
    return f"{name} ＝" if not text.strip("0.%") else f"{name} {'▲' if change > 0 else '▼'} {text}"


def tell_slots(found: Parts, days: Namer, meals: Namer, lang: str, title: str, subtitle: str) -> Grid | None:
    """Return weekdays by meal periods: what customers spent, and under it what walk-ins did; None where no meal is told.

    Of a house with walk-ins only it is what they spent.
    """
    _, by_slot = translator(lang), {}
    for each in found.said:
        day, _blank, meal = (each.key or "").partition(" ")
        by_slot[day, meal or None] = each
    sums: dict[str | None, Decimal] = {}
    for (_day, meal), each in by_slot.items():
        sums[meal] = sums.get(meal, Decimal(0)) + each.sales
    told = sorted((meal for meal in sums if meal is not None), key=lambda meal: -sums[meal])[:MOST_MEALS]
    order = [meal for meal in ("morning", "noon", "evening") if meal in told]
    columns: list[str | None] = [*order, *(meal for meal in told if meal not in order)]
    if not columns:
        return None
    columns += [None] if sums.get(None) else []

    def cell(day: str, meal: str | None) -> GridCell:
        each = by_slot.get((day, meal))
        if each is None or not (each.sales or each.customers):
            return GridCell()
        value, walked = slot_sales(found, each), format_money_short(each.walk_in_sales, lang)
        if found.is_of_walk_ins:
            return GridCell("", value, "money", behind=NOBODY)
        lines = [count_customers(each.customers, lang)] if each.customers else []
        if each.walk_in_sales:
            lines.append(_("walk-ins {money}").format(money=walked))
        if not (each.customers or value):
            return GridCell("", None, "money", lines, behind=NOBODY)
        return GridCell("", value, "money", lines, behind=behind_part("slot", each))

    cells = tuple(tuple(cell(day, meal) for meal in columns) for day in WEEKDAYS)
    return Grid(title, subtitle, tuple(days(day) for day in WEEKDAYS), tuple(meals(meal) for meal in columns), cells)


def tell_products(found: Products, tiers: dict[str, str], lang: str, title: str, subtitle: str) -> Grid | None:
    """Return the products that sell most by grade, each box with the margin rate; ``tiers`` names the columns by their keys."""
    _ = translator(lang)
    shown = found.products[:MOST_PRODUCTS]
    columns = [key for key in found.tiers if any(each.by_tier.get(key) for each in shown)]
    if not columns:
        return None
    cells = []
    for each in shown:
        row = []
        for tier in columns:
            if tier not in each.by_tier:
                row.append(GridCell())
                continue
            margin = each.margins.get(tier)
            lines = [] if margin is None else [_("margin {share}").format(share=format_ratio(margin, lang, 0))]
            own = NOBODY if tier == WALKED_IN else (("part_of", "product"), ("part", each.part.mark), ("part_tier", tier))
            row.append(GridCell("", each.by_tier[tier], "money", lines, behind=own))
        cells.append(tuple(row))
    return Grid(
        title, subtitle, tuple(each.name for each in shown), tuple(tiers[key] for key in columns), tuple(cells),
    )
