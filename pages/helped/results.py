"""The results: by list, by reason, by manager, or draw by draw, to look at and to take along."""

from __future__ import annotations

import pyarrow as pa

from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View
from pages.shared.language import _, current_language
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from pages.shared.view import pick_key
from segmentation.language.i18n import N_, format_day
from segmentation.measures.trials.results import Results
from segmentation.measures.trials.tables import BY, KINDS, results_table
from segmentation.measures.trials.words import finding_trials

SHOWN = (
    "trial_verdict", "called", "left_alone", "came_called", "came_left", "money_brought", "money_low", "money_high",
    "difference_low", "difference_high", "more_needed",
)
SLIDE = ("called", "left_alone", "came_called", "came_left", "money_brought", "trial_verdict")
PINNED = 12


def draw_results(view: View, found: Results) -> None:
    """Draw the table of the results as it is asked for, with its downloads."""
    lang = current_language()
    by = pick_key(_("Results"), "helped_by", BY, "list")
    first = "manager" if by == "manager" else "trial_part"

    def make() -> pa.Table:
        return results_table(found, by, lang)

    day = _("As of {day}").format(day=format_day(view.as_of, lang))
    draw_head(_("Called against left alone"), day)
    draw_table(make(), (first, *SHOWN), f"helped_{by}", 12)
    draw_download(
        lambda: make().select([first, *KINDS]), N_("Did it help"), view, "download_helped", totals=False, named=True,
        slide=lambda: table_slide(
            view, finding_trials(found, lang), day, described(make(), columns=(first, *SLIDE), most=PINNED, totals=False)
        ),
    )
