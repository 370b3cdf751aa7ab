"""What the tests of the rules of thumb say: of each the rule, the verdict, the number it was told by, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from segmentation.language.i18n import N_, counter, format_count, format_ratio, listed, translator, true_sign
from segmentation.measures.revenue.rules_tested import (
    CANNOT_TELL,
    HOLDS,
    KNOWN_LINE,
    KNOWN_MOST,
    LEAST,
    OPPOSITE,
    SWING_LINE,
    SWING_MOST,
    TEXTS,
    WITH,
    WITHOUT,
    Tested,
)
from segmentation.measures.revenue.what_if import rules

NAMES = {
    "occupancy": N_("Active customers' share of revenue and table occupancy"),
    "a_customers": N_("Share of A customers and revenue"),
    "active_customers": N_("Share of active customers and revenue"), "known_and_walk_in": N_("Known customers and walk-ins"),
    WITH: N_("Swing of revenue with customer service"), WITHOUT: N_("Swing of revenue without customer service"),
}
VERDICTS = {HOLDS: N_("Holds here"), OPPOSITE: N_("The other way round here"), CANNOT_TELL: N_("Cannot be told")}
NEEDS = {
    "tables": N_("The bills do not say how many tables they took"),
    "capacity": N_("Nobody has said yet how many tables the house has"),
    "walk_ins": N_("There is no walk-in bill to compare with"),
    "known": N_("There is no known customer to compare with walk-ins"),
    "above": N_("It may be more than the rule says"), "year": N_("Needs the same months of a year before"),
    "service": N_("Contacts are logged in too few months, so this house counts as one without service"),
    "no_service": N_("Contacts are logged in most months, so this house counts as one with service"),
    "no_bill": N_("No bill says it"),
}
MEASURED = {
    "occupancy": N_("Active customers' share of a month's revenue against table occupancy"),
    "a_customers": N_("A customers in per cent of all known: points since the month before, against change of revenue a day"),
    "active_customers": N_(
        "Active customers in per cent of all known: points since the month before, against change of revenue a day"
    ),
    "known_and_walk_in": N_("What a customer who came brought in the month ÷ the average walk-in bill"),
    WITH: N_("How far revenue is from that of the same month a year before"),
    WITHOUT: N_("How far revenue is from that of the same month a year before"),
}
ALMOST = N_(
    "Whoever came in a month is active at its end: in a single month the active customers' share is nearly the identified share, "
    "so this rule says as much of bills with a name as of active customers."
)
TAUTOLOGY = N_(
    "A are always the best share of the active customers, so the two rules about A and about active customers move together."
)


def rule_text(tested: Tested, lang: str) -> str:
    """Return the rule in words."""
    known = rules()
    return known[tested.rule].text[lang] if tested.rule in known else translator(lang)(TEXTS[tested.rule])


def needs_text(tested: Tested, lang: str) -> str:
    """Return what is missing for a verdict; "" where nothing is, or the months are just not clear enough."""
    _, _n = translator(lang), counter(lang)
    if tested.needs == "months":
        text = _n("One month is too few: it takes {least}", "{count} months are too few: it takes {least}", tested.n)
        return text.format(count=format_count(tested.n, lang), least=LEAST)
    return _(NEEDS[tested.needs]) if tested.needs else ""


def told_by(tested: Tested, lang: str) -> str:
    """Return the number that a rule was told by, with its interval and on how many months; "" without one."""
    _ = translator(lang)
    if tested.estimate is None:
        return ""
    value, low, high = tested.estimate
    if tested.rule == "known_and_walk_in":
        text = _("{value} times (95%: {low} to {high}), {n} months; the rule: {line} to {most}")
        write = "{:.2f}".format
        line, most = str(KNOWN_LINE), str(KNOWN_MOST)
    elif tested.rule in (WITH, WITHOUT):
        text, write = _("{value} (95%: {low} to {high}), {n} months; the line: {line}"), lambda each: format_ratio(each, lang, 0)
        if tested.rule == WITHOUT:
            text = _("{value} (95%: {low} to {high}), {n} months; the rule: {line} to {most}")
        line, most = format_ratio(SWING_LINE, lang, 0), format_ratio(SWING_MOST, lang, 0)
    else:
        text, write = _("Rank correlation {value} (95%: {low} to {high}), {n} months"), lambda each: true_sign(f"{each:+.2f}")
        line = most = ""
    n = format_count(tested.n, lang)
    return text.format(value=write(value), low=write(low), high=write(high), n=n, line=line, most=most)


def own_text(tested: Tested, lang: str) -> str:
    """Return the house's own figure that the what-if takes in the place of the rule's, where it holds; "" elsewhere."""
    _ = translator(lang)
    if not tested.own:
        return ""
    low, high = tested.own
    if tested.rule == "occupancy":
        text = _("Own figure: 80% occupancy goes with {share} of revenue, where the rule says 45%")
        return text.format(share=format_ratio(low / 100, lang, 0))
    if tested.rule == "known_and_walk_in":
        return _("Own figure: {low} to {high} times").format(low=f"{low:.2f}", high=f"{high:.2f}")
    text = _("Own figure: {low} to {high} a point")
    if tested.rule in (WITH, WITHOUT):
        text = _("Own figure: {low} to {high}")
    return text.format(low=format_ratio(low, lang), high=format_ratio(high, lang))


def finding_rules(found: Sequence[Tested], lang: str) -> str:
    """Return how many of the rules hold on this house's months, how many are the other way round, how many cannot be told."""
    _ = translator(lang)
    counts = [sum(each.verdict == verdict for each in found) for verdict in (HOLDS, OPPOSITE, CANNOT_TELL)]
    text = _(
        "Of {all} rules of thumb, found to hold in this house: {holds}; the other way round: {opposite}; cannot be told: "
        "{untold}."
    )
    all_of_them, holds, opposite, untold = (format_count(each, lang) for each in (len(found), *counts))
    return text.format(all=all_of_them, holds=holds, opposite=opposite, untold=untold)


def finding_told(found: Sequence[Tested], lang: str) -> str:
    """Return which rules hold in the house and which are the other way round, by what they are about."""
    _ = translator(lang)
    said = []
    for verdict, text in ((HOLDS, _("Holds here: {rules}")), (OPPOSITE, _("The other way round here: {rules}"))):
        names = [_(NAMES[each.rule]) for each in found if each.verdict == verdict]
        if names:
            said.append(text.format(rules=listed(names, lang)))
    return " · ".join(said) or _("No rule of thumb can be told on the months of this house yet")


def finding_rule(tested: Tested, lang: str) -> str:
    """Return what a rule is about and the verdict on it: the title of its picture."""
    _ = translator(lang)
    verdict = _(VERDICTS[tested.verdict])
    return f"{_(NAMES[tested.rule])}{_(': ')}{verdict}" if tested.rule in NAMES else verdict


def rules_table(found: Sequence[Tested], lang: str) -> pa.Table:
    """Return a row a rule, those that are told first: rule, rule_verdict, rule_told (by what, or what is missing), rule_own."""
    _ = translator(lang)
    rows = sorted(found, key=lambda each: list(VERDICTS).index(each.verdict) + 3 * (each.needs == "no_bill"))
    told = [" · ".join(filter(None, (told_by(each, lang), needs_text(each, lang)))) for each in rows]
    return pa.table({
        "rule": pa.array([rule_text(each, lang) for each in rows], pa.string()),
        "rule_verdict": pa.array([_(VERDICTS[each.verdict]) for each in rows], pa.string()),
        "rule_told": pa.array(told, pa.string()),
        "rule_own": pa.array([own_text(each, lang) or None for each in rows], pa.string()),
    })
