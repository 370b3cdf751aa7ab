"""The six indicators (六个指标): customers in all and effective, quality of behaviour and control, result of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa

from segmentation.language.i18n import format_count, format_money_short, format_month, format_ratio, translator
from segmentation.measures.managers.plan_words import number_text
from segmentation.measures.managers.progress import Progress
from segmentation.measures.revenue.controllable import Controllable
from segmentation.warehouse import Warehouse

COLUMNS = ("indicator", "figure_text", "basis")


@dataclass(frozen=True)
class Six:
    """What the six indicators of a month are worked out from, up to a day of it; money in CNY.

    ``known`` customers have visited up to the day, ``active`` of them are; ``came`` visited in the month, ``tables`` times;
    ``identified`` is what customers with a name brought, ``managed`` its part of active ones with a manager, of all ``revenue``;
    ``target`` is that of all managers (None: not set), ``done`` what their customers brought, newcomers left out.
    """

    month: date
    known: int
    active: int
    came: int
    tables: int
    revenue: Decimal
    identified: Decimal
    managed: Decimal
    done: Decimal
    target: Decimal | None


def read_six(
    warehouse: Warehouse, store_id: int, as_of: date, active_days: int, control: Controllable, progress: Progress
) -> Six:
    """Return the six of the progress's month up to ``as_of``; ``control`` ends with that month, or has none.

    Nobody is graded for them: who has visited by the day, and since when, is counted.
    """
    [seen] = warehouse.rows(
        "measures/managers/known_customers", store=store_id, as_of=as_of, active_since=as_of - timedelta(days=active_days)
    )
    rows = [row for row in control.months.to_pylist() if row["month"] == progress.month]
    row = rows[-1] if rows else {"total": 0, "identified": 0, "managed_active": 0, "customers": 0}
    money = progress.whole("revenue")
    return Six(
        progress.month, seen["known"], seen["active"], row["customers"],
        int(sum(each.actual for each in progress.of_managers("bookings"))), Decimal(row["total"]), Decimal(row["identified"]),
        Decimal(row["managed_active"]), money.actual, money.target,
    )


def six_table(six: Six, lang: str) -> pa.Table:
    """Return a row an indicator: its name, its figure, and what that is. A share of a whole that is not above 0 is a dash."""
    _ = translator(lang)
    rows = [
        (_("Customers in all"), format_count(six.known, lang), _("with a name and at least one visit")),
        (_("Effective customers"), format_count(six.active, lang), _("{share} of all are active").format(
            share=_share(six.active, six.known, lang)
        )),
        (_("Quality of behaviour"), number_text(Fraction(six.tables, six.came) if six.came else None, 2), _(
            "tables in the month of each of the {count} who came"
        ).format(count=format_count(six.came, lang))),
        (_("Quality of control"), _share(six.managed, six.revenue, lang), _(
            "of the revenue is from active customers with a manager ({money})"
        ).format(money=format_money_short(six.managed, lang))),
        (_("Result of customers"), format_money_short(six.identified, lang), _(
            "from customers with a name, {share} of the revenue"
        ).format(share=_share(six.identified, six.revenue, lang))),
        (_("Result of control"), _share(six.done, six.target, lang), _no_target(six, lang)),
    ]
    return pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(COLUMNS)})


def finding_six(six: Six, lang: str) -> str:
    """Return how many of the customers are active and what share of the revenue is controlled."""
    _ = translator(lang)
    if not six.known:
        return _("{month}: no bill names a customer yet.").format(month=format_month(six.month, lang))
    return _("{month}: {active} of {known} customers are active, {share} of the revenue is controlled.").format(
        month=format_month(six.month, lang), active=format_count(six.active, lang), known=format_count(six.known, lang),
        share=_share(six.managed, six.revenue, lang),
    )


def _no_target(six: Six, lang: str) -> str:
    _ = translator(lang)
    if six.target is None:
        return _("no target is set for the month")
    return _("{done} done of the target of {target}").format(
        done=format_money_short(six.done, lang), target=format_money_short(six.target, lang)
    )


def _share(part: Decimal | int, whole: Decimal | int | None, lang: str) -> str:
    return format_ratio(float(Fraction(part) / Fraction(whole)), lang, 0) if whole and whole > 0 else "–"
