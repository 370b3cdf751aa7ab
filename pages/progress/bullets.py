"""The answer with its figures, and the bullets of the managers: done, expected by now, the target, where it will end."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from pages.progress.picks import Looked
from pages.shared.behind import draw_behind
from pages.shared.charts import A_BAR, draw_chart, look
from pages.shared.figures import Figure, change_of_money, draw_figures
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide
from segmentation.charts.managers.progress import MOST, draw_progress, tell_progress
from segmentation.language.i18n import N_, format_count, format_money_short
from segmentation.measures.managers.progress import Progress
from segmentation.measures.managers.progress_words import when_text
from segmentation.measures.movement.month_ends import month_end

MEASURED = {
    "revenue": N_("Revenue in CNY of the customers of each, by the manager and grade of the month before's end"),
    "bookings": N_("Tables of the customers of each, by the manager and grade of the month before's end"),
    "customers": N_("Active customers of each, by the manager and grade of the month before's end"),
}


def draw_progress_figures(found: Progress) -> None:
    """Draw what is done with what is missing, the target, where it will end, and customers and tables of those planned."""
    lang = current_language()
    money, tables, customers = (found.whole(measure) for measure in ("revenue", "bookings", "customers"))
    target, end, low, high = (
        None if each is None else format_money_short(each, lang)
        for each in (money.target, money.projection, money.low, money.high)
    )
    done = Figure(_("Done so far"), format_money_short(money.actual, lang))
    if money.expected_by_now is not None:
        done = Figure(
            _("Done so far"), format_money_short(money.actual, lang), change_of_money(money.actual, money.expected_by_now),
            _("{expected} expected").format(expected=format_money_short(money.expected_by_now, lang)),
        )
    ends = " – ".join(dict.fromkeys(filter(None, (low, high))))
    whole_month = found.span[0].day == 1 and found.span[1] == month_end(found.month)
    head = _("Projection") if whole_month else _("Projection of the week")
    projected = [] if found.as_of == found.span[1] else [Figure(head, end or "–", None, ends)]  # of what is over nothing is
    draw_figures([
        done, Figure(_("Target"), target or "–"), *projected,
        Figure(_("Tables"), _of(tables.actual, tables.target)),
        Figure(_("Active, known before the month"), _of(customers.actual, customers.target)),
    ])


def _of(actual: Decimal, target: Decimal | None) -> str:
    """Return a count, and of how many planned."""
    lang = current_language()
    done = format_count(int(actual), lang)
    return done if target is None else f"{done} / {format_count(round(target), lang)}"


def draw_bullets(looked: Looked) -> None:
    """Draw a bullet a manager, newcomers last; a click lists the customers behind it."""
    lang, found = current_language(), looked.found
    pick = page_picker("progress")
    subtitle = f"{when_text(found, lang)} · {_(MEASURED[looked.measure])}"
    told = tell_progress(found, looked.measure, lang, subtitle)
    drawn = draw_progress(found, looked.measure, lang, look(), pick.chosen)
    draw_chart(
        drawn, told.title, subtitle, "progress_bullets", slide=lambda: chart_slide(looked.view, told), pick=pick, click=_(A_BAR)
    )
    if len(found.of_managers(looked.measure)) > MOST:
        st.caption(plain(_("The {count} managers with most; the table below has all of them.").format(count=MOST)))
    draw_behind(looked.view, pick.chosen)
