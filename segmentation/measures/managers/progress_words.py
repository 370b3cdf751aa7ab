"""Progress in words: how far the month is, what explains most of the gap, and who was expected and has not come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from segmentation.language.i18n import (
    counter,
    format_count,
    format_money_short,
    format_month,
    format_short_day,
    listed,
    translator,
)
from segmentation.measures.managers.progress import FIRST_PROJECTION, NEW, Progress, Row
from segmentation.schemes import Scheme

LONGEST = 20  # characters of a name in a sentence
NAMED = 2
HELD = Decimal("0.02")  # of the standard planned: a smaller difference is none
WHOLE = Decimal(1)


@dataclass(frozen=True)
class Gap:
    """What a row of revenue lacks, and why: tables due by now and come, the standard planned and found (None: no tables).

    ``missed`` are his customers of the grade who were expected and have not come (``read_missed``).
    """

    row: Row
    due: Decimal
    came: Decimal
    planned: Decimal | None
    standard: Decimal | None
    missed: tuple[Mapping[str, Any], ...]


def explain_gaps(found: Progress, missed: Sequence[Mapping[str, Any]], most: int = 3) -> list[Gap]:
    """Return the rows that lack most revenue against what is expected by now, and why, the largest gap first."""
    gaps = []
    for row in found.behind(most):
        tables = found.of(row.manager, row.tier, "bookings")
        own = tuple(each for each in missed if (each["manager"], each["tier"]) == (row.manager, row.tier))
        gaps.append(Gap(
            row, (tables.expected_by_now or Decimal(0)).quantize(WHOLE), tables.actual.quantize(WHOLE),
            row.target / tables.target if tables.target else None, row.actual / tables.actual if tables.actual > 0 else None, own,
        ))
    return gaps


def finding_progress(found: Progress, lang: str) -> str:
    """Return what was done by the day, what is expected by now, how much is missing, and who is furthest behind."""
    if not found.has_bills:
        return no_bills_text(found.month, lang)
    _, whole = translator(lang), found.whole("revenue")
    said = {"when": when_text(found, lang), "actual": format_money_short(whole.actual, lang)}
    if found.is_of_newcomers:
        new = sum((row.actual for row in found.of_managers("revenue")), Decimal(0))
        text = _("{when}: {actual} from new customers; nobody was a customer before the month.") if found.rows else _(
            "{when}: no bill names a customer."
        )
        return text.format(**said | {"actual": format_money_short(new, lang)})
    if whole.target is None:
        return _("{when}: {actual} done; no target is set.").format(**said)
    said["target"] = format_money_short(whole.target, lang)
    if whole.gap is None:
        return _("{when}: {actual} done of {target} planned.").format(**said)
    said |= {"expected": format_money_short(whole.expected_by_now, lang), "gap": format_money_short(abs(whole.gap), lang)}
    if whole.gap >= 0:
        return _("{when}: {actual} of {expected} expected by now, {gap} ahead.").format(**said)
    managers = [row for row in found.of_managers("revenue") if row.gap is not None]
    last = min(managers, key=lambda row: (row.gap, row.manager or ""))
    text = _("{when}: {actual} of {expected} expected by now, {gap} short, most of it with {name} ({money}).")
    if -2 * last.gap < -whole.gap or last.gap < whole.gap:  # others may be ahead: a part is not more than the whole
        text = _("{when}: {actual} of {expected} expected by now, {gap} short; furthest behind {name} ({money}).")
    return text.format(**said, name=manager_text(last, lang), money=format_money_short(-last.gap, lang))


def when_text(found: Progress, lang: str) -> str:
    """Return up to which day the whole month is looked at, or which days of it."""
    _, (first, last) = translator(lang), found.span
    if (last - first).days > 9:
        return _("Up to {day}").format(day=format_short_day(found.as_of, lang))
    return _("{first} to {last}").format(first=format_short_day(first, lang), last=format_short_day(last, lang))


def basis_text(found: Progress, lang: str) -> str:
    """Return who is counted, and where the month will end, or from when on that can be said; of one that is over the first."""
    _, whole = translator(lang), found.whole("revenue")
    said = [_("Without walk-ins and new customers.")]
    if found.as_of == found.span[1]:  # it is over
        return said[0]
    if found.is_early:
        said.append(_("Too early to project; from day {day} on.").format(day=FIRST_PROJECTION))
    elif whole.projection is None:
        said.append(_("The months before have no bills, so nothing is expected or projected."))
    elif whole.low == whole.high:
        said.append(_("At this rate it ends at {money}.").format(money=format_money_short(whole.projection, lang)))
    else:
        said.append(_("At this rate it ends at {money} ({low} to {high}).").format(
            money=format_money_short(whole.projection, lang), low=format_money_short(whole.low, lang),
            high=format_money_short(whole.high, lang),
        ))
    return (" " if lang == "en" else "").join(said)


def finding_behind(rows: Sequence[Row], lang: str) -> str:
    """Return which of the managers' rows lack a tenth or more of what is expected by now, the furthest behind first.

    Where nothing is expected, whose row of one measure has most; of several the first.
    """
    _ = translator(lang)
    planned = [row for row in rows if row.expected_by_now is not None]
    behind = sorted((row for row in planned if row.is_behind), key=lambda row: (row.gap or 0, row.manager or ""))
    if not planned:
        best = max(rows, key=lambda row: row.actual, default=None)
        if best is None or best.actual <= 0:
            return _("Nothing is done yet")
        count = format_count(int(best.actual.quantize(WHOLE, ROUND_HALF_UP)), lang)
        done = format_money_short(best.actual, lang) if best.measure == "revenue" else count
        return _("Most from {name}: {done}").format(name=manager_text(best, lang), done=done)
    if not behind:
        return _("Nobody is far behind what is expected by now")
    names = ("、" if lang == "zh" else ", ").join(manager_text(row, lang) for row in behind[:NAMED])
    text = _("Far behind what is expected by now: {names} and others") if len(behind) > NAMED \
        else _("Far behind what is expected by now: {names}")
    return text.format(names=names)


def finding_by_grade(found: Progress, scheme: Scheme, lang: str) -> str:
    """Return which manager and grade lacks most revenue against what is expected by now; where none does, which brought most."""
    _, rows = translator(lang), [row for row in found.rows if row.measure == "revenue"]
    if short := found.behind(1):
        gap = format_money_short(-short[0].gap, lang)
        return _("Furthest behind: {who}, {gap} short").format(who=who_text(short[0], scheme, lang), gap=gap)
    best = max(rows, key=lambda row: row.actual, default=None)
    if best is None or best.actual <= 0:
        return _("Nothing is done yet")
    return _("Most from {name}: {done}").format(name=who_text(best, scheme, lang), done=format_money_short(best.actual, lang))


def finding_gap(gap: Gap, lang: str) -> str:
    """Return why a row lacks revenue: tables that did not come, a lower standard, and who was expected and has not come."""
    _, _n = translator(lang), counter(lang)
    due, came = (format_count(int(each), lang) for each in (gap.due, gap.came))
    said = [_("tables: {came} of {due} due by now").format(due=due, came=came)]
    if gap.planned and gap.standard is not None:
        moved = (gap.standard - gap.planned) / gap.planned
        text = _("the average per table held")
        if moved <= -HELD:
            text = _("the average per table fell from {planned} to {actual}")
        elif moved >= HELD:
            text = _("the average per table rose from {planned} to {actual}")
        said.append(text.format(
            planned=format_money_short(gap.planned, lang), actual=format_money_short(gap.standard, lang)
        ))
    if gap.missed:
        names = listed([(each["name"] or each["customer"])[:LONGEST] for each in gap.missed[:NAMED]], lang)
        text = _("{names} not come yet")
        if len(gap.missed) > NAMED:
            text = _("{names} and {count} more not come yet")
        said.append(text.format(names=names, count=format_count(len(gap.missed) - NAMED, lang)))
    return _("; ").join(said)


def finding_missed(missed: Sequence[Mapping[str, Any]], due: int, lang: str) -> str:
    """Return how many of those ``due`` in the month have not come, and what they brought in the window before it."""
    if not due:
        return translator(lang)("By the rhythms of the customers, nobody was expected.")
    if not missed:
        text = counter(lang)("{count} was expected, and has come", "{count} were expected, and all have come", due)
        return text.format(count=format_count(due, lang))
    money = sum((each["contribution"] for each in missed), Decimal(0))
    text = counter(lang)(
        "{count} was expected and has not come, worth {money}", "{count} were expected and have not come, worth {money}",
        len(missed),
    )
    return text.format(count=format_count(len(missed), lang), money=format_money_short(money, lang))


def manager_text(row: Row, lang: str) -> str:
    """Return whose a row is: a manager's, the newcomers', or nobody's."""
    _ = translator(lang)
    return _("New customers") if row.tier == NEW else (row.manager or _("Nobody's"))[:LONGEST]


def who_text(row: Row, scheme: Scheme, lang: str) -> str:
    """Return whose row it is and of which grade."""
    name = manager_text(row, lang)
    return f"{name} · {scheme.tier(row.tier).label[lang]}" if row.tier in scheme.tier_keys else name


def no_bills_text(month: date, lang: str) -> str:
    """Return that no bill of the month is known, so that nothing can be told of it.

    >>> no_bills_text(date(2026, 2, 1), "en")
    'Feb 2026 has no bills: upload them, then it can be told how far it is.'
    """
    text = translator(lang)("{month} has no bills: upload them, then it can be told how far it is.")
    return text.format(month=format_month(month, lang))


def no_target_text(found: Progress, lang: str) -> str:
    """Return that the month has no target, and what to do."""
    text = translator(lang)("{month} has no target. Set one, and everybody sees how far he is.")
    return text.format(month=format_month(found.month, lang))
