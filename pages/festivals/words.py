"""The figures of the page, and how they are computed."""

from __future__ import annotations

from datetime import date

from pages.shared.figures import Figure, change_of_count, change_of_money
from pages.shared.house import scheme
from pages.shared.language import Markdown, _, current_language, plain
from segmentation.language.festivals import lunar_text
from segmentation.language.i18n import N_, format_count, format_day, format_money, format_money_short, format_short_day
from segmentation.measures.festivals.around import STATEMENTS as READ
from segmentation.measures.festivals.around import Festival, Sums
from segmentation.measures.festivals.names import edition_name
from segmentation.measures.grades.grading import statements_of

DEFINITION = (
    N_(
        "Around a festival are its day and the days before and after it that are set below. Lunar festivals move with the moon, "
        "Qingming with its solar term. A festival is held against the same one of the year before; while it runs, against as "
        "many days of it. A day may belong to several festivals and counts for each, so they are never summed."
    ),
    N_(
        "Grades are those of the day before the festival's days begin, in either year; modules are those that are known now. "
        "Came and not now is who came on any of its days the year before, has not come on them this year, and has said of no "
        "such day that he comes."
    ),
)


def statements() -> tuple[str, ...]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), *READ)


def festival_figures(found: Festival, on: date) -> list[Figure]:
    """Return the day of the festival, who came, what it brought, who came then and not now, and what they had spent."""
    lang, edition = current_language(), found.edition
    days = (edition.day - on).days
    when = [_("in {days} days").format(days=format_count(days, lang))] if days > 0 else []
    is_known = found.whole.covered > 0
    missed, spent = format_count(found.missed.num_rows, lang), found.missed_spent
    return [
        Figure(
            edition_name(edition, lang), format_short_day(edition.day, lang), None,
            " · ".join(filter(None, [*when, lunar_text(edition.day, lang)])),
        ),
        _customers(found), _revenue(found),
        Figure(
            _("Came in {year}, not now").format(year=found.then.edition.year), missed if is_known else "–", None,
            _("of {count}").format(count=format_count(found.came_then, lang)) if is_known else "",
        ),
        Figure(
            _("They had spent"), format_money_short(spent, lang) if is_known else "–", None, "",
            format_money(spent, lang) if is_known else None,
        ),
    ]


def _customers(found: Festival) -> Figure:
    lang, now, then = current_language(), found.now, found.then
    if now is None:
        label = _("Customers, {year}").format(year=then.edition.year)
        return Figure(label, format_count(then.customers, lang), None, _reach(then))
    label, value = _("Customers, {year}").format(year=now.edition.year), format_count(now.customers, lang)
    if not found.can_compare:
        return Figure(label, value, None, _reach(then if now.is_covered else now))
    against = f"{then.edition.year} {format_count(then.customers, lang)}"
    return Figure(label, value, change_of_count(now.customers, then.customers), against)


def _revenue(found: Festival) -> Figure:
    lang, now, then = current_language(), found.now, found.then
    side = now or then
    label, value = _("Revenue, {year}").format(year=side.edition.year), format_money_short(side.total, lang)
    told = _("of it walk-ins {money}").format(money=format_money(side.walk_in, lang))
    if not found.can_compare:
        return Figure(label, value, None, "", told)
    return Figure(
        label, value, change_of_money(now.total, then.total), f"{then.edition.year} {format_money_short(then.total, lang)}", told
    )


def _reach(side: Sums) -> Markdown:
    """Return how many of the days the bills reach over, where it is not all of them."""
    if side.is_covered:
        return ""
    return _("bills cover {covered} of {days} days of {year}").format(
        covered=side.covered, days=side.days, year=side.edition.year
    )


def note_of(found: Festival) -> Markdown:
    """Return which days are held against each other; nothing where nothing is."""
    lang, now, then = current_language(), found.now, found.then

    def span(side: Sums) -> str:
        return f"{format_day(side.edition.first, lang)} – {format_day(side.until, lang)}"

    if now is None or not found.can_compare:
        return ""
    return plain(_("{now} against {then}").format(now=span(now), then=span(then)))
