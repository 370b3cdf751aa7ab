"""How customers come and go for good: BG/NBD (Fader, Hardie and Lee 2005, "Counting Your Customers" the Easy Way).

While he is a customer, one comes at random at a rate of his own (gamma: r, α), and after every visit he may have been for the
last time, with a chance of his own (beta: a, b). Time is in weeks. Who came once only cannot have left after a repeat visit:
to the model he is alive for certain, so lists of who is gone or alive are of those with a repeat.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from segmentation.measures.foresight.fitting import Fit, LogLikelihood, every_so_many, maximise

NAMES = ("r", "alpha", "a", "b")
START = (0.5, 5.0, 0.8, 2.5)
WEEK = 7
ALMOST_ONE, MANY = 1e-6, 50.0  # of a


@dataclass(frozen=True)
class Buyers:
    """Counted customers: ``repeats`` visits after the first (x), ``seen_days`` from the first to the last of them (t_x),
    ``age_days`` from the first to the as-of day (T), and how many customers (``weight``) are so. Arrays of equal length."""

    repeats: np.ndarray
    seen_days: np.ndarray
    age_days: np.ndarray
    weight: np.ndarray

    @property
    def customers(self) -> int:
        """How many customers they are."""
        return int(self.weight.sum())

    @cached_property
    def ages(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Number of repeat visits and age in weeks, each pair once, and for each row the place of its pair."""
        size = int(self.age_days.max(initial=0)) + 1
        found, where = np.unique(self.repeats.astype(np.int64) * size + self.age_days, return_inverse=True)
        repeats, age = np.divmod(found, size)
        return repeats.astype(float), age / WEEK, where


def fit_buying(buyers: Buyers) -> Fit:
    """Return r, α (weeks), a and b of the customers, by maximum likelihood."""
    some = every_so_many(len(buyers.repeats))
    sample = Buyers(buyers.repeats[some], buyers.seen_days[some], buyers.age_days[some], buyers.weight[some])
    scale = buyers.weight.sum() / sample.weight.sum()
    return maximise(log_likelihood(buyers), START, buyers.customers, log_likelihood(sample), scale)


def log_likelihood(buyers: Buyers) -> LogLikelihood:
    """Return the log-likelihood of the customers as a function of ln r, ln α, ln a and ln b, with its gradient by these.

    Gamma functions are taken once for each number of visits and logarithms once a day, so a row costs one exponential.
    """
    from scipy.special import digamma, gammaln

    x, at = np.unique(buyers.repeats, return_inverse=True)
    x, weight = x.astype(float), buyers.weight.astype(float)
    number = np.bincount(at, weight)  # customers by number of visits
    customers, weeks = weight.sum(), np.arange(int(buyers.age_days.max(initial=0)) + 1) / WEEK
    seen, age, again, number_of = buyers.seen_days, buyers.age_days, x > 0, x[at]

    def function(theta: np.ndarray) -> tuple[float, np.ndarray]:
        r, alpha, a, b = np.exp(theta)
        logs, inverse = np.log(alpha + weeks), 1 / (alpha + weeks)
        left = np.where(again, np.log(a) - np.log(np.where(again, b + x - 1, 1.0)), -np.inf)  # of a last visit that was the last
        rate, log_age, log_seen = r + number_of, logs[age], logs[seen]
        odds = left[at] + rate * (log_age - log_seen)  # logarithm of those of having left
        small = np.exp(-np.abs(odds))
        top = np.maximum(odds, 0) + np.log1p(small) - rate * log_age
        is_gone = weight * np.where(odds > 0, 1, small) / (1 + small)
        is_alive = weight - is_gone
        of_visits = (
            gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(a + b) - gammaln(a + b + x) + gammaln(b + x) - gammaln(b)
        )
        gone_by_visits, ends = np.bincount(at, is_gone), digamma(a + b) - digamma(a + b + x)
        gradient = np.array([
            number @ (digamma(r + x) - digamma(r) + np.log(alpha)) - _sum(is_alive, log_age) - _sum(is_gone, log_seen),
            customers * r / alpha - _sum(is_alive, rate, inverse[age]) - _sum(is_gone, rate, inverse[seen]),
            number @ ends + is_gone.sum() / a,
            number @ (ends + digamma(b + x) - digamma(b)) - np.sum(gone_by_visits[again] / (b + x[again] - 1)),
        ])
        return float(number @ of_visits + _sum(weight, top)), gradient * (r, alpha, a, b)

    return function


def _sum(*columns: np.ndarray) -> float:
    """Return the sum of products of long columns, by one thread: what the others would do, they spend waiting."""
    return float(np.einsum(",".join("i" * len(columns)) + "->", *columns))


def chance_alive(fit: Fit, buyers: Buyers) -> np.ndarray:
    """Return for each row the chance (0–1) that such a customer still is one on the as-of day; 1 without a repeat visit."""
    from scipy.special import expit

    r, alpha, a, b = fit.values
    x = buyers.repeats.astype(float)
    again = x > 0
    gone = np.log(a) - np.log(np.where(again, b + x - 1, 1.0)) + (r + x) * (
        np.log(alpha + buyers.age_days / WEEK) - np.log(alpha + buyers.seen_days / WEEK)
    )
    return np.where(again, expit(-gone), 1.0)


def expected_visits(fit: Fit, buyers: Buyers, days: float) -> np.ndarray:
    """Return for each row how many visits such a customer makes in the ``days`` after the as-of day, on average (eq. 10).

    The hypergeometric function is worked out once for each number of visits and age, in Euler's other form of the paper's, whose
    parameters are small; where all customers have nearly the same chance to leave (a is large), in the paper's own.
    """
    repeats, age, where = buyers.ages
    return chance_alive(fit, buyers) * _visits_if_alive(fit, repeats, age, days / WEEK)[where]


def _visits_if_alive(fit: Fit, x: np.ndarray, age: np.ndarray, ahead: float) -> np.ndarray:
    from scipy.special import hyp2f1

    r, alpha, a, b = fit.values
    if abs(a - 1) < ALMOST_ONE:
        a = 1 + ALMOST_ONE  # the two sides of the fraction below are both nought at 1
    if abs(a + b - 1) < ALMOST_ONE:
        b += ALMOST_ONE
    share = ahead / (alpha + age + ahead)
    away = np.log1p(-share)
    if a > MANY:
        kept = np.exp((r + x) * away) * hyp2f1(r + x, b + x, a + b + x - 1, share)
    else:
        kept = np.exp((a - 1) * away) * hyp2f1(a + b - 1 - r, a - 1, a + b + x - 1, share)
    return (a + b + x - 1) / (a - 1) * (1 - kept)


def expected_of_new(fit: Fit, days: np.ndarray) -> np.ndarray:
    """Return how many repeat visits a customer has made on average so many days after his first."""
    new = np.zeros(1, np.int64)
    return np.array([expected_visits(fit, Buyers(new, new, new, new + 1), float(each))[0] for each in days])


def chance_of_none(fit: Fit, buyers: Buyers, days: np.ndarray, from_day: np.ndarray | int = 0) -> np.ndarray:
    """Return for each row the chance (0–1) of no visit from after ``from_day`` up to ``days`` days after the as-of day.

    He is gone already, or comes at a rate that is gamma (r + x, α + T) and does not come for so long. That a visit before
    ``from_day`` may be his last is left out of account.
    """
    r, alpha, _a, _b = fit.values
    age, alive = alpha + buyers.age_days / WEEK, chance_alive(fit, buyers)
    return 1 - alive + alive * np.exp((r + buyers.repeats) * (np.log(age) - np.log(age + (days - from_day) / WEEK)))
