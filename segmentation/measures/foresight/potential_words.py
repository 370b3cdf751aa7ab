"""By which definition potential is derived, in words: said wherever customers are graded by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from segmentation.language.i18n import format_day, translator
from segmentation.measures.foresight.potential import asks_forecast, fitted_since
from segmentation.schemes import Scheme, Value
from segmentation.warehouse import Warehouse

BY_POTENTIAL = "matrix"  # the rule that grades by it


def potential_text(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], days: Sequence[date], lang: str
) -> str:
    """Return by which definition the scheme derives potential on ``days``, and where that changes; "" where it derives none.

    That is the definition under ``settings``: what a month was kept by, before it changed, is said of the month.
    """
    if scheme.rule != BY_POTENTIAL or not days:
        return ""
    since = fitted_since(warehouse, store_id) if asks_forecast(settings) else None
    return definition_text(asks_forecast(settings), since, sorted(days), lang)


def definition_text(asks: bool, since: date | None, days: Sequence[date], lang: str) -> str:
    """Return ``potential_text`` of days in order, of a store with a forecast ``since`` a day (None: none yet).

    >>> days = [date(2026, 8, 31), date(2026, 9, 30)]
    >>> definition_text(True, date(2026, 9, 1), days, "en")[-55:]
    'Part of what moves between them is this change of rule.'
    >>> definition_text(True, None, days, "en")[-58:]
    'the bills up to that day do not say enough for a forecast.'
    """
    _ = translator(lang)
    pace = [day for day in days if since is None or day < since]
    if not asks:
        return _(
            "Potential that nobody rated is derived from the pace of the last half-year, held for a year, against the last 12 "
            "months, as the settings have it."
        )
    if not pace:
        return _(
            "Potential that nobody rated is derived by the forecast: what a customer is foretold to spend in the next 12 months, "
            "against the last 12. Who spent nothing in the last 12 counts as low."
        )
    if len(pace) == len(days):
        return _(
            "Potential that nobody rated is derived from the pace of the last half-year, held for a year, against the last 12 "
            "months: the bills up to that day do not say enough for a forecast."
        )
    text = _(
        "Potential that nobody rated is derived from the pace of the last half-year up to {before}, and by the forecast from "
        "{since} on, where who spent nothing in the last 12 months counts as low. Part of what moves between them is "
        "this change of rule."
    )
    return text.format(before=format_day(pace[-1], lang), since=format_day(days[len(pace)], lang))
