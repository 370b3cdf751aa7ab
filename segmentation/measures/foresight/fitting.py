"""Maximum likelihood on the log scale: the search for the best parameters, and how sure they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

FURTHEST = 12.0  # of a parameter's logarithm: what runs further tells only that it is large, or next to nothing
STEP = 1e-4  # of a parameter's logarithm, between gradients of which curvature is the difference
CLOSE = 1e-7  # what another step would add to the log-likelihood where none is taken any more
FLAT = 1e-2  # curvature of a direction of which the data say nothing: its standard error is tenfold up or down, and more
STEPS, NOISE = 20, 1e-6
SAMPLE = 10_000  # rows in which the best point is looked for at first

# of the logarithms of parameters: the log-likelihood, and its gradient by them
LogLikelihood = Callable[[np.ndarray], tuple[float, np.ndarray]]


@dataclass(frozen=True)
class Fit:
    """Parameters that are most likely, in their order; ``errors`` are standard errors of their logarithms, nan where the data
    say next to nothing of one; ``covariance`` is that of the logarithms, nothing along directions of which they say nothing
    (None where no top was found); ``customers`` are those it was fitted on."""

    values: tuple[float, ...]
    errors: tuple[float, ...]
    covariance: np.ndarray | None
    log_likelihood: float
    customers: int


def maximise(
    exact: LogLikelihood, start: Sequence[float], customers: int, sample: LogLikelihood | None = None, scale: float = 1.0
) -> Fit:
    """Return the fit of ``exact``, from ``start`` (positive) on; ``sample`` is that of some rows, ``scale`` times fewer.

    The search is BFGS, over the sample where there is one; then come Newton's steps over all, with the curvature of the
    sample as long as that leads up. Standard errors come from the curvature at the best point.
    """
    found = sample or exact
    theta = _search(found, np.log(np.asarray(start, float)))
    theta, is_top = _climb(exact, theta, scale * curvature(found, theta))
    if not is_top:
        theta = _search(exact, theta)
        theta, _is_top = _climb(exact, theta, curvature(exact, theta))
    covariance, errors = _sureness(curvature(exact, theta))
    return Fit(tuple(np.exp(theta).tolist()), tuple(errors.tolist()), covariance, exact(theta)[0], customers)


def every_so_many(rows: int) -> slice:
    """Return which of so many rows stand for all of them in the first search: about ``SAMPLE``, spread evenly."""
    return slice(None, None, max(1, rows // SAMPLE))


def curvature(function: LogLikelihood, theta: np.ndarray) -> np.ndarray:
    """Return the second derivatives of a log-likelihood: central differences of its gradient, made symmetric."""
    rows = []
    for number in range(len(theta)):
        step = np.zeros(len(theta))
        step[number] = STEP
        rows.append((function(theta + step)[1] - function(theta - step)[1]) / (2 * STEP))
    found = np.array(rows)
    return (found + found.T) / 2


def _search(function: LogLikelihood, theta: np.ndarray) -> np.ndarray:
    from scipy.optimize import minimize  # a third of a second, and most commands and pages fit nothing

    def down(at: np.ndarray) -> tuple[float, np.ndarray]:
        held = np.clip(at, -FURTHEST, FURTHEST)
        likelihood, gradient = function(held)
        return -likelihood, np.where(held == at, -gradient, 0.0)

    # L-BFGS-B has bounds of its own, but on so few parameters the threads that it wakes cost more than the search
    found = minimize(down, theta, jac=True, method="BFGS", options={"gtol": 1e-3, "maxiter": 200})
    return np.clip(found.x, -FURTHEST, FURTHEST)


def _climb(function: LogLikelihood, theta: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return where steps with this curvature lead, and whether that is the top."""
    likelihood, gradient = function(theta)
    inverse = _inverse(second)
    if inverse is None:
        return theta, False
    for _ in range(STEPS):
        step = inverse @ gradient
        if gradient @ step / 2 < CLOSE:
            return theta, True
        there = np.clip(theta + np.clip(step, -1, 1), -FURTHEST, FURTHEST)
        better, its_gradient = function(there)
        if better < likelihood - NOISE:
            return theta, False
        theta, likelihood, gradient = there, better, its_gradient
    return theta, False


def _inverse(second: np.ndarray) -> np.ndarray | None:
    """Return the inverse of minus the curvature, nothing along flat directions; None where one leads up both ways."""
    if not np.isfinite(second).all():
        return None
    bent, directions = np.linalg.eigh(-second)
    if bent.min() < -FLAT * max(1.0, bent.max()):
        return None
    along = np.where(bent > FLAT, 1 / np.maximum(bent, FLAT), 0.0)
    return (directions * along) @ directions.T


def _sureness(second: np.ndarray) -> tuple[np.ndarray | None, np.ndarray]:
    """Return the covariance and the standard errors at a point with this curvature."""
    inverse = _inverse(second)
    if inverse is None:
        return None, np.full(len(second), np.nan)
    bent, directions = np.linalg.eigh(-second)
    unknown = (np.abs(directions[:, bent <= FLAT]) > STEP).any(axis=1)
    return inverse, np.where(unknown, np.nan, np.sqrt(np.diag(inverse)))
