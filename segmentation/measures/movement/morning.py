"""What the morning needs on one page: the last day and the month so far, whom to call, birthdays, who went up and down.

It has two days: bills, grades and warnings are as of the last day with a bill, birthdays are counted from the day of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import counter, format_count, format_money_short, format_month_name, format_ratio, translator
from segmentation.measures.managers.today import Today, pressing_first, read_today
from segmentation.measures.movement.birthdays import birthdays_asked
from segmentation.measures.movement.care import read_barred
from segmentation.measures.movement.migration import Migration, read_migration
from segmentation.measures.revenue.overview import same_day_before
from segmentation.schemes import DEFAULT, Scheme, Value
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Warehouse

FRESH = 3  # days that bills may be old without a word
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Span:
    """What the bills of some days come to (CNY, walk-ins included), and how many customers with a name came."""

    revenue: Decimal
    identified: Decimal
    bills: int
    customers: int

    @property
    def identified_share(self) -> float | None:
        """Named customers' share of the revenue, 0–1; None without revenue."""
        return float(self.identified / self.revenue) if self.revenue > 0 else None


@dataclass(frozen=True)
class Morning:
    """Everything that the morning page of a store says on a day.

    ``day`` is the as-of day, ``week_before`` the same day of the week before, ``month`` the month up to the as-of day,
    ``month_before`` the same days of the month before (up to its end where it is shorter). ``today`` is the list of the
    day, ``calls`` who is left of it within each manager's limit, the most pressing first, nobody's last: number (in
    ``today.calls``), customer, name, phone, manager, stake, tier. ``birthdays`` has one row per customer,
    the next first: day, customer, name, phone, manager, tier, contribution (CNY, in the window; both null for who has not come
    yet); who is not to be contacted is left out. ``moves`` are those since the last month-end before the as-of day.
    Where the account may not see birthdays, ``birthdays_hidden`` says so: nobody is listed for one, here or among the calls.
    """

    as_of: date
    on: date
    day: Span
    week_before: Span
    month: Span
    month_before: Span
    today: Today
    calls: pa.Table
    birthdays: pa.Table
    moves: Migration
    birthdays_hidden: bool = False

    @property
    def days_old(self) -> int:
        """How many days lie between the last bill that is seen and the day of the page."""
        return (self.on - self.as_of).days

    @property
    def stake(self) -> Decimal:
        """What those to be called bring in the window (CNY)."""
        return pc.sum(self.calls["stake"]).as_py() or ZERO


def read_morning(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, on: date, settings: Mapping[str, Value],
    warned: Mapping[str, Value],
) -> Morning:
    """Return what the morning of ``on`` needs, with bills up to ``as_of``.

    Grades are found under ``settings``, the list of calls by the scheme of the house under ``warned``. A store without customers
    gives zeros and empty lists.
    """
    moves = read_migration(warehouse, store_id, scheme, as_of.replace(day=1) - timedelta(days=1), as_of, settings)
    standing = {row["customer"]: row for row in moves.customers.select(["customer", "to_place", "contribution_to"]).to_pylist()}
    today = read_today(warehouse, store_id, find_scheme(warehouse, DEFAULT), as_of, on, warned)
    born = warehouse.over("measures/movement/birthdays", {"days_asked": birthdays_asked(on)}, store=store_id)
    born = born.filter(pc.invert(pc.is_in(born["customer"], read_barred(warehouse, store_id, on))))
    money = [standing.get(key, {}).get("contribution_to") for key in born["customer"].to_pylist()]
    return Morning(
        as_of, on, *_read_spans(warehouse, store_id, as_of), today, calls=_with_tier(_calls(today), standing, scheme),
        birthdays=_with_tier(born, standing, scheme).append_column("contribution", pa.array(money, pa.decimal128(18, 2))),
        moves=moves, birthdays_hidden="birthday" in warehouse.rights.hidden_fields,
    )


def _calls(today: Today) -> pa.Table:
    left = pressing_first(today.to_call(today.rules.per_day))
    number = {call.customer: at for at, call in enumerate(today.calls)}
    names = ("customer", "name", "phone", "manager", "stake")
    rows = [
        {"number": number[call.customer], **{name: getattr(call, name) for name in names}} for call in left
    ]
    texts = [(name, pa.string()) for name in ("customer", "name", "phone", "manager")]
    return pa.Table.from_pylist(rows, pa.schema([("number", pa.int64()), *texts, ("stake", pa.decimal128(18, 2))]))


def _read_spans(warehouse: Warehouse, store_id: int, as_of: date) -> list[Span]:
    week_before, same_day = as_of - timedelta(days=7), same_day_before(as_of)
    asked = [(as_of, as_of), (week_before, week_before), (as_of.replace(day=1), as_of), (same_day.replace(day=1), same_day)]
    frame = pa.table({
        "span": pa.array(range(len(asked)), pa.int32()),
        "first_day": pa.array([first for first, _last in asked], pa.date32()),
        "last_day": pa.array([last for _first, last in asked], pa.date32()),
    })
    rows = warehouse.over("measures/movement/morning_spans", {"spans": frame}, store=store_id).to_pylist()
    found = {row.pop("span"): Span(**row) for row in rows}
    return [found[number] for number in range(len(asked))]


def _with_tier(rows: pa.Table, standing: Mapping[str, Mapping[str, Any]], scheme: Scheme) -> pa.Table:
    """Return the rows with the tier of each customer; null for who has none."""
    places = [standing.get(key, {}).get("to_place") for key in rows["customer"].to_pylist()]
    tiers = [place if place in scheme.tier_keys else None for place in places]
    return rows.append_column("tier", pa.array(tiers, pa.string()))


def finding_morning(found: Morning, lang: str) -> str:
    """Return in words whom to call and what they bring, and how the month so far stands against the month before."""
    _, _n = translator(lang), counter(lang)
    sentences = [_("Nobody to call.")]
    if found.calls.num_rows:
        text = _n("One customer to call, worth {money}.", "{customers} customers to call, worth {money}.",
                  found.calls.num_rows)
        customers, money = format_count(found.calls.num_rows, lang), format_money_short(found.stake, lang)
        sentences = [text.format(customers=customers, money=money)]
    words = {"days": days_text(found.as_of, lang), "money": format_money_short(found.month.revenue, lang)}
    if found.month_before.revenue > 0:
        change = round(float(found.month.revenue / found.month_before.revenue - 1), 3)
        text = _("{days} brought {money}, as much as {before}.")
        if change > 0:
            text = _("{days} brought {money}, {ratio} more than {before}.")
        elif change < 0:
            text = _("{days} brought {money}, {ratio} less than {before}.")
        words |= {"before": days_text(same_day_before(found.as_of), lang), "ratio": format_ratio(abs(change), lang)}
        sentences.append(text.format(**words))
    else:
        sentences.append(_("{days} brought {money}.").format(**words))
    return (" " if lang == "en" else "").join(sentences)


def days_text(last: date, lang: str) -> str:
    """Return the days of a month up to ``last`` in words, such as Oct 1–27."""
    return translator(lang)("{month} 1–{day}").format(month=format_month_name(last, lang), day=last.day)
