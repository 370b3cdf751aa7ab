"""How customers are rated, criterion by criterion: the means of a store, and one customer's own scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import translator
from segmentation.schemes import Scheme
from segmentation.schemes.model import Text
from segmentation.warehouse import Warehouse


@dataclass(frozen=True)
class CriterionMean:
    """A criterion with its weight (0–1), how many customers are rated on it, and their mean score; None where nobody is."""

    key: str
    label: Text
    weight: float
    rated: int
    mean: float | None


def read_criteria(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, customer: str | None = None
) -> tuple[CriterionMean, ...]:
    """Return the criteria of a scorecard scheme with their latest scores on or before a day, of the store or of one customer.

    Of a customer the mean is his score. Scores outside of the scheme's scale do not count.
    """
    spec = scheme.spec
    frames = {
        "latest_ratings": warehouse.table("facts/latest_ratings", stores=[store_id], as_of=as_of),
        "criteria": spec.fact_frames()["criteria"],
    }
    values = {**spec.fact_values(), "customer": customer}
    rows = warehouse.over("measures/grades/criteria_means", frames, **values).to_pylist()
    return tuple(
        CriterionMean(each.key, each.label, float(each.weight / 100), row["rated"], row["mean"])
        for each, row in zip(spec.criteria, rows, strict=True)
    )


def rated_customers(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, criterion: str, grades: pa.Table
) -> pa.Table:
    """Return the rows of a graded list of who is rated on a criterion, his ``score`` on it in place of his score on all.

    As many rows as ``CriterionMean.rated``, the lowest score first, ties by key: of who is rated and not in the list the key
    alone. Raises ValueError for a criterion that the scheme does not have.
    """
    spec = scheme.spec
    frames = {
        "latest_ratings": warehouse.table("facts/latest_ratings", stores=[store_id], as_of=as_of),
        "criteria": spec.fact_frames()["criteria"],
    }
    values = {**spec.fact_values(), "criterion_no": [each.key for each in spec.criteria].index(criterion) + 1}
    rated = warehouse.over("measures/grades/rated_customers", frames, **values).combine_chunks()
    rows = grades.take(pc.index_in(rated["customer"], grades["customer"].combine_chunks()).combine_chunks())
    for name in ("customer", "score"):
        rows = rows.set_column(rows.column_names.index(name), name, rated[name])
    return rows


def finding_most_to_gain(criteria: Sequence[CriterionMean], highest: float, lang: str) -> str:
    """Return which criterion lacks the most of the points that it could bring: its bar ends farthest from its mark."""
    rated = [each for each in criteria if each.mean is not None]
    if not rated:
        return ""
    each = max(rated, key=lambda one: round(one.weight * (highest - one.mean), 9))
    points, most = 100 * each.weight * each.mean / highest, 100 * each.weight
    text = translator(lang)("Most points to gain: {criterion}, {points} of {most}")
    return text.format(criterion=each.label[lang], points=f"{points:.2f}", most=f"{most:.2f}")


def finding_weakest(criteria: Sequence[CriterionMean], lang: str, *, of_one: bool = False) -> str:
    """Return which criterion has the lowest mean, or score of one customer; "" where nobody is rated."""
    weakest = min((each for each in criteria if each.mean is not None), key=lambda each: each.mean, default=None)
    _ = translator(lang)
    text = _("Weakest: {criterion} ({score})") if of_one else _("Weakest on average: {criterion} ({score})")
    return text.format(criterion=weakest.label[lang], score=f"{weakest.mean:.2f}") if weakest else ""
