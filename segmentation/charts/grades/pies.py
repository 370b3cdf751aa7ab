"""The two pies of a consultant: how many customers each tier has, and what it brings. Same slices, colours and order.

Drawn with a hole in which the whole stands. Labels stand at the slices, so no legend is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go
import pyarrow as pa

from segmentation.charts.palette import HATCH, WALK_IN, escape, figure, tier_colours
from segmentation.language.i18n import (
    count_customers,
    format_count,
    format_money,
    format_money_short,
    format_ratio,
    translator,
)
from segmentation.measures.grades.tier_shares import Part
from segmentation.schemes import Scheme
from segmentation.slides import Category, Chart, Series

HEIGHT = 330
LONG, LONGEST = 9, 18  # columns (a Chinese character takes two), characters
THIN = 0.04  # a slice so thin has its label in one line, so that neighbours have room
MANY, LEAST = 6, 0.02  # slices; of more of them, those below this share have no label


@dataclass(frozen=True)
class PieSlice:
    """One slice: its name, its size (negative counts as nothing), how the size is written short and in full, its colour."""

    name: str
    size: float
    short: str
    full: str
    colour: str
    hatched: bool = False


def draw_pie(slices: Sequence[PieSlice], whole: str, note: str, lang: str) -> go.Figure | None:
    """Return a pie that starts at twelve and goes round clockwise in the order given; ``whole`` and ``note`` stand within.

    Slices of no size keep their place in the order and carry no label. None where nothing has a size.
    """
    total = sum(max(each.size, 0.0) for each in slices)
    if total <= 0:
        return None
    shares = [format_ratio(max(each.size, 0.0) / total, lang, 0) for each in slices]
    labels = [_label(each, share, total, many=len(slices) > MANY) for each, share in zip(slices, shares, strict=True)]
    pie = go.Pie(
        labels=[escape(each.name) for each in slices],
        values=[max(each.size, 0.0) for each in slices],
        text=labels,
        textinfo="text",
        textposition="outside",
        textfont={"size": 14 if any(_is_long(each.name) for each in slices) else 15},
        customdata=[
            f"<b>{escape(each.name)}</b><br>{escape(each.full)}<br>{share}" for each, share in zip(slices, shares, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",  # a pie takes no parts of its customdata
        marker={
            "colors": [each.colour for each in slices],
            "pattern": {"shape": [HATCH if each.hatched else "" for each in slices], "fillmode": "replace", "size": 7},
            "line": {"width": 1.5, "color": [each.colour if each.hatched else "rgba(255, 255, 255, 0.85)" for each in slices]},
        },
        hole=0.52,
        sort=False,
        direction="clockwise",
        rotation=0,
        domain={"x": [0.2, 0.8], "y": [0.16, 0.84]},
    )
    within = {"text": f"<b>{escape(whole)}</b><br>{escape(note)}", "showarrow": False, "font": {"size": 16}}
    return figure([pie], height=HEIGHT, annotations=[within], margin={"l": 0, "r": 0, "t": 0, "b": 0})


def _label(each: PieSlice, share: str, total: float, *, many: bool = False) -> str:
    """Name, share and size in two lines, in one where the slice is thin; a long name stands alone, a very long one is cut.

    Of ``many`` slices the sizes are left out, and the thinnest have no label: they are in the hover and in the table.
    """
    if each.size <= 0 or (many and each.size / total < LEAST):
        return ""
    name = f"<b>{escape(each.name if len(each.name) <= LONGEST else each.name[: LONGEST - 1].rstrip() + '…')}</b>"
    if many:
        return f"{name}  {share}"
    if each.size / total <= THIN:
        return f"{name}  {share}" if _is_long(each.name) else f"{name}  {share}  {escape(each.short)}"
    return f"{name}<br>{share}  {escape(each.short)}" if _is_long(each.name) else f"{name}  {share}<br>{escape(each.short)}"


def _is_long(name: str) -> bool:
    """Return whether a name takes the width of its label alone.

    >>> _is_long("Public institution"), _is_long("事业单位")
    (True, False)
    """
    return sum(1 if letter.isascii() else 2 for letter in name) > LONG


def tier_parts(tiers: pa.Table, scheme: Scheme, lang: str) -> list[Part]:
    """Return a tier summary (tier, customers, contribution) as the slices of the two pies."""
    colours = tier_colours(scheme)
    return [
        Part(scheme.tier(row["tier"]).label[lang], colours[row["tier"]], row["customers"], row["contribution"])
        for row in tiers.to_pylist()
    ]


def draw_counts(tiers: pa.Table, scheme: Scheme, lang: str) -> go.Figure | None:
    """Return the pie of customers by tier. ``tiers`` is a tier summary: tier, customers. None without customers."""
    return draw_part_counts(tier_parts(tiers, scheme, lang), lang)


def draw_part_counts(parts: Sequence[Part], lang: str) -> go.Figure | None:
    """Return the pie of customers. None without customers."""
    _ = translator(lang)
    total = format_count(sum(part.customers for part in parts), lang)
    slices = [
        PieSlice(
            part.label, part.customers, format_count(part.customers, lang),
            count_customers(part.customers, lang), part.colour,
        )
        for part in parts
    ]
    return draw_pie(slices, total, _("customers"), lang)


def draw_contributions(tiers: pa.Table, scheme: Scheme, lang: str, walk_in: Decimal | None = None) -> go.Figure | None:
    """Return the pie of contribution (CNY) by tier. ``tiers`` is a tier summary; else as ``draw_part_contributions``."""
    return draw_part_contributions(tier_parts(tiers, scheme, lang), lang, walk_in)


def draw_part_contributions(parts: Sequence[Part], lang: str, walk_in: Decimal | None = None) -> go.Figure | None:
    """Return the pie of contribution (CNY), with a hatched slice of walk-ins where ``walk_in`` is given.

    With the walk-ins the pie is the whole revenue of the house. A part whose refunds exceed its bills
    has no slice. None where nothing was brought.
    """
    _ = translator(lang)
    slices = [_money_slice(part.label, part.contribution, part.colour, lang) for part in parts]
    whole = sum((part.contribution for part in parts), Decimal(0))
    if walk_in is not None:
        slices.append(_money_slice(_("Walk-ins"), walk_in, WALK_IN, lang, hatched=True))
        whole += walk_in
    return draw_pie(slices, format_money_short(whole, lang), _("contribution") if walk_in is None else _("revenue"), lang)


def tell_parts(parts: Sequence[Part], lang: str, title: str, subtitle: str) -> Chart:
    """Return the pie of customers as a described chart."""
    series = Series(translator(lang)("Customers"), "count", tuple(part.customers for part in parts))
    return Chart("pie", title, subtitle, _categories(parts), (series,))


def tell_part_contributions(parts: Sequence[Part], lang: str, title: str, subtitle: str, walk_in: Decimal | None = None) -> Chart:
    """Return the pie of contribution as a described chart, walk-ins hatched where ``walk_in`` is given."""
    _ = translator(lang)
    categories, amounts = _categories(parts), [part.contribution for part in parts]
    if walk_in is not None:
        categories, amounts = (*categories, Category(_("Walk-ins"), WALK_IN, hatched=True)), [*amounts, walk_in]
    return Chart("pie", title, subtitle, categories, (Series(_("Contribution"), "money", tuple(amounts)),))


def _categories(parts: Sequence[Part]) -> tuple[Category, ...]:
    return tuple(Category(part.label, part.colour) for part in parts)


def _money_slice(name: str, amount: Decimal, colour: str, lang: str, *, hatched: bool = False) -> PieSlice:
    return PieSlice(name, float(amount), format_money_short(amount, lang), format_money(amount, lang), colour, hatched)
