"""Whether the intervals of trials hold what they promise, on simulated ones of known truth: ``python -m benchmarks.trials``.

Not among the parts of ``python -m benchmarks``: it measures no time. Spend is nothing for who does not come, else log-normal: a
spread of 1.6 has a mean of three and a half times its median, and one banquet in a hundred of forty times it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import click
import numpy as np

from segmentation.measures.trials.intervals import TAIL, Counts, mean_difference, newcombe

MEDIAN = 400.0  # CNY, of those who come


@dataclass(frozen=True)
class Setup:
    """How trials are simulated: how many are called and left alone, the shares that come, and how spend is spread."""

    called: int
    left: int
    come_called: float
    come_left: float
    spread: float

    @property
    def truth(self) -> tuple[float, float]:
        """The true differences: of the shares, and of the mean spend (CNY)."""
        mean = MEDIAN * exp(self.spread**2 / 2)
        return self.come_called - self.come_left, mean * (self.come_called - self.come_left)

    def __str__(self) -> str:
        return f"{self.called}/{self.left}, {self.come_called:.0%} against {self.come_left:.0%}, spread {self.spread}"


COVERED = [
    Setup(200, 200, 0.30, 0.30, 1.0), Setup(200, 200, 0.40, 0.25, 1.0), Setup(800, 200, 0.30, 0.20, 1.0),
    Setup(800, 200, 0.45, 0.25, 0.6), Setup(1200, 300, 0.20, 0.15, 1.0), Setup(400, 400, 0.50, 0.30, 1.0),
]
SMALL = [Setup(40, 10, 0.30, 0.20, 1.0), Setup(80, 20, 0.30, 0.20, 1.0), Setup(160, 40, 0.30, 0.20, 1.0)]
NOTHING = [
    Setup(20, 10, 0.3, 0.3, 1.6), Setup(40, 10, 0.3, 0.3, 1.6), Setup(40, 10, 0.7, 0.7, 2.0), Setup(90, 10, 0.5, 0.5, 1.6),
    Setup(240, 60, 0.3, 0.3, 1.6),
]


@dataclass(frozen=True)
class Told:
    """Of simulated trials the shares (0–1) of which the intervals held the truth, and of which money was claimed."""

    shares: float
    money: float
    claimed: float


def simulate(setup: Setup, trials: int, seed: int, permutations: int = 999) -> Told:
    """Return how often the intervals of so many simulated trials held the truth, and how often money was claimed."""
    rng = np.random.default_rng(seed)
    share, mean = setup.truth
    size = setup.called + setup.left
    called, one = np.arange(size) < setup.called, np.zeros(size, int)
    chances = np.where(called, setup.come_called, setup.come_left)
    held = np.zeros(3)
    for number in range(trials):
        came = rng.random(size) < chances
        spend = np.round(np.where(came, MEDIAN * rng.lognormal(0, setup.spread, size), 0), 2)
        shares = newcombe([Counts(setup.called, setup.left, int(came[called].sum()), int(came[~called].sum()))])
        money = mean_difference(spend, called, one, number, permutations=permutations)
        held += (
            shares.low <= share <= shares.high,
            (money.low is None or money.low <= mean) and (money.high is None or mean <= money.high),
            money.p_more <= TAIL,
        )
    return Told(*(held / trials))


@click.command()
@click.option("--trials", type=click.IntRange(10), default=1000, show_default=True, help="Simulated trials of each kind.")
@click.option("--nothing", type=click.IntRange(10), default=8000, show_default=True, help="Simulated trials without an effect.")
def main(trials: int, nothing: int) -> None:
    """Print of each kind of trial how often the intervals of shares and money held the truth, and how often money was claimed."""
    for name, setups, count in (("200 and more", COVERED, trials), ("smaller", SMALL, trials), ("no effect", NOTHING, nothing)):
        for number, setup in enumerate(setups):
            told = simulate(setup, count, 1000 + number)
            click.echo(f"{name}  {setup}: shares {told.shares:.1%}, money {told.money:.1%}, claimed {told.claimed:.2%}")


if __name__ == "__main__":
    main()
