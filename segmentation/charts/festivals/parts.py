"""Who came around a festival, last year and this year, by grade or by module: columns side by side, described."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa

from segmentation.charts.palette import GAINED, IDENTIFIED
from segmentation.measures.festivals.around import Festival
from segmentation.measures.festivals.came import part_behind, side_behind
from segmentation.measures.festivals.words import finding_parts, part_namer, sides_text
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.schemes import Scheme
from segmentation.settings.modules import Modules
from segmentation.slides import Category, Chart, Series


def tell_parts(
    found: Festival, by: str, keys: Sequence[str | None], name: Callable[[str | None], str], measure: str, title: str,
    subtitle: str,
) -> Chart | None:
    """Return the parts ``by`` "tier" or "module" in the order of ``keys``, last year hatched; None where nobody came.

    ``measure`` is "customers" or "spent". Where this year cannot be compared, it has the year alone that can be told.
    """
    rows = {row[by]: row for row in table_of(found, by).to_pylist()}
    shown = [key for key in keys if key in rows]
    sides = []
    if found.then.is_covered:
        sides.append(("then", found.then.edition.year, GAINED))
    if found.now is not None:
        sides.append(("now", found.now.edition.year, IDENTIFIED))
    if not shown or not sides:
        return None
    unit = "count" if measure == "customers" else "money"
    series = tuple(
        Series(
            str(year), unit, tuple(rows[key][f"{measure}_{side}"] for key in shown), colour, hatched=side == "then",
            behind=side_behind(side),
        )
        for side, year, colour in sides
    )
    parts = tuple(Category(name(key), behind=part_behind(found.edition, by, key, measure)) for key in shown)
    return Chart("column", title, subtitle, parts, series)


def tell_festival(
    found: Festival, scheme: Scheme, modules: Modules, measure: str, lang: str
) -> tuple[Chart | None, Chart | None]:
    """Return who came by grade, and by module, under what each says; None for one without anybody."""
    keys = {"tier": [*scheme.tier_keys, UNGRADED, None], "module": [each.key for each in modules]}
    said, told = sides_text(found, measure, lang), []
    for by, order in keys.items():
        name = part_namer(by, scheme, modules, lang)
        told.append(tell_parts(found, by, order, name, measure, finding_parts(found, by, name, measure, lang), said))
    return told[0], told[1]


def table_of(found: Festival, by: str) -> pa.Table:
    """Return the parts of a festival ``by`` "tier" or "module"."""
    return found.tiers if by == "tier" else found.modules
