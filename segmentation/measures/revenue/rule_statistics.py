"""What the tests of rules of thumb count with: rank correlation, the slope of most pairs of months, the middle of numbers.

Each comes with a 95 % interval that asks nothing of how the numbers are spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import atanh, comb, sqrt, tanh
from statistics import median
from typing import NamedTuple

from segmentation.measures.normal import Z_95

Pairs = Sequence[tuple[float, float]]


class Estimate(NamedTuple):
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, the least 1; equal ones share the middle of theirs.

    >>> ranks([30, 10, 30, 20])
    [3.5, 1.0, 3.5, 2.0]
    """
    ordered = sorted(values)
    return [ordered.index(each) + (ordered.count(each) + 1) / 2 for each in values]


def spearman(pairs: Pairs) -> Estimate | None:
    """Return Spearman's rank correlation, its interval by Fisher's z with the variance (1 + ρ²/2) ÷ (n − 3) of Bonett and Wright.

    None for fewer than 4 pairs, and where one side is always the same.

    >>> [round(each, 3) for each in spearman([(1, 2), (2, 1), (3, 4), (4, 3), (5, 6), (6, 5), (7, 7)])]
    [0.893, 0.27, 0.989]
    """
    if len(pairs) < 4:
        return None
    one, other = (ranks([pair[side] for pair in pairs]) for side in (0, 1))
    middle = (len(pairs) + 1) / 2
    spread = sqrt(sum((each - middle) ** 2 for each in one) * sum((each - middle) ** 2 for each in other))
    if not spread:
        return None
    found = sum((a - middle) * (b - middle) for a, b in zip(one, other, strict=True)) / spread
    if abs(found) > 1 - 1e-12:
        found = round(found)
        return Estimate(found, found, found)
    reach = Z_95 * sqrt((1 + found**2 / 2) / (len(pairs) - 3))
    return Estimate(found, tanh(atanh(found) - reach), tanh(atanh(found) + reach))


def slope(pairs: Pairs) -> Estimate | None:
    """Return how much the second grows with the first: the middle of the slopes between any two (Theil), its interval after Sen.

    None where fewer than 4 pairs differ in the first.

    >>> slope([(0, 0), (1, 2), (2, 4), (3, 6), (4, 9)]).value
    2.0
    """
    slopes = sorted((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(pairs, 2) if a[0] != b[0])
    n = len(pairs)
    if n < 4 or len(slopes) < 6:
        return None
    reach = Z_95 * sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low, high = max(0, round((len(slopes) - reach) / 2) - 1), min(len(slopes) - 1, round((len(slopes) + reach) / 2))
    return Estimate(median(slopes), slopes[low], slopes[high])


def middle(values: Sequence[float]) -> Estimate | None:
    """Return the median with the narrowest interval between two values that holds it 95 times in 100; None for fewer than 6.

    >>> middle([1, 2, 3, 4, 5, 6, 7, 8])
    Estimate(value=4.5, low=1, high=8)
    >>> middle(list(range(1, 13))), middle([1, 2, 3, 4, 5])
    (Estimate(value=6.5, low=3, high=10), None)
    """
    n, ordered = len(values), sorted(values)
    place, below = -1, 0
    while 2 * (below + comb(n, place + 1)) <= 0.05 * 2**n:
        place += 1
        below += comb(n, place)
    return Estimate(median(ordered), ordered[place], ordered[n - 1 - place]) if place >= 0 else None
