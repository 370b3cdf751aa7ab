"""What is foretold, in words."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow.compute as pc

from segmentation.language.i18n import (
    counter,
    format_count,
    format_day,
    format_money_short,
    format_ratio,
    format_whole_ratio,
    translator,
)
from segmentation.measures.foresight.bounds import Quarter
from segmentation.measures.foresight.buying import WEEK
from segmentation.measures.foresight.check import LEAST_THEN, Check
from segmentation.measures.foresight.lists import Box
from segmentation.measures.foresight.model import LEAST, Foresight, Has, Least

NEAR = 0.005  # what is off by less is said to be as it came


def finding_foresight(found: Foresight, quarter: Quarter | None, lang: str) -> str:
    """Return what the known customers are expected to bring in the next 90 days, with its bounds where the whole is shown."""
    _ = translator(lang)
    if found.customers is None:
        return _("What customers will do cannot be foretold yet: {missing}.").format(missing=missing_text(found.has, LEAST, lang))
    money = format_money_short(found.revenue, lang)
    if quarter is None:
        return _("Your own customers are expected to bring {money} in the next 90 days.").format(money=money)
    text = _("The customers you know are expected to bring {money} in the next 90 days, most likely between {low} and {high}.")
    return text.format(money=money, low=format_money_short(quarter.low, lang), high=format_money_short(quarter.high, lang))


def missing_text(has: Has, least: Least, lang: str) -> str:
    """Return in words what a fit needs and what there is.

    >>> missing_text(Has(12, 70), Least(300, 273), "en")
    'it takes 300 customers who came again (there are 12) and 39 weeks of bills (there are 10)'
    """
    _ = translator(lang)
    text = _("it takes {customers} customers who came again (there are {has}) and {weeks} weeks of bills (there are {covered})")
    return text.format(
        customers=format_count(least.repeaters, lang), has=format_count(has.repeaters, lang), weeks=least.days // WEEK,
        covered=format_count(has.days // WEEK, lang),
    )


def finding_check(found: Check, lang: str) -> str:
    """Return how many visits would have been foretold some weeks ago, and how many came."""
    _ = translator(lang)
    if found.model is None:
        return _("The forecast cannot be checked yet: before the day it would be checked from, {missing}.").format(
            missing=missing_text(found.has, LEAST_THEN, lang)
        )
    text = _("Foretold on {day}: {foretold} visits by {until}; {came} came, {off}.")
    return text.format(
        day=format_day(found.day, lang), until=format_day(found.until, lang), foretold=format_count(round(found.foretold), lang),
        came=format_count(found.came, lang), off=off_text(found.visits_off, lang),
    )


def off_text(share: float | None, lang: str) -> str:
    """Return by how much a forecast was off, as a share of what came.

    >>> off_text(0.25, "en"), off_text(-0.1, "en"), off_text(0.001, "en"), off_text(None, "en")
    ('25% too many foretold', '10% too few foretold', 'as foretold', 'which gives no share')
    """
    _ = translator(lang)
    if share is None:
        return _("which gives no share")
    if abs(share) < NEAR:
        return _("as foretold")
    text = _("{share} too many foretold") if share > 0 else _("{share} too few foretold")
    return text.format(share=format_whole_ratio(abs(share), lang))


def finding_by_visits(found: Check, lang: str) -> str:
    """Return where the forecast was furthest off, per head as it is drawn, by the number of earlier repeat visits."""
    _ = translator(lang)
    rows = found.groups.to_pylist()
    if not any(row["came"] for row in rows):
        return _("None of the customers known then came again")
    worst = max(rows, key=lambda row: abs(row["foretold"] - row["came"]))
    text = _("Furthest off for {customers}: {foretold} visits each foretold, {came} came")
    return text.format(
        customers=repeats_text(worst["repeats"], lang), foretold=f"{worst['foretold']:.2f}", came=f"{worst['came']:.2f}"
    )


def repeats_text(repeats: int, lang: str) -> str:
    """Return in words who has come again so often; 7 stands for 7 and more.

    >>> repeats_text(0, "en"), repeats_text(1, "en"), repeats_text(7, "en")
    ('customers who came once', 'customers who came again once', 'customers who came again 7 times or more')
    """
    _, _n = translator(lang), counter(lang)
    if not repeats:
        return _("customers who came once")
    if repeats >= 7:
        return _("customers who came again {times} times or more").format(times=repeats)
    text = _n("customers who came again once", "customers who came again {times} times", repeats)
    return text.format(times=repeats)


def finding_carried(found: Foresight, lang: str) -> str:
    """Return how few customers carry half of what is expected of the next 90 days."""
    _n = counter(lang)
    amounts = sorted(found.customers["spend_90"].to_pylist(), reverse=True)
    whole, so_far, customers = sum(amounts), 0, 0
    while so_far * 2 < whole:
        so_far, customers = so_far + amounts[customers], customers + 1
    text = _n(
        "One customer carries half of it.", "{customers} customers carry half of it, {share} of those you know.", customers
    )
    share = format_ratio(customers / len(amounts) if amounts else None, lang)
    return text.format(customers=format_count(customers, lang), share=share)


def finding_weeks(found: Check, lang: str) -> str:
    """Return how many visits were foretold since the day of the check, and how many came."""
    _ = translator(lang)
    return _("{foretold} visits foretold, {came} came").format(
        foretold=format_count(round(found.foretold), lang), came=format_count(found.came, lang)
    )


def finding_apart(boxes: Mapping[tuple[str, str], Box], lang: str) -> str:
    """Return how many are active but probably gone, and asleep but probably still customers."""
    _ = translator(lang)
    return _("{gone} active customers are probably gone; {alive} asleep ones probably still are customers").format(
        gone=format_count(boxes["active", "gone"].customers, lang), alive=format_count(boxes["asleep", "alive"].customers, lang)
    )


def judged_text(rule: str, chance: str, lang: str) -> str:
    """Return what those are called whom active days call active or asleep and the forecast alive or gone, or who came once."""
    _ = translator(lang)
    return {
        ("active", "alive"): _("Active, and probably still customers"), ("active", "gone"): _("Active, but probably gone"),
        ("asleep", "alive"): _("Asleep, but probably still customers"), ("asleep", "gone"): _("Asleep, and probably gone"),
        ("active", "once"): _("Active, came once"), ("asleep", "once"): _("Asleep, came once"),
    }[rule, chance]


def once_text(found: Foresight, lang: str) -> str:
    """Return what is expected of those who came once, which is in the whole, and that whether they are gone cannot be told."""
    _n, rows = counter(lang), found.customers
    once = rows.filter(pc.equal(rows["repeats"], 0))
    text = _n(
        "Of {customers} customer who came once {money} is expected: how likely such customers come again is known, whether one "
        "of them is gone is not",
        "Of {customers} customers who came once {money} is expected: how likely such customers come again is known, whether one "
        "of them is gone is not", once.num_rows,
    )
    money = format_money_short(pc.sum(once["spend_90"]).as_py() or 0, lang)
    return text.format(customers=format_count(once.num_rows, lang), money=money)
