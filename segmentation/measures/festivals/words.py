"""What a festival says in a sentence, and its rows as tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from segmentation.language.festivals import FESTIVALS, lunar_text
from segmentation.language.i18n import (
    count_customers,
    counter,
    format_count,
    format_day,
    format_money_short,
    format_short_day,
    translator,
)
from segmentation.measures.composition.words import Namer, namer
from segmentation.measures.festivals.around import Ahead, Festival
from segmentation.measures.festivals.calendar import Edition
from segmentation.measures.festivals.names import edition_name
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.schemes import Scheme
from segmentation.settings.modules import Modules

MONEY = pa.decimal128(18, 2)


def finding_festival(found: Festival, lang: str, *, short: bool = False) -> str:
    """Return how many came around the festival, this time and last, and who of then has not come; this not where ``short``."""
    _, _n = translator(lang), counter(lang)
    year, then, missed = found.then.edition.year, found.then, found.missed.num_rows
    named = {
        "festival": edition_name(found.edition, lang), "year": year, "before": format_count(then.customers, lang),
        "missed": format_count(missed, lang), "money": format_money_short(found.missed_spent, lang),
        "day": format_day(found.edition.day, lang), "covered": then.covered, "days": then.days,
    }
    if found.now is None:
        named["festival"] = _(FESTIVALS[found.edition.key])
        if not then.is_covered:
            text = _("{festival} is on {day}. The bills cover {covered} of the {days} days of {year}.")
        elif missed:
            text = _(
                "{festival} is on {day}: {customers} came around it in {year}, {missed} of them have not booked yet and had "
                "spent {money}."
            )
        else:
            text = _("{festival} is on {day}: {customers} came around it in {year}, and nobody is left to be called.")
        return text.format(**named, customers=count_customers(then.customers, lang))
    named["customers"] = count_customers(found.now.customers, lang)
    if not found.can_compare:
        side = found.then if found.now.is_covered else found.now
        named |= {"covered": side.covered, "days": side.days, "year": side.edition.year}
        text = _(
            "{festival}: {customers} came around it. The bills cover {covered} of the {days} days of {year}, so nothing can be "
            "compared."
        )
        return text.format(**named)
    text = _("{festival}: {customers} came around it, {before} in {year}.")
    if not found.now.is_over:
        text = _("{festival}, up to {until}: {customers} came around it, {before} by then in {year}.")
        named["until"] = format_short_day(found.now.until, lang)
    said = text.format(**named)
    if not missed or short:
        return said
    rest = _n(
        "One who came then and not now had spent {money}.", "{missed} who came then and not now had spent {money}.", missed
    )
    return said + ("" if lang == "zh" else " ") + rest.format(**named)


def finding_missed(found: Festival, lang: str) -> str:
    """Return how many came then and not now, and what they had spent; nobody where it is nobody."""
    _n, missed, year = counter(lang), found.missed.num_rows, found.then.edition.year
    if not missed:
        return translator(lang)("Whoever came in {year} has come or booked").format(year=year)
    text = _n(
        "Came in {year} and has neither come nor booked: one customer, who had spent {money}",
        "Came in {year} and have neither come nor booked: {count} customers, who had spent {money}", missed,
    )
    return text.format(year=year, count=format_count(missed, lang), money=format_money_short(found.missed_spent, lang))


def finding_ahead(ahead: Sequence[Ahead], on: date, lang: str) -> str:
    """Return which festival is next and in how many days; "" for none."""
    _, _n = translator(lang), counter(lang)
    following = [each.edition for each in ahead if each.edition.day >= on]
    if not following:
        return ""
    first = following[0]
    named = {"festival": _(FESTIVALS[first.key]), "day": format_day(first.day, lang)}
    days = (first.day - on).days
    if not days:
        return _("Today is {festival}.").format(**named)
    text = _n("Next: {festival} on {day}, tomorrow.", "Next: {festival} on {day}, in {count} days.", days)
    return text.format(**named, count=format_count(days, lang))


def part_namer(by: str, scheme: Scheme, modules: Modules, lang: str) -> Namer:
    """Return what names the parts ``by`` "tier" or "module" by their keys; without a tier is who was never here before."""
    if by == "module":
        return namer(by, scheme, modules, lang)
    graded = {tier.key: tier.label[lang] for tier in scheme.tiers}
    names = {None: translator(lang)("First time here"), UNGRADED: scheme.ungraded[lang], **graded}
    return lambda key: names[key]


def finding_parts(found: Festival, by: str, name: Namer, measure: str, lang: str) -> str:
    """Return which part changed most ``by`` "tier" or "module", in "customers" or what they "spent", with both its figures."""
    _ = translator(lang)
    title = {"tier": _("Who came, by grade"), "module": _("Who came, by module")}[by]
    write = format_count if measure == "customers" else format_money_short
    rows = (found.tiers if by == "tier" else found.modules).to_pylist()
    moves = [(abs(row[f"{measure}_now"] - row[f"{measure}_then"]), row) for row in rows]
    most = max((each for each, _row in moves), default=0)
    if not found.can_compare or not most or sum(each == most for each, _row in moves) > 1:
        best = max(rows, key=lambda row: row[f"{measure}_now"], default=None)
        if best is None or best[f"{measure}_now"] <= 0:
            return title
        now = write(best[f"{measure}_now"], lang)
        return _("{title}: most from {part}, {now}").format(title=title, part=name(best[by]), now=now)
    row = next(row for each, row in moves if each == most)
    return _("{title}: {part} from {before} to {now}").format(
        title=title, part=name(row[by]), before=write(row[f"{measure}_then"], lang), now=write(row[f"{measure}_now"], lang)
    )


def sides_text(found: Festival, measure: str, lang: str) -> str:
    """Return what the pictures of a festival show: of whom, and on which days of both years how many, or how much, in all."""
    _ = translator(lang)
    what = _("Customers") if measure == "customers" else _("Revenue from customers")
    sides = [side for side in (found.then, found.now) if side is not None and (side is found.now or side.is_covered)]
    return " · ".join([what, *(_("{span}: {sum}").format(
        span=f"{format_day(side.edition.first, lang)} – {format_short_day(side.until, lang)}",
        sum=format_count(side.customers, lang) if measure == "customers" else format_money_short(side.identified, lang),
    ) for side in sides)])


def span_text(edition: Edition, lang: str) -> str:
    """Return the days of a festival with their year.

    >>> span_text(Edition("double_ninth", 2025, date(2025, 10, 29), date(2025, 10, 22), date(2025, 10, 30)), "en")
    '22 Oct – 30 Oct 2025'
    """
    return f"{format_short_day(edition.first, lang)} – {format_day(edition.last, lang)}"


def calendar_table(ahead: Sequence[Ahead], on: date, lang: str) -> pa.Table:
    """Return a row a festival, the next first: festival (key), festival_day, lunar_day, festival_span, days_until, last_time,
    customers_last, revenue_last, customers_time_before, revenue_time_before (CNY; null where it cannot be told)."""
    def span(edition: Edition) -> str:
        return f"{format_short_day(edition.first, lang)} – {format_short_day(edition.last, lang)}"

    last, before = [each.last for each in ahead], [each.before for each in ahead]
    return pa.table({
        "festival": pa.array([each.edition.key for each in ahead], pa.string()),
        "festival_day": pa.array([each.edition.day for each in ahead], pa.date32()),
        "lunar_day": pa.array([lunar_text(each.edition.day, lang) for each in ahead], pa.string()),
        "festival_span": pa.array([span(each.edition) for each in ahead], pa.string()),
        "days_until": pa.array([max(0, (each.edition.day - on).days) for each in ahead], pa.int64()),
        "last_time": pa.array([each and each.edition.day for each in last], pa.date32()),
        "customers_last": pa.array([each and each.customers for each in last], pa.int64()),
        "revenue_last": pa.array([each and each.total for each in last], MONEY),
        "customers_time_before": pa.array([each and each.customers for each in before], pa.int64()),
        "revenue_time_before": pa.array([each and each.total for each in before], MONEY),
    })
