"""What a visit brings: Gamma–Gamma (Fader and Hardie 2013, "The Gamma-Gamma Model of Monetary Value").

The mean of a customer's own visits lies around a mean of his (gamma: p), and these means differ between customers (gamma: q, γ).
What one spends a visit and how often he comes are taken to have nothing to do with each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from segmentation.measures.foresight.fitting import Fit, LogLikelihood, every_so_many, maximise

NAMES = ("p", "q", "gamma")
START = (2.0, 3.0, 2.0)  # of money as a share of the mean


@dataclass(frozen=True)
class Spenders:
    """Customers with ``repeats`` visits after the first, which brought ``mean`` money each on average. Arrays of equal length."""

    repeats: np.ndarray
    mean: np.ndarray

    @property
    def told(self) -> np.ndarray:
        """Which of them the model is fitted on: with a repeat visit that brought something."""
        return (self.repeats > 0) & (self.mean > 0)


def fit_spending(spenders: Spenders) -> Fit:
    """Return p, q and γ (in the money of ``mean``) of those with repeat visits that brought something, by maximum likelihood."""
    repeats, mean = spenders.repeats[spenders.told].astype(float), spenders.mean[spenders.told]
    unit = float(mean.mean())
    some = every_so_many(len(mean))
    sample, scale = log_likelihood(repeats[some], mean[some] / unit), len(mean) / len(mean[some])
    fit = maximise(log_likelihood(repeats, mean / unit), START, len(mean), sample, scale)
    p, q, gamma = fit.values
    return Fit((p, q, gamma * unit), fit.errors, fit.covariance, fit.log_likelihood - len(mean) * log(unit), len(mean))


def log_likelihood(repeats: np.ndarray, mean: np.ndarray) -> LogLikelihood:
    """Return the log-likelihood as a function of ln p, ln q and ln γ, with its gradient by these."""
    from scipy.special import digamma, gammaln

    x, at = np.unique(repeats, return_inverse=True)
    number, spent, log_mean = np.bincount(at).astype(float), repeats * mean, np.log(mean)
    known = float(repeats @ (log_mean + np.log(repeats)))  # the sum of what p multiplies
    all_logs = float(log_mean.sum())

    def function(theta: np.ndarray) -> tuple[float, np.ndarray]:
        p, q, gamma = np.exp(theta)
        both_spent = gamma + spent
        logs = np.log(both_spent)
        logs_by_visits, both = np.bincount(at, logs), digamma(p * x + q)
        likelihood = (
            number @ (gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma))
            + p * known - all_logs - (p * x + q) @ logs_by_visits
        )
        gradient = np.array([
            (number * x) @ (both - digamma(p * x)) + known - x @ logs_by_visits,
            number @ (both - digamma(q) + np.log(gamma)) - logs.sum(),
            number.sum() * q / gamma - ((p * repeats + q) / both_spent).sum(),
        ])
        return float(likelihood), gradient * (p, q, gamma)

    return function


def expected_spend(fit: Fit, spenders: Spenders) -> np.ndarray:
    """Return what a visit of each customer brings on average: between his own mean and that of all, nearer his own the more
    often he came. Who has no repeat visit gets that of all; repeat visits that brought less than nothing count as nothing.

    Where so few spend so much that the mean of all has no end (q ≤ 1), who has no repeat visit gets the median of all.
    """
    p, q, gamma = fit.values
    x, spent = spenders.repeats.astype(float), spenders.repeats * np.maximum(spenders.mean, 0.0)
    again = x > 0
    own = p * (gamma + spent) / np.where(again, p * x + q - 1, 1.0)
    return np.where(again, own, mean_of_all(fit))


def mean_of_all(fit: Fit) -> float:
    """Return what a visit brings on average over customers; the median where the mean has no end."""
    from scipy.special import gammaincinv

    p, q, gamma = fit.values
    return p * gamma / (q - 1) if q > 1 else p * gamma / float(gammaincinv(q, 0.5))
