"""What share of its revenue a house controls (可控营收占比), by month: identified ≥ managed ≥ managed and active.

Total revenue is the sum of all bills, walk-ins included; a month's total that was uploaded or typed replaces it once the month
is over, for it is never set against a part of its month. One that is smaller than the customers' own bills of the month gives no
ratio but a conflict to show. No amount is cut: where refunds to others make an amount larger than the total, its ratio is blank.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_, format_money, format_money_short, format_month, format_ratio, translator
from segmentation.measures.revenue.overview import MONTHS_SHOWN
from segmentation.warehouse import Warehouse

LINE = Decimal("0.45")  # rule of thumb: from here on, tables are more than 80 % occupied
RULE_OF_THUMB = N_(
    "The {line} line is a consultant's rule of thumb, not a fact about this house: where active customers bring that share of "
    "the revenue or more, more than 80% of the tables tend to be occupied."
)
LONGEST = 40  # characters of a name in a title
LEVELS = ("identified", "managed", "managed_active")
CENT = Decimal("0.01")
MONEY = pa.decimal128(18, 2)


@dataclass(frozen=True)
class Controllable:
    """The controllable revenue of a store month by month, per manager, and of all the months together.

    ``months``: month (its first day), total, billed (the sum of the bills), identified, managed, managed_active, walk_in
    (CNY), ratio_identified, ratio_managed, ratio_managed_active, walk_in_share (0–1), gap_identified, gap_managed,
    gap_managed_active (CNY missing to the 45 % line), customers, managed_customers (with a visit), complete, said (whether
    ``total`` was uploaded or typed), conflict (whether it is smaller than ``identified``), said_total (what was uploaded or
    typed, null: nothing; it counts once the month is over). Unless refunds exceed bills, identified >= managed >=
    managed_active, and so their ratios. Ratios and gaps are null without revenue and in a conflict; a ratio is null too where
    its amount is below zero or above the total.

    ``managers``: month, manager, customers, managed (CNY), active_customers, managed_active (CNY), share (0–1, of the
    month's total), the highest first within a month. ``whole`` has the columns of ``months`` for all of them as one
    period, so that active means active at its end; None without a month.
    """

    as_of: date
    months: pa.Table
    managers: pa.Table
    whole: Mapping[str, Any] | None

    def conflicts(self, lang: str) -> list[str]:
        """Return a sentence for each month whose total cannot be right, with both figures."""
        _ = translator(lang)
        text = _(TOO_SMALL)
        return [
            text.format(
                month=format_month(row["month"], lang),
                total=format_money(row["total"], lang),
                own=format_money(row["identified"], lang),
            )
            for row in self.months.to_pylist()
            if row["conflict"]
        ]

    def notes(self, lang: str) -> list[str]:
        """Return a sentence for each month whose total waits for its end, and for each whose managed share cannot be told."""
        _ = translator(lang)
        rows = self.months.to_pylist()
        waiting = [
            _(NOT_OVER).format(month=format_month(row["month"], lang), total=format_money(row["said_total"], lang))
            for row in rows
            if row["said_total"] is not None and not row["said"]
        ]
        blank = [
            _(MORE_THAN_ALL).format(
                month=format_month(row["month"], lang),
                managed=format_money(row["managed"], lang),
                total=format_money(row["total"], lang),
            )
            for row in rows
            if not row["conflict"] and row["managed"] > max(row["total"], 0)
        ]
        return [*waiting, *blank]


TOO_SMALL = N_(
    "The total of {month}, {total}, is smaller than the customers' own bills of that month, {own}. "
    "Correct the total or take it back."
)
NOT_OVER = N_(
    "The total of {month}, {total}, is for the whole month, which is not over on the day looked at; until then only the bills "
    "count."
)
MORE_THAN_ALL = N_(
    "In {month} managed customers brought {managed}, more than the whole revenue of {total}, because refunds to others are taken "
    "off the revenue. So no share is given."
)


def read_controllable(
    warehouse: Warehouse,
    store_id: int,
    as_of: date,
    active_days: int,
    first: date | None = None,
    last: date | None = None,
) -> Controllable:
    """Return the controllable revenue of a store as of a day, from the month of ``first`` to that of ``last``.

    Without them: from the month of the first bill to that of ``as_of``, months without a bill included; never before the
    first bill, never after ``as_of``. Managed is a known customer with an account manager as it is known today; active
    means a last visit at most ``active_days`` before the month's last day (before ``as_of`` in its month). A month is
    complete where the store's data reach its last day. A store without bills gives empty frames.
    """
    span = warehouse.cursor().execute(
        "select min(day), max(day) from days where store_id = $store and day <= $as_of", {"store": store_id, "as_of": as_of}
    ).fetchall()[0]
    months = [] if span[0] is None else _months(max(filter(None, (first, span[0]))), min(filter(None, (last, as_of))))
    said = warehouse.table("measures/revenue/month_totals", store=store_id)
    said = said.filter(said["total"].is_valid())
    ask = {"store": store_id, "active_days": active_days}
    ends = [min(_last_day(month), as_of) for month in months]
    frames = {"periods": _periods(list(zip(months, ends, strict=True))), "said_totals": said}
    rows = warehouse.over("measures/revenue/controllable", frames, **ask).to_pylist()
    totals = {row["month"]: row["total"] for row in said.to_pylist()}
    found = [
        {**_judged(row, _last_day(row["first_day"]) <= min(as_of, span[1])), "said_total": totals.get(row["first_day"])}
        for row in rows
    ]
    managers = warehouse.over("measures/revenue/controllable_managers", frames, **ask).to_pylist()
    return Controllable(as_of, _months_frame(found), _managers_frame(managers, found), _whole(warehouse, found, said, ends, ask))


def _whole(
    warehouse: Warehouse, months: Sequence[Mapping[str, Any]], said: pa.Table, ends: Sequence[date], ask: Mapping[str, Any]
) -> dict[str, Any] | None:
    if not months:
        return None
    frames = {"periods": _periods([(months[0]["month"], ends[-1])]), "said_totals": said}
    row = warehouse.over("measures/revenue/controllable", frames, **ask).to_pylist()[0]
    return _judged(row, all(month["complete"] for month in months), conflict=any(month["conflict"] for month in months))


def _months(first: date, last: date) -> list[date]:
    """Return the first day of every month from that of ``first`` to that of ``last``.

    >>> _months(date(2025, 12, 9), date(2026, 1, 1))
    [datetime.date(2025, 12, 1), datetime.date(2026, 1, 1)]
    """
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = [first.year * 12 + first.month - 1 + number for number in range(max(0, count))]
    return [date(place // 12, place % 12 + 1, 1) for place in places]


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _periods(spans: Sequence[tuple[date, date]]) -> pa.Table:
    return pa.table({
        "period_no": pa.array(range(len(spans)), pa.int32()),
        "first_day": pa.array([first for first, _ in spans], pa.date32()),
        "last_day": pa.array([last for _, last in spans], pa.date32()),
    })


def _judged(row: Mapping[str, Any], complete: bool, conflict: bool = False) -> dict[str, Any]:
    """A period's sums with what follows from them."""
    total = row["total"]
    said = row["said_months"] > 0
    conflict = conflict or (said and total < row["identified"])
    known = total > 0 and not conflict
    judged = {
        "month": row["first_day"],
        **{name: row[name] for name in ("total", "billed", *LEVELS, "walk_in")},
        **{f"ratio_{level}": _ratio(row[level], total) if known else None for level in LEVELS},
        "walk_in_share": _ratio(row["walk_in"], total) if known else None,
        **{f"gap_{level}": gap_to_line(total, row[level]) if known else None for level in LEVELS},
    }
    counts = {name: row[name] for name in ("customers", "managed_customers")}
    return {**judged, **counts, "complete": complete, "said": said, "conflict": conflict}


def _ratio(amount: Decimal, total: Decimal) -> float | None:
    return float(amount / total) if 0 <= amount <= total else None


def gap_to_line(total: Decimal, amount: Decimal, line: Decimal = LINE) -> Decimal:
    """Return what is missing for ``amount`` to make up ``line`` of ``total``, to the cent, half a cent up; 0.00 where nothing is.

    >>> gap_to_line(Decimal("1000.10"), Decimal("380")), gap_to_line(Decimal("1000"), Decimal("610"))
    (Decimal('70.05'), Decimal('0.00'))
    """
    return max(Decimal(0), total * line - amount).quantize(CENT, ROUND_HALF_UP)


def _months_frame(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    kinds = {
        "month": pa.date32(),
        **dict.fromkeys(("total", "billed", *LEVELS, "walk_in"), MONEY),
        **dict.fromkeys((*(f"ratio_{level}" for level in LEVELS), "walk_in_share"), pa.float64()),
        **dict.fromkeys((f"gap_{level}" for level in LEVELS), MONEY),
        **dict.fromkeys(("customers", "managed_customers"), pa.int64()),
        **dict.fromkeys(("complete", "said", "conflict"), pa.bool_()),
        "said_total": MONEY,
    }
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()})


def _managers_frame(rows: Sequence[Mapping[str, Any]], months: Sequence[Mapping[str, Any]]) -> pa.Table:
    def share(row: Mapping[str, Any]) -> float | None:
        month = months[row["period_no"]]
        return _ratio(row["managed"], month["total"]) if month["total"] > 0 and not month["conflict"] else None

    return pa.table({
        "month": pa.array([months[row["period_no"]]["month"] for row in rows], pa.date32()),
        "manager": pa.array([row["manager"] for row in rows], pa.string()),
        "customers": pa.array([row["customers"] for row in rows], pa.int64()),
        "managed": pa.array([row["managed"] for row in rows], MONEY),
        "active_customers": pa.array([row["active_customers"] for row in rows], pa.int64()),
        "managed_active": pa.array([row["managed_active"] for row in rows], MONEY),
        "share": pa.array([share(row) for row in rows], pa.float64()),
    })


def year_before(as_of: date) -> date:
    """Return the first day of the month from which on twelve months end with that of ``as_of``.

    >>> year_before(date(2026, 10, 31)), year_before(date(2026, 12, 5))
    (datetime.date(2025, 11, 1), datetime.date(2026, 1, 1))
    """
    return (as_of.replace(day=1) - timedelta(days=330)).replace(day=1) if as_of.month < 12 else date(as_of.year, 1, 1)


def finding_ratios(months: pa.Table, lang: str) -> str:
    """Return in words how the managed share moved from the first to the last complete month."""
    _ = translator(lang)
    complete = [row for row in months.to_pylist() if row["complete"]]
    rows = [row for row in complete if row["ratio_managed"] is not None][-MONTHS_SHOWN:]
    if not rows:
        return _("No complete month has a revenue of which a share could be told") if complete else _("No complete month yet")
    first, last = rows[0], rows[-1]
    now = {"share": format_ratio(last["ratio_managed"], lang, 0), "month": format_month(last["month"], lang)}
    if since := _without_share(complete, last["month"], lang):
        text = _("No share can be told of {since}; managed customers brought {share} of the whole revenue in {month}")
        return text.format(**now, since=since)
    if first is last:
        return _("Managed customers bring {share} of the whole revenue in {month}").format(**now)
    text = _("Managed customers bring {share} of the whole revenue in {month}; in {first} it was {before}")
    return text.format(**now, first=format_month(first["month"], lang), before=format_ratio(first["ratio_managed"], lang, 0))


def _without_share(months: Sequence[Mapping[str, Any]], last: date, lang: str) -> str:
    """Return the complete months after the ``last`` of which a share can be told, as a span; "" for none."""
    later = [row["month"] for row in months if row["complete"] and row["month"] > last]
    return " – ".join(dict.fromkeys(format_month(each, lang) for each in (later[0], later[-1]))) if later else ""


def told_months(found: Controllable) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
    """Return the month to speak of, the last complete one with a ratio (else the last with one), and the one before it."""
    rows = [row for row in found.months.to_pylist() if row["ratio_managed"] is not None]
    whole = [row for row in rows if row["complete"]] or rows
    return (whole[-1] if whole else None), (whole[-2] if len(whole) > 1 else None)


def months_text(found: Controllable, lang: str) -> str:
    """Return the months looked at, such as "Nov 2025 – Oct 2026"; "" for none."""
    months = found.months["month"].to_pylist()
    return " – ".join(dict.fromkeys(format_month(month, lang) for month in (months[0], months[-1]))) if months else ""


def finding_control(found: Controllable, lang: str) -> str:
    """Return what share of the revenue the house controls, and how its active part stands to the line."""
    _ = translator(lang)
    row, _before = told_months(found)
    if row is None:
        return _("No month has a revenue of which a share could be told.")
    said = {"month": format_month(row["month"], lang), "share": format_ratio(row["ratio_managed"], lang, 0)}
    sentences = [_("The house controls {share} of its revenue in {month}.")]
    if since := _without_share(found.months.to_pylist(), row["month"], lang):
        said["since"] = since
        sentences = [_("No share can be told of {since}; in {month} the house controlled {share} of its revenue.")]
    whole = found.whole
    if whole["ratio_managed_active"] is not None:
        said |= {
            "active": format_ratio(whole["ratio_managed_active"], lang, 0), "line": format_ratio(LINE, lang, 0),
            "money": format_money_short(whole["gap_managed_active"], lang), "months": months_text(found, lang),
        }
        sentences.append(
            _("Over {months}, customers who have a manager and are still active bring {active}, at or above the {line} line.")
            if whole["ratio_managed_active"] >= LINE
            else _(
                "Over {months}, customers who have a manager and are still active bring {active}; {money} more would reach the "
                "{line} line."
            )
        )
    return (" " if lang == "en" else "").join(sentences).format(**said)


def finding_managers(managers: pa.Table, lang: str) -> str:
    """Return which manager looks after the most: the first of the managers of a month, the highest first.

    A month without a positive revenue has no shares, which is said.
    """
    _, best = translator(lang), managers.slice(0, 1).to_pylist()[0]
    if best["share"] is None:
        return _("No revenue is left in the month, refunds deducted: what a manager looks after is no share of it")
    text = _("{manager} looks after the most: {share} of the whole revenue")
    return text.format(manager=best["manager"][:LONGEST], share=format_ratio(best["share"], lang, 0))


def finding_no_managers(found: Controllable, month: date, lang: str) -> str:
    """Return why a month has no manager: no bill, no bill that names a customer, or customers whom nobody looks after."""
    _ = translator(lang)
    row = next((each for each in found.months.to_pylist() if each["month"] == month), {})
    text = _("Nobody looks after the customers who have a bill in {month}. Give customers a manager on the page Modules.")
    if not (row.get("customers") or row.get("identified")):
        text = _("No bill of {month} names a customer, so no manager looks after any of it.")
    return text.format(month=format_month(month, lang))


def rule_of_thumb(lang: str) -> str:
    """Return what the line is, and that it is a rule of thumb."""
    _ = translator(lang)
    return _(RULE_OF_THUMB).format(line=format_ratio(LINE, lang, 0))
