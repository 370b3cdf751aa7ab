"""The six indicators of the month, with their slide."""

from __future__ import annotations

from pages.progress.picks import progress_of
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, reading_of, settings_of
from pages.shared.language import current_language
from pages.shared.pin import table_slide
from pages.shared.short_table import draw_short_table
from pages.shared.tables import described
from segmentation.language.i18n import N_
from segmentation.measures.managers.progress import Progress
from segmentation.measures.managers.progress_words import when_text
from segmentation.measures.managers.six import COLUMNS, Six, finding_six, read_six, six_table
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.revenue.controllable import read_controllable


def six_of(view: View, found: Progress) -> Six:
    """Return the six of the whole month that ``found`` is of, up to the as-of day."""
    warehouse, active_days = current_warehouse(), settings_of(view)["active_days"]
    then = view._replace(as_of=min(view.as_of, month_end(found.month)))
    control = reading_of(then, "controllable of the month", lambda: read_controllable(
        warehouse, view.store_id, then.as_of, active_days, found.month, then.as_of
    ))
    whole = progress_of(view, found.month)
    return reading_of(then, "six indicators", lambda: read_six(
        warehouse, view.store_id, then.as_of, active_days, control, whole
    ))


def draw_six(view: View, found: Progress) -> None:
    """Draw the six as a table of few rows, with its downloads and its slide."""
    lang, six = current_language(), six_of(view, found)
    said, when, rows = finding_six(six, lang), when_text(found, lang), six_table(six, lang)
    draw_head(said, when)
    draw_short_table(rows, COLUMNS, "six")
    draw_download(
        lambda: rows, N_("Six indicators"), view, "six", lambda: table_slide(view, said, when, described(rows, totals=False)),
        totals=False, notes=(when,),
    )
