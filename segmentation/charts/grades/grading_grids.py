"""Two scores of a scheme crossed, as described grids: the boxes of a matrix, and recency × frequency of RFM."""

from __future__ import annotations

from decimal import Decimal

from segmentation.language.i18n import count_customers, format_money_short, translator
from segmentation.measures.grades.crossings import Crossings, finding_largest_box, finding_rfm, small_boxes_text, totals
from segmentation.schemes import Scheme
from segmentation.slides import Grid, GridCell, format_share

NOBODY = Decimal("0.00")


def tell_matrix(found: Crossings, scheme: Scheme, lang: str, subtitle: str, notes: tuple[str, ...] = ()) -> Grid:
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
                _("{share} of the rated").format(share=format_share((each.customers if each else 0) / customers, lang))
                if customers else "",
                _("{money}, {share} of what they bring").format(
                    money=format_money_short(money, lang), share=format_share(float(money / whole), lang)
                ) if whole > 0 else format_money_short(money, lang),
            )
            count = each.customers if each else 0
            line.append(GridCell(tier.label[lang], count, "count", told, tier.colour, (("tier", tier.key),)))
        cells.append(tuple(line))
    return Grid(
        finding_largest_box(found, scheme, lang), subtitle, tuple(each.label[lang] for each in potential.classes),
        tuple(each.label[lang] for each in value.classes), tuple(cells), potential.label[lang], value.label[lang],
        notes,
    )


def rfm_axes(scheme: Scheme) -> tuple[list[str], list[str], str]:
    """Return the scores of recency (the best first), those across (the least first), and what these are: fm of a map, else f."""
    spec, across = scheme.spec, "fm" if scheme.spec.is_map else "f"
    rows, columns = ([str(score) for score in range(1, spec.classes(axis) + 1)] for axis in ("r", across))
    return rows if spec.r_best_first else rows[::-1], columns, across


def tell_rfm(found: Crossings, scheme: Scheme, lang: str, subtitle: str) -> Grid:
    """Return recency (from the top down, the most recent first) × frequency (from the left, the least first), of a map × FM, with
    the average contribution in each box, and how many customers it is of; a box of a map has the name of its segment."""
    _ = translator(lang)
    rows, columns, across = rfm_axes(scheme)

    def cell(row: str, column: str) -> GridCell | None:
        each = found.get((row, column))
        if each is None:
            return None
        told = (count_customers(each.customers, lang),)
        behind = (("r", row), (across, column))
        if across == "f":
            return GridCell("", each.mean, "money", told, behind=behind)
        tier = scheme.tiers[scheme.spec.cell(int(row), int(column)) - 1]
        return GridCell(tier.label[lang], each.mean, "money", told, tier.colour, behind)

    cells = tuple(tuple(cell(row, column) for column in columns) for row in rows)
    said = _("; ").join(filter(None, (subtitle, small_boxes_text(found, lang))))
    return Grid(
        finding_rfm(found, lang, across), said, tuple(f"R{row}" for row in rows),
        tuple(f"{across.upper()}{column}" for column in columns), cells,
        _("Recency"), _("Frequency") if across == "f" else _("Frequency and spend"),
    )
