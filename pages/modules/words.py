"""The modules in words and figures: which brings the most, who has none yet, what changed since the month before."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa

from pages.shared.compositions import compositions_of
from pages.shared.figures import Figure, change_of_share
from pages.shared.house import View, current_warehouse, reading_of, scheme
from pages.shared.language import _, current_language
from segmentation.language.i18n import N_, format_count, format_money, format_month_name, format_ratio
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.revenue.composition import Composition, largest_module, without_module
from segmentation.measures.revenue.suggestions import list_suggestions

DEFINITION = N_(
    "Each customer who has visited counts in the module that his profile names, else as unclassified; a module is never "
    "applied from a name unless a person accepts it. Contribution is the sum of his bills in the window, refunds deducted. "
    "Modules and walk-ins together are the whole revenue of the window."
)
TARGET_DEFINITION = N_(
    "Expected target = bookings × (1 + growth of visits) × average per table × (1 + growth of the average), customer by "
    "customer. The average may move by 10% at most."
)


def statements() -> tuple[str, ...]:
    """Return the statements that ran for the page, as its scheme has them."""
    return (
        *statements_of(scheme()), "measures/grades/grades", "measures/revenue/composition", "measures/revenue/house_revenue",
        "measures/revenue/suggestions", "measures/revenue/targets",
    )


def suggestions_of(view: View) -> pa.Table:
    """Return what the names of the store's unclassified customers suggest."""
    warehouse = current_warehouse()
    return reading_of(view, "suggestions", lambda: list_suggestions(warehouse, view.store_id))


def module_figures(view: View, found: dict[str, Composition]) -> list[Figure]:
    """Return the customers with a module, the largest module, the controlled share, and the suggestions that wait."""
    lang, modules = current_language(), found["module"]
    day = view.as_of.replace(day=1) - timedelta(days=1)
    has_before = day >= view.store["first_date"]
    before = compositions_of(view._replace(as_of=day))["module"] if has_before else None
    end_of = _("end of {month} {value}")
    month = format_month_name(day, lang)
    largest, waiting = largest_module(modules), suggestions_of(view).num_rows
    unclassified = without_module(modules)
    named = modules.customers - (unclassified.customers if unclassified else 0)
    figures = [
        Figure(
            _("Customers with a module"), format_ratio(named / modules.customers if modules.customers else None, lang),
            help=_("{named} of {customers} customers who have visited").format(
                named=format_count(named, lang), customers=format_count(modules.customers, lang)
            ),
        )
    ]
    if largest is not None:
        was = next((each.contribution_share for each in before.slices if each.key == largest.key), None) if before else None
        figures.append(Figure(
            _("{module}: share of contribution").format(module=largest.label[lang]),
            format_ratio(largest.contribution_share, lang), change_of_share(largest.contribution_share, was),
            "" if was is None else end_of.format(month=month, value=format_ratio(was, lang)),
            _("{money} of what customers bring").format(money=format_money(largest.contribution, lang)),
        ))
    was = before.controlled_share if before else None
    figures += [
        Figure(
            _("Controlled share"), format_ratio(modules.controlled_share, lang),
            change_of_share(modules.controlled_share, was),
            "" if was is None else end_of.format(month=month, value=format_ratio(was, lang)),
            _("Revenue from customers with an account manager, of all revenue in the window"),
        ),
        Figure(
            _("Suggestions"), format_count(waiting, lang),
            help=_("Customers without a module whose name suggests one; nothing is applied until you accept it"),
        ),
    ]
    return figures
