"""In words, how the rule of two rankings came to a customer's grade; of other rules ``reasons`` says it."""

from __future__ import annotations

from segmentation.language.i18n import format_count, format_day, format_money, translator
from segmentation.measures.grades.explanation import Explanation
from segmentation.schemes import Scheme


def explain_ranks(why: Explanation, scheme: Scheme, lang: str) -> list[str]:
    """Return in sentences how the rule of two rankings came to his grade; none for who was not here yet."""
    _ = translator(lang)
    numbers = {
        name: format_count(value, lang)
        for name in ("active_customers", "wanted", "a_reach", "rest_customers", "half", "active_days", "recency_days")
        if (value := getattr(why, name)) is not None
    }
    if why.last_visit is None:
        return []
    if why.frequency_rank is None:
        text = _("The last visit was on {day}, {recency_days} days before the as-of day. Who was not here for more than "
                 "{active_days} days is asleep.")
        return [text.format(day=format_day(why.last_visit, lang), **numbers)]
    keys = scheme.tier_keys
    best, second, third = keys[:3]
    text = _("Among {active_customers} active customers: place {by_visits} by visits, place {by_spend} by contribution.")
    if why.by_standard:
        text = _("Among {active_customers} active customers: place {by_visits} by visits, place {by_spend} by average per "
                 "table.")
    first = text.format(
        by_visits=format_count(why.frequency_rank, lang), by_spend=format_count(why.contribution_rank, lang), **numbers
    )
    text = _("{best} are the {wanted} who stand among the first {a_reach} of both rankings: "
             "place {a_reach} has {visits} visits, or {spend}.")
    if why.by_standard:
        text = _("{best} are the {wanted} who stand among the first {a_reach} of both rankings: "
                 "place {a_reach} has {visits} visits, or an average of {spend} per table.")
    visits = format_count(why.a_cut_visits, lang)
    spend = "–" if why.a_cut_spend is None else format_money(why.a_cut_spend, lang)
    if why.a_cut_visits is None:  # what another one has is kept from a manager
        text = _("{best} are the {wanted} who stand among the first {a_reach} of both rankings.")
    cut = text.format(best=best, visits=visits, spend=spend, **numbers)
    if why.tier == best:
        return [first, cut]
    text = _("Of the other {rest_customers}: place {by_spend} by contribution and {by_visits} by visits. The first {half} by "
             "contribution may become {second}, the first {half} by visits {third}; the better place decides.")
    if why.by_standard:
        text = _("Of the other {rest_customers}: place {by_spend} by average per table and {by_visits} by visits. The first "
                 "{half} by average may become {second}, the first {half} by visits {third}; the better place decides.")
    rest = text.format(
        by_spend=format_count(why.rest_contribution_rank, lang), by_visits=format_count(why.rest_frequency_rank, lang),
        second=second, third=third, **numbers,
    )
    return [first, cut, rest]
