"""A scorecard's criteria as bars against what each can bring at most, or as a radar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segmentation.charts.palette import IDENTIFIED, WALK_IN
from segmentation.language.i18n import translator
from segmentation.slides import Behind, Category, Chart, Series


@dataclass(frozen=True)
class Rated:
    """One criterion: its label, its score (None: not rated) of at most ``maximum``, its weight (0–1), and its key if any."""

    label: str
    score: float | None
    maximum: float
    weight: float
    key: str = ""

    @property
    def behind(self) -> Behind:
        """Who stands behind it: those who are rated on it."""
        return (("criterion", self.key),) if self.key else ()

    @property
    def points(self) -> float | None:
        """What it brings of the hundred points of the whole scorecard.

        >>> Rated("Brand", 4, 5, 0.22).points
        17.6
        """
        return None if self.score is None else round(100 * self.weight * self.score / self.maximum, 9)


def tell_points(criteria: Sequence[Rated], title: str, subtitle: str, lang: str) -> Chart:
    """Return a bar a criterion, as long as the points of a hundred that it brings, with a mark at what it could bring at most.

    So a bar's place for more is what weighs: the points sum to the weighted score, the marks to 100. Beside its name stands
    the score itself, of its maximum.
    """
    _ = translator(lang)
    return Chart("bar", title, subtitle, tuple(Category(_scored(each, lang), behind=each.behind) for each in criteria), (
        Series(_("Points"), "number", tuple(each.points for each in criteria), IDENTIFIED),
        Series(_("Points at most"), "number", tuple(round(100 * each.weight, 9) for each in criteria), reference=True),
    ))


def _scored(each: Rated, lang: str) -> str:
    """Return a criterion's name with its score, as it is said in a sentence."""
    if each.score is None:
        return each.label
    text = translator(lang)("{criterion} {score} of {most}")
    return text.format(criterion=each.label, score=f"{each.score:.2f}", most=f"{each.maximum:g}")


def tell_radar(
    criteria: Sequence[Rated], title: str, subtitle: str, lang: str,
    others: Mapping[str, Sequence[float | None]] | None = None,
) -> Chart:
    """Return a radar of the scores, a spoke a criterion, its rim the maximum.

    ``others`` are more profiles by their names, such as the average of all or the one before: their scores in the order of
    the criteria. Where maxima differ, every score is shown as its share of its maximum.
    """
    _ = translator(lang)
    alike = len({each.maximum for each in criteria}) == 1
    unit, whole = ("number", [1.0] * len(criteria)) if alike else ("ratio", [each.maximum for each in criteria])
    rim = [each.maximum if alike else 1.0 for each in criteria]
    profiles = {_("Score"): [each.score for each in criteria], **(others or {})}
    series = [
        Series(name, unit, tuple(
            None if score is None else score / most for score, most in zip(scores, whole, strict=True)
        ), IDENTIFIED if number == 0 else "")
        for number, (name, scores) in enumerate(profiles.items())
    ]
    rim_series = Series(_("At most"), unit, tuple(rim), WALK_IN, reference=True)
    spokes = tuple(Category(each.label, behind=each.behind) for each in criteria)
    return Chart("radar", title, subtitle, spokes, (*series, rim_series))
