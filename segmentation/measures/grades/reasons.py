"""In words, why a customer has his tier under any scheme: read off his row of the graded list, a few sentences a rule family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from segmentation.language.i18n import N_, format_count, format_money, format_ratio, listed, round_down, translator
from segmentation.schemes import MEASURE_LABELS, Scheme, Tier
from segmentation.schemes.rules import MEASURES, MONEY, Condition

Row = Mapping[str, Any]
BOUND_TEXTS = {
    ("low", False): N_("{measure} at least {bound}"), ("low", True): N_("{measure} above {bound}"),
    ("high", False): N_("{measure} at most {bound}"), ("high", True): N_("{measure} below {bound}"),
}

POTENTIAL_FROM = {
    "rated": N_("The potential is the manager's rating."),
    "foretold": N_(
        "The potential is derived by the forecast: what he is foretold to spend in the next twelve months, against the last "
        "twelve."
    ),
    "derived": N_(
        "The potential is derived: what the pace of the last half-year would bring in twelve months, against the last twelve "
        "months."
    ),
}
KNOWN_TOO_SHORT = N_(
    "Known for less than a year: what he could bring cannot be derived from his bills. A rating by his manager places him now."
)


def explain_tier(scheme: Scheme, row: Row, lang: str) -> list[str]:
    """Return why the customer of ``row``, a row of the graded list with its score columns, has his tier; nothing without one, but
    that potential cannot be told yet.

    Not for ``rank_overlap``, which ``measures.explanation`` explains with both rankings.
    """
    if scheme.rule == "matrix" and row["potential_by"] == "too_short":
        return [translator(lang)(KNOWN_TOO_SHORT)]
    if row["tier"] is None or scheme.rule not in REASONS:
        return []
    return [sentence for sentence in REASONS[scheme.rule](scheme, scheme.tier(row["tier"]), row, lang) if sentence]


def conditions_text(scheme: Scheme, tier: Tier, lang: str) -> str:
    """Return the conditions of a tier of a threshold scheme in words; of the last tier that it takes the rest."""
    _, found = translator(lang), scheme.spec.conditions[tier.number - 1]
    if not found:
        return _("everybody else")
    return listed((_condition_text(each, lang) for each in found), lang)


def amount_text(measure: str, value: Any, lang: str) -> str:
    """Return a value of a measure as people write it: money with its cents, visits and days as whole numbers."""
    if MEASURES[measure][0] != MONEY:
        return format_count(value, lang)
    text = format_money(value, lang)
    return text.removesuffix(".00")


def _condition_text(each: Condition, lang: str) -> str:
    _ = translator(lang)
    return listed((
        _(BOUND_TEXTS[end, is_open]).format(measure=_(MEASURE_LABELS[each.measure]), bound=amount_text(each.measure, bound, lang))
        for end, bound, is_open in (("low", each.low, each.low_open), ("high", each.high, each.high_open))
        if bound is not None
    ), lang)


def _percentile(scheme: Scheme, tier: Tier, row: Row, lang: str) -> list[str]:
    _ = translator(lang)
    spec = scheme.spec
    before = sum(spec.shares[: tier.number - 1], Decimal(0)) / 100
    until = before + spec.shares[tier.number - 1] / 100
    span = {"first": format_ratio(before, lang, 0), "last": format_ratio(until, lang, 0), "tier": tier.label[lang]}
    place = _("Place {place} of all customers, with {money}.").format(
        place=format_count(row["place"], lang), money=format_money(row["measured"], lang)
    )
    if row["measured"] <= 0:
        return [place, _("Anyone who brings nothing in the window is in the last group.")]
    if spec.cut_by == "value":
        text = _("{tier}: those who bring from {first} to {last} of everything, counted from the best down.")
    else:
        text = _("{tier}: from {first} to {last} of the customers, counted from the best down.")
    return [place, text.format(**span)]


def _threshold(scheme: Scheme, tier: Tier, row: Row, lang: str) -> list[str]:
    _ = translator(lang)
    first = _("{tier}: {conditions}.").format(tier=tier.label[lang], conditions=conditions_text(scheme, tier, lang))
    if tier.number == 1:
        return [first, _("This is the highest tier.")]
    return [first, missing_text(scheme, row, lang), _days_text(scheme, tier, row, lang)]


def _days_text(scheme: Scheme, tier: Tier, row: Row, lang: str) -> str:
    """Return that money alone does not lift a customer who is not known for long enough; empty where he is."""
    _ = translator(lang)
    if not row.get("to_next_known_days"):
        return ""
    above = scheme.tiers[tier.number - 2]
    days = next(each.low for each in scheme.spec.conditions[above.number - 1] if each.measure == "known_days")
    return _("Money alone is not enough: {tier} is for those known for {days} days or more.").format(
        tier=above.label[lang], days=format_count(days, lang)
    )


def missing_text(scheme: Scheme, row: Row, lang: str) -> str:
    """Return what a customer of a threshold scheme lacks to the tier above his, in a sentence; empty in the highest."""
    _ = translator(lang)
    lacking = [
        _("{amount} ({measure})").format(measure=_(MEASURE_LABELS[measure]), amount=amount_text(measure, row[name], lang))
        for name, measure in zip(scheme.score_columns, scheme.spec.missable, strict=True)
        if row[name]
    ]
    number = scheme.tier(row["tier"]).number if row["tier"] else 1
    if number == 1 or not lacking:
        return ""
    return _("Missing to {tier}: {amounts}.").format(tier=scheme.tiers[number - 2].label[lang], amounts=listed(lacking, lang))


def _matrix(scheme: Scheme, tier: Tier, row: Row, lang: str) -> list[str]:
    _ = translator(lang)
    value, potential = (scheme.spec.axis(name) for name in ("value", "potential"))
    labels = scheme.spec.class_labels
    first = _("{value_axis}: {value}. {potential_axis}: {potential}.").format(
        value_axis=value.label[lang], value=labels["value"][row["value"]][lang],
        potential_axis=potential.label[lang], potential=labels["potential"][row["potential"]][lang],
    )
    return [first, _(POTENTIAL_FROM[row["potential_by"]])]


def _rfm(scheme: Scheme, tier: Tier, row: Row, lang: str) -> list[str]:
    _ = translator(lang)
    first = _("R {r}: last here {days} days ago. F {f}: {times} times in the window. M {m}: {money} in the window.").format(
        r=row["r"], f=row["f"], m=row["m"], days=format_count(row["recency_days"], lang),
        times=format_count(row["frequency"], lang), money=format_money(row["contribution"], lang),
    )
    return [first, _("The code {code} belongs to “{tier}”.").format(code=row["code"], tier=tier.label[lang])]


def _scorecard(scheme: Scheme, tier: Tier, row: Row, lang: str) -> list[str]:
    _ = translator(lang)
    text = _("Weighted score {score} of {highest}: {tier}, maintenance class {letter}.")
    return [text.format(
        score=f"{round_down(row['score']):.2f}", highest=f"{scheme.spec.scale[1]:f}", tier=tier.label[lang],
        letter=row["maintenance"],
    )]


REASONS: dict[str, Callable[[Scheme, Tier, Row, str], list[str]]] = {
    "percentile": _percentile, "threshold": _threshold, "matrix": _matrix, "rfm": _rfm, "scorecard": _scorecard,
}
