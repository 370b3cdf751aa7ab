"""The command of the shell that says what the pages say on top: the finding of every measure, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import click

from segmentation.language.i18n import translator
from segmentation.measures.composition.indicators import finding_indicators, read_indicators
from segmentation.measures.festivals.around import read_calendar
from segmentation.measures.festivals.words import finding_ahead
from segmentation.measures.foresight.asleep import read_asleep
from segmentation.measures.foresight.asleep_words import finding_asleep
from segmentation.measures.foresight.bounds import read_quarter
from segmentation.measures.foresight.check import read_check
from segmentation.measures.foresight.model import read_foresight, read_histories
from segmentation.measures.foresight.potential_words import potential_text
from segmentation.measures.foresight.words import finding_check, finding_foresight
from segmentation.measures.grades.grading import grade, tier_summary
from segmentation.measures.grades.next_tier import close_to_next, finding_climbs
from segmentation.measures.grades.pyramid import finding_pyramid, read_pyramid
from segmentation.measures.managers.assign import propose
from segmentation.measures.managers.findings import finding_assignment
from segmentation.measures.movement.care import finding_win_backs, read_win_backs
from segmentation.measures.movement.cohorts import finding_cohorts, read_cohorts
from segmentation.measures.movement.lifetime import finding_lifetime, read_lifetime
from segmentation.measures.movement.migration import finding_migration, read_migration
from segmentation.measures.movement.retention import finding_bridge, finding_rates, read_retention
from segmentation.measures.movement.return_chance import finding_return, read_return_curve
from segmentation.measures.movement.warnings import finding_warnings, read_warnings
from segmentation.measures.revenue.composition import composition, finding_modules
from segmentation.measures.revenue.controllable import finding_control, read_controllable, year_before
from segmentation.measures.revenue.occupancy import finding_occupancy, read_occupancy
from segmentation.measures.revenue.overview import finding_overview, read_overview
from segmentation.measures.revenue.receivables import finding_receivables, read_receivables
from segmentation.measures.revenue.rule_words import finding_rules
from segmentation.measures.revenue.rules_tested import read_rules
from segmentation.measures.revenue.stored_value import finding_stored_value, read_stored_value
from segmentation.measures.revenue.suggestions import list_suggestions
from segmentation.schemes import DEFAULT
from segmentation.settings.clock import today
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import find_scheme
from segmentation.shell.parts import Look, print_json, read_look
from segmentation.warehouse import Warehouse


def add_findings(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``."""
    _ = translator(lang)

    @cli.command("findings", help=_("Say in sentences what every measure finds in a store."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    @click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def findings(store, scheme_key, as_of, as_json):
        warehouse = open_warehouse()
        found = list(tell_findings(warehouse, read_look(warehouse, store, scheme_key, as_of), lang))
        if as_json:
            print_json([{"measure": measure, "finding": sentence} for measure, sentence in found])
        else:
            click.echo("\n".join(f"{measure}  {sentence}" for measure, sentence in found))


def tell_findings(warehouse: Warehouse, look: Look, lang: str) -> Iterator[tuple[str, str]]:
    """Return measure and finding of everything that a store can be asked, in the order of the menu; migration is of a month."""
    asked = (warehouse, look.store_id)
    graded = (*asked, look.scheme, look.as_of, look.settings)
    month_before = look.as_of.replace(day=1) - timedelta(days=1)
    yield "overview", finding_overview(read_overview(*graded), lang)
    controlled = read_controllable(*asked, look.as_of, look.settings["active_days"], year_before(look.as_of))
    yield "controllable", finding_control(controlled, lang)
    modules, both = (composition(*graded, by) for by in ("module", "module_tier"))
    yield "modules", finding_modules(modules, both, list_suggestions(*asked).num_rows, lang)
    stored = read_stored_value(*asked, look.as_of, look.settings["active_days"])
    if stored.customers.num_rows or stored.unnamed:
        yield "stored-value", finding_stored_value(stored, lang)
    owed = read_receivables(*asked, look.as_of)
    if owed.has_bills or owed.has_payments:
        yield "receivables", finding_receivables(owed, lang)
    yield "indicators", finding_indicators(read_indicators(*asked, look.as_of, look.settings), lang)
    yield "occupancy", finding_occupancy(read_occupancy(*asked, look.as_of), lang)
    yield "rules", finding_rules(read_rules(*asked, look.as_of), lang)
    yield "festivals", finding_ahead(read_calendar(*asked, look.as_of, look.as_of), look.as_of, lang)
    yield "pyramids", finding_pyramid(read_pyramid(*graded), lang)
    climbs = close_to_next(look.scheme.under(look.settings), grade(*graded)) if look.scheme.rule == "threshold" else []
    if potential := potential_text(*asked, look.scheme, look.settings, [look.as_of], lang):
        yield "potential", potential
    yield "tiers", finding_climbs(look.scheme, tier_summary(*graded), climbs, lang)
    bridges = read_retention(*asked, look.as_of, look.settings)
    yield "retention", finding_rates(bridges, lang)
    if row := bridges.last_complete:
        yield "bridge", finding_bridge(row, bridges.period, lang, bridges.begins)
    if (stay := read_lifetime(*asked, look.as_of, look.settings)) and stay.is_enough:
        yield "lifetime", finding_lifetime(stay, lang)
    yield "cohorts", finding_cohorts(read_cohorts(*asked, look.as_of), lang)
    yield "return-curve", finding_return(read_return_curve(*asked, look.as_of), lang)
    yield "migration", finding_migration(read_migration(*asked, look.scheme, month_before, look.as_of, look.settings), lang)
    yield "warnings", finding_warnings(read_warnings(*asked, look.as_of, look.settings, on=today()), lang)
    foreseen = read_foresight(*asked, look.as_of)
    if foreseen.model is not None:
        check = read_check(*asked, look.as_of)
        quarter = read_quarter(foreseen.model, read_histories(*asked, look.as_of), check, foreseen.revenue)
        yield "foresight", finding_foresight(foreseen, quarter, lang)
        yield "foresight-check", finding_check(check, lang)
        yield "asleep-next", finding_asleep(read_asleep(*asked, look.as_of, look.settings["active_days"]), lang)
    yield "win-backs", finding_win_backs(read_win_backs(*asked, look.as_of, look.settings["active_days"]), lang)
    by_grade = find_scheme(warehouse, DEFAULT)  # ranks are told for its grades
    yield "assign", finding_assignment(
        propose(*asked, by_grade, look.as_of, scheme_settings(warehouse, look.store_id, by_grade)), lang
    )
