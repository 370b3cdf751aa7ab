"""The sentence on its rows that the check before an import and the report after it share."""

from __future__ import annotations

from collections.abc import Mapping

from pages.shared.language import _, current_language
from segmentation.ingest.report import SKIPPED
from segmentation.language.i18n import format_count


def account(rows: int, accepted: int, rejected: int, skipped: Mapping[str, int]) -> str:
    """Say where every row went."""
    lang = current_language()
    sentence = _("{rows} rows: {accepted} taken, {rejected} not understood, {skipped} left out").format(
        rows=format_count(rows, lang), accepted=format_count(accepted, lang), rejected=format_count(rejected, lang),
        skipped=format_count(sum(skipped.values()), lang),
    )
    reasons = [f"{_(SKIPPED.get(reason, reason))} {format_count(count, lang)}" for reason, count in skipped.items()]
    return sentence + (_(" ({reasons})").format(reasons=_("; ").join(reasons)) if reasons else "")
