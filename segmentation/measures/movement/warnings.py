"""Whom to call before he is lost, and who is lost: customers out of their own rhythm, ranked by what is at stake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import counter, format_count, format_money_short, translator
from segmentation.measures.grades.grading import read_facts
from segmentation.measures.movement.day_ends import kept_days, kept_facts
from segmentation.schemes import Value
from segmentation.settings.warning_rules import WarningRules, warning_rules
from segmentation.warehouse import Warehouse

SPAN_DAYS = 90


@dataclass(frozen=True)
class Flagged:
    """How many active customers are warned, by each sign (one customer may give several), and what they bring (CNY)."""

    customers: int
    silent: int
    fewer_visits: int
    less_spend: int
    stake: Decimal


@dataclass(frozen=True)
class Signs:
    """What warnings are judged by: one row per customer who has visited, and the day and settings that they were read under.

    ``table``: customer_key, last_visit, silent_days, is_active, stake (CNY, contribution in the window), visits (days visited
    so far), usual_gap_days (median, one decimal; null with one visit), recent_visits, before_visits, recent_spend,
    before_spend (the last 90 days and the 90 before). visits and usual_gap_days are null for who is not active.
    """

    table: pa.Table
    store_id: int
    as_of: date
    settings: Mapping[str, Value]

    @property
    def counts_bills(self) -> bool:
        """Whether frequency counts bills, not days visited."""
        return self.settings["frequency"] == "bills"

    @property
    def lost(self) -> int:
        """How many customers are no longer active."""
        return self.table.num_rows - (pc.sum(self.table["is_active"]).as_py() or 0)


@dataclass(frozen=True)
class Warnings:
    """Who is in warning and who is lost as of a day.

    ``table`` has one row per active customer in warning, the highest stake first: customer, name, phone, module, manager,
    reason_code (the first of ``fields.SIGNS``), is_silent, has_fewer_visits, spends_less, last_visit, usual_gap_days,
    silent_days, recent_visits, before_visits, recent_spend, before_spend, stake, win_back_by, state, noted_on, note (what was
    noted of him last; null: nothing). ``lost`` has one row per customer who is no longer active, who brought the most first:
    customer, name, phone, module, manager, last_visit, silent_days, lost_days (since he stopped being active),
    last_contribution (in the window up to his last visit), state, noted_on, note. Money is CNY. state barred: not to be called;
    left_alone: not now, on purpose.
    """

    as_of: date
    rules: WarningRules
    table: pa.Table
    lost: pa.Table
    counts: Flagged
    counts_bills: bool


def read_signs(
    warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value], facts: pa.Table | None = None
) -> Signs:
    """Return what warnings as of a day are judged by. Of the settings active_days, window and frequency count.

    ``facts`` are ``read_facts`` of the day, of who has them already. Gaps are those between visits of all
    history up to the day. Walk-ins and profiles without a visit are left out.
    """
    if facts is None:
        facts = kept_facts(warehouse, store_id, as_of, settings)
    if facts is None:
        facts = read_facts(warehouse, store_id, as_of, settings)
    span = timedelta(days=SPAN_DAYS)
    days = {"as_of": as_of, "recent_after": as_of - span, "before_after": as_of - 2 * span}
    is_kept = kept_days(warehouse, store_id).issuperset(days.values())
    table = warehouse.over(
        "measures/movement/warning_signs",
        {"customer_facts": facts, "spans": "measures/movement/kept_spans" if is_kept else "measures/movement/spans"},
        store=store_id, active_days=settings["active_days"], frequency=settings["frequency"], **days,
    )
    return Signs(table, store_id, as_of, settings)


def read_rhythms(warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value]) -> Signs:
    """Return of ``read_signs`` what tells when customers come: customer_key, last_visit, is_active, visits, usual_gap_days.

    Of a kept day no visits are looked through; of another the other columns come along.
    """
    if as_of not in kept_days(warehouse, store_id):
        return read_signs(warehouse, store_id, as_of, settings)
    asked = {"store": store_id, "as_of": as_of}
    seen = warehouse.table("facts/kept_last_visits", **asked)
    table = warehouse.over(
        "measures/movement/rhythm_signs", {"customer_facts": seen}, **asked, active_days=settings["active_days"]
    )
    return Signs(table, store_id, as_of, settings)


def count_flagged(warehouse: Warehouse, signs: Signs, rules: WarningRules) -> Flagged:
    """Return how many customers the limits would flag; cheap, so that limits can be tried. Nothing is saved."""
    found = warehouse.over("measures/movement/flagged_counts", {"warning_signs": signs.table}, **_limits(rules))
    return Flagged(**found.to_pylist()[0])


def read_warnings(
    warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value], rules: WarningRules | None = None,
    on: date | None = None,
) -> Warnings:
    """Return who is in warning and who is lost as of a day, under ``rules`` (None: those of the store).

    In warning is an active customer who is silent for more than ``factor`` times his usual gap (from ``min_visits`` visits on),
    or whose visits or spend of the last 90 days are down by ``drop`` per cent or more against the 90 before; a before of
    nothing cannot fall. Ties of the stake: by key. A store without customers gives empty tables. Who has asked by ``on``
    (None: by ``as_of``) not to be contacted has the state barred.
    """
    return judge_signs(warehouse, read_signs(warehouse, store_id, as_of, settings), rules, on)


def judge_signs(
    warehouse: Warehouse, signs: Signs, rules: WarningRules | None = None, on: date | None = None
) -> Warnings:
    """Return ``read_warnings`` of signs that were read already."""
    rules = rules or warning_rules(warehouse, signs.store_id)
    frames = {"warning_signs": signs.table}
    asked = {"store": signs.store_id, "as_of": signs.as_of, "on": max(on or signs.as_of, signs.as_of)}
    window = signs.settings["window"]
    return Warnings(
        signs.as_of, rules,
        table=warehouse.over(
            "measures/movement/warnings", frames, **asked, **_limits(rules),
            win_back_by=signs.as_of + timedelta(days=rules.win_back_days)
        ),
        lost=warehouse.over(
            "measures/movement/lost", frames, **asked, active_days=signs.settings["active_days"],
            window_days=0 if window == "all" else int(window),
        ),
        counts=count_flagged(warehouse, signs, rules),
        counts_bills=signs.counts_bills,
    )


def _limits(rules: WarningRules) -> dict[str, Any]:
    return {"factor_tenths": int(rules.factor * 10), "min_visits": rules.min_visits, "drop": rules.drop}


def open_cases(found: Warnings, table: pa.Table) -> pa.Table:
    """Return the rows of ``found.table`` or ``found.lost`` without those that are settled.

    Settled is who was given up and has not come since, who was noted as won back no longer than win_back_days ago, who is not to
    be contacted, and who is left alone on purpose in a trial.
    """
    since = found.as_of - timedelta(days=found.rules.win_back_days)
    given_up = pc.and_(pc.equal(table["state"], "given_up"), pc.less_equal(table["last_visit"], table["noted_on"]))
    won_back = pc.and_(pc.equal(table["state"], "won_back"), pc.greater_equal(table["noted_on"], pa.scalar(since)))
    barred = pc.fill_null(pc.is_in(table["state"], pa.array(["barred", "left_alone"])), False)
    return table.filter(pc.invert(pc.or_(barred, pc.fill_null(pc.or_(given_up, won_back), False))))


def with_reasons(table: pa.Table, lang: str, *, counts_bills: bool = False, brief: bool = False) -> pa.Table:
    """Return warnings with their reasons in words as column reason, after reason_code; ``brief``: as a list has room for."""
    write = brief_reason if brief else reason_text
    texts = [write(row, lang, counts_bills=counts_bills) for row in table.to_pylist()]
    return table.add_column(table.column_names.index("reason_code") + 1, "reason", pa.array(texts, pa.string()))


def reason_text(row: Mapping[str, Any], lang: str, *, counts_bills: bool = False) -> str:
    """Return in words why a customer is in warning, every sign that he gives.

    >>> row = {"is_silent": True, "has_fewer_visits": True, "spends_less": False, "usual_gap_days": Decimal("9.0"),
    ...        "silent_days": 31, "recent_visits": 1, "before_visits": 4, "recent_spend": 0, "before_spend": 0}
    >>> reason_text(row, "en")
    'usually every 9 days, silent for 31; 1 visit in the last 90 days, 4 in the 90 before'
    """
    _, _n = translator(lang), counter(lang)
    parts = []
    if row["is_silent"]:
        gap = f"{row['usual_gap_days'].normalize():f}"
        text = _("usually every day, silent for {silent}") if gap == "1" else _("usually every {gap} days, silent for {silent}")
        parts.append(text.format(gap=gap, silent=format_count(row["silent_days"], lang)))
    if row["has_fewer_visits"]:
        count = row["recent_visits"]
        text = (
            _n("{recent} bill in the last {days} days, {before} in the {days} before",
               "{recent} bills in the last {days} days, {before} in the {days} before", count)
            if counts_bills
            else _n("{recent} visit in the last {days} days, {before} in the {days} before",
                    "{recent} visits in the last {days} days, {before} in the {days} before", count)
        )
        recent, before = format_count(count, lang), format_count(row["before_visits"], lang)
        parts.append(text.format(recent=recent, before=before, days=SPAN_DAYS))
    if row["spends_less"]:
        text = _("spend {recent} in the last {days} days, {before} in the {days} before")
        recent, before = format_money_short(row["recent_spend"], lang), format_money_short(row["before_spend"], lang)
        parts.append(text.format(recent=recent, before=before, days=SPAN_DAYS))
    return _("; ").join(parts)


def brief_reason(row: Mapping[str, Any], lang: str, *, counts_bills: bool = False) -> str:
    """Return why a customer is in warning as briefly as it can be said: the 90 days before → the last 90 days.

    >>> row = {"is_silent": True, "has_fewer_visits": True, "spends_less": True, "usual_gap_days": Decimal("9.0"),
    ...        "silent_days": 31, "recent_visits": 1, "before_visits": 4, "recent_spend": 800, "before_spend": 3200}
    >>> brief_reason(row, "en")
    'silent 31 days (usually 9); visits 4→1; spend ¥3.2K→¥800'
    """
    _ = translator(lang)
    parts = []
    if row["is_silent"]:
        parts.append(_("silent {silent} days (usually {gap})").format(
            silent=format_count(row["silent_days"], lang), gap=f"{row['usual_gap_days'].normalize():f}"
        ))
    if row["has_fewer_visits"]:
        text = _("bills {before}→{recent}") if counts_bills else _("visits {before}→{recent}")
        recent, before = format_count(row["recent_visits"], lang), format_count(row["before_visits"], lang)
        parts.append(text.format(recent=recent, before=before))
    if row["spends_less"]:
        recent, before = format_money_short(row["recent_spend"], lang), format_money_short(row["before_spend"], lang)
        parts.append(_("spend {before}→{recent}").format(recent=recent, before=before))
    return _("; ").join(parts)


def finding_listed(rows: pa.Table, lang: str, *, lost: bool) -> str:
    """Return in words how many stand in the list of the lost, or of those in warning, and what they bring."""
    _n = counter(lang)
    text = _n(
        "One customer is lost, who had brought {money}.", "{customers} customers are lost, who had brought {money}.",
        rows.num_rows,
    ) if lost else _n(
        "One customer is in warning; {money} is at stake.", "{customers} customers are in warning; {money} is at stake.",
        rows.num_rows,
    )
    money = pc.sum(rows["last_contribution" if lost else "stake"]).as_py() or 0
    return text.format(customers=format_count(rows.num_rows, lang), money=format_money_short(money, lang))


def _left_alone(table: pa.Table) -> int:
    return pc.sum(pc.equal(table["state"], "left_alone")).as_py() or 0


def finding_warnings(found: Warnings, lang: str) -> str:
    """Return in words how many are in warning, what is at stake and whom to call first, and how many are lost.

    Nobody is told to call who is settled (``open_cases``).
    """
    _, _n = translator(lang), counter(lang)
    if not found.table.num_rows and not found.lost.num_rows:
        return _("Nobody is in warning and nobody is lost.")
    sentences, open_warned, open_lost = [], open_cases(found, found.table), open_cases(found, found.lost)
    left_warned, left_lost = _left_alone(found.table), _left_alone(found.lost)
    settled = found.table.num_rows - open_warned.num_rows - left_warned
    counts = {
        "customers": format_count(found.table.num_rows, lang), "money": format_money_short(found.counts.stake, lang),
        "settled": format_count(settled, lang),
    }
    if not found.table.num_rows:
        sentences.append(_("Nobody is in warning."))
    elif settled and open_warned.num_rows:
        text = _("{customers} customers are in warning, {settled} of them settled; {money} is at stake.")
        sentences.append(text.format(**counts))
    else:
        text = _n(
            "One customer is in warning; {money} is at stake.", "{customers} customers are in warning; {money} is at stake.",
            found.table.num_rows,
        )
        sentences.append(text.format(**counts))
    if left_warned:
        text = _("{left} of them are left alone on purpose; to look after are {open} with {money}.")
        sentences.append(text.format(
            left=format_count(left_warned, lang), open=format_count(open_warned.num_rows, lang),
            money=format_money_short(pc.sum(open_warned["stake"]).as_py() or 0, lang),
        ))
    if open_warned.num_rows:
        first = open_warned.slice(0, 1).to_pylist()[0]
        text = _("Call {name} first: {reason}.")
        reason = reason_text(first, lang, counts_bills=found.counts_bills)
        sentences.append(text.format(name=first["name"] or first["customer"], reason=reason))
    elif found.table.num_rows and not left_warned:
        sentences.append(_("All of these cases are settled."))
    if found.lost.num_rows:
        text = (
            _n("{customers} customer is lost.", "{customers} customers are lost.", found.lost.num_rows)
            if found.lost.num_rows == 1 or open_lost.num_rows + left_lost == found.lost.num_rows
            else _("{customers} customers are lost, {settled} of them settled.")
        )
        settled = format_count(found.lost.num_rows - open_lost.num_rows - left_lost, lang)
        sentences.append(text.format(customers=format_count(found.lost.num_rows, lang), settled=settled))
    if left_lost:
        text = _("{left} of the lost are left alone on purpose.")
        sentences.append(text.format(left=format_count(left_lost, lang)))
    return (" " if lang == "en" else "").join(sentences)


def finding_flagged(found: Flagged, lang: str) -> str:
    """Return how many are in warning and what is at stake."""
    _n = counter(lang)
    text = _n(
        "One customer is in warning, {money} is at stake",
        "{customers} customers are in warning, {money} is at stake", found.customers,
    )
    return text.format(customers=format_count(found.customers, lang), money=format_money_short(found.stake, lang))
