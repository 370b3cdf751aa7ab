"""How far each manager is with the month: bullets for the screen, bars with a stroke for what is expected anywhere else."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from segmentation.charts.echarts.bullets import Bullet, Words, draw_bullets
from segmentation.charts.echarts.look import Drawn, Look
from segmentation.charts.palette import FELL, IDENTIFIED
from segmentation.language.i18n import N_, format_count, format_money, format_money_short, translator
from segmentation.measures.managers.progress import NEW, Progress, Row
from segmentation.measures.managers.progress_words import finding_behind, manager_text
from segmentation.slides import Behind, Category, Chart, Series

UNITS = {"revenue": "money", "bookings": "count", "customers": "count"}
WORDS = Words(N_("Done so far"), N_("Target"), N_("Expected by now"), N_("End, low to high"))
WHOLE = Decimal(1)
NOBODY = "-"  # a manager of this name there is none
MOST = 20  # managers


def tell_progress(found: Progress, measure: str, lang: str, subtitle: str) -> Chart:
    """Return what was done of a measure by each manager as lying bars, with what is expected by now as a stroke."""
    _, rows = translator(lang), shown_rows(found, measure)
    categories = tuple(
        Category(
            " ".join(filter(None, (manager_text(row, lang), _gap(row, measure, lang)))), FELL if row.is_behind else IDENTIFIED,
            behind=done_behind(found, row),
        )
        for row in rows
    )
    done = Series(_("Done so far"), UNITS[measure], tuple(_whole(row.actual, measure) for row in rows))
    expected = Series(
        _("Expected by now"), UNITS[measure], tuple(_whole(row.expected_by_now, measure) for row in rows), reference=True
    )
    series = (done, expected) if any(row.expected_by_now is not None for row in rows) else (done,)
    return Chart("bar", finding_behind(rows, lang), subtitle, categories, series, secret="manager")


def shown_rows(found: Progress, measure: str) -> list[Row]:
    """Return the rows of the managers to draw; of more than fit those that have most planned or done, in their order."""
    rows = found.of_managers(measure)
    kept = sorted(rows, key=lambda row: -max(row.target or 0, row.actual))[:MOST]
    return [row for row in rows if row in kept]


def draw_progress(found: Progress, measure: str, lang: str, look: Look, chosen: Behind = ()) -> Drawn:
    """Return the same as bullets: done on the ground of the target, expected by now, and where it will end."""
    _ = translator(lang)
    words = Words(*(_(getattr(WORDS, name)) for name in ("actual", "target", "expected", "projection")))
    bullets = [_bullet(found, row, measure, lang, chosen) for row in shown_rows(found, measure)]
    return draw_bullets(bullets, words, look, chosen=chosen)


def _bullet(found: Progress, row: Row, measure: str, lang: str, chosen: Behind) -> Bullet:
    _ = translator(lang)
    short = format_money_short if measure == "revenue" else _count
    exact = format_money if measure == "revenue" else _count
    text = short(row.actual, lang) if row.target is None else f"{short(row.actual, lang)} / {short(row.target, lang)}"
    more = _gap(row, measure, lang)
    told = [manager_text(row, lang)]
    told += [
        f"{_(label)}: {exact(value, lang)}"
        for label, value in (
            (WORDS.actual, row.actual), (WORDS.target, row.target), (WORDS.expected, row.expected_by_now),
        ) if value is not None
    ]
    if row.projection is not None:
        ends = " – ".join(dict.fromkeys(exact(value, lang) for value in (row.low, row.high) if value is not None))
        told.append(f"{_('Projection')}: {exact(row.projection, lang)} ({ends})")
    return Bullet(
        manager_text(row, lang), row.actual, row.target, row.expected_by_now, row.projection, row.low, row.high,
        text if row.is_behind else " ".join(filter(None, (text, more))), more if row.is_behind else "", tuple(told),
        row.is_behind, done_behind(found, row),
    )


def _gap(row: Row, measure: str, lang: str) -> str:
    """Return how far a row is ahead or behind, signed; "" where that is not known, or nothing."""
    if measure == "customers" or not row.gap or not _whole(abs(row.gap), measure):
        return ""
    short = format_money_short if measure == "revenue" else _count
    return f"{'−' if row.gap < 0 else '+'}{short(abs(row.gap), lang)}"


def done_behind(found: Progress, row: Row) -> Behind:
    """Return which customers a row of a manager, or of newcomers, stands for."""
    first, last = found.span
    return (
        ("done_by", row.manager or NOBODY), ("done_as", "new" if row.tier == NEW else "own"), ("done_what", row.measure),
        ("done_from", first.isoformat()), ("done_to", last.isoformat()),
    )


def _whole(value: Decimal | None, measure: str) -> Decimal | int | None:
    return value if value is None or measure == "revenue" else int(value.quantize(WHOLE, ROUND_HALF_UP))


def _count(value: Decimal, lang: str) -> str:
    return format_count(int(value.quantize(WHOLE, ROUND_HALF_UP)), lang)
