"""Of whom a house lives: its customers and their contribution by tier, by module or by both, and how two houses differ.

Slices and walk-ins always add up to the store's whole revenue in the window, to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_ratio, translator
from segmentation.measures.grades.grading import grade_in_full, window_begins_after
from segmentation.schemes import Scheme, Tier, Value
from segmentation.settings.modules import UNCLASSIFIED, Module, Modules, Text, read_modules, texts_frame
from segmentation.warehouse import Warehouse

BY = ("tier", "module", "module_tier")
NO_GAP = 0.01  # two controlled shares that differ by less are said to be alike
MOST_OF_IT = 0.6  # a slice that makes up this share of the gap explains it alone
ZERO = Decimal("0.00")
UNGRADED, NO_COLOUR = "none", "#808890"  # who visited and has no tier under the scheme, such as one not rated yet


@dataclass(frozen=True)
class Slice:
    """One slice of the pies. ``key`` names it for programs and never changes, ``code`` for people (A, Z, ZA).

    Contribution, standard and ``managed`` (the contribution of customers with an account manager) are in CNY. Shares are
    ratios of all slices, without walk-ins, that sum to 1; None where there is nothing to share. A slice whose refunds
    exceed its bills has a negative share.
    """

    key: str
    code: str
    label: Text
    colour: str
    customers: int
    customer_share: float | None
    contribution: Decimal
    contribution_share: float | None
    average_frequency: float | None
    standard: Decimal | None
    managed: Decimal
    module: str | None = None
    tier: str | None = None


@dataclass(frozen=True)
class Composition:
    """A store's customers in slices as of a day. ``sum of slices' contribution + walk_in == total``, to the cent."""

    as_of: date
    by: str
    slices: tuple[Slice, ...]
    walk_in_bills: int
    walk_in: Decimal
    total: Decimal

    @property
    def customers(self) -> int:
        """How many customers the slices hold."""
        return sum(each.customers for each in self.slices)

    @property
    def contribution(self) -> Decimal:
        """What the customers bring, walk-ins left out."""
        return sum((each.contribution for each in self.slices), ZERO)

    @property
    def controlled_share(self) -> float | None:
        """The share (0–1) of the whole revenue that customers with an account manager bring; None without revenue."""
        return None if self.total <= 0 else _between(sum((each.managed for each in self.slices), ZERO) / self.total)

    def share_of_total(self, amount: Decimal) -> float | None:
        """Return an amount's share of the whole revenue, walk-ins included; None without revenue."""
        return float(amount / self.total) if self.total > 0 else None


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


# --- one house -------------------------------------------------------------------------------------------------------


def composition(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], by: str = "tier"
) -> Composition:
    """Return a store's customers as of a day in slices ``by`` tier, module or module_tier, and its walk-ins in the window.

    Tiers stand from the best on, modules in the order of the store's list; a tier or module without customers is there
    with zeros, of module_tier only those with customers are. Who has not visited yet is not counted, who visited and has no
    tier is a slice of his own, where there are such; a customer without
    a module, or with one that the list does not know, is unclassified. Raises InputError for another ``by``.
    """
    grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    return compose(warehouse, store_id, scheme, as_of, settings, grades, by)


def compose(
    warehouse: Warehouse,
    store_id: int,
    scheme: Scheme,
    as_of: date,
    settings: Mapping[str, Value],
    grades: pa.Table,
    by: str = "tier",
) -> Composition:
    """Return ``composition`` of a list that ``grade_in_full`` made, so that several can be had of one grading."""
    if by not in BY:
        raise InputError("unknown_slices", N_("There are no slices by “{by}”. There are: {known}."), by=by, known=", ".join(BY))
    modules = read_modules(warehouse, store_id)
    frames = {"grades": grades, "module_texts": texts_frame(modules, grades["module"].unique().to_pylist())}
    found = warehouse.over("measures/revenue/composition", frames, by=by, unclassified=unclassified_no(modules)).to_pylist()
    revenue = warehouse.rows(
        "measures/revenue/house_revenue", store=store_id, as_of=as_of, begins_after=window_begins_after(as_of, settings["window"])
    )[0]
    rows = {(row.pop("module_no"), row.pop("tier_no")): row for row in found}
    customers = sum(row["customers"] for row in found)
    contribution = sum((row["contribution"] for row in found), ZERO)
    slices = [
        _slice(module, tier, rows.get((number, tier.number if tier else None)), customers, contribution)
        for number, module, tier in _places(modules, scheme, by)
    ]
    kept = tuple(each for each in slices if each.customers or (by != "module_tier" and each.tier != UNGRADED))
    return Composition(as_of, by, kept, revenue["walk_in_bills"], revenue["walk_in"], revenue["total"])


def unclassified_no(modules: Modules) -> int:
    """Return the place of unclassified in the list, from 0."""
    return next(number for number, module in enumerate(modules) if module.key == UNCLASSIFIED)


def _places(modules: Modules, scheme: Scheme, by: str) -> list[tuple[int | None, Module | None, Tier | None]]:
    if by == "module":
        return [(number, module, None) for number, module in enumerate(modules)]
    tiers = (*scheme.tiers, _without_tier(scheme))
    if by == "tier":
        return [(None, None, tier) for tier in tiers]
    return [(number, module, tier) for number, module in enumerate(modules) for tier in tiers]


def _without_tier(scheme: Scheme) -> Tier:
    """Return where those stand who visited and have no tier, so that the slices add up to what all customers bring."""
    return Tier(0, UNGRADED, NO_COLOUR, scheme.ungraded, scheme.ungraded, scheme.ungraded, scheme.ungraded)


def _slice(
    module: Module | None, tier: Tier | None, row: Mapping[str, Any] | None, customers: int, contribution: Decimal
) -> Slice:
    row = row or {"customers": 0, "contribution": ZERO, "managed": ZERO, "average_frequency": None, "standard": None}
    parts = [part for part in (module, tier) if part is not None]
    return Slice(
        key=":".join(part.key for part in parts),
        code=_code(module, tier),
        label=_joined_label(module, tier),
        colour=parts[0].colour,
        customer_share=row["customers"] / customers if customers else None,
        contribution_share=float(row["contribution"] / contribution) if contribution > 0 else None,
        module=module and module.key,
        tier=tier and tier.key,
        **row,
    )


def _code(module: Module | None, tier: Tier | None) -> str:
    """Return A, Z, ZA; a longer key stands apart: Z-gold."""
    if module is None or tier is None:
        return module.code if module else tier.key
    return module.code + (tier.key if len(tier.key) <= 2 else f"-{tier.key}")


def _joined_label(module: Module | None, tier: Tier | None) -> Text:
    if module is None or tier is None:
        return dict(tier.label if tier else module.name)
    return {"zh": f"{module.name['zh']}{tier.label['zh']}", "en": f"{module.name['en']} {tier.label['en']}"}


def composition_table(found: Composition, lang: str) -> pa.Table:
    """Return the slices as a frame: code, label in ``lang``, customers, customer_share, contribution, contribution_share,
    average_frequency, standard; money in CNY, exact."""
    rows = found.slices
    money = pa.decimal128(18, 2)
    return pa.table({
        "code": pa.array([each.code for each in rows], pa.string()),
        "label": pa.array([each.label[lang] for each in rows], pa.string()),
        "customers": pa.array([each.customers for each in rows], pa.int64()),
        "customer_share": pa.array([each.customer_share for each in rows], pa.float64()),
        "contribution": pa.array([each.contribution for each in rows], money),
        "contribution_share": pa.array([each.contribution_share for each in rows], pa.float64()),
        "average_frequency": pa.array([each.average_frequency for each in rows], pa.float64()),
        "standard": pa.array([each.standard for each in rows], money),
    })


def slices_table(found: Composition, lang: str) -> pa.Table:
    """Return ``composition_table`` as it is shown: code and module, or the tier's key alone, in front of what each slice is."""
    frame = composition_table(found, lang)
    called = {"label": "module"} | ({"code": "tier"} if found.by == "tier" else {})
    frame = frame.rename_columns([called.get(name, name) for name in frame.column_names])
    return frame.drop_columns(["module"]) if found.by == "tier" else frame


def _between(share: Decimal) -> float:
    return float(min(max(share, Decimal(0)), Decimal(1)))


# --- two houses ------------------------------------------------------------------------------------------------------

WALK_IN_LABEL = {"zh": "散客", "en": "Walk-ins"}


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


def _points(each: Slice | None, house: Composition, share: str, walk_in: bool) -> float:
    if each is None:
        return 0.0
    if walk_in and share == "contribution_share":
        return 100 * (house.share_of_total(each.contribution) or 0)
    return 100 * (getattr(each, share) or 0)


def finding(one: Composition, other: Composition, names: Sequence[str], lang: str) -> str:
    """Return in two sentences what share of its revenue each side controls, and which customers make the difference.

    ``names`` are what the two sides are called; for one store at two dates, the dates. Controlled is what customers
    with an account manager bring, of the whole revenue of the window. A side without revenue says only that.
    """
    _ = translator(lang)
    shares = [house.controlled_share for house in (one, other)]
    for name, share in zip(names, shares, strict=True):
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
