"""Who will fall asleep by the next month's end, and what became of those of whom it was foretold the last time."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.behind import draw_behind, draw_rows
from pages.shared.charts import draw_told
from pages.shared.definition import period
from pages.shared.figures import Figure, draw_figures
from pages.shared.foretold import ASLEEP, OUTCOME, asleep_of, asleep_rows, outcome_of, outcome_rows, scores_of
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, reading_of
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide
from pages.shared.tables import draw_table
from segmentation.charts.foresight.asleep import tell_calibration
from segmentation.language.i18n import N_, format_count, format_money_short
from segmentation.measures.foresight.asleep import AsleepNext
from segmentation.measures.foresight.asleep_words import finding_asleep, finding_outcome, method_text
from segmentation.measures.foresight.lists import count_likely
from segmentation.measures.foresight.outcomes import Outcome

NAME = N_("Asleep next month")
STATEMENTS = (
    "measures/foresight/histories", "measures/foresight/counted", "measures/movement/gaps", "measures/foresight/asleep_outcomes",
)
DEFINITIONS = (
    N_(
        "Can fall asleep: who is active now, and will not be by the next month's end without another visit. His chance is that "
        "of no visit until then, from the model of the first tab; where the bills give none, from the curve of silence of "
        "Retention: of all gaps that lasted as long as his, the share that lasts until then."
    ),
    N_(
        "Each month-end the list is kept as it is, and a month later held against what came. Brier score: the mean of (chance − "
        "what came)², 1 for asleep, 0 for not; the less, the better. Beside it what it would be had the share that fell asleep "
        "been foretold of everybody."
    ),
)


def draw(view: View) -> None:
    """Draw who can fall asleep with his chance, and what became of the last ones."""
    lang, found, outcome = current_language(), asleep_of(view), outcome_of(view)
    rows = asleep_rows(view)
    draw_answer(finding_asleep(found, lang))
    draw_figures(_figures(view, found, rows, outcome))
    st.caption(plain(method_text(found, lang)))
    pick = page_picker("asleep")
    if rows.num_rows:
        name = _("Can fall asleep by {day}").format(day=day_text(found.until))
        draw_head(name, _("The highest chance first"))
        draw_rows(view, name, period(view), rows, ASLEEP, "sleepers")
    st.divider()
    _draw_outcome(view, outcome)
    told = tell_calibration(outcome, lang, _("By tenth of chance, foretold on {day}").format(day=day_text(outcome.day)))
    if told is not None:
        draw_told(told, "calibration", slide=lambda: chart_slide(view, told), height=300, width=1000, pick=pick)
        draw_behind(view, pick.chosen)
    if (scores := scores_of(view)).num_rows > 1:
        draw_head(_("Month by month"))
        draw_table(scores, scores.column_names, "asleep_scores", 12)


def _figures(view: View, found: AsleepNext, rows: pa.Table, outcome: Outcome) -> list[Figure]:
    lang = current_language()
    likely = reading_of(view, "asleep likely", lambda: count_likely(rows))
    figures = [
        Figure(_("Can fall asleep by {day}").format(day=day_text(found.until)), format_count(rows.num_rows, lang)),
        Figure(_("Probably will"), format_count(round(found.expected), lang), help=_("The sum of their chances")),
        Figure(
            _("Chance of 50% or more"), format_count(likely.customers, lang),
            against=_("contribution {money}").format(money=format_money_short(likely.spend, lang)),
        ),
    ]
    if outcome.brier is None:
        return figures
    return [
        *figures,
        Figure(
            _("Fell asleep by {day}").format(day=day_text(outcome.until)), format_count(int(outcome.fell.sum()), lang),
            against=_("foretold: {count}").format(count=format_count(round(outcome.chances.sum()), lang)),
        ),
        Figure(
            _("Brier score"), f"{outcome.brier:.3f}",
            against=_("by the mere share {score}").format(score=f"{outcome.base_brier:.3f}"),
            help=_("How far the chances were from what came: 0 is perfect, and lower than the rate of all alone is better"),
        ),
    ]


def _draw_outcome(view: View, outcome: Outcome) -> None:
    """Draw what became of the last list."""
    lang = current_language()
    draw_head(
        _("The list of {day} and what came").format(day=day_text(outcome.day)), finding_outcome(outcome, lang),
        *([] if outcome.is_kept else [_("Worked out afterwards, from the bills up to that day.")]),
    )
    rows = outcome_rows(view)
    if rows.num_rows:
        draw_rows(view, _("Foretold on {day}").format(day=day_text(outcome.day)), period(view), rows, OUTCOME, "outcome")
