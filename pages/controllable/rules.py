"""Each rule of thumb on the house's own months: the verdict, the number it was told by, and the months as a picture."""

from __future__ import annotations

import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.definition import up_to
from pages.shared.downloads import draw_download
from pages.shared.figures import Figure, draw_figures
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide, table_slide
from pages.shared.short_table import draw_short_table
from pages.shared.tables import described
from segmentation.charts.revenue.rules import tell_rule
from segmentation.language.i18n import N_, format_count
from segmentation.measures.revenue.rule_words import (
    ALMOST,
    MEASURED,
    TAUTOLOGY,
    VERDICTS,
    finding_rule,
    finding_rules,
    finding_told,
    needs_text,
    rules_table,
    told_by,
)
from segmentation.measures.revenue.rules_tested import Tested, read_rules
from segmentation.slides import Chart

CARDS, HIGH = 2, 290


def rules_of(view: View) -> dict[str, Tested]:
    """Return the rules of thumb tested, by key."""
    warehouse = current_warehouse()
    with st.spinner(_("Reading the months …")):
        found = reading_of(view, "rules", lambda: read_rules(warehouse, view.store_id, view.as_of))
    return {each.rule: each for each in found}


def draw_rules(view: View, pick: Picker) -> None:
    """Draw how many hold, the rules with their verdicts, and of each that the months tell of their picture."""
    lang, found = current_language(), list(rules_of(view).values())
    draw_answer(finding_rules(found, lang))
    said = finding_told(found, lang)
    st.markdown(f":gray[{plain(said)}]")
    draw_figures([
        Figure(_(name), format_count(sum(each.verdict == verdict for each in found), lang), None, _("of {count} rules").format(
            count=format_count(len(found), lang)
        ))
        for verdict, name in VERDICTS.items()
    ])
    table = rules_table(found, lang)
    draw_short_table(table, table.column_names, "rules")
    draw_download(
        lambda: table, N_("Rules of thumb tested"), view, "download_rules", totals=False,
        notes=(up_to(view),),
        slide=lambda: table_slide(view, said, finding_rules(found, lang), described(table, totals=False)),
    )
    st.caption(f"{_(ALMOST)} {_(TAUTOLOGY)}")
    shown = [(each, chart) for each in found if (chart := _told(each, lang))]
    if shown:
        draw_head(_("The months that they were told by"), hint=_("click a month for who came in it"))
    for start in range(0, len(shown), CARDS):
        for cell, (tested, chart) in zip(st.columns(CARDS, gap="medium"), shown[start : start + CARDS], strict=False):
            with cell.container(border=True, height="stretch", key=f"tested_{tested.rule}"):
                draw_told(
                    chart, f"rule_{tested.rule}", slide=lambda chart=chart: chart_slide(view, chart), height=HIGH, pick=pick
                )


def _told(tested: Tested, lang: str) -> Chart | None:
    said = [_(MEASURED[tested.rule]) if tested.rule in MEASURED else "", told_by(tested, lang), needs_text(tested, lang)]
    return tell_rule(tested, lang, finding_rule(tested, lang), " · ".join(filter(None, said)))
