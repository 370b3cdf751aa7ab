"""What is read of trials, how it is defined, and the figures of the page."""

from __future__ import annotations

from pages.shared.figures import Figure
from pages.shared.language import _, current_language
from segmentation.language.i18n import N_, format_count, format_money_short, format_ratio
from segmentation.measures.trials.results import Result
from segmentation.measures.trials.words import points_text, weighed_text

DEFINITION = N_(
    "A part of a list is drawn by lot and left alone for 60 days (a setting); the others are called. Whoever visits within "
    "these days has come back. Everybody counts as drawn, also who was called though he was to be left alone. A draw is "
    "compared within itself only; several are pooled with the called as weights. The interval of the difference is Newcombe's, "
    "that of the money a permutation test turned round, drawn by a seed. Money brought is the difference of what they spent on "
    "average times the called; it is claimed only where chance alone gives as much at most once in forty times. A draw that was "
    "ended early is told by itself and in no sum. How many more are needed is reckoned for the difference seen, at least five "
    "points, so that four of five draws tell it; with the spread of all drawn so far together, as though they were one draw, "
    "and as large a part left alone."
)
STATEMENTS = ("measures/trials/listed", "measures/trials/outcomes", "facts/left_alone")


def helped_figures(found: Result) -> list[Figure]:
    """Return the shares that came back, their difference and the money, each with its interval."""
    lang, counts = current_language(), found.counts
    of = _("{came} of {drawn}")
    between = _("95%: {low} to {high}")

    def came(part: int, whole: int) -> str:
        return format_ratio(part / whole, lang, 0) if whole else "–"

    def said(part: int, whole: int) -> str:
        return of.format(came=format_count(part, lang), drawn=format_count(whole, lang))

    figures = [
        Figure(_("Called: came back"), came(counts.came_called, counts.called), against=said(counts.came_called, counts.called)),
        Figure(_("Left alone: came back"), came(counts.came_left, counts.left), against=said(counts.came_left, counts.left)),
    ]
    if found.share is None or found.mean is None:
        return figures
    low, high = (points_text(each, lang) for each in (found.share.low, found.share.high))
    weighed = weighed_text(found, lang)
    label = _("Difference, weighed by draw") if weighed else _("Difference")
    figures.append(Figure(
        label, points_text(found.share.difference, lang), against=between.format(low=low, high=high), help=weighed or None,
    ))
    ends = [_("unknown") if each is None else format_money_short(each, lang) for each in (found.money_low, found.money_high)]
    value = _("Cannot be told") if found.money is None else format_money_short(found.money, lang)
    return [*figures, Figure(_("Brought by calls"), value, against=between.format(low=ends[0], high=ends[1]))]
