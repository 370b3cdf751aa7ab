"""Who is foretold to fall asleep, and what became of the last ones, in words."""

from __future__ import annotations

import pyarrow.compute as pc

from segmentation.language.i18n import count_customers, format_count, format_day, translator
from segmentation.measures.foresight.asleep import MODEL, AsleepNext
from segmentation.measures.foresight.lists import LIKELY
from segmentation.measures.foresight.outcomes import TENTHS, Outcome


def finding_asleep(found: AsleepNext, lang: str) -> str:
    """Return how many of those who can fall asleep by the next month-end probably will."""
    _ = translator(lang)
    day, can = format_day(found.until, lang), found.customers.num_rows
    if not can:
        return _("Nobody who is active can fall asleep by {day}.").format(day=day)
    text = _("Of {customers} who can fall asleep by {day}, {expected} probably will.")
    return text.format(customers=count_customers(can, lang), day=day, expected=format_count(round(found.expected), lang))


def method_text(found: AsleepNext, lang: str) -> str:
    """Return by what the chances were found."""
    _ = translator(lang)
    return (
        _("Chances are those of the fitted model, known on {day}") if found.method == MODEL
        else _("Too few bills for the model: chances are those of the curve of silence, known on {day}")
    ).format(day=format_day(found.day, lang))


def finding_outcome(found: Outcome, lang: str) -> str:
    """Return what became of those who were foretold: hits and misses among the likely and the others."""
    _ = translator(lang)
    until = format_day(found.until, lang)
    if not found.rows.num_rows:
        return _("Nobody could fall asleep from {day} to {until}.").format(day=format_day(found.day, lang), until=until)
    likely = found.rows.filter(pc.greater_equal(found.rows["chance"], LIKELY))
    others = found.rows.filter(pc.less(found.rows["chance"], LIKELY))
    text = _(
        "By {until}: of {likely} with a chance of 50% or more {hits} fell asleep, of {others} with less {missed}."
    )
    return text.format(
        until=until, likely=format_count(likely.num_rows, lang), others=format_count(others.num_rows, lang),
        hits=format_count(pc.sum(likely["fell"]).as_py() or 0, lang),
        missed=format_count(pc.sum(others["fell"]).as_py() or 0, lang),
    )


def finding_score(found: Outcome, lang: str) -> str:
    """Return whether the chances told more than the mere share of those who fell asleep; by chance alone is not told."""
    _ = translator(lang)
    if found.brier is None:
        return _("Nothing to judge yet")
    if found.tells_more is None:
        return _("Too few to tell whether the chances told more than the mere share of those who fell asleep")
    return (
        _("The chances told who falls asleep better than the mere share") if found.tells_more
        else _("The chances told no more than the mere share of those who fell asleep")
    )


def tenth_text(tenth: int) -> str:
    """Return what chances a tenth has.

    >>> tenth_text(0), tenth_text(9)
    ('0–10%', '90–100%')
    """
    step = 100 // TENTHS
    return f"{step * tenth}–{step * (tenth + 1)}%"
