"""The manual's own picture of A–D as described grid and chart: two ranked lists with the overlap lit, and loyal × valuable."""

from __future__ import annotations

from collections.abc import Mapping

from segmentation.fields import label
from segmentation.language.i18n import format_count, format_money_short, translator
from segmentation.measures.grades.rankings import (
    Points,
    Ranked,
    Rankings,
    finding_points,
    finding_rankings,
    least_text,
    tied_text,
)
from segmentation.schemes import Scheme
from segmentation.slides import Category, Chart, Grid, GridCell, Limit, Series


def tell_rankings(found: Rankings, scheme: Scheme, lang: str, span: str) -> Grid | None:
    """Return both lists side by side, place by place, whoever stands in both lit; None where nobody is ranked.

    Beside a name stand what it is ranked by and the tier. Lit is the colour of the best tier, whose customers they are.
    """
    if not found.ranked:
        return None
    _ = translator(lang)
    names = (_("By average per table"), _("Average per table")), (_("By contribution"), _("Contribution"))
    second = names[0 if found.by_standard else 1]
    lit = dict.fromkeys(found.lit, scheme.tiers[0].colour)
    cells = tuple(
        (*_cells(one, format_count(one.frequency, lang), lit, scheme, lang),
         *_cells(other, format_money_short(other.value, lang), lit, scheme, lang))
        for one, other in zip(found.by_frequency, found.by_value, strict=True)
    )
    subtitle = _(
        "The first {shown} of {ranked} active customers, {period}. Lit: {tier} in both lists. It takes both up to place {cut}"
    ).format(
        shown=format_count(len(cells), lang), ranked=format_count(found.ranked, lang), period=span,
        tier=scheme.tiers[0].label[lang], cut=format_count(found.cut, lang),
    )
    rows = tuple(format_count(place, lang) for place in range(1, len(cells) + 1))
    columns = (_("By visits"), label("frequency", lang), *second)
    return Grid(finding_rankings(found, scheme, lang), subtitle, rows, columns, cells, notes=(_note(scheme, lang),))


def _cells(each: Ranked, value: str, lit: Mapping[str, str], scheme: Scheme, lang: str) -> tuple[GridCell, GridCell]:
    """Return the name of one place and what it is ranked by with its tier, both lit where he stands in both lists."""
    colour = lit.get(each.customer, "")
    return GridCell(each.name, colour=colour, secret="name"), GridCell(
        f"{value} · {scheme.tier(each.tier).label[lang]}", colour=colour
    )


def _note(scheme: Scheme, lang: str) -> str:
    return f"{scheme.label[lang]}: {scheme.summary[lang]}"


def tell_points(found: Points, scheme: Scheme, lang: str, span: str) -> Chart | None:
    """Return every graded customer as a point, a group a tier, with the lines from where on the best tier begins.

    Who comes most often and who brings most have their names. None where nobody is graded.
    """
    if not found.points:
        return None
    _ = translator(lang)
    unit_name = label("standard" if found.by_standard else "contribution", lang)
    groups = tuple(
        Series(f"{tier.label[lang]} {format_count(found.tiers[tier.key], lang)}", "money",
               tuple(each.value if each.tier == tier.key else None for each in found.points), tier.colour)
        for tier in scheme.tiers if found.tiers[tier.key]
    )
    best = scheme.tiers[0].label[lang]
    limits = []
    if found.visits_from is not None:
        text = _("{tier}: at least {visits} visits").format(tier=best, visits=format_count(found.visits_from, lang))
        limits.append(Limit(text, found.visits_from, upright=True))
    if found.value_from is not None:
        text = _("{tier}: at least {money}").format(tier=best, money=least_text(found.value_from, lang))
        limits.append(Limit(text, found.value_from))
    return Chart(
        "scatter", finding_points(found, scheme, lang),
        translator(lang)("; ").join(filter(None, (_subtitle(found, lang, span), tied_text(found, scheme, lang)))),
        tuple(Category(each.name if each.customer in found.named else "") for each in found.points), groups,
        notes=(_note(scheme, lang),), secret="name",
        across=Series(label("frequency", lang), "count", tuple(each.frequency for each in found.points)),
        axis=unit_name, limits=tuple(limits),
    )


def _subtitle(found: Points, lang: str, span: str) -> str:
    """Return what is drawn, of how many, and whom it leaves out."""
    _ = translator(lang)
    shown, graded = format_count(len(found.points), lang), format_count(found.graded, lang)
    if len(found.points) < found.placed:
        text = _("A point a customer: the {shown} of {graded} graded who bring most, {period}")
    elif found.placed < found.graded:
        text = _("A point a customer: {shown} of {graded} graded, the others have no tables, {period}")
    else:
        text = _("A point a customer: all {graded} graded, {period}")
    return text.format(shown=shown, graded=graded, period=span)
