"""What sets two compositions apart: the gaps of their slices, and in words who controls more and which customers make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from segmentation.language.i18n import format_count, format_ratio, translator
from segmentation.measures.revenue.composition import WALK_IN_LABEL, Composition, Slice
from segmentation.settings.modules import Text

NO_GAP = 0.01  # two controlled shares that differ by less are said to be alike
MOST_OF_IT = 0.6  # a slice that makes up this share of the gap explains it alone


@dataclass(frozen=True)
class Gap:
    """How far a slice of one composition exceeds that of another, in percentage points of customers and of contribution."""

    key: str
    code: str
    label: Text
    customer_points: float
    contribution_points: float

    @property
    def size(self) -> float:
        """The larger of the two, whatever its direction."""
        return max(abs(self.customer_points), abs(self.contribution_points))


def find_gaps(one: Composition, other: Composition, *, walk_in: bool = False) -> tuple[Gap, ...]:
    """Return how the slices of ``one`` differ from those of ``other``, the largest gap first; a slice that one lacks is 0 there.

    With ``walk_in`` contribution is weighed against the whole revenue, and walk-ins are a slice of their own
    (without customers); else against the customers' contribution.
    """
    first, second = ({each.key: each for each in side.slices} for side in (one, other))
    order = [*first, *(key for key in second if key not in first)]
    gaps = []
    for key in order:
        known = first.get(key) or second[key]
        customers, contribution = (
            _points(first.get(key), one, share, walk_in) - _points(second.get(key), other, share, walk_in)
            for share in ("customer_share", "contribution_share")
        )
        gaps.append(Gap(key, known.code, known.label, customers, contribution))
    if walk_in:
        points = [100 * (house.share_of_total(house.walk_in) or 0) for house in (one, other)]
        gaps.append(Gap("walk_in", "", WALK_IN_LABEL, 0.0, points[0] - points[1]))
    return tuple(sorted(gaps, key=lambda gap: -gap.size))


def finding_comparison(one: Composition, other: Composition, names: Sequence[str], lang: str) -> str:
    """Return in two sentences what share of its revenue each side controls, and which customers make the difference.

    ``names`` are what the two sides are called; for one store at two dates, the dates. Controlled is what customers
    with an account manager bring, of the whole revenue of the window. A side without revenue says only that.
    """
    _ = translator(lang)
    shares = [house.controlled_share for house in (one, other)]
    for name, share, house in zip(names, shares, (one, other), strict=True):
        if share is None and house.total > 0:
            text = _("What {name} controls is no share of its revenue in this window, for refunds are taken off it.")
            return text.format(name=name)
        if share is None:
            return _("{name} has no revenue in this window.").format(name=name)
    said = {
        "one": names[0], "other": names[1],
        "share": format_ratio(shares[0], lang, 0), "other_share": format_ratio(shares[1], lang, 0),
    }
    if abs(shares[0] - shares[1]) < NO_GAP:
        first = _("{one} and {other} both control about {share} of their revenue.").format(**said)
        return _two(first, _likeness(one, other, _, lang), lang)
    first = _("{one} controls {share} of its revenue, {other} {other_share}.").format(**said)
    return _two(first, _main_gap(one, other, shares[0] - shares[1], _, lang), lang)


def _two(first: str, second: str, lang: str) -> str:
    return f"{first}{' ' if lang == 'en' and second else ''}{second}"


def _main_gap(one: Composition, other: Composition, gap: float, _, lang: str) -> str:
    parts: dict[str, list[Any]] = {}
    for sign, house in ((1, one), (-1, other)):
        for each in house.slices:
            part = parts.setdefault(each.key, [each.label, 0.0])
            part[1] += sign * (house.share_of_total(each.managed) or 0)
    same_way = sorted((part for part in parts.values() if part[1] * gap > 0), key=lambda part: -abs(part[1]))
    if not same_way:
        return ""
    label, points = zip(*same_way[:2], strict=True)
    said = {"slice": _in_words(label[0], lang), "points": format_count(round(abs(points[0]) * 100), lang)}
    if len(same_way) == 1 or abs(points[0]) >= MOST_OF_IT * abs(gap):
        return _("The gap is mostly managed {slice} customers ({points} points).").format(**said)
    more = {"second": _in_words(label[1], lang), "more_points": format_count(round(abs(points[1]) * 100), lang)}
    text = _("The gap is mostly managed {slice} and {second} customers ({points} and {more_points} points).")
    return text.format(**said, **more)


def _likeness(one: Composition, other: Composition, _, lang: str) -> str:
    gaps = sorted(find_gaps(one, other), key=lambda gap: -abs(gap.contribution_points))
    if not gaps or abs(gaps[0].contribution_points) < 100 * NO_GAP:
        return _("Their customers are alike too.")
    text = _("They differ most in {slice} customers, by {points} points of contribution.")
    points = format_count(round(abs(gaps[0].contribution_points)), lang)
    return text.format(slice=_in_words(gaps[0].label, lang), points=points)


def _in_words(label: Text, lang: str) -> str:
    """Return a slice's label as it stands within a sentence: Government becomes government, VIP and A stay."""
    text = label[lang]
    return text[0].lower() + text[1:] if lang == "en" and text[1:2].islower() else text


def _points(each: Slice | None, house: Composition, share: str, walk_in: bool) -> float:
    if each is None:
        return 0.0
    if walk_in and share == "contribution_share":
        return 100 * (house.share_of_total(each.contribution) or 0)
    return 100 * (getattr(each, share) or 0)
