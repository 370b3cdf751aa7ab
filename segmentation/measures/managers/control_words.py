"""Control in a line: how far the month's target is, and how many are to be called."""

from __future__ import annotations

from decimal import Decimal

from segmentation.language.i18n import counter, format_count, format_money_short, format_month_name, format_ratio, translator
from segmentation.measures.managers.progress import Progress
from segmentation.measures.managers.today import Today


def finding_target(found: Progress, lang: str) -> str:
    """Return what customers under the plan brought in its month, of what is planned; without a plan what they brought."""
    _, whole = translator(lang), found.whole("revenue")
    said = {"month": format_month_name(found.month, lang), "actual": format_money_short(whole.actual, lang)}
    if not whole.target:
        return _("{month}: {actual} done; no target is set.").format(**said)
    text = _("{month} target of known customers {target}: {actual} done, {share}")
    return text.format(**said, **_of_target(whole.actual, whole.target, lang))


def finding_house_target(target: Decimal, revenue: Decimal, lang: str) -> str:
    """Return what the whole house, walk-ins and new customers included, has taken of its own target of the month."""
    text = translator(lang)("target of the house {target}: {actual} done, {share}")
    return text.format(actual=format_money_short(revenue, lang), **_of_target(revenue, target, lang))


def _of_target(done: Decimal, target: Decimal, lang: str) -> dict[str, str]:
    return {"target": format_money_short(target, lang), "share": format_ratio(float(done / target), lang, 0)}


def finding_to_call(found: Today, lang: str) -> str:
    """Return how many are left to call on the day, each manager's as many as the settings say."""
    left = len(found.to_call(found.rules.per_day))
    if not left:
        return translator(lang)("Nobody left to call today")
    text = counter(lang)("{count} customer to call today", "{count} customers to call today", left)
    return text.format(count=format_count(left, lang))
