"""Two scores of a scheme crossed, as described grids: the boxes of a matrix, and recency × frequency of RFM."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from segmentation.language.i18n import count_customers, format_count, format_money_short, format_ratio, translator
from segmentation.measures.grades.crossings import Crossing, totals
from segmentation.schemes import Scheme
from segmentation.slides import Grid, GridCell

Crossings = Mapping[tuple[str, str], Crossing]
NOBODY = Decimal("0.00")
FEW = 50  # a box with less than this part of all customers is not singled out


def tell_matrix(found: Crossings, scheme: Scheme, lang: str, subtitle: str) -> Grid:
    """Return the boxes of a matrix scheme: potential from the top down, value from the left, the best first on both.

    ``found`` are the crossings of potential (row) and value (column). A box tells its customers, money and share.
    """
    _ = translator(lang)
    value, potential = scheme.spec.axis("value"), scheme.spec.axis("potential")
    customers, whole = totals(found)
    cells = []
    for row in potential.classes:
        line = []
        for column in value.classes:
            tier = scheme.tiers[scheme.spec.tier_number(column.key, row.key) - 1]
            each = found.get((row.key, column.key))
            money = each.contribution if each else NOBODY
            told = (
                _("{share} of the customers").format(share=format_ratio((each.customers if each else 0) / customers, lang, 0))
                if customers else "",
                _("{money}, {share} of the contribution").format(
                    money=format_money_short(money, lang), share=format_ratio(float(money / whole), lang, 0)
                ) if whole > 0 else format_money_short(money, lang),
            )
            line.append(GridCell(tier.label[lang], each.customers if each else 0, "count", told, tier.colour))
        cells.append(tuple(line))
    return Grid(
        _largest_box(found, scheme, lang), subtitle, tuple(each.label[lang] for each in potential.classes),
        tuple(each.label[lang] for each in value.classes), tuple(cells), potential.label[lang], value.label[lang],
    )


def _largest_box(found: Crossings, scheme: Scheme, lang: str) -> str:
    _ = translator(lang)
    customers, _whole = totals(found)
    if not customers:
        return _("Nobody is graded yet")
    each = max(found.values(), key=lambda each: each.customers)
    label = scheme.tiers[scheme.spec.tier_number(each.column, each.row) - 1].label[lang]
    share = format_ratio(each.customers / customers, lang, 0)
    return _("{tier} is the largest group: {share} of the customers").format(tier=label, share=share)


def matrix_finding(found: Crossings, scheme: Scheme, lang: str) -> str:
    """Return what the best box brings, and how many customers have the most potential and do not bring much yet."""
    _ = translator(lang)
    value, potential = scheme.spec.axis("value"), scheme.spec.axis("potential")
    customers, whole = totals(found)
    if not customers:
        return _("Nobody is graded yet")
    best = found.get((potential.keys[0], value.keys[0]))
    rising = [found[potential.keys[0], key] for key in value.keys[1:] if (potential.keys[0], key) in found]
    label = scheme.tiers[scheme.spec.tier_number(value.keys[0], potential.keys[0]) - 1].label[lang]
    share = format_ratio(float(best.contribution / whole) if best and whole > 0 else 0, lang, 0)
    first = _("{tier}: {customers} customers bring {share} of the contribution.").format(
        tier=label, customers=format_count(best.customers if best else 0, lang), share=share
    )
    count = sum(each.customers for each in rising)
    second = _("{customers} more have the same potential and bring less so far.").format(customers=format_count(count, lang))
    return f"{first}{' ' if lang == 'en' else ''}{second}" if count else first


def tell_rfm(found: Crossings, scheme: Scheme, lang: str, subtitle: str) -> Grid:
    """Return recency (from the top down, the most recent first) × frequency (from the left, the least first) with the
    average contribution in each box, and how many customers it is of."""
    _ = translator(lang)
    spec = scheme.spec
    rows = [str(score) for score in range(1, spec.classes("r") + 1)]
    columns = [str(score) for score in range(1, spec.classes("f") + 1)]
    rows = rows if spec.r_best_first else rows[::-1]
    cells = tuple(
        tuple(
            GridCell("", each.mean, "money", (count_customers(each.customers, lang),))
            if (each := found.get((row, column))) else None
            for column in columns
        )
        for row in rows
    )
    return Grid(
        rfm_finding(found, lang), subtitle, tuple(f"R{row}" for row in rows), tuple(f"F{column}" for column in columns), cells,
        _("Recency"), _("Frequency"),
    )


def rfm_finding(found: Crossings, lang: str) -> str:
    """Return which box of recency and frequency brings the most on average."""
    _ = translator(lang)
    if not found:
        return _("Nobody is graded yet")
    enough = max(1, totals(found)[0] // FEW)  # the average of a handful is chance
    best = max((each for each in found.values() if each.customers >= enough), key=lambda each: (each.mean, each.customers))
    return _("R{r} F{f} brings the most on average: {money} each").format(
        r=best.row, f=best.column, money=format_money_short(best.mean, lang)
    )
