"""What trials came to as a table: by list, by reason, by manager or draw by draw."""

from __future__ import annotations

from typing import Any, NamedTuple

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
DRAWN = {
    "customer": pa.string(), "name": pa.string(), "phone": pa.string(), "manager": pa.string(), "is_left_alone": pa.bool_(),
    "drawn_on": pa.date32(), "was_contacted": pa.bool_(), "came_back": pa.bool_(), "spent_since": MONEY,
}
LEFT_ALONE = {"customer": pa.string(), "name": pa.string(), "phone": pa.string(), "manager": pa.string(), "stake": MONEY}


class Part(NamedTuple):
    """A part of the results: by what it is told apart within ``BY``, what it is called, and what it came to."""

    key: str
    name: str
    result: Result


def parts_of(found: Results, by: str, lang: str) -> list[Part]:
    """Return the parts of the results, the largest first, of draws the last one."""
    if by == "draw":
        return [
            Part(str(trial.number), trial_name(trial, lang), found.results[trial.number])
            for trial in found.trials if trial.number in found.results
        ]
    said = {
        "list": [Part(key, part_name(key, "", lang), each) for key, each in found.by_list.items()],
        "reason": [Part(f"{key[0]}:{key[1]}", part_name(*key, lang), each) for key, each in found.by_reason.items()],
        "manager": [Part(key, key or translator(lang)("Nobody's"), each) for key, each in found.by_manager.items()],
    }[by]
    return sorted(said, key=lambda part: (-part.result.counts.called - part.result.counts.left, part.name))


def who_was_drawn(found: Results, by: str, key: str) -> pa.Table:
    """Return who was called and left alone of a part (``by`` all: of all that is measured), a row a draw and customer: ``DRAWN``.

    Who spent most stands first, the called before those left alone.
    """
    of = {
        "all": lambda row: "", "list": lambda row: row["kind"], "reason": lambda row: f"{row['kind']}:{row['reason_code'] or ''}",
        "manager": lambda row: row["manager"] or "", "draw": lambda row: str(row["trial_id"]),
    }[by]
    days = {trial.number: (trial.first_day, trial.state(found.as_of)) for trial in found.trials}
    told = ("measured", "ended") if by == "draw" else ("measured",)
    rows = [
        {name: row[name] for name in DRAWN if name in row}
        | {"drawn_on": days[row["trial_id"]][0], "came_back": row["came"], "spent_since": row["spend"]}
        for row in found.rows if of(row) == key and days[row["trial_id"]][1] in told
    ]
    rows.sort(key=lambda row: (row["is_left_alone"], -row["spent_since"], row["customer"]))
    return pa.Table.from_pylist(rows, pa.schema(list(DRAWN.items())))


def results_table(found: Results, by: str, lang: str) -> pa.Table:
    """Return one row per part of the results, the largest first: trial_part (manager where asked by manager) and ``KINDS``.

    ``by`` is one of ``BY``. more_needed is null where something is told for certain.
    """
    first = "manager" if by == "manager" else "trial_part"
    rows = [{first: part.name, **_row(part.result)} for part in parts_of(found, by, lang)]
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
