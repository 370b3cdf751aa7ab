"""Sentences that the check before an import and the report after it share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pages.shared.language import _, current_language
from segmentation.ingest.batches import SKIPPED
from segmentation.language.i18n import format_count, format_day, format_money


def sum_up(
    bills: Sequence[tuple[int, date, date, Decimal]], profiles: int, store: str, months: int = 0, ratings: int = 0
) -> str:
    """Say what comes, given (bills, first day, last day, amount) of each bill file, and how many of everything else."""
    lang = current_language()
    parts = []
    if bills:
        parts.append(
            _("{bills} bills from {first} to {last}, {amount} in all").format(
                bills=format_count(sum(count for count, *_rest in bills), lang),
                first=format_day(min(first for _count, first, *_rest in bills), lang),
                last=format_day(max(last for _count, _first, last, _amount in bills), lang),
                amount=format_money(sum((amount for *_rest, amount in bills), Decimal(0)), lang),
            )
        )
    if profiles:
        parts.append(_("{customers} customer profiles").format(customers=format_count(profiles, lang)))
    if ratings:
        parts.append(_("{ratings} ratings").format(ratings=format_count(ratings, lang)))
    if months:
        parts.append(_("totals of {months} months").format(months=format_count(months, lang)))
    return _("; ").join(parts) + (f" → {store}" if store else "")


def account(rows: int, accepted: int, rejected: int, skipped: Mapping[str, int]) -> str:
    """Say where every row went."""
    lang = current_language()
    sentence = _("{rows} rows: {accepted} taken, {rejected} not understood, {skipped} left out").format(
        rows=format_count(rows, lang), accepted=format_count(accepted, lang), rejected=format_count(rejected, lang),
        skipped=format_count(sum(skipped.values()), lang),
    )
    reasons = [f"{_(SKIPPED.get(reason, reason))} {format_count(count, lang)}" for reason, count in skipped.items()]
    return sentence + (_(" ({reasons})").format(reasons=_("; ").join(reasons)) if reasons else "")
