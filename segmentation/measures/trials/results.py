"""What trials came to: who came back of called and left alone, what they brought, and whether chance alone would have done it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.trials.intervals import (
    TAIL,
    Counts,
    Interval,
    MeanDifference,
    mean_difference,
    needed_more,
    newcombe,
)
from segmentation.warehouse import Warehouse

SEED = 16
CENT = Decimal("0.01")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Trial:
    """One draw. Visits from ``first_day`` to ``last_day`` count; ``customers`` and ``left_alone`` are how many of them are shown.

    ``kind`` is one of ``fields.TRIAL_LISTS``; ``group_name`` is None for another list, and where the group is gone or hidden.
    """

    number: int
    kind: str
    occasion: str | None
    group: int | None
    group_name: str | None
    manager: str | None
    first_day: date
    last_day: date
    share: int
    seed: int
    saved_at: datetime
    saved_by: str
    ended_on: date | None
    taken_back_at: datetime | None
    customers: int
    left_alone: int

    @property
    def called(self) -> int:
        return self.customers - self.left_alone

    @property
    def until(self) -> date:
        """The last day on which somebody is left alone."""
        return self.last_day if self.ended_on is None else self.ended_on - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def state(self, as_of: date) -> str:
        """Return running, measured (the bills reach to its last day), ended (early) or taken_back."""
        if self.taken_back_at is not None:
            return "taken_back"
        if self.ended_on is not None:
            return "ended"
        return "measured" if self.last_day <= as_of else "running"

    def is_leaving_alone(self, on: date) -> bool:
        """Whether customers are left alone on ``on`` because of it."""
        return self.taken_back_at is None and self.first_day <= on <= self.until


@dataclass(frozen=True)
class Result:
    """What became of called and left alone. ``share`` is the difference of the shares that came, ``mean`` that of what they
    brought on average (CNY), both called less left alone and pooled over draws (None: nobody stands on one side).

    ``contacted_left`` of the left alone were contacted all the same, ``never_called`` of the called were not.
    """

    counts: Counts
    spend_called: Decimal
    spend_left: Decimal
    contacted_left: int
    never_called: int
    share: Interval | None
    mean: MeanDifference | None
    compared: int

    @property
    def verdict(self) -> str:
        """One of ``fields.TRIAL_VERDICTS``: helped only where chance gives so much money at most once in forty times."""
        if self.share is None or self.mean is None:
            return "too_few"
        if self.mean.p_more <= TAIL:
            return "helped"
        if self.mean.p_less <= TAIL:
            return "hurt"
        return "more_came" if self.share.is_above else "fewer_came" if self.share.is_below else "too_few"

    @property
    def money(self) -> Decimal | None:
        """What the calls brought (CNY): the difference times the called; None where it is not claimed."""
        return self._money(self.mean.difference) if self.mean and self.verdict == "helped" else None

    @property
    def money_low(self) -> Decimal | None:
        """The least that the calls brought (95 %), which may be below nothing; None where it cannot be told."""
        return self._money(self.mean.low) if self.mean else None

    @property
    def money_high(self) -> Decimal | None:
        """The most that the calls brought (95 %); None where it cannot be told."""
        return self._money(self.mean.high) if self.mean else None

    @property
    def needed(self) -> tuple[float, int, int] | None:
        """A difference of shares, and how many more customers, of them left alone, would tell it (``needed_more``)."""
        return needed_more(self.counts, self.share.difference) if self.share else None

    def _money(self, each: float | None) -> Decimal | None:
        return None if each is None else (Decimal(repr(each)) * self.compared).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Results:
    """Every trial of a store, the last first, and what those that are measured came to as of a day.

    ``results`` are by trial number, of trials that ended early too. ``pooled`` is of all measured ones (None: none is); the
    others by list, by list and reason, and by the manager of the day of the draw ("" for nobody). ``rows`` are the customers of
    trials that count (measures/trials/outcomes).
    """

    as_of: date
    trials: tuple[Trial, ...]
    results: Mapping[int, Result]
    pooled: Result | None
    by_list: Mapping[str, Result]
    by_reason: Mapping[tuple[str, str], Result]
    by_manager: Mapping[str, Result]
    rows: Sequence[Row]

    @property
    def running(self) -> list[Trial]:
        """The trials that are not measured yet and leave somebody alone, or wait for bills."""
        return [each for each in self.trials if each.state(self.as_of) == "running"]

    @property
    def drawn(self) -> tuple[int, int]:
        """How often customers were drawn in what is measured, and how many customers these are."""
        measured = {each.number for each in self.trials if each.state(self.as_of) == "measured"}
        drawn = [row["customer"] for row in self.rows if row["trial_id"] in measured]
        return len(drawn), len(set(drawn))

    def left_alone(self, number: int) -> list[Row]:
        """Return the customers of a trial who are left alone, who brings most first."""
        return [row for row in self.rows if row["trial_id"] == number and row["is_left_alone"]]


def list_trials(warehouse: Warehouse, store_id: int) -> list[Trial]:
    """Return every trial of the store, those taken back too, the last first."""
    return [
        Trial(row.pop("trial_id"), row.pop("kind"), row.pop("occasion"), row.pop("group_id"), **row)
        for row in warehouse.rows("measures/trials/listed", store=store_id)
    ]


def read_results(warehouse: Warehouse, store_id: int, as_of: date) -> Results:
    """Return what the trials came to, as of a day; nothing after it is seen.

    A trial is measured once the bills reach to its last day; one that ended early is told by itself and in no sum. On a day
    before the last bills, draws that were made later are not there yet.
    """
    trials, last = list_trials(warehouse, store_id), default_as_of(warehouse, store_id)
    if last is not None and as_of < last:
        trials = [each for each in trials if each.first_day <= as_of + timedelta(days=1)]
    known = {each.number for each in trials}
    rows = [row for row in warehouse.rows("measures/trials/outcomes", store=store_id, as_of=as_of) if row["trial_id"] in known]
    states = {each.number: each.state(as_of) for each in trials}
    own = _parted(rows, lambda row: row["trial_id"])
    done = [row for row in rows if states[row["trial_id"]] == "measured"]
    return Results(
        as_of, tuple(trials),
        {number: judge(part) for number, part in own.items() if states[number] in ("measured", "ended")},
        judge(done) if done else None,
        {key: judge(part) for key, part in _parted(done, lambda row: row["kind"]).items()},
        {key: judge(part) for key, part in _parted(done, lambda row: (row["kind"], row["reason_code"] or "")).items()},
        {key: judge(part) for key, part in _parted(done, lambda row: row["manager"] or "").items()},
        rows,
    )


def _parted(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    parts: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        parts[key(row)].append(row)
    return dict(parts)


def judge(rows: Sequence[Row], seed: int = SEED) -> Result:
    """Return what became of customers of one draw or several (trial_id, is_left_alone, came, spend, was_contacted)."""
    draws = [
        Counts(*(
            sum(1 for row in part if row["is_left_alone"] is alone and (row["came"] or not only_came))
            for only_came in (False, True) for alone in (False, True)
        ))
        for part in _parted(rows, lambda row: row["trial_id"]).values()
    ]
    called, left = (
        sum((row["spend"] for row in rows if row["is_left_alone"] is alone), Decimal("0.00")) for alone in (False, True)
    )
    mean = mean_difference(
        np.array([float(row["spend"]) for row in rows]), np.array([not row["is_left_alone"] for row in rows], bool),
        np.array([row["trial_id"] for row in rows]), seed,
    ) if rows else None
    return Result(
        Counts(*(sum(getattr(each, name) for each in draws) for name in ("called", "left", "came_called", "came_left"))),
        called, left,
        sum(1 for row in rows if row["is_left_alone"] and row["was_contacted"]),
        sum(1 for row in rows if not row["is_left_alone"] and not row["was_contacted"]),
        newcombe(draws), mean, sum(each.called for each in draws if each.called and each.left),
    )
