"""Intervals of differences: published values, differences worked out by hand, and a few simulated trials (all: benchmarks/trials.py)."""

import numpy as np
import pytest

from benchmarks.trials import Setup, simulate
from segmentation.measures.trials.intervals import Counts, mean_difference, needed_more, newcombe


@pytest.mark.parametrize(("counts", "low", "high"), [  # Newcombe 1998, table II, method 10
    (Counts(70, 80, 56, 48), 0.0524, 0.3339), (Counts(10, 10, 9, 3), 0.1705, 0.8090), (Counts(7, 7, 6, 2), 0.0582, 0.8062),
    (Counts(56, 29, 5, 0), -0.0381, 0.1926), (Counts(10, 20, 0, 0), -0.1611, 0.2775), (Counts(10, 20, 10, 0), 0.6791, 1.0000), (Counts(10, 10, 10, 0), 0.6075, 1.0000),
])
def test_the_interval_of_a_difference_of_shares_is_the_published_one(counts, low, high):
    found = newcombe([counts])
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_draws_are_pooled_by_the_called_and_not_by_adding_them_up():
    """90 of 100 against 40 of 50, and 10 of 100 against 1 of 10: 0.1 and 0 give 0.05; added up 100/200 against 41/60 would be −0.18."""
    found = newcombe([Counts(100, 50, 90, 40), Counts(100, 10, 10, 1), Counts(5, 0, 5, 0)])
    assert found.difference == pytest.approx(0.05)
    assert found.low < 0 < found.high


def test_where_draws_are_few_each_is_looked_at():
    """Of the ten ways to leave two of 3, 5, 7, 1, 2 alone one alone gives as much: p is 1/10, and no effect at all can be excluded."""
    found = mean_difference(np.array([3.0, 5, 7, 1, 2]), np.array([True, True, True, False, False]), np.zeros(5, int), 1)
    assert (found.difference, found.p_more, found.p_less, found.low, found.high) == (3.5, 0.1, 1.0, None, None)


def test_money_that_all_called_bring_more_is_found_to_the_cent():
    """Called bring 100 to 106, on average 102.925, those left alone 0 to 6, on average 2.85."""
    values = np.array([100.0 + n % 7 for n in range(80)] + [n % 7 for n in range(20)])
    called = np.arange(100) < 80
    found = mean_difference(values, called, np.zeros(100, int), 1)
    assert found.difference == pytest.approx(102.925 - 2.85)
    assert 99 < found.low < found.difference < found.high < 101.5
    assert found.p_more == 1 / 2000
    assert mean_difference(values, called, np.zeros(100, int), 1) == found
    less = mean_difference(-values, called, np.zeros(100, int), 1)
    assert (less.p_less, less.is_below) == (1 / 2000, True)


def test_draws_are_never_mixed_with_one_another():
    """In a dear month half of the list was called, in a cheap one nearly all: called and left alone brought the same in each."""
    values = np.concatenate([np.full(40, 1000.0) + np.arange(40) % 2, np.full(100, 10.0) + np.arange(100) % 2])
    called = np.concatenate([np.arange(40) < 20, np.arange(100) < 90])
    found = mean_difference(values, called, np.repeat([1, 2], [40, 100]), 1)
    assert (found.difference, found.is_above, found.is_below) == (0, False, False)


def test_nobody_on_one_side_compares_nothing():
    assert newcombe([Counts(5, 0, 1, 0)]) is None
    assert mean_difference(np.ones(5), np.ones(5, bool), np.zeros(5, int), 1) is None


def test_how_many_more_are_needed_follows_from_the_difference():
    """30 % of 80 against 20 % of 20: 7.849 × 0.28 × 0.72 × (1/0.8 + 1/0.2) ÷ 0.01 = 989, 100 of them there already."""
    assert needed_more(Counts(80, 20, 24, 4), 0.1) == (0.1, 889, 178)
    assert needed_more(Counts(80, 20, 20, 5), 0)[0] == 0.05


def test_simulated_trials_hold_their_promises():
    told = simulate(Setup(240, 200, 0.35, 0.25, 0.8), 60, seed=5, permutations=199)
    assert min(told.shares, told.money) >= 0.88
    assert simulate(Setup(40, 10, 0.3, 0.3, 1.6), 200, seed=4, permutations=199).claimed <= 0.05
