"""What is at stake: how long a customer stays, what less churn would add, and what replacing the lost costs."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.retention.picks import lifetime_of
from pages.shared.house import View
from pages.shared.keeping_cost import pick_keeping_cost
from pages.shared.language import _, _n, current_language, day_text, plain
from segmentation.language.i18n import format_count
from segmentation.measures.movement.lifetime import ENOUGH_MONTHS, LESS, finding_lifetime, finding_replacement, replacement_cost
from segmentation.measures.windows import window_text


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
        text = _n(
            "It cannot be told yet from {months} complete month, {first} to {last}: it takes {enough}, and a year to measure it.",
            "It cannot be told yet from {months} complete months, {first} to {last}: it takes {enough}, and a year to measure "
            "it.",
            found.months,
        )
        st.markdown(plain(text.format(months=found.months, enough=ENOUGH_MONTHS, **days)))
        return
    st.markdown(plain(finding_lifetime(found, lang)))
    if found.annualised:
        text = _(
            "Rough: annualised from {months} complete months, {first} to {last}. Leavers who come back later count as lost, so "
            "the lifetime is rather longer. A year and the active days before it make it a measured one."
        )
        text = text.format(months=found.months, **days)
    else:
        text = _("Measured on one year, {first} to {last}; contribution of the {window}.")
        text = text.format(window=window_text(found.window, lang), **days)
    st.caption(plain(text))


def draw_replacement(row: dict[str, Any]) -> None:
    """Say what replacing the lost customers of the period costs by the rule of thumb, named as one with its source."""
    lang, lost = current_language(), row["churned"]
    st.markdown(f"**{_('What replacing the lost would cost')}**")
    if not lost:
        st.markdown(_("Nobody was lost in this period."))
        return
    found = replacement_cost(lost, pick_keeping_cost())
    st.markdown(plain(finding_replacement(found, lang)))
    st.caption(plain(_("Rule of thumb: {rule} ({source})").format(rule=found.rule.text[lang], source=found.rule.source[lang])))
