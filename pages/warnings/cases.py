"""What is read of warnings and win-backs, and the figures of the page."""

from __future__ import annotations

from datetime import date

import pyarrow.compute as pc

from pages.shared.figures import Figure, against_month, change_of_count, change_of_money, change_of_share
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language
from pages.shared.warned import flagged_of, signs_of, warning_settings
from segmentation.language.i18n import N_, format_count, format_money_short, format_ratio
from segmentation.measures.movement.care import WinBacks, read_win_backs
from segmentation.measures.movement.warnings import Warnings, judge_signs
from segmentation.measures.revenue.overview import same_day_before
from segmentation.settings.clock import today

DEFINITION = N_(
    "A usual gap is the median of the days between a customer's visits. In warning is an active customer who is silent for "
    "longer than so many times his usual gap, or whose visits or spend of the last 90 days have fallen by so much against the "
    "90 before. At stake is what he brings in the window. Who is no longer active is lost. An effort to win back is what was "
    "noted here, and every contact of the log, answered, with a customer who was lost on that day."
)
STATEMENTS = (
    "facts/usual_gaps", "measures/movement/spans", "measures/movement/warning_signs", "measures/movement/warnings",
    "measures/movement/flagged_counts", "measures/movement/lost", "measures/movement/latest_care", "facts/barred",
    "measures/movement/win_backs",
)


def warnings_of(view: View) -> Warnings:
    """Return who is in warning and who is lost."""
    warehouse, signs, on = current_warehouse(), signs_of(view), today()
    return reading_of(view, f"warnings {on}", lambda: judge_signs(warehouse, signs, on=on))


def win_backs_of(view: View, day: date | None = None) -> WinBacks:
    """Return whether contacts brought customers back, as of the day of the page or an earlier one."""
    warehouse, day = current_warehouse(), day or view.as_of
    active_days = warning_settings(view)["active_days"]
    return reading_of(view, f"win_backs {day}", lambda: read_win_backs(warehouse, view.store_id, day, active_days))


def warning_figures(view: View, found: Warnings, backs: WinBacks) -> list[Figure]:
    """Return who is in warning, what is at stake, who is lost, and which share of the contacts brought someone back.

    Each stands against the same day of the month before, where there were bills by then.
    """
    lang, counts = current_language(), found.counts
    signs = _("{silent} silent for too long, {visits} with fewer visits, {spend} with less spend; one may be several").format(
        silent=format_count(counts.silent, lang), visits=format_count(counts.fewer_visits, lang),
        spend=format_count(counts.less_spend, lang),
    )
    brought = pc.sum(found.lost["last_contribution"]).as_py() or 0
    text = _("No longer active; before that they had brought {money}")
    won = _("{back} of {contacted} contacts, {waiting} of them still open")
    figures = [
        Figure(_("In warning"), format_count(counts.customers, lang), help=signs, less_is_better=True),
        Figure(
            _("At stake"), format_money_short(counts.stake, lang), help=_("What those in warning bring in the window"),
            less_is_better=True,
        ),
        Figure(
            _("Lost"), format_count(found.lost.num_rows, lang), help=text.format(money=format_money_short(brought, lang)),
            less_is_better=True,
        ),
        Figure(
            _("Won back"), format_ratio(backs.share, lang, 0), help=won.format(
                back=format_count(backs.back, lang), contacted=format_count(backs.contacted, lang),
                waiting=format_count(backs.waiting, lang),
            ),
        ),
    ]
    day = same_day_before(view.as_of)
    if day < view.store["first_date"]:
        return figures
    before = flagged_of(view, day)
    changes = (
        change_of_count(counts.customers, before.customers), change_of_money(counts.stake, before.stake),
        change_of_count(found.lost.num_rows, signs_of(view, day).lost),
        change_of_share(backs.share, win_backs_of(view, day).share, 0),
    )
    befores = (
        format_count(before.customers, lang), format_money_short(before.stake, lang),
        format_count(signs_of(view, day).lost, lang), format_ratio(win_backs_of(view, day).share, lang, 0),
    )
    return [against_month(figure, change, day, was) for figure, change, was in zip(figures, changes, befores, strict=True)]
