"""Differences of two groups that were drawn by lot, with 95 % intervals: of shares, and of money.

Shares: Newcombe's hybrid of two Wilson intervals (Newcombe 1998, method 10). Several draws are pooled by weights, each limit by
the square root of the sum of the squared distances (Zou and Donner 2008); of one draw this is Newcombe's own.

Money: the values of the interval are those that a permutation test does not reject at 2.5 % on either side. It compares the
difference of the means over its standard error (Chung and Romano 2013): so it is exact where calls do nothing at all, whatever
the spend looks like, and holds its level in large groups where they change the spread too. Draws are never mixed. With few
left alone and heavy tails it is wider than the interval by the plain difference of the means, which lets many called tell of the
spread of a few left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import ceil, comb, prod, sqrt

import numpy as np

from segmentation.measures.normal import Z_95

TAIL = 0.025
PERMUTATIONS, FEWEST = 1_999, 799  # drawn at random, and of very large lists
EXACT = 5_000  # draws that are few enough to look at each
MOST_DRAWN = 40_000_000  # random numbers, about a second
DOUBLINGS, HALVINGS = 30, 30  # in looking for the end of an interval
POWER_Z = 0.8416212335729143  # four of five trials of the size asked for tell the difference
LEAST_WORTH = 0.05  # a difference of shares below which nobody needs to be told for certain


@dataclass(frozen=True)
class Counts:
    """Of one draw: how many were called and left alone, and how many of either came."""

    called: int
    left: int
    came_called: int
    came_left: int


@dataclass(frozen=True)
class Interval:
    """A difference, called less left alone, with its 95 % interval; None where it has no end on that side."""

    difference: float
    low: float | None
    high: float | None

    @property
    def is_above(self) -> bool:
        """Whether it lies wholly above nothing."""
        return self.low is not None and self.low > 0

    @property
    def is_below(self) -> bool:
        """Whether it lies wholly below nothing."""
        return self.high is not None and self.high < 0


@dataclass(frozen=True)
class MeanDifference(Interval):
    """A difference of means; ``p_more`` is how often chance alone gives as much or more, ``p_less`` as little or less."""

    p_more: float = 1.0
    p_less: float = 1.0


def wilson(came: int, of: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (Wilson 1927).

    >>> [round(end, 4) for end in wilson(56, 70)]
    [0.6918, 0.877]
    """
    middle, square = came / of, Z_95 * Z_95
    half = Z_95 * sqrt(middle * (1 - middle) / of + square / (4 * of * of))
    return max((middle + square / (2 * of) - half) / (1 + square / of), 0.0), min(
        (middle + square / (2 * of) + half) / (1 + square / of), 1.0
    )


def newcombe(draws: Sequence[Counts]) -> Interval | None:
    """Return the difference of the shares that came, pooled over draws; None where no draw has both called and left alone.

    >>> found = newcombe([Counts(70, 80, 56, 48)])
    >>> round(found.difference, 4), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    draws = [each for each in draws if each.called and each.left]
    if not draws:
        return None
    called, found, below, above = sum(each.called for each in draws), 0.0, 0.0, 0.0
    for each in draws:
        weight, first, second = each.called / called, each.came_called / each.called, each.came_left / each.left
        (low_1, high_1), (low_2, high_2) = wilson(each.came_called, each.called), wilson(each.came_left, each.left)
        found += weight * (first - second)
        below += weight**2 * ((first - low_1) ** 2 + (high_2 - second) ** 2)
        above += weight**2 * ((high_1 - first) ** 2 + (second - low_2) ** 2)
    return Interval(found, found - sqrt(below), found + sqrt(above))


def needed_more(counts: Counts, difference: float) -> tuple[float, int, int]:
    """Return a difference of shares, how many more customers it takes to tell it four times out of five, and how many of these
    are left alone: drawn as those so far.

    The difference is the one that was seen (``difference``, weighed where several draws are pooled), at least five points.
    (0 more is never said: what is drawn was not enough.)

    >>> needed_more(Counts(80, 20, 24, 4), 0.1)
    (0.1, 889, 178)
    """
    wanted = round(max(abs(difference), LEAST_WORTH), 9)
    share, size = counts.left / (counts.called + counts.left), counts.called + counts.left
    middle = (counts.came_called + counts.came_left) / size
    spread = max(middle * (1 - middle), 0.05 * 0.95)
    every = (Z_95 + POWER_Z) ** 2 * spread * (1 / (1 - share) + 1 / share) / wanted**2
    more = max(ceil(every) - size, 1)
    return wanted, more, max(ceil(more * share), 1)


class _Draw:
    """The sums of one draw under every permutation, from which the difference under any assumed effect follows."""

    def __init__(self, values: np.ndarray, called: np.ndarray, weight: float) -> None:
        self.size, self.left = len(values), int((~called).sum())
        self.weight, self.called = weight, self.size - self.left
        self.values, self.shifted = values - values.mean(), called.astype(float)
        self.as_drawn = np.flatnonzero(~called)[None, :]

    def assignments(self) -> int:
        return comb(self.size, self.left)

    def every(self) -> np.ndarray:
        """Return every choice of whom to leave alone, the one that was drawn among them."""
        return np.array(list(combinations(range(self.size), self.left)), dtype=np.int32)

    def random(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Return the choice that was drawn and ``count`` others by lot."""
        chosen = [self.as_drawn.astype(np.int32)]
        step = max(1, 4_000_000 // self.size)
        for begin in range(0, count, step):
            keys = rng.random((min(step, count - begin), self.size), dtype=np.float32)
            chosen.append(np.argpartition(keys, self.left - 1, axis=1)[:, : self.left].astype(np.int32))
        return np.concatenate(chosen)

    def take(self, chosen: np.ndarray) -> None:
        """Keep the sums of those left alone under each choice."""
        y, z = self.values, self.shifted
        self.y0, self.yy0 = y[chosen].sum(axis=1), (y * y)[chosen].sum(axis=1)
        self.z0, self.zy0 = z[chosen].sum(axis=1), (z * y)[chosen].sum(axis=1)

    def parts(self, effect: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the weighted difference and its squared standard error under each choice, were calls to add ``effect``."""
        n0, n1 = self.left, self.called
        y, z = self.values, self.shifted
        total, squares = y.sum() - effect * n1, (y * y).sum() - 2 * effect * (z * y).sum() + effect**2 * n1
        s0 = self.y0 - effect * self.z0
        q0 = self.yy0 - 2 * effect * self.zy0 + effect**2 * self.z0
        s1, q1 = total - s0, squares - q0
        within0, within1 = np.maximum(q0 - s0 * s0 / n0, 0), np.maximum(q1 - s1 * s1 / n1, 0)
        if min(n0, n1) > 1:
            error = within1 / (n1 - 1) / n1 + within0 / (n0 - 1) / n0
        else:  # one of them alone tells no spread
            error = (within0 + within1) / max(n0 + n1 - 2, 1) * (1 / n0 + 1 / n1)
        noise = 1e-13 * max(squares, 1e-300)
        return self.weight * (s1 / n1 - s0 / n0), self.weight**2 * np.where(error < noise, 0.0, error)


def mean_difference(
    values: np.ndarray, called: np.ndarray, draws: np.ndarray, seed: int, *, permutations: int = PERMUTATIONS
) -> MeanDifference | None:
    """Return the difference of the mean values of called and left alone, pooled over draws with the called as weights.

    The arrays have one row per customer: what he spent, whether he was to be called (boolean), which draw he was in. A draw
    with nobody on one side is left out; None where none is left. Where the draws could have fallen in few enough ways each is
    looked at, else ``permutations`` by lot, from ``seed``: the same rows give the same answer.
    """
    order = np.argsort(draws, kind="stable")
    values, called, draws = np.asarray(values, float)[order], np.asarray(called, bool)[order], np.asarray(draws)[order]
    groups = np.split(np.arange(len(draws)), np.flatnonzero(np.diff(draws)) + 1) if len(draws) else []
    groups = [rows for rows in groups if called[rows].any() and not called[rows].all()]
    if not groups:
        return None
    of_all = sum(int(called[rows].sum()) for rows in groups)
    found = [_Draw(values[rows], called[rows], called[rows].sum() / of_all) for rows in groups]
    drawn = _permute(found, seed, permutations)
    difference = sum(each.weight * (values[rows][called[rows]].mean() - values[rows][~called[rows]].mean())
                     for each, rows in zip(found, groups, strict=True))
    more, less = (_tail(found, drawn, sign) for sign in (1, -1))
    p_more, p_less = more(0.0), less(0.0)
    scale = _scale(found, drawn, values)
    low = _end(more, difference, p_more, scale, -1)
    high = _end(less, difference, p_less, scale, 1)
    return MeanDifference(float(difference), low, high, p_more, p_less)


def _permute(found: list[_Draw], seed: int, permutations: int) -> int:
    """Let every draw take its sums under the same choices, and return which of these is the one that was drawn."""
    if prod(each.assignments() for each in found) <= EXACT:
        every = [each.every() for each in found]
        places = np.array(list(product(*(range(len(each)) for each in every))))
        for number, each in enumerate(found):
            each.take(every[number][places[:, number]])
        return int(np.flatnonzero(sum(each.z0 for each in found) == 0)[0])  # where none of the left alone was called
    size = sum(each.size for each in found)
    rng = np.random.default_rng(seed)
    for each in found:
        each.take(each.random(min(permutations, max(FEWEST, MOST_DRAWN // size)), rng))
    return 0


def _statistic(found: list[_Draw], effect: float) -> np.ndarray:
    parts = [each.parts(effect) for each in found]
    difference, error = (sum(part[place] for part in parts) for place in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = difference / np.sqrt(error)
    none = 1e-9 * max(float(np.abs(difference).max()), 1e-300)
    return np.where(np.abs(difference) <= none, 0.0, statistic)


def _tail(found: list[_Draw], drawn: int, sign: int) -> Callable[[float], float]:
    """Return the function of an assumed effect that says how often chance gives as much as was seen, or more, that way."""

    def share(effect: float) -> float:
        statistic = sign * _statistic(found, effect)
        seen = statistic[drawn]
        near = 1e-9 * max(1.0, abs(seen)) if np.isfinite(seen) else 0.0
        return float(np.count_nonzero(statistic >= seen - near)) / len(statistic)

    return share


def _scale(found: list[_Draw], drawn: int, values: np.ndarray) -> float:
    error = sqrt(sum(float(each.parts(0.0)[1][drawn]) for each in found))
    return error or float(np.ptp(values)) or 1.0


def _end(tail: Callable[[float], float], difference: float, p_none: float, scale: float, sign: int) -> float | None:
    """Return the end of the interval on the side of ``sign``: where the test begins to reject; None where it never does.

    It lies beyond nothing where nothing itself is not rejected, so that what is claimed and what is shown agree.
    """
    inside, step = difference, scale
    if sign * difference < 0:  # nothing lies on the way to this end
        if p_none <= TAIL:
            return _halve(tail, 0.0, difference)
        inside = 0.0
    for _tried in range(DOUBLINGS):
        outside = inside + sign * step
        if tail(outside) <= TAIL:
            return _halve(tail, outside, inside)
        inside, step = outside, step * 2
    return None


def _halve(tail: Callable[[float], float], outside: float, inside: float) -> float:
    for _step in range(HALVINGS):
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if tail(middle) <= TAIL else (outside, middle)
    return float(outside + inside) / 2
