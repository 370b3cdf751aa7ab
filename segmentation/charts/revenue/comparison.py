"""Two houses, or one house on two days, side by side: four pies in the same slices, colours and order, and the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pyarrow as pa

from segmentation.charts.grades.pies import WALK_INS
from segmentation.charts.palette import IDENTIFIED, MANAGED, WALK_IN
from segmentation.language.i18n import format_day, translator
from segmentation.measures.revenue.comparison import (
    controlled_text,
    finding_comparison,
    gaps_subtitle,
    gaps_title,
    shown_gaps,
)
from segmentation.measures.revenue.composition import WALK_IN_LABEL, Composition, Slice
from segmentation.measures.windows import Window, measured_text
from segmentation.slides import BETWEEN, Behind, Category, Chart, Series, Slide

MOST_SLICES = 8
OTHER_COLOUR = "#5D7166"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Side:
    """One side: the store's name, what its customers are on a day, the keys of the tiers, the best first, its window, and by
    language how potential is derived where it grades."""

    store: str
    composition: Composition
    tiers: tuple[str, ...] = ()
    window: Window | None = None
    potential: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        """The day at which one looks."""
        return self.composition.as_of

    def period(self, lang: str) -> str:
        """Return the window in words, with the days that bills cover, of all history too; the day alone without a window."""
        return measured_text(self.window, lang) if self.window else format_day(self.as_of, lang)


Sides = tuple[Side, Side]


def side_names(sides: Sides, lang: str) -> tuple[str, str]:
    """Return what the two sides are called: the stores, the days where the store is the same, both where it takes both."""
    one, other = sides
    days = tuple(format_day(side.as_of, lang) for side in sides)
    return days if one.store == other.store else (one.store, other.store)


def compare(sides: Sides, lang: str, *, walk_in: bool = True) -> Slide:
    """Return the slide that compares: the finding_comparison, a pie of customers and one of contribution a side, and the gaps.

    Every side says over which days its own contribution is measured. With ``walk_in`` the pies of contribution are the whole
    revenue. Slices that both sides lack are left out; beyond ``MOST_SLICES`` the small ones are one slice.
    """
    _ = translator(lang)
    names = side_names(sides, lang)
    kept, grouped = shown_slices(sides)
    charts = []
    for number, side in enumerate(sides):
        parts = {each.key: each for each in side.composition.slices}
        shown = [parts.get(each.key) for each in kept]
        rest = [part for key in grouped if (part := parts.get(key))]
        categories = [Category(slice_label(each, lang), each.colour, behind=slice_behind(each, number)) for each in kept]
        counts = [part.customers if part else 0 for part in shown]
        money = [part.contribution if part else ZERO for part in shown]
        if grouped:
            others = (("side", str(number)), ("others", " ".join(each.key for each in rest)))
            categories.append(Category(_("Other"), OTHER_COLOUR, behind=others if rest else ()))
            counts.append(sum(part.customers for part in rest))
            money.append(sum((part.contribution for part in rest), ZERO))
        when = format_day(side.as_of, lang)
        charts.append(Chart(
            "pie", _("Number of customers"), f"{side.store} · {when}", tuple(categories),
            (Series(_("Number of customers"), "count", tuple(counts)),),
        ))
        whole = _("Whole revenue") if walk_in else _("Contribution")
        if walk_in:
            categories.append(Category(WALK_IN_LABEL[lang], WALK_IN, hatched=True, behind=(("side", str(number)), *WALK_INS)))
            money.append(side.composition.walk_in)
        charts.append(Chart(
            "pie", whole, f"{side.store} · {side.period(lang)}", tuple(categories), (Series(whole, "money", tuple(money)),)
        ))
    return Slide(
        finding_comparison(sides[0].composition, sides[1].composition, names, lang, walk_in=walk_in),
        tuple(charts),
        sides=tuple(
            " · ".join(filter(None, (side.store, format_day(side.as_of, lang), controlled_text(side.composition, lang))))
            for side in sides
        ),
        strip=gaps_chart(sides, names, lang, walk_in=walk_in),
        subtitle=periods_text(sides, lang),
        notes=(*definitions(lang), *(
            f"{name}: {said}" for name, side in zip(names, sides, strict=True)
            for said in (side.period(lang), side.potential.get(lang)) if said
        )),
        store=BETWEEN.join(dict.fromkeys(side.store for side in sides)),
        as_of=sides[0].as_of,
        other_day=sides[1].as_of if sides[1].as_of != sides[0].as_of else None,
    )


def periods_text(sides: Sides, lang: str) -> str:
    """Return over which days contribution is measured: once where it is the same on both sides, else side by side.

    Two days of one store are not named before their periods, which say them.
    """
    _ = translator(lang)
    periods, names = [side.period(lang) for side in sides], side_names(sides, lang)
    if len(set(periods)) == 1:
        return _("Contribution over {period}").format(period=periods[0])
    if sides[0].store == sides[1].store:
        return _("Contribution over {period}, and over {other_period}").format(period=periods[0], other_period=periods[1])
    text = _("Contribution of {one} over {period}, of {other} over {other_period}")
    return text.format(one=names[0], period=periods[0], other=names[1], other_period=periods[1])


def shown_slices(sides: Sides) -> tuple[list[Slice], list[str]]:
    """Return the slices that stand alone, in the order of both sides, and the keys of those that are grouped.

    The largest stand alone, by what they are of customers and contribution on both sides together; a single slice is
    never grouped.
    """
    known: dict[str, Slice] = {}
    weights: dict[str, float] = {}
    for side in sides:
        for each in side.composition.slices:
            known.setdefault(each.key, each)
            weight = (each.customer_share or 0) + abs(each.contribution_share or 0)
            weights[each.key] = weights.get(each.key, 0.0) + weight
    places = _places(sides)
    present = sorted((key for key in known if weights[key] > 0), key=lambda key: places[key])
    if len(present) <= MOST_SLICES + 1:
        return [known[key] for key in present], []
    largest = set(sorted(present, key=lambda key: -weights[key])[:MOST_SLICES])
    return [known[key] for key in present if key in largest], [key for key in present if key not in largest]


def _places(sides: Sides) -> dict[str, tuple[int, int]]:
    """Return where each slice stands: by its module as the lists have them, then by its tier; both sides have one order."""
    modules: dict[str | None, int] = {}
    tiers = {None: -1, **{tier: place for place, tier in enumerate(sides[0].tiers)}}
    every = [each for side in sides for each in side.composition.slices]
    for each in every:
        modules.setdefault(each.module, len(modules))
    return {each.key: (modules[each.module], tiers.get(each.tier, len(tiers))) for each in every}


def slice_behind(each: Slice, side: int | None) -> Behind:
    """Return which customers of a side, None for both, a slice stands for: those of its module, its tier, or both."""
    parts = (("side", None if side is None else str(side)), ("module", each.module), ("tier", each.tier))
    return tuple((name, value) for name, value in parts if value is not None)


def slice_label(each: Slice, lang: str) -> str:
    """Return a slice's label; of a module and a tier at once with its code in front, which is what both are called."""
    label = each.label[lang]
    if each.module is None or each.tier is None:
        return label
    return each.called[lang] if each.called else f"{each.code} {label}"


def gaps_chart(sides: Sides, names: tuple[str, str], lang: str, *, walk_in: bool) -> Chart | None:
    """Return the strip of gaps in percentage points, the largest first; None where nothing differs."""
    _ = translator(lang)
    gaps = shown_gaps(sides[0].composition, sides[1].composition, walk_in=walk_in)
    if not gaps:
        return None
    known = {each.key: each for side in sides for each in side.composition.slices}
    codes = {key: slice_label(each, lang) for key, each in known.items()}
    behind = {"walk_in": WALK_INS, **{key: slice_behind(each, None) for key, each in known.items()}}
    return Chart(
        "column",
        gaps_title(sides[0].composition, sides[1].composition, names, lang, walk_in=walk_in),
        _("; ").join((
            gaps_subtitle(sides[0].composition, sides[1].composition, names, lang, walk_in=walk_in), periods_text(sides, lang),
        )),
        tuple(Category(codes.get(gap.key, gap.label[lang]), behind=behind[gap.key]) for gap in gaps),
        (
            Series(
                _("Share of customers"), "points",
                tuple(None if gap.key == "walk_in" else gap.customer_points for gap in gaps), IDENTIFIED,
            ),
            Series(_share_name(walk_in, _), "points", tuple(gap.contribution_points for gap in gaps), MANAGED),
        ),
    )


def _share_name(walk_in: bool, _) -> str:
    return _("Share of revenue") if walk_in else _("Share of contribution")


def comparison_table(sides: Sides, lang: str) -> pa.Table:
    """Return every slice of both sides, none grouped, and the walk-ins: one row per slice and side, slice by slice.

    Columns: slice, store, as_of, period (of the contribution, with the days that bills cover), customers, customer_share,
    contribution (CNY), contribution_share, average_frequency, standard (CNY). Shares are of the customers' own,
    walk-ins have none.
    """
    places = _places(sides)
    rows = sorted(
        ((each, number, side) for number, side in enumerate(sides) for each in side.composition.slices),
        key=lambda row: (places[row[0].key], row[1]),
    )
    last = [(None, number, side) for number, side in enumerate(sides)]

    def column(name: str, walk_in: Iterable[object], kind: pa.DataType) -> pa.Array:
        return pa.array([*(getattr(each, name) for each, _number, _side in rows), *walk_in], kind)

    money = pa.decimal128(18, 2)
    everyone = [*rows, *last]
    labels = [slice_label(each, lang) for each, _number, _side in rows]
    return pa.table({
        "slice": pa.array([*labels, *(WALK_IN_LABEL[lang] for _each in last)], pa.string()),
        "store": pa.array([side.store for _each, _number, side in everyone], pa.string()),
        "as_of": pa.array([side.as_of for _each, _number, side in everyone], pa.date32()),
        "period": pa.array([side.period(lang) for _each, _number, side in everyone], pa.string()),
        "customers": column("customers", (None for _each in last), pa.int64()),
        "customer_share": column("customer_share", (None for _each in last), pa.float64()),
        "contribution": column("contribution", (side.composition.walk_in for _each, _number, side in last), money),
        "contribution_share": column("contribution_share", (None for _each in last), pa.float64()),
        "average_frequency": column("average_frequency", (None for _each in last), pa.float64()),
        "standard": column("standard", (None for _each in last), money),
    })


def telling_columns(table: pa.Table) -> list[str]:
    """Return the columns of a comparison's table but for the periods, which are said over it, and what both sides share."""
    same = {"period", *(name for name in ("store", "as_of") if len(table[name].unique()) == 1)}
    return [name for name in table.column_names if name not in same]


def definitions(lang: str) -> tuple[str, ...]:
    """Return what the comparison measures, in words."""
    _ = translator(lang)
    return (
        _(
            "Only graded customers are counted; contribution is the sum of their bills in the window, refunds deducted. A "
            "customer without a module is unclassified."
        ),
        _(
            "A house controls what customers with an account manager bring, as a share of its whole revenue in the window, "
            "walk-ins included."
        ),
        _("A gap is the share of the left side minus that of the right side, in percentage points."),
    )
