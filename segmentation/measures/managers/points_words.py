"""The points of managers in words: who has most, who has least, and what part of the sum nobody could be given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from segmentation.language.i18n import counter, format_month, translator
from segmentation.measures.managers.plan_words import number_text
from segmentation.measures.managers.points import FULL, Points
from segmentation.settings.point_weights import PointWeights

LONGEST = 20  # characters of a name in a sentence


def points_text(found: Points | None, lang: str, *, full: bool = False) -> str:
    """Return "82" (``full``: "82 of 100") or, where an input is missing, "41 of 60"; an en dash for nobody and no part at all.

    >>> from segmentation.measures.managers.points import Inputs
    >>> points_text(Points("Li", None, Fraction(50), Fraction(50), Fraction(30), 60, Inputs()), "en")
    '30 of 60'
    """
    if found is None or not found.of:
        return "–"
    points = number_text(found.points, 0)
    return points if found.of == FULL and not full else translator(lang)("{points} of {of}").format(points=points, of=found.of)


def share_of(found: Points) -> Fraction:
    """Return what was reached of what could be reached: managers with a part missing stand beside the others by it."""
    return found.points / found.of if found.of else Fraction(0)


def finding_points(points: Sequence[Points], month: date, lang: str) -> str:
    """Return who reached most of the points that he could reach in the month, and who least; who has no part is not named."""
    _, when = translator(lang), format_month(month, lang)
    if any(not each.inputs.has_bills for each in points):
        return _("{month} has no bills, so nobody has points.").format(month=when)
    rated = [each for each in points if each.of]
    if not rated:
        return _("{month}: nobody has points; managers are found in the bills or in profiles.").format(month=when)
    best = min(rated, key=lambda each: (-share_of(each), each.manager))
    least = min(rated, key=lambda each: (share_of(each), each.manager))
    full = {best.of, least.of} != {FULL}
    named = {"month": when, "best": best.manager[:LONGEST], "most": points_text(best, lang, full=full)}
    if share_of(best) == share_of(least):
        if len(rated) == 1:
            return _("{month}: {best} has {most} points.").format(**named)
        return _("{month}: all have alike, {most} points.").format(**named)
    text = _("{month}: {best} is first with {most} points, {last} last with {least}.")
    return text.format(**named, last=least.manager[:LONGEST], least=points_text(least, lang, full=full))


def finding_lost(points: Sequence[Points], weights: PointWeights, lang: str) -> str:
    """Return in which part the managers together lost most points; what is missing is no loss."""
    _ = translator(lang)
    named = {"kept": _("kept and won"), "controllability": _("controllability"), "contribution": _("the target")}
    lost = dict.fromkeys(named, Fraction(0))
    for part in named:
        scores = (getattr(each, part) for each in points)
        lost[part] += sum((getattr(weights, part) * (FULL - score) for score in scores if score is not None), Fraction(0))
    if not any(lost.values()):
        return _("Nobody lost a point")
    return _("Most points are lost in {part}").format(part=named[max(lost, key=lambda part: lost[part])])


def missing_text(points: Sequence[Points], lang: str) -> str:
    """Return which parts could not be given, to how many managers; "" where nothing is missing."""
    _, count = translator(lang), counter(lang)
    if any(not each.inputs.has_bills for each in points):
        return _("All three parts are missing: they are worked out from the bills of the month, and there are none.")
    parts = (
        (_("kept and won (nobody was active at the month's start)"), "kept"),
        (_("controllability (no visit was expected)"), "controllability"), (_("contribution (no target is set)"), "contribution"),
    )
    said = [
        f"{name}: {count('{count} manager', '{count} managers', number).format(count=number)}"
        for name, part in parts if (number := sum(getattr(each, part) is None for each in points))
    ]
    return _("Missing, and not spread over the other parts: {parts}").format(parts=_("; ").join(said)) if said else ""
