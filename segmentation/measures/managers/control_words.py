"""Control in a line: how far the month's target is, and how many are to be called."""

from __future__ import annotations

from segmentation.language.i18n import counter, format_count, format_money_short, format_month_name, format_ratio, translator
from segmentation.measures.managers.progress import Progress
from segmentation.measures.managers.today import Today


def finding_target(found: Progress, lang: str) -> str:
    """Return what customers under the plan brought in its month, of what is planned; without a plan what they brought."""
    _, whole = translator(lang), found.whole("revenue")
    said = {"month": format_month_name(found.month, lang), "actual": format_money_short(whole.actual, lang)}
    if not whole.target:
        return _("{month}: {actual} done; no target is set.").format(**said)
    text = _("{month} target {target}: {actual} done, {share}")
    share = format_ratio(float(whole.actual / whole.target), lang, 0)
    return text.format(**said, target=format_money_short(whole.target, lang), share=share)


def finding_to_call(found: Today, lang: str) -> str:
    """Return how many are left to call on the day, each manager's as many as the settings say."""
    left = len(found.to_call(found.rules.per_day))
    if not left:
        return translator(lang)("Nobody left to call today")
    text = counter(lang)("{count} customer to call today", "{count} customers to call today", left)
    return text.format(count=format_count(left, lang))
