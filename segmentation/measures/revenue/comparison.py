"""What sets two compositions apart: the gaps of their slices, and in words who controls more and where they are widest apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.language.i18n import format_ratio, translator
from segmentation.measures.revenue.composition import WALK_IN_LABEL, Composition, Slice
from segmentation.settings.modules import Text

NO_GAP = 0.01  # two controlled shares that differ by less are said to be alike
MOST_GAPS = 6  # that are drawn


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


def shown_gaps(one: Composition, other: Composition, *, walk_in: bool = False) -> tuple[Gap, ...]:
    """Return the gaps that are drawn: the largest first, at most ``MOST_GAPS``, none that is nothing to a tenth of a point.

    The widest in money is always among them, for the finding names it.
    """
    gaps = [gap for gap in find_gaps(one, other, walk_in=walk_in) if round(gap.size, 1)]
    widest = max(gaps, key=lambda gap: abs(gap.contribution_points), default=None)
    shown = gaps[:MOST_GAPS]
    return tuple(shown if widest in shown or widest is None else [*shown[:-1], widest])


def gaps_title(one: Composition, other: Composition, names: Sequence[str], lang: str, *, walk_in: bool = False) -> str:
    """Return what the strip of gaps draws, and of how many groups it draws how many where that is not all of them."""
    _ = translator(lang)
    title = _("{one} minus {other}, in percentage points").format(one=names[0], other=names[1])
    which = gaps_drawn(one, other, lang, walk_in=walk_in)
    return _("{title}: {which}").format(title=title, which=which) if which else title


def gaps_drawn(one: Composition, other: Composition, lang: str, *, walk_in: bool = False) -> str:
    """Return how many of the gaps are drawn, of how many groups; "" where all are."""
    drawn, every = (len(gaps(one, other, walk_in=walk_in)) for gaps in (shown_gaps, find_gaps))
    text = translator(lang)("the {drawn} widest gaps of {every} groups")
    return "" if drawn == every else text.format(drawn=drawn, every=every)


def finding_comparison(one: Composition, other: Composition, names: Sequence[str], lang: str, *, walk_in: bool = False) -> str:
    """Return in two sentences what share of its revenue each side controls, and where the two are widest apart.

    ``names`` are what the two sides are called; for one store at two dates, the dates. Controlled is what customers
    with an account manager bring, of the whole revenue of the window. The gap is the widest in money of ``shown_gaps``, of all
    customers and of the whole that ``walk_in`` makes. A side without revenue says only that.
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
    text = (
        _("{one} and {other} both control about {share} of their revenue.") if abs(shares[0] - shares[1]) < NO_GAP
        else _("{one} controls {share} of its revenue, {other} {other_share}.")
    )
    second = _widest(shown_gaps(one, other, walk_in=walk_in), names, _, lang, walk_in=walk_in)
    return f"{text.format(**said)}{' ' if lang == 'en' else ''}{second}"


def controlled_text(found: Composition, lang: str) -> str:
    """Return what share of its revenue a side controls, as it stands over its pies; "" where that is no share."""
    _ = translator(lang)
    share = found.controlled_share
    return "" if share is None else _("controls {share}").format(share=format_ratio(share, lang, 0))


def finding_slices_apart(one: Composition, other: Composition, names: Sequence[str], lang: str) -> str:
    """Return which slice's shares of what customers bring are widest apart, with both; the finding of the table of all slices."""
    _ = translator(lang)
    gaps = sorted(find_gaps(one, other), key=lambda gap: -abs(gap.contribution_points))
    if not gaps or abs(gaps[0].contribution_points) < 100 * NO_GAP:
        return _("The shares of what customers bring are alike on both sides")
    shares = [next((each.contribution_share for each in house.slices if each.key == gaps[0].key), None) for house in (one, other)]
    written = [_("none") if share is None else format_ratio(share, lang) for share in shares]
    text = _("{slice} differs most: {share} of what customers bring at {one}, {other_share} at {other}")
    return text.format(
        slice=gaps[0].label[lang], one=names[0], other=names[1], share=written[0], other_share=written[1],
    )


def _widest(gaps: Sequence[Gap], names: Sequence[str], _, lang: str, *, walk_in: bool) -> str:
    gap = max(gaps, key=lambda gap: abs(gap.contribution_points), default=None)
    if gap is None or abs(gap.contribution_points) < 100 * NO_GAP:
        return _("What their customers bring is much the same.")
    points = gap.contribution_points
    text = (
        _("Widest apart in money: {slice}, whose share of the whole revenue is {points} points higher at {name}.") if walk_in
        else _("Widest apart in money: {slice}, whose share of what customers bring is {points} points higher at {name}.")
    )
    return text.format(slice=_in_words(gap.label, lang), points=f"{abs(points):.1f}", name=names[points < 0])


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
