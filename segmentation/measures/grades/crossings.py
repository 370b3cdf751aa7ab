"""Two scores of a graded list crossed: the boxes of a matrix, the recency × frequency grid of RFM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import counter, format_count, format_money_short, format_ratio, listed, translator
from segmentation.schemes import Scheme
from segmentation.warehouse import Warehouse

FEW = 50  # a box with less than this part of all customers is not singled out


@dataclass(frozen=True)
class Crossing:
    """One crossing of two scores: how many customers, what they bring and bring on average (CNY)."""

    row: str
    column: str
    customers: int
    contribution: Decimal
    mean: Decimal


Crossings = Mapping[tuple[str, str], Crossing]


def cross(warehouse: Warehouse, grades: pa.Table, rows: str, columns: str) -> Crossings:
    """Return the crossings of two score columns of a graded list by (row, column), only those that have customers.

    Scores become text. Who has no score in one of them is left out.
    """
    scored = pa.table({
        "row_key": grades[rows].cast(pa.string()), "column_key": grades[columns].cast(pa.string()),
        "contribution": grades["contribution"],
    })
    found = [Crossing(*row.values()) for row in warehouse.over("measures/grades/crossed", {"scored": scored}).to_pylist()]
    return {(each.row, each.column): each for each in found}


def totals(crossings: Crossings) -> tuple[int, Decimal]:
    """Return how many customers the crossings hold, and what they bring."""
    return (
        sum(each.customers for each in crossings.values()),
        sum((each.contribution for each in crossings.values()), Decimal("0.00")),
    )


def ungraded(grades: pa.Table) -> int:
    """Return how many customers of a graded list have no tier."""
    return pc.sum(pc.is_null(grades["tier"])).as_py() or 0


def known_too_short(grades: pa.Table) -> int:
    """Return how many customers of a list graded by a matrix have no box, for nobody can tell their potential yet."""
    return pc.sum(pc.equal(grades["potential_by"], "too_short")).as_py() or 0


def too_short_text(count: int, lang: str) -> str:
    """Return in words how many customers are known too short for a potential; empty for none."""
    if not count:
        return ""
    return counter(lang)(
        "One customer has been known for less than a year and is not rated, so is in no box yet.",
        "{customers} customers have been known for less than a year and are not rated, so are in no box yet.", count,
    ).format(customers=format_count(count, lang))


def finding_largest_box(found: Crossings, scheme: Scheme, lang: str) -> str:
    """Return which box has the most customers, of those who are rated."""
    _ = translator(lang)
    customers, _whole = totals(found)
    if not customers:
        return _("Nobody is graded yet")
    each = max(found.values(), key=lambda each: each.customers)
    label = scheme.tiers[scheme.spec.tier_number(each.column, each.row) - 1].label[lang]
    share = format_ratio(each.customers / customers, lang, 0)
    return _("{tier} is the largest group: {share} of the rated customers").format(tier=label, share=share)


def finding_matrix(found: Crossings, scheme: Scheme, lang: str) -> str:
    """Return what the best box brings, and how many of each other box have the same potential and bring less so far."""
    _ = translator(lang)
    value, potential = scheme.spec.axis("value"), scheme.spec.axis("potential")
    customers, whole = totals(found)
    if not customers:
        return _("Nobody is graded yet")
    best = found.get((potential.keys[0], value.keys[0]))
    rising = [found[potential.keys[0], key] for key in value.keys[1:] if (potential.keys[0], key) in found]

    def name(key: str) -> str:
        return scheme.tiers[scheme.spec.tier_number(key, potential.keys[0]) - 1].label[lang]

    share = format_ratio(float(best.contribution / whole) if best and whole > 0 else 0, lang, 0)
    first = _("{tier}: {customers} customers bring {share} of what rated customers bring.").format(
        tier=name(value.keys[0]), customers=format_count(best.customers if best else 0, lang), share=share
    )
    boxes = listed((f"{name(each.column)} {format_count(each.customers, lang)}" for each in rising), lang)
    second = _("Same potential, lower value so far: {boxes}.").format(boxes=boxes)
    return f"{first}{' ' if lang == 'en' else ''}{second}" if rising else first


def enough_for_mean(found: Crossings) -> int:
    """Return how many customers a box needs to be singled out by its average: that of a handful is chance."""
    return max(1, totals(found)[0] // FEW)


def small_boxes(found: Crossings) -> bool:
    """Return whether some box has fewer customers than that."""
    return any(each.customers < enough_for_mean(found) for each in found.values())


def small_boxes_text(found: Crossings, lang: str) -> str:
    """Return from how many customers on a box is a larger one; "" where all are."""
    text = translator(lang)("larger: {enough} customers or more")
    return text.format(enough=format_count(enough_for_mean(found), lang)) if small_boxes(found) else ""


def finding_rfm(found: Crossings, lang: str, across: str = "f") -> str:
    """Return which box of recency and frequency (``across`` "fm": frequency and spend) brings the most on average.

    Boxes with fewer customers than ``enough_for_mean`` are not singled out, which is said where there are any.
    """
    _ = translator(lang)
    if not found:
        return _("Nobody is graded yet")
    enough = enough_for_mean(found)
    best = max((each for each in found.values() if each.customers >= enough), key=lambda each: (each.mean, each.customers))
    text = (
        _("Of the larger boxes R{r} {across}{score} brings the most on average: {money} each") if small_boxes(found)
        else _("R{r} {across}{score} brings the most on average: {money} each")
    )
    return text.format(
        r=best.row, across=across.upper(), score=best.column, money=format_money_short(best.mean, lang)
    )
