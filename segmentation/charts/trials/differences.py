"""By how much more of the called came back than of those left alone, part by part and of all, as described intervals."""

from __future__ import annotations

from segmentation.charts.palette import REFERENCE
from segmentation.language.i18n import translator
from segmentation.measures.trials.results import Results
from segmentation.measures.trials.tables import parts_of
from segmentation.measures.trials.words import finding_difference
from segmentation.slides import Category, Chart, Limit, Series, format_value

MOST = 12  # rows


def tell_differences(found: Results, by: str, lang: str, subtitle: str) -> Chart | None:
    """Return the differences of the largest parts ``by`` one of ``tables.BY``, and that of all, whose line runs through them.

    None where nothing is measured and nothing can be compared.
    """
    _ = translator(lang)
    shown = [part for part in parts_of(found, by, lang) if part.result.share is not None][:MOST]
    rows = [(Category(part.name, behind=(("drawn", f"{by}:{part.key}"),)), part.result) for part in shown]
    pooled, limits = found.pooled, ()
    if pooled is not None and pooled.share is not None:
        rows.append((Category(_("All"), REFERENCE, behind=(("drawn", "all:"),)), pooled))
        at = pooled.share.difference * 100
        limits = (Limit(f"{_('All')} {format_value(at, 'points', lang)}", at, upright=True),)
    if not rows:
        return None
    ends = [[_points(getattr(each.share, name)) for _row, each in rows] for name in ("difference", "low", "high")]
    title = finding_difference(pooled if limits else rows[0][1], lang)
    return Chart("interval", title, subtitle, tuple(category for category, _each in rows), (
        Series(_("Difference"), "points", tuple(ends[0])), Series(_("At least (95%)"), "points", tuple(ends[1]), band=True),
        Series(_("At most (95%)"), "points", tuple(ends[2]), band=True),
    ), limits=limits)


def _points(share: float | None) -> float | None:
    return None if share is None else share * 100
