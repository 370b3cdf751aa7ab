"""What trials came to as a table: by list, by reason, by manager or draw by draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_, translator
from segmentation.measures.trials.results import Result, Results, Row
from segmentation.measures.trials.words import part_name, trial_name

BY = {"list": N_("By list"), "reason": N_("By reason"), "manager": N_("By manager"), "draw": N_("Draw by draw")}
MONEY = pa.decimal128(18, 2)
KINDS = {
    "called": pa.int64(), "left_alone": pa.int64(), "came_called": pa.float64(), "came_left": pa.float64(),
    "difference": pa.float64(), "difference_low": pa.float64(), "difference_high": pa.float64(), "money_brought": MONEY,
    "money_low": MONEY, "money_high": MONEY, "trial_verdict": pa.string(), "more_needed": pa.int64(),
    "contacted_left": pa.int64(),
}
LEFT_ALONE = {"customer": pa.string(), "name": pa.string(), "phone": pa.string(), "manager": pa.string(), "stake": MONEY}


def results_table(found: Results, by: str, lang: str) -> pa.Table:
    """Return one row per part of the results, the largest first: trial_part (manager where asked by manager) and ``KINDS``.

    ``by`` is one of ``BY``. more_needed is null where something is told for certain.
    """
    said: Mapping[Any, tuple[str, Result]] = {
        "list": {key: (part_name(key, "", lang), each) for key, each in found.by_list.items()},
        "reason": {key: (part_name(*key, lang), each) for key, each in found.by_reason.items()},
        "manager": {key: (key or translator(lang)("Nobody's"), each) for key, each in found.by_manager.items()},
        "draw": {
            trial.number: (trial_name(trial, lang), found.results[trial.number])
            for trial in found.trials if trial.number in found.results
        },
    }[by]
    first = "manager" if by == "manager" else "trial_part"
    parts = list(said.values())
    if by != "draw":
        parts.sort(key=lambda part: (-part[1].counts.called - part[1].counts.left, part[0]))
    rows = [{first: name, **_row(each)} for name, each in parts]
    return pa.Table.from_pylist(rows, pa.schema([(first, pa.string()), *KINDS.items()]))


def _row(each: Result) -> dict[str, Any]:
    counts, share, needed = each.counts, each.share, each.needed
    return {
        "called": counts.called, "left_alone": counts.left,
        "came_called": counts.came_called / counts.called if counts.called else None,
        "came_left": counts.came_left / counts.left if counts.left else None,
        "difference": share and share.difference, "difference_low": share and share.low, "difference_high": share and share.high,
        "money_brought": each.money, "money_low": each.money_low, "money_high": each.money_high, "trial_verdict": each.verdict,
        "more_needed": needed[1] if needed and each.verdict == "too_few" else None, "contacted_left": each.contacted_left,
    }


def left_alone_table(rows: list[Row]) -> pa.Table:
    """Return customers who are left alone: customer, name, phone, manager (of the day of the draw), stake (CNY, of then)."""
    return pa.Table.from_pylist([{name: row[name] for name in LEFT_ALONE} for row in rows], pa.schema(list(LEFT_ALONE.items())))
