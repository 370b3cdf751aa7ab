"""What a festival of a year is called, and why who came at it last year is called."""

from __future__ import annotations

from segmentation.language.festivals import FESTIVALS
from segmentation.language.i18n import format_short_day, translator
from segmentation.measures.festivals.calendar import Edition


def edition_name(edition: Edition, lang: str) -> str:
    """Return what a festival of a year is called: Mid-Autumn 2026, 2026年中秋."""
    _ = translator(lang)
    return _("{festival} {year}").format(festival=_(FESTIVALS[edition.key]), year=edition.year)


def festival_reason(edition: Edition, lang: str) -> str:
    """Return in words why who came at a festival last year is called: "here around Mid-Autumn last year, which is on 25 Sep"."""
    _ = translator(lang)
    return _("here around {festival} last year, not yet this year ({day})").format(
        festival=_(FESTIVALS[edition.key]), day=format_short_day(edition.day, lang)
    )
