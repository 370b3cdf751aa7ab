"""What is foretold as described charts: the check week by week and by earlier visits, and the active days against the chance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from segmentation.charts.palette import IDENTIFIED, REFERENCE
from segmentation.language.i18n import format_count, format_day, format_money_short, translator
from segmentation.measures.foresight.buying import WEEK
from segmentation.measures.foresight.check import Check
from segmentation.measures.foresight.lists import CHANCES, RULES, Box
from segmentation.measures.foresight.words import finding_apart, finding_by_visits, finding_weeks, repeats_text
from segmentation.slides import Category, Chart, Grid, GridCell, Series

FORETOLD, CAME = REFERENCE, IDENTIFIED


def tell_weeks(found: Check, lang: str, subtitle: str) -> Chart:
    """Return the visits since the day of the check, foretold and come, as two lines over its weeks, each a running sum."""
    _ = translator(lang)
    rows = found.weeks.to_pylist()
    ends = [min(found.day + timedelta(days=WEEK * row["week"]), found.until) for row in rows]
    weeks = tuple(
        Category(format_day(end, lang), behind=(("checked_by", end.isoformat()),), tick=str(row["week"]))
        for end, row in zip(ends, rows, strict=True)
    )
    return Chart("line", finding_weeks(found, lang), subtitle, weeks, (
        Series(_("Foretold"), "count", tuple(round(row["foretold"]) for row in rows), FORETOLD),
        Series(_("Came indeed"), "count", tuple(row["came"] for row in rows), CAME),
    ))


def tell_by_visits(found: Check, lang: str, subtitle: str) -> Chart:
    """Return the visits a customer, foretold and come, as columns by how often he had come again before."""
    _ = translator(lang)
    rows = found.groups.to_pylist()
    groups = tuple(
        Category(
            _("{who} · {customers}").format(
                who=repeats_text(row["repeats"], lang), customers=format_count(row["customers"], lang)
            ),
            behind=(("checked_again", str(row["repeats"])),), tick=f"{row['repeats']}{'+' if row['repeats'] >= 7 else ''}",
        )
        for row in rows
    )
    return Chart("column", finding_by_visits(found, lang), subtitle, groups, (
        Series(_("Foretold"), "number", tuple(row["foretold"] for row in rows), FORETOLD, hatched=True),
        Series(_("Came indeed"), "number", tuple(row["came"] for row in rows), CAME),
    ))


def tell_apart(boxes: Mapping[tuple[str, str], Box], active_days: int, lang: str, subtitle: str) -> Grid:
    """Return customers by the active days (rows) and by the chance that they still are customers (columns); who came
    once stands beside."""
    _ = translator(lang)
    rows = {
        "active": _("Active: {days} days or less").format(days=format_count(active_days, lang)), "asleep": _("Asleep"),
    }
    columns = {
        "alive": _("Probably still a customer"), "gone": _("Probably gone"), "once": _("Came once: cannot be told"),
    }
    expected = _("{money} expected")
    return Grid(
        finding_apart(boxes, lang), subtitle, tuple(rows[rule] for rule in RULES), tuple(columns[chance] for chance in CHANCES),
        tuple(
            tuple(
                GridCell(
                    "", boxes[rule, chance].customers, "count",
                    (expected.format(money=format_money_short(boxes[rule, chance].spend, lang)),),
                    behind=(("foretold", chance), ("rule", rule)),
                )
                for chance in CHANCES
            )
            for rule in RULES
        ),
        _("By days since the last visit"), _("By the forecast"),
    )
