"""The commands of the shell that tell who comes, goes and comes back: retention, cohorts, return-curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import click

from segmentation.language.i18n import format_count, format_money_short, format_month, format_ratio, translator
from segmentation.measures.movement.cohorts import Cohorts, finding_cohorts, read_cohorts
from segmentation.measures.movement.retention import PERIODS, finding_bridge, read_retention
from segmentation.measures.movement.return_chance import MARKS, ReturnCurve, finding_return, read_return_curve
from segmentation.shell.parts import print_json, read_look
from segmentation.warehouse import Warehouse

COUNTS = ("active_start", "churned", "reactivated", "new", "active_end")


def add_retention(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("retention", help=_("Say how many active customers a store won and lost, period by period."))
    @store
    @click.option("--period", type=click.Choice(PERIODS), default="month", show_default=True, help=_("How long a period is."))
    @day
    @as_json
    def retention(store, period, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = read_retention(warehouse, look.store_id, look.as_of, look.settings, period)
        rows = found.periods.to_pylist()
        if as_json:
            print_json([period_answer(row) for row in rows])
        else:
            for row in rows:
                churn = _("churn rate {share}").format(share=format_ratio(row["churn_rate"], lang))
                click.echo(f"{finding_bridge(row, period, lang, found.begins)}  {churn}")

    @cli.command("cohorts", help=_("Say how many of those who came first in a month visited in each month after it."))
    @store
    @click.option(
        "--measure", type=click.Choice(("customers", "revenue")), default="customers", show_default=True,
        help=_("What to show for each month."),
    )
    @day
    @as_json
    def cohorts(store, measure, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = read_cohorts(warehouse, look.store_id, look.as_of)
        if as_json:
            print_json(cohorts_answer(found, measure))
            return
        click.echo(finding_cohorts(found, lang))
        write = format_money_short if measure == "revenue" else format_count
        for month in found.months:
            click.echo(f"{format_month(month, lang)}  " + "  ".join(write(value, lang) for value in found.values(month, measure)))

    @cli.command("return-curve", help=_("Say what share of silent customers still comes back, by weeks of silence."))
    @store
    @day
    @as_json
    def return_curve(store, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = read_return_curve(warehouse, look.store_id, look.as_of)
        print_json(curve_answer(found)) if as_json else click.echo(finding_return(found, lang))


def period_answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a period as programs get it: days as ISO text, money as decimal text, rates 0–1 or null."""
    return {
        "start": row["start"].isoformat(),
        "end": row["end"].isoformat(),
        **{name: row[name] for name in COUNTS},
        "churn_rate": row["churn_rate"],
        "return_rate": row["return_rate"],
        "churned_contribution": f"{row['churned_contribution']:.2f}",
        "complete": row["complete"],
    }


def cohorts_answer(found: Cohorts, measure: str) -> dict[str, Any]:
    """Return the triangle of complete months as programs get it: 2026-09, active by months since, money as decimal text."""
    return {"cohorts": [
        {
            "month": f"{month:%Y-%m}", "size": found.size(month),
            "active": [_plain(value) for value in found.values(month, measure)],
        }
        for month in found.months
    ]}


def curve_answer(found: ReturnCurve) -> dict[str, Any]:
    """Return the curve as programs get it: shares 0–1 by week; those that came back are null where not known yet."""
    return {
        "weeks": found.weeks["week"].to_pylist(),
        "still_silent": found.weeks["still_silent"].to_pylist(),
        "back_within_12_weeks": {str(week): found.back_within(week) for week in MARKS},
        "back_ever": {str(week): found.back_ever(week) for week in MARKS},
    }


def _plain(value: int | Decimal) -> int | str:
    return f"{value:.2f}" if isinstance(value, Decimal) else value
