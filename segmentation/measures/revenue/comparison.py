"""What sets two compositions apart: the gaps of their slices, and in words who controls more and where they are widest apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.language.i18n import format_ratio, translator
from segmentation.measures.revenue.composition import WALK_IN_LABEL, ZERO, Composition, Slice
from segmentation.settings.modules import Text

NO_GAP = 0.01  # two controlled shares that differ by less are said to be alike
MOST_GAPS = 6  # that are drawn


@dataclass(frozen=True)
class Gap:
    """How far a slice of one composition exceeds that of another, in percentage points of customers and of contribution.

    None where one of the two has no share: it has no customers, or what is shared is zero or less.
    """

    key: str
    code: str
    label: Text
    customer_points: float | None
    contribution_points: float | None

    @property
    def size(self) -> float:
        """The larger of the two, whatever its direction; 0 where neither is known."""
        return max(abs(self.customer_points or 0), abs(self.contribution_points or 0))


def find_gaps(one: Composition, other: Composition, *, walk_in: bool = False) -> tuple[Gap, ...]:
    """Return how the slices of ``one`` differ from those of ``other``, the largest gap first; a slice that one lacks is 0 there.

    With ``walk_in`` contribution is weighed against the whole revenue, and walk-ins are a slice of their own
    (without customers); else against the customers' contribution. A side whose whole is zero or less has no share, so no gap.
    """
    first, second = ({each.key: each for each in side.slices} for side in (one, other))
    order = [*first, *(key for key in second if key not in first)]
    gaps = []
    for key in order:
        known = first.get(key) or second[key]
        customers, contribution = (
            _minus(_points(first.get(key), one, share, walk_in), _points(second.get(key), other, share, walk_in))
            for share in ("customer_share", "contribution_share")
        )
        gaps.append(Gap(key, known.code, known.label, customers, contribution))
    if walk_in:
        points = [_in_points(house.share_of_total(house.walk_in)) for house in (one, other)]
        gaps.append(Gap("walk_in", "", WALK_IN_LABEL, 0.0, _minus(*points)))
    return tuple(sorted(gaps, key=lambda gap: -gap.size))


def shown_gaps(one: Composition, other: Composition, *, walk_in: bool = False) -> tuple[Gap, ...]:
    """Return the gaps that are drawn: the largest first, at most ``MOST_GAPS``, none that is nothing to a tenth of a point.

    The widest in money is always among them, for the finding names it.
    """
    gaps = [gap for gap in find_gaps(one, other, walk_in=walk_in) if round(gap.size, 1)]
    widest = _widest_in_money(gaps)
    shown = gaps[:MOST_GAPS]
    return tuple(shown if widest in shown or widest is None else [*shown[:-1], widest])


def gaps_title(one: Composition, other: Composition, names: Sequence[str], lang: str, *, walk_in: bool = False) -> str:
    """Return in which group, and of what, the two are widest apart, of all gaps that are drawn; "" where nothing is."""
    _, shown = translator(lang), shown_gaps(one, other, walk_in=walk_in)
    if not shown:
        return ""
    gap = shown[0]
    in_customers = abs(gap.customer_points or 0) > abs(gap.contribution_points or 0)
    text = _("Widest apart in customers: {slice}, whose share of them is {points} points higher at {name}") if in_customers else (
        _("Widest apart, in money: {slice}, whose share of the whole revenue is {points} points higher at {name}") if walk_in
        else _("Widest apart, in money: {slice}, whose share of what customers bring is {points} points higher at {name}")
    )
    points = (gap.customer_points if in_customers else gap.contribution_points) or 0.0
    return text.format(slice=_in_words(gap.label, lang), points=f"{abs(points):.1f}", name=names[points < 0])


def gaps_subtitle(one: Composition, other: Composition, names: Sequence[str], lang: str, *, walk_in: bool = False) -> str:
    """Return from what the strip of gaps takes what, and of how many groups it draws how many where that is not all of them."""
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
    customers and of the whole that ``walk_in`` makes. A side without revenue, or with more refunds than sales, says only that.
    """
    _ = translator(lang)
    shares = [house.controlled_share for house in (one, other)]
    for name, share, house in zip(names, shares, (one, other), strict=True):
        if share is None and house.total > 0:
            text = _("What {name} controls is no share of its revenue in this window, for refunds are taken off it.")
            return text.format(name=name)
        if share is None and house.total < 0:
            return _("{name} refunded more than it sold in this window, so nothing is a share of it.").format(name=name)
        if share is None:
            return _("{name} has no revenue in this window.").format(name=name)
    said = {
        "one": names[0], "other": names[1],
        "share": format_ratio(shares[0], lang, 0), "other_share": format_ratio(shares[1], lang, 0),
    }
    text = (
        _("{one} and {other} both control about {share} of their revenue.") if abs(shares[0] - shares[1]) < NO_GAP
        else _("{one} controls {share} of its revenue, {other} controls {other_share}.")
    )
    second = (not walk_in and _without_share(one, other, names, _)) or _widest(
        shown_gaps(one, other, walk_in=walk_in), names, _, lang, walk_in=walk_in
    )
    return f"{text.format(**said)}{' ' if lang == 'en' else ''}{second}"


def controlled_text(found: Composition, lang: str) -> str:
    """Return what share of its revenue a side controls, as it stands over its pies; "" where that is no share."""
    _ = translator(lang)
    share = found.controlled_share
    return "" if share is None else _("controls {share}").format(share=format_ratio(share, lang, 0))


def finding_slices_apart(one: Composition, other: Composition, names: Sequence[str], lang: str) -> str:
    """Return which slice's shares of what customers bring are widest apart, with both; the finding of the table of all slices."""
    _ = translator(lang)
    if said := _without_share(one, other, names, _):
        return said.rstrip(".。")
    widest = _widest_in_money(find_gaps(one, other))
    if widest is None or abs(widest.contribution_points or 0) < 100 * NO_GAP:
        return _("The shares of what customers bring are alike on both sides")
    shares = [next((each.contribution_share for each in house.slices if each.key == widest.key), None) for house in (one, other)]
    written = [_("none") if share is None else format_ratio(share, lang) for share in shares]
    text = _("{slice} differs most: {share} of what customers bring at {one}, {other_share} at {other}")
    return text.format(
        slice=widest.label[lang], one=names[0], other=names[1], share=written[0], other_share=written[1],
    )


def _widest_in_money(gaps: Sequence[Gap]) -> Gap | None:
    """Return the gap that is widest in money, the first of equals; None where there is none."""
    return max(gaps, key=lambda gap: abs(gap.contribution_points or 0), default=None)


def _without_share(one: Composition, other: Composition, names: Sequence[str], _) -> str:
    """Return which side's customers bring nothing that could be shared; "" where those of both do."""
    without = next((name for name, house in zip(names, (one, other), strict=True) if house.contribution <= 0), None)
    text = _("Customers of {name} bring nothing in this window, refunds deducted: there are no shares to compare.")
    return "" if without is None else text.format(name=without)


def _widest(gaps: Sequence[Gap], names: Sequence[str], _, lang: str, *, walk_in: bool) -> str:
    gap = _widest_in_money(gaps)
    if gap is None or abs(gap.contribution_points or 0) < 100 * NO_GAP:
        return _("What their customers bring is much the same.")
    points = gap.contribution_points or 0.0
    text = (
        _("Widest apart in money: {slice}, whose share of the whole revenue is {points} points higher at {name}.") if walk_in
        else _("Widest apart in money: {slice}, whose share of what customers bring is {points} points higher at {name}.")
    )
    return text.format(slice=_in_words(gap.label, lang), points=f"{abs(points):.1f}", name=names[points < 0])


def _in_words(label: Text, lang: str) -> str:
    """Return a slice's label as it stands within a sentence: Government becomes government, VIP and A stay."""
    text = label[lang]
    return text[0].lower() + text[1:] if lang == "en" and text[1:2].islower() else text


def _points(each: Slice | None, house: Composition, share: str, walk_in: bool) -> float | None:
    """Return the share of a slice in points, 0 where the side lacks it; None where its whole is zero or less."""
    if share == "customer_share":
        return (_in_points(each.customer_share) if each else 0.0) if house.customers else None
    if walk_in:
        return _in_points(house.share_of_total(each.contribution if each else ZERO))
    return (_in_points(each.contribution_share) if each else 0.0) if house.contribution > 0 else None


def _in_points(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
