"""Between what bounds the money of the next quarter will lie: chance, unsure parameters, and how far the check was off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from math import sqrt

import numpy as np
import pyarrow as pa

from segmentation.measures.foresight.buying import Buyers, chance_alive, expected_visits
from segmentation.measures.foresight.check import Check
from segmentation.measures.foresight.fitting import Fit
from segmentation.measures.foresight.model import QUARTER, Model, buyers_of, money, spenders_of
from segmentation.measures.foresight.spending import Spenders, expected_spend
from segmentation.measures.normal import Z_95

SAMPLE = 5000  # customers, every so many, by which it is told how the sum moves with the parameters
SHIFT = 1e-3  # of a parameter's logarithm


@dataclass(frozen=True)
class Quarter:
    """What the known customers are expected to bring in the next 90 days, and the bounds of it (CNY).

    ``chance`` is the half width, as a share of the expected, that chance and unsure parameters alone give (95 %). ``off`` is by
    what share the check was off in money, None where nothing could be checked: the bounds are wider by it.
    """

    expected: Decimal
    low: Decimal
    high: Decimal
    chance: float
    off: float | None


def read_quarter(model: Model, histories: pa.Table, check: Check, expected: Decimal) -> Quarter:
    """Return the bounds of ``expected``, the sum of what is foretold of the customers of ``histories``.

    The half width is the root of the sum of squares of 1.96 standard errors and of how far the check was off. Below nothing it
    does not go.
    """
    total = float(expected)
    error = sqrt(_of_chance(model, histories) + _of_parameters(model, histories))
    chance = Z_95 * error / total if total else 0.0
    half = total * sqrt(chance**2 + (check.money_off or 0.0) ** 2)
    low, high = money(np.array([max(total - half, 0.0), total + half])).to_pylist()
    return Quarter(expected, low, high, chance, check.money_off)


def _of_chance(model: Model, histories: pa.Table) -> float:
    """Return the variance of the sum, were the parameters known.

    The visits of who is alive vary as a negative binomial with his own rate (gamma: r + x); his own mean of spend is as unsure
    as Gamma–Gamma leaves it, and single visits vary around it (gamma: p).
    """
    buyers, spenders = buyers_of(histories), spenders_of(histories)
    visits, alive = expected_visits(model.buying, buyers, QUARTER), chance_alive(model.buying, buyers)
    squared = visits + visits**2 * (1 + 1 / (model.buying.values[0] + buyers.repeats)) / np.maximum(alive, 1e-12)
    p, q, _gamma = model.spending.values
    spend = expected_spend(model.spending, spenders)
    unsure = 1 / np.maximum(p * spenders.repeats + q - 2, 1.0)
    around = visits * spend**2 * (1 + unsure) / p
    return float((around + squared * spend**2 * (1 + unsure) - visits**2 * spend**2).sum())


def _of_parameters(model: Model, histories: pa.Table) -> float:
    """Return the variance of the sum by the standard errors of the parameters (delta method)."""
    every = max(1, histories.num_rows // SAMPLE)
    some = histories.take(pa.array(np.arange(0, histories.num_rows, every)))
    buyers, spenders = buyers_of(some), spenders_of(some)
    scale = histories.num_rows / max(1, some.num_rows)

    def of_buying(fit: Fit) -> float:
        return scale * _sum(fit, model.spending, buyers, spenders)

    def of_spending(fit: Fit) -> float:
        return scale * _sum(model.buying, fit, buyers, spenders)

    return _moved(model.buying, of_buying) + _moved(model.spending, of_spending)


def _sum(buying: Fit, spending: Fit, buyers: Buyers, spenders: Spenders) -> float:
    return float(expected_visits(buying, buyers, QUARTER) @ expected_spend(spending, spenders))


def _moved(fit: Fit, total: Callable[[Fit], float]) -> float:
    if fit.covariance is None:
        return 0.0
    slopes = []
    for number in range(len(fit.values)):
        up, down = (
            replace(fit, values=tuple(
                value * np.exp(sign * SHIFT) if at == number else value for at, value in enumerate(fit.values)
            ))
            for sign in (1, -1)
        )
        slopes.append((total(up) - total(down)) / (2 * SHIFT))
    slope = np.array(slopes)
    return float(slope @ fit.covariance @ slope)
