"""What is said of a plan: what it comes to, which limits it breaks and what keeping to them costs, season and development."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

import pyarrow as pa

from segmentation.language.i18n import (
    count_customers,
    counter,
    format_count,
    format_day,
    format_money,
    format_money_short,
    format_month,
    format_ratio,
    listed,
    translator,
)
from segmentation.measures.managers.assess import MONEY
from segmentation.measures.managers.development import Development
from segmentation.measures.managers.findings import LONGEST
from segmentation.measures.managers.plan import (
    EVERYBODY,
    HELD,
    LAST_YEAR,
    NOT_COVERED,
    Broken,
    Figures,
    Plan,
    Proposal,
    Row,
    to_cent,
)


def finding_plan(plan: Plan, lang: str, manager: str | None = EVERYBODY) -> str:
    """Return what is planned for a manager (``EVERYBODY``: for all; None: for nobody's customers) and how many limits break."""
    _, _n = translator(lang), counter(lang)
    rows = plan.of(manager)
    if not rows:
        return _("No customer is known by {day}, so there is nothing to plan with.").format(
            day=format_day(plan.proposal.as_of, lang)
        )
    whole, broken = plan.total(rows), sum(len(row.broken) for row in rows)
    said = {
        "who": _("Known customers") if manager == EVERYBODY else name_of(manager, lang),
        "month": format_month(plan.proposal.month, lang), "money": money_text(whole.revenue, lang),
        "share": ratio_text(whole.share, lang), "before": ratio_text(share_before(plan, manager), lang),
    }
    text = _("{who}, {month}: {money} planned.")
    if whole.share is not None:
        text = _("{who}, {month}: {money} planned, {share} of target.")
        if share_before(plan, manager) is not None:
            text = (
                _("{who}, {month}: {money} planned, {share} of target; last year {before}.")
                if plan.proposal.compared == LAST_YEAR
                else _("{who}, {month}: {money} planned, {share} of target; last three months {before}.")
            )
    sentences = [text.format(**said)]
    if broken:
        over = _n("{count} limit is broken.", "{count} limits are broken.", broken)
        sentences.append(over.format(count=format_count(broken, lang)))
    return (" " if lang == "en" else "").join(sentences)


def name_of(manager: str | None, lang: str) -> str:
    """Return a manager's name for a sentence; nobody's customers have a name of their own."""
    return translator(lang)("Customers of nobody") if manager is None else manager[:LONGEST]


def money_text(amount: Fraction | Decimal | None, lang: str) -> str:
    """Return an amount without its cents; None is an en dash."""
    if amount is None:
        return "–"
    return format_money(to_cent(Fraction(amount)).quantize(Decimal(1), ROUND_HALF_UP), lang).removesuffix(".00")


def ratio_text(ratio: Fraction | None, lang: str, digits: int = 1) -> str:
    """Return a share as a percentage; None is an en dash."""
    return format_ratio(None if ratio is None else float(ratio), lang, digits)


def number_text(number: Fraction | None, digits: int = 1) -> str:
    """Return a number with so many decimals, half up; None is an en dash.

    >>> number_text(Fraction(5, 4)), number_text(Fraction(30), 0), number_text(None)
    ('1.3', '30', '–')
    """
    if number is None:
        return "–"
    scaled = int(abs(number) * 10**digits + Fraction(1, 2))
    text = f"{Decimal(scaled).scaleb(-digits):,.{digits}f}"
    return f"-{text}" if number < 0 and scaled else text


def share_before(plan: Plan, manager: str | None = EVERYBODY, tier: str | None = None) -> Fraction | None:
    """Return the share with which a plan is compared, of a manager (``EVERYBODY``: all of then) and a grade (None: all)."""
    return was(plan.proposal, plan.proposal.compared == LAST_YEAR, manager, tier).share if plan.proposal.compared else None


def was(proposal: Proposal, last_year: bool, manager: str | None = EVERYBODY, tier: str | None = None) -> Figures:
    """Return what was: in the same month last year, else in the mean of the last months; those who have left count in all."""
    rows = proposal.last_year if last_year else proposal.recent
    return sum(
        (each for (name, of), each in rows.items() if manager in (EVERYBODY, name) and tier in (None, of)), Figures()
    )


LIMITS = {
    "customers_below": "▼", "frequency_below": "▼", "frequency_above": "▲", "standard_below": "▼", "standard_above": "▲",
    "share_below": "▼",
}


def broken_text(row: Row, broken: Broken, plan: Plan, lang: str) -> str:
    """Return which limit a row breaks, how far, and what keeping to it costs."""
    _, _n = translator(lang), counter(lang)
    texts = {
        "customers_below": _("{mark} Grade {tier}: {planned} customers, {allowed} are active now."),
        "frequency_below": _("{mark} Grade {tier}: frequency {growth}, not to fall."),
        "frequency_above": _("{mark} Grade {tier}: frequency {growth}, at most +20%."),
        "standard_below": _("{mark} Grade {tier}: standard {growth}, at most −10%."),
        "standard_above": _("{mark} Grade {tier}: standard {growth}, at most +10%."),
        "share_below": _("{mark} Grade {tier}: {share} of the target, {before} before."),
    }
    frequency, standard = plan.proposal.base((row.manager, row.tier))
    base, planned = (frequency, row.frequency) if "frequency" in broken.limit else (standard, row.standard)
    growth = (planned or 0) / base - 1 if base else Fraction(0)
    shares = [ratio_text(share, lang) for share in (row.share, broken.allowed)]
    if shares[0] == shares[1]:
        shares = [ratio_text(share, lang, 3) for share in (row.share, broken.allowed)]
    said = texts[broken.limit].format(
        mark=LIMITS[broken.limit], tier=row.tier, planned=format_count(row.customers, lang),
        allowed=number_text(broken.allowed, 0), growth=signed_ratio(growth, lang), share=shares[0], before=shares[1],
    )
    return f"{said}{' ' if lang == 'en' else ''}{_price(broken, lang)}"


def _price(broken: Broken, lang: str) -> str:
    _, _n = translator(lang), counter(lang)
    money, tables = money_text(abs(broken.revenue), lang), ceil(abs(broken.bookings))
    if not tables:
        text = _("Keeping to it: {money} less.") if broken.revenue < 0 else _("Keeping to it: {money} more.")
        return text.format(money=money)
    text = (
        _n("Keeping to it: {money} less, about {count} table.", "Keeping to it: {money} less, about {count} tables.", tables)
        if broken.revenue < 0
        else _n("Keeping to it: {money} more, about {count} table.", "Keeping to it: {money} more, about {count} tables.", tables)
    )
    return text.format(money=money, count=format_count(tables, lang))


def signed_ratio(ratio: Fraction, lang: str) -> str:
    """Return a growth with its sign.

    >>> signed_ratio(Fraction(1, 4), "en"), signed_ratio(Fraction(0), "en"), signed_ratio(Fraction(-1, 8), "en")
    ('+25%', '+0%', '−12.5%')
    """
    text = format_ratio(Decimal(round(float(ratio), 6)), lang)
    text = text.replace(".0%", "%")
    return text if text.startswith("−") else f"+{text}"


def season_text(proposal: Proposal, lang: str) -> str:
    """Return the season and how it was found."""
    _ = translator(lang)
    factor, first = number_text(proposal.season, 2), format_month(proposal.first_day, lang)
    if proposal.season_gap is not None:
        return _("Season 1: without bills from {first} to {last} the twelve months before are not wholly known.").format(
            first=format_day(proposal.season_gap[0], lang), last=format_day(proposal.season_gap[1], lang)
        )
    if proposal.season_found == NOT_COVERED:
        return _("Season 1: the bills do not cover the twelve months before wholly (known: up to {day}).").format(
            day=format_day(proposal.as_of, lang)
        )
    text = _("Season {factor}: the tables of {month} against the mean of the twelve months before.")
    if proposal.season_found == HELD:
        text = _("Season {factor}, held there: {month} was further from the mean of the twelve months before.")
    return text.format(factor=factor, month=first)


def compared_text(plan: Plan, lang: str) -> str:
    """Return with what shares are compared, and what they are of."""
    _ = translator(lang)
    if plan.house_target is None:
        return _("Enter the house's target, then there are shares of it.")
    if plan.proposal.compared is None:
        return _("The months before are not covered, so shares are compared with nothing.")
    if plan.proposal.share_of_target:
        return _("Shares before are of the house's target of then.")
    return _("Shares before are of the house's revenue, as there was no target then.")


def development_words(found: Development, lang: str) -> list[str]:
    """Return the arithmetic of a development target, a line a step."""
    _, _n = translator(lang), counter(lang)
    house = found.house
    lines = [
        _("{tables} tables × {periods} meal periods × {days} days × occupancy {occupancy} = {wanted} tables").format(
            tables=format_count(house.tables, lang), periods=house.periods, days=house.days,
            occupancy=_percent(house.occupancy), wanted=number_text(found.wanted_tables, 0),
        ),
        _("× {share} known customers = {wanted} tables, {planned} planned: {gap} missing").format(
            share=_percent(house.share), wanted=number_text(found.wanted_customer_tables, 0),
            planned=number_text(found.planned, 0), gap=number_text(max(found.gap, Fraction(0)), 0),
        ),
    ]
    each = number_text(found.tables_per_new_customer)
    if found.customers_to_win == 0:
        return [*lines, _("Nothing is missing: no new customers are needed.")]
    if found.is_of_grade:
        text = _("Fewer than 10 new customers were followed ({count}), so the mean of grade C stands in: {each} tables a month")
    else:
        text = _("A new customer books {each} tables a month in his first three months (seen of {count})")
    lines.append(text.format(count=format_count(found.measured_on, lang), each=each))
    if found.customers_to_win is None:
        return [*lines, _("How many new customers that needs cannot be told yet.")]
    lines.append(_("= {customers} to win").format(customers=count_customers(found.customers_to_win, lang)))
    if said := spread_text(found, lang):
        lines.append(said)
    if found.without_room:
        places = sum(found.free.values())
        text = _n(
            "The managers have {count} free place, {missing} too few.",
            "The managers have {count} free places, {missing} too few.", places,
        )
        lines.append(text.format(count=format_count(places, lang), missing=format_count(found.without_room, lang)))
    return lines


def _percent(number: Fraction) -> str:
    return f"{float(number):g}%"


def short_money(amount: Fraction | Decimal | None, lang: str) -> str:
    """Return an amount to about three figures; None is an en dash."""
    return "–" if amount is None else format_money_short(to_cent(Fraction(amount)), lang)


COLUMNS = pa.schema([
    ("plan_month", pa.string()), ("manager", pa.string()), ("tier", pa.string()), ("target_customers", pa.int64()),
    ("target_frequency", pa.float64()), ("target_standard", MONEY), ("target_bookings", pa.float64()), ("target_revenue", MONEY),
    ("target_share", pa.float64()), ("house_target", MONEY), ("last_year_revenue", MONEY), ("recent_revenue", MONEY),
    ("limits_broken", pa.string()),
])
FORMULAS = {  # how a workbook works columns of ``plan_table`` out, so that what is filled in adds up at once
    "target_bookings": "{target_customers}*{target_frequency}",
    "target_revenue": "ROUND({target_customers}*{target_frequency}*{target_standard},2)",
    "target_share": 'IF(N({house_target})>0,{target_revenue}/{house_target},"")',
}
MANAGERS = (
    "manager", "target_customers", "target_frequency", "target_tables", "target_standard", "target_revenue", "target_share",
)


def plan_table(plan: Plan, lang: str) -> pa.Table:
    """Return the plan as a table to fill in: a row a manager (null: nobody) and grade, with what was and the limits it breaks."""
    rows = [
        {
            "plan_month": f"{plan.proposal.month:%Y-%m}", "manager": row.manager, "tier": row.tier,
            "target_customers": row.customers, "target_frequency": _float(row.frequency), "target_standard": _cents(row.standard),
            "target_bookings": float(row.bookings), "target_revenue": row.revenue, "target_share": _float(row.share),
            "house_target": plan.house_target, "last_year_revenue": row.last_year and _cents(row.last_year.revenue),
            "recent_revenue": row.recent and _cents(row.recent.revenue),
            "limits_broken": " ".join(broken_text(row, each, plan, lang) for each in row.broken) or None,
        }
        for row in plan.rows
    ]
    return pa.Table.from_pylist(rows, COLUMNS)


def managers_table(plan: Plan, lang: str) -> pa.Table:
    """Return a row a manager, all his grades together, in columns of ``plan_table``; nobody's has a word for it.

    target_tables are whole, half up. The last row is that of all of them, where there are several: it is rounded by itself.
    """
    rows, managers = [], list(dict.fromkeys(row.manager for row in plan.rows))
    lines = [(name_of(manager, lang), plan.of(manager)) for manager in managers]
    if len(managers) > 1:
        lines.append((translator(lang)("In total"), plan.rows))
    for name, own in lines:
        whole = plan.total(own)
        rows.append({
            "manager": name, "target_customers": round(whole.customers),
            "target_frequency": _float(whole.frequency), "target_tables": int(whole.bookings + Fraction(1, 2)),
            "target_standard": _cents(whole.standard), "target_revenue": to_cent(whole.revenue),
            "target_share": _float(whole.share),
        })
    kinds = pa.schema([*COLUMNS, ("target_tables", pa.int64())])
    return pa.Table.from_pylist(rows, pa.schema([kinds.field(name) for name in MANAGERS]))


def spread_text(found: Development, lang: str, most: int = 8) -> str:
    """Return how the customers to win are spread over the managers by their free places, most first; "" where none are."""
    _ = translator(lang)
    own = sorted(((count, name) for name, count in found.spread.items() if count), key=lambda each: (-each[0], each[1]))
    if not own:
        return ""
    names = listed((f"{name[:LONGEST]} {format_count(count, lang)}" for count, name in own[:most]), lang)
    more = len(own) - most
    if more <= 0:
        return _("By free places: {names}.").format(names=names)
    text = counter(lang)(
        "By free places: {names}, and {count} manager more.", "By free places: {names}, and {count} managers more.", more
    )
    return text.format(names=names, count=format_count(more, lang))


def finding_planned(plan: Plan, lang: str) -> str:
    """Return what is planned of all managers together."""
    return translator(lang)("{who}, {month}: {money} planned.").format(
        who=translator(lang)("Known customers"), month=format_month(plan.proposal.month, lang),
        money=format_money_short(to_cent(plan.total(plan.rows).revenue), lang),
    )


def _float(number: Fraction | None) -> float | None:
    return None if number is None else round(float(number), 6)


def _cents(amount: Fraction | None) -> Decimal | None:
    return None if amount is None else to_cent(amount)
