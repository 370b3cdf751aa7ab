"""Each rule of thumb on the house's own months: the verdict, the number it was told by, and the months as a picture."""

from __future__ import annotations

import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.pin import chart_slide
from segmentation.charts.revenue.rules import tell_rule
from segmentation.measures.revenue.rule_words import (
    ALMOST,
    MEASURED,
    TAUTOLOGY,
    finding_rule,
    finding_rules,
    needs_text,
    own_text,
    rule_text,
    told_by,
)
from segmentation.measures.revenue.rules_tested import Tested, read_rules

CARDS, HIGH = 2, 250


def rules_of(view: View) -> dict[str, Tested]:
    """Return the rules of thumb tested, by key."""
    warehouse = current_warehouse()
    with st.spinner(_("Reading the months …")):
        found = reading_of(view, "rules", lambda: read_rules(warehouse, view.store_id, view.as_of))
    return {each.rule: each for each in found}


def draw_rules(view: View) -> None:
    """Draw a card a rule: its text, the verdict with its number, the picture of the months, what is missing."""
    lang, found = current_language(), list(rules_of(view).values())
    draw_head(finding_rules(found, lang))
    st.caption(f"{_(ALMOST)} {_(TAUTOLOGY)}")
    for start in range(0, len(found), CARDS):
        for cell, tested in zip(st.columns(CARDS, gap="medium"), found[start : start + CARDS], strict=False):
            with cell.container(border=True, height="stretch", key=f"tested_{tested.rule}"):
                _draw_rule(view, tested, lang)


def _draw_rule(view: View, tested: Tested, lang: str) -> None:
    st.markdown(f"**{plain(rule_text(tested, lang))}**")
    said = " · ".join(filter(None, (told_by(tested, lang), needs_text(tested, lang), own_text(tested, lang))))
    measured = _(MEASURED[tested.rule]) if tested.rule in MEASURED else ""
    chart = tell_rule(tested, lang, finding_rule(tested, lang), " · ".join(filter(None, (measured, said))))
    if chart is None:
        draw_head(finding_rule(tested, lang), said)
    else:
        draw_told(chart, f"rule_{tested.rule}", slide=lambda: chart_slide(view, chart), height=HIGH)
