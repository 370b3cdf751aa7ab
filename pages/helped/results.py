"""The results: by list, by reason, by manager, or draw by draw, to look at and to take along."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.charts import draw_told
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide, table_slide
from pages.shared.tables import described, draw_table
from pages.shared.view import pick_key
from segmentation.charts.trials.differences import tell_differences
from segmentation.language.i18n import N_, format_day
from segmentation.measures.trials.results import Results
from segmentation.measures.trials.tables import BY, KINDS, parts_of, results_table
from segmentation.measures.trials.words import finding_part, finding_trials, unlike_text, weighed_reason

SHOWN = (
    "trial_verdict", "called", "left_alone", "came_called", "came_left", "money_brought", "money_low", "money_high",
    "more_needed",
)
SLIDE = ("called", "left_alone", "came_called", "came_left", "money_brought", "trial_verdict")
PINNED = 12
SAID = 12  # managers, or other parts
ROW, AROUND = 34, 54  # pixels


def draw_results(view: View, found: Results) -> None:
    """Draw the table of the results as it is asked for, with its downloads."""
    lang = current_language()
    by = pick_key(_("Results"), "helped_by", BY, "list") if found.pooled else "draw"  # of draws that ended early no sum is told
    first = "manager" if by == "manager" else "trial_part"

    def make() -> pa.Table:
        return results_table(found, by, lang)

    day = _("As of {day}").format(day=format_day(view.as_of, lang))
    _draw_differences(view, found, by, day)
    draw_head(_("Called against left alone"), day)
    _say_parts(found, by, lang)
    draw_table(make(), (first, *SHOWN), f"helped_{by}", 12)
    draw_download(
        lambda: make().select([first, *KINDS]), N_("Did it help"), view, "download_helped", totals=False, named=True,
        notes=(day,), slide=lambda: table_slide(
            view, finding_trials(found, lang), day, described(make(), columns=(first, *SLIDE), most=PINNED, totals=False)
        ),
    )


def _say_parts(found: Results, by: str, lang: str) -> None:
    """Draw the sentence of each manager; of other parts what the table does not give: a difference that is weighed by draw."""
    parts, said = parts_of(found, by, lang)[:SAID], finding_part if by == "manager" else unlike_text
    told = [_("{who}: {text}").format(who=part.name, text=text) for part in parts if (text := said(part.result, lang))]
    if told:
        st.markdown("\n".join(f"- {plain(each)}" for each in told))
    if any(unlike_text(part.result, lang) for part in parts):
        st.caption(plain(weighed_reason(lang)))


def _draw_differences(view: View, found: Results, by: str, day: str) -> None:
    """Draw how much more of the called came back, row by row and of all; a click opens who was called and left alone."""
    unit = _("Called less left alone, percentage points that came back, with 95% intervals · {day}").format(day=day)
    told = tell_differences(found, by, current_language(), unit)
    if told is None:
        return
    pick = page_picker("helped")
    draw_told(
        told, f"differences_{by}", slide=lambda: chart_slide(view, told), height=ROW * len(told.categories) + AROUND, width=1000,
        pick=pick, click=_("click a dot for its customers"),
    )
    draw_behind(view, pick.chosen)
