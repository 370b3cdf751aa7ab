"""The amount column of a file accounted for: what its lines mean, in money, adds up to the column's own sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from segmentation.ingest.meaning import ASK, EXPENSE, LABELS, REFUND, REPAYMENT, SALE, TOP_UP, UNPAID, VOID
from segmentation.language.i18n import N_, format_count, format_money, translator

NAMES = {
    **{name: LABELS[name] for name in (SALE, REFUND, TOP_UP, REPAYMENT, EXPENSE, VOID, UNPAID)},
    "currency": N_("other currency"), ASK: LABELS[ASK],
    "due": N_("due, of bills on account"),
    "unsold": N_("refunds of bills that are not here"),
    "reversed": N_("reversals of void rows"), "tips": N_("tips"),
    "netted": N_("refunds that are off their sale already"),
    "double": N_("rows that stand twice"),
    "part": N_("items and payments of bills"), "joined": N_("parts of joined bills"),
    "payments": N_("payments left out"), "paid_rows": N_("what bills were paid with"),
    "transferred": N_("money of other bills"),
    "repeated": N_("totals repeated on further rows"),
    "not_understood": N_("not understood"), "rounding": N_("rounding to the cent"),
}


def add_money(reports: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
    """Return the money of several reports by what its lines mean, as their files write it; what comes to nothing is left out.

    >>> add_money([{"money": {"sale": "690.00", "refund": "-96.00"}}, {"money": {"sale": "10.00"}}, {}])
    {'sale': Decimal('700.00'), 'refund': Decimal('-96.00')}
    """
    sums = {name: sum((Decimal(report.get("money", {}).get(name, 0)) for report in reports), Decimal(0)) for name in NAMES}
    return {name: amount for name, amount in sums.items() if amount}


def say_money(reports: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Return one line that adds the parts up to the sum of the amount column; "" for files without one.

    >>> say_money([{"money": {"sale": "690.00", "refund": "-96.00", "top_up": "500.00"}}], "en")
    'Amount column ¥1,094.00 = sale ¥690.00 − refund ¥96.00 + top-up ¥500.00'
    """
    _ = translator(lang)
    parts = add_money(reports)
    if not parts:
        return ""
    words = []
    for name, amount in parts.items():
        sign = ("− " if amount < 0 else "+ ") if words else ("−" if amount < 0 else "")
        words.append(f"{sign}{_(NAMES[name])} {write_exact(abs(amount), lang)}")
    return _("Amount column {sum} = {parts}").format(sum=write_exact(sum(parts.values()), lang), parts=" ".join(words))


def say_beside(report: Mapping[str, Any], lang: str, most: int | None = None) -> str:
    """Return one line with what the other columns of money of a file come to, the ``most`` first; "" where it has none.

    >>> say_beside({"mapping": {"amount": "实收"}, "beside": {"服务费": "65.00"}}, "en")
    'Other columns of money: 服务费 ¥65.00. Revenue is taken from “实收”.'
    """
    _, beside = translator(lang), report.get("beside")
    if not beside:
        return ""
    columns = _join(list(beside.items())[:most], lang)
    header = " + ".join(report.get("summed") or ()) or report["mapping"].get("amount")
    if header is None:
        return _("Other columns of money: {columns}.").format(columns=columns)
    return _("Other columns of money: {columns}. Revenue is taken from “{header}”.").format(columns=columns, header=header)


def say_rest_beside(report: Mapping[str, Any], lang: str, most: int) -> tuple[str, str]:
    """Return how many more columns of money a file has than the ``most`` first, and what these come to; "" twice where none.

    >>> say_rest_beside({"beside": {"菜金": "90.00", "酒水": "65.00", "赔付": "-5.00"}}, "en", 1)
    ('and 2 more', '酒水 ¥65.00, 赔付 −¥5.00')
    """
    rest = list((report.get("beside") or {}).items())[most:]
    told = translator(lang)(N_("and {count} more")).format(count=format_count(len(rest), lang))
    return (told, _join(rest, lang)) if rest else ("", "")


def _join(sums: Sequence[tuple[str, str]], lang: str) -> str:
    return translator(lang)(", ").join(f"{header} {write_exact(Decimal(amount), lang)}" for header, amount in sums)


def write_exact(amount: Decimal, lang: str) -> str:
    """Return money with its cents, and with the parts of a cent that it has: rounded, a sum would not add up."""
    plain = amount.normalize()
    if plain.as_tuple().exponent >= -2:
        return format_money(amount, lang)
    return f"{'-' if plain < 0 else ''}¥{abs(plain):,f}"
