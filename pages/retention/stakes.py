"""What is at stake: how long a customer stays, what less churn would add, and what replacing the lost costs."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.retention.picks import lifetime_of
from pages.shared.house import View
from pages.shared.keeping_cost import pick_keeping_cost
from pages.shared.language import _, current_language, day_text, plain
from segmentation.language.i18n import format_count, format_money_short, format_ratio, singular
from segmentation.measures.movement.retention import ENOUGH_MONTHS, LESS, Lifetime, replacement_cost


def draw_less_churn(view: View, row: dict[str, Any]) -> None:
    """Say how long a customer stays, and what five points less churn a year would add."""
    lang, found = current_language(), lifetime_of(view, row["end"])
    points = format_count(LESS * 100, lang)
    heading = _("What {points} points less churn would add").format(points=points)
    st.markdown(f"**{heading}**")
    if found is None:
        st.markdown(_(
            "It cannot be told yet: the bills must reach back from a complete month as far as a customer stays active."
        ))
        return
    days = {"first": day_text(found.start), "last": day_text(found.end)}
    if not found.is_enough:
        text = _(
            "It cannot be told yet from {months} complete months, {first} to {last}: it takes {enough}, and a year to measure it."
        )
        st.markdown(plain(singular(text.format(months=found.months, enough=ENOUGH_MONTHS, **days))))
        return
    st.markdown(plain(_less_text(found)))
    if found.annualised:
        text = _(
            "Rough: annualised from {months} complete months, {first} to {last}. Leavers who come back later count as lost, so "
            "the lifetime is rather longer. A year and the active days before it make it a measured one."
        )
        text = text.format(months=found.months, **days)
    else:
        text = _("Measured on one year, {first} to {last}; contribution of the 365 days before.").format(**days)
    st.caption(plain(text))


def _less_text(found: Lifetime) -> str:
    lang = current_language()
    if found.years is None:
        return _("Nobody was lost: no lifetime can be told from that.")
    churn, less = format_ratio(found.annual_churn, lang), format_ratio(max(0.0, found.annual_churn - float(LESS)), lang)
    text = (
        _("At an annual churn of at most {churn} a customer stays at least {years}.") if found.annualised
        else _("At an annual churn of {churn} a customer stays {years}.")
    )
    said = text.format(churn=churn, years=years_text(found.years))
    if found.annualised:
        more = ""  # what five points do to a rate that is too high says nothing
    elif found.years_with_less is None:
        more = _("With {points} points less nobody would be lost.").format(points=format_count(LESS * 100, lang))
    else:
        more = _("At {less} it would be {years}.").format(less=less, years=years_text(found.years_with_less))
    kept = singular(_("About {count} customers more would be kept a year, who bring about {money}.").format(
        count=format_count(found.kept_customers, lang), money=format_money_short(found.kept_contribution, lang)
    ))
    return (" " if lang == "en" else "").join(filter(None, (said, more, kept)))


def draw_replacement(row: dict[str, Any]) -> None:
    """Say what replacing the lost customers of the period costs by the rule of thumb, named as one with its source."""
    lang, lost = current_language(), row["churned"]
    st.markdown(f"**{_('What replacing the lost would cost')}**")
    if not lost:
        st.markdown(_("Nobody was lost in this period."))
        return
    found = replacement_cost(lost, pick_keeping_cost())
    text = _("Winning new customers for the {lost} customers lost costs about {money}, as much as keeping {kept}.")
    st.markdown(plain(singular(text.format(
        lost=format_count(lost, lang), money=format_money_short(found.cost, lang), kept=format_count(found.as_many_kept, lang)
    ))))
    st.caption(plain(_("Rule of thumb: {rule} ({source})").format(rule=found.rule.text[lang], source=found.rule.source[lang])))


def years_text(years: float | None) -> str:
    """Return how many years, "–" where that cannot be told."""
    return "–" if years is None else _("{years} years").format(years=f"{years:.1f}")
