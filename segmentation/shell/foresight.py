"""The commands of the shell about what is to come: foresight, asleep-next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.exports.csv import to_csv
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_day, format_ratio, translator
from segmentation.measures.foresight.asleep import read_asleep
from segmentation.measures.foresight.asleep_words import finding_asleep
from segmentation.measures.foresight.bounds import Quarter, read_quarter
from segmentation.measures.foresight.buying import NAMES as BUYING
from segmentation.measures.foresight.check import Check, read_check
from segmentation.measures.foresight.model import Foresight, read_foresight, read_histories
from segmentation.measures.foresight.spending import NAMES as SPENDING
from segmentation.measures.foresight.words import finding_check, finding_foresight
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.windows import CLOSED_DAYS
from segmentation.shell.handing import hand_out
from segmentation.shell.parts import Look, iso, print_json, read_look
from segmentation.warehouse import Warehouse
from segmentation.warehouse.rights import MANAGER

FORETOLD = ("customer", "p_alive", "visits_90", "spend_90", "spend_365")
PLACES = 6  # of chances and visits in files


def add_foresight(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("foresight", help=_("Say what the known customers are expected to bring, and how far such a forecast was off."))
    @store
    @day
    @click.option(
        "--out", type=click.Path(path_type=Path, dir_okay=False), help=_(
            "A CSV file for what is foretold of each customer. Who came once has p_alive 1: the model takes nobody for gone "
            "before he came again."
        )
    )
    @as_json
    def foresight(store, as_of, out, as_json):
        warehouse = open_warehouse()
        look = read_covered(warehouse, store, as_of)
        found = read_foresight(warehouse, look.store_id, look.as_of)
        whole = found.model is not None and warehouse.rights.role != MANAGER
        check = read_check(warehouse, look.store_id, look.as_of) if whole else None
        if out is not None and found.customers is not None:
            hand_out(warehouse, out, lambda: to_csv(foretold(found.customers), lang), lang)
        if as_json:
            print_json(foresight_answer(found, check))
            return
        click.echo(finding_foresight(found, quarter_of(warehouse, look, found, check), lang))
        if check is not None:
            click.echo(finding_check(check, lang))

    @cli.command("asleep-next", help=_("List the active customers who can fall asleep by the next month's end, with the chance."))
    @store
    @day
    @as_json
    def asleep_next(store, as_of, as_json):
        warehouse = open_warehouse()
        look = read_covered(warehouse, store, as_of)
        found = read_asleep(warehouse, look.store_id, look.as_of, look.settings["active_days"])
        rows = found.customers.to_pylist()
        if as_json:
            print_json([{"customer": row["customer_key"], "chance": row["chance"]} for row in rows])
            return
        click.echo(finding_asleep(found, lang))
        for row in rows:
            click.echo(f"{row['customer_key']}  {format_ratio(row['chance'], lang, 0)}  {format_day(row['last_visit'], lang)}")


def read_covered(warehouse: Warehouse, store: str, as_of: str | None) -> Look:
    """Return what is looked at; raises InputError for a day so long after the last bill that silence only means missing bills."""
    look = read_look(warehouse, store, as_of=as_of)
    last = default_as_of(warehouse, look.store_id)
    if (look.as_of - last).days >= CLOSED_DAYS:
        message = N_("The bills of {store} end on {last}: nothing can be foretold as of {day}. Say an earlier day (--as-of).")
        raise InputError("after_last_bill", message, store=look.store, last=last.isoformat(), day=look.as_of.isoformat())
    return look


def quarter_of(warehouse: Warehouse, look: Look, found: Foresight, check: Check | None) -> Quarter | None:
    """Return the bounds of the next 90 days; None where nothing is foretold, and for who sees only his own customers."""
    if check is None:
        return None
    return read_quarter(found.model, read_histories(warehouse, look.store_id, look.as_of), check, found.revenue)


def foretold(customers: pa.Table) -> pa.Table:
    """Return the columns ``FORETOLD`` of what is foretold, chances and visits to six places, who brings most first."""
    table = pa.table({
        "customer": customers["customer_key"],
        **{name: pc.round(customers[name], PLACES) for name in ("p_alive", "visits_90")},
        **{name: customers[name] for name in ("spend_90", "spend_365")},
    })
    return table.sort_by([("spend_90", "descending"), ("customer", "ascending")])


def foresight_answer(found: Foresight, check: Check | None) -> dict[str, Any]:
    """Return what is foretold as programs get it: parameters, log-likelihood of the buying, and the hold-out.

    customers are those fitted on; all but fitted and missing are null where data are missing. holdout is null where data are
    missing and for who sees only his own customers, its figures where it cannot be checked yet.
    """
    model, whole = found.model, check is not None
    values = {**dict(zip(BUYING, model.buying.values, strict=True)), **dict(zip(SPENDING, model.spending.values, strict=True))} \
        if model else dict.fromkeys((*BUYING, *SPENDING))
    return {
        "fitted": model is not None, **values,
        "log_likelihood": model.buying.log_likelihood if model else None,
        "customers": model.buying.customers if model and whole else None,
        "holdout": None if check is None else holdout_answer(check),
        **({} if model else {"missing": {"repeaters": found.has.repeaters, "days": found.has.days}}),
    }


def holdout_answer(check: Check) -> dict[str, Any]:
    """Return the check as programs get it: visits and money foretold and come since ``day``, by week and by earlier visits."""
    is_told = check.model is not None
    return {
        "checked": is_told, "day": iso(check.day), "until": iso(check.until),
        "visits_foretold": check.foretold if is_told else None, "visits_came": check.came if is_told else None,
        "money_foretold": f"{check.money_foretold:.2f}" if is_told else None,
        "money_came": f"{check.money_came:.2f}" if is_told else None,
        "weeks": check.weeks.to_pylist() if is_told else [], "groups": check.groups.to_pylist() if is_told else [],
    }
