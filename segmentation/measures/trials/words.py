"""Trials in words: what the calls brought, what is too little to tell, what runs, and what leaked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any

from segmentation.fields import SIGNS, TRIAL_LISTS
from segmentation.language.festivals import FESTIVALS
from segmentation.language.i18n import (
    count_customers,
    counter,
    format_count,
    format_day,
    format_money_short,
    format_ratio,
    translator,
)
from segmentation.measures.trials.intervals import Interval
from segmentation.measures.trials.results import Result, Results, Trial
from segmentation.settings.trial_rules import TrialRules

MOST_DAYS = 4  # that are named each


def finding_trials(found: Results, lang: str) -> str:
    """Return the answer: what the calls brought more than chance, or why that cannot be told yet and when it can."""
    _ = translator(lang)
    if found.pooled is not None:
        return finding_result(found.pooled, lang)
    if found.running:
        first = min(each.last_day for each in found.running)
        text = _("Nothing is measured yet: {left} customers are left alone. The first result comes with the bills of {day}.")
        left = sum(each.left_alone for each in found.running)
        return text.format(left=format_count(left, lang), day=format_day(first, lang))
    if any(number in found.results for number in (each.number for each in found.trials)):
        return _("The trials so far were ended early: nothing is pooled of them.")
    return _("Nobody is left alone on purpose yet, so nobody can tell whether calls help.")


def finding_result(found: Result, lang: str) -> str:
    """Return in words what became of the called against those left alone; money is claimed only where chance hardly gives it."""
    return _SAID[found.verdict](found, lang)


def _helped(found: Result, lang: str) -> str:
    text = translator(lang)(
        "The calls brought {money} more than chance (95%: {low} to {high}), against {left} left alone."
    )
    return text.format(**_money(found, lang), left=format_count(found.counts.left, lang))


def finding_difference(found: Result, lang: str) -> str:
    """Return by how much more of the called came back than of those left alone, with the interval, whatever it holds."""
    _ = translator(lang)
    if found.share is None:
        return _("Nothing can be compared: nobody stands on one of the two sides.")
    text = _("It cannot be told whether more of the called came back: the difference lies between {low} and {high} points")
    if found.share.is_above:
        text = _("Of the called {points} points more came back than of those left alone (95%: {low} to {high})")
    if found.share.is_below:
        text = _("Of the called {points} points fewer came back than of those left alone (95%: {low} to {high})")
    low, high = (f"{each * 100:.1f}" for each in (found.share.low, found.share.high))
    return text.format(points=f"{abs(found.share.difference) * 100:.1f}", low=low, high=high)


def _hurt(found: Result, lang: str) -> str:
    text = translator(lang)(
        "The called brought less than those left alone: {difference} (95%: {low} to {high}), against {left} left alone."
    )
    difference = found.mean.difference * found.compared
    said = _money(found, lang) | {"difference": format_money_short(round(difference), lang)}
    return text.format(**said, left=format_count(found.counts.left, lang))


def _came(found: Result, lang: str) -> str:
    _ = translator(lang)
    text = _(
        "Of the called {points} more came back than of {left} left alone (95%: {low} to {high}); the money cannot be told yet."
    )
    if found.share.is_below:
        text = _("Of the called {points} fewer came back than of {left} left alone (95%: {low} to {high}).")
    return text.format(
        points=points_text(abs(found.share.difference), lang), left=format_count(found.counts.left, lang),
        **_ends(found.share, lang),
    )


def _too_few(found: Result, lang: str) -> str:
    _ = translator(lang)
    if found.share is None:
        return _("Nothing can be compared: nobody stands on one of the two sides.")
    text = _("Too few to tell: {came_called} of the {called} called came back, {came_left} of the {left} left alone.")
    counts = found.counts
    said = text.format(
        came_called=format_ratio(counts.came_called / counts.called, lang, 0), called=format_count(counts.called, lang),
        came_left=format_ratio(counts.came_left / counts.left, lang, 0), left=format_count(counts.left, lang),
    )
    return _gap(lang).join(filter(None, (said, unlike_text(found, lang), needed_text(found, lang))))


_SAID = {"helped": _helped, "hurt": _hurt, "more_came": _came, "fewer_came": _came, "too_few": _too_few}


def needed_text(found: Result, lang: str) -> str:
    """Return how many more customers would tell the difference; "" where nothing is compared."""
    if found.needed is None:
        return ""
    wanted, more, left = found.needed
    text = translator(lang)("To tell a difference of {points} it takes about {more} more, {left} of them left alone.")
    return text.format(points=points_text(wanted, lang), more=format_count(more, lang), left=format_count(left, lang))


def finding_part(found: Result, lang: str) -> str:
    """Return ``finding_result`` of a part beside its two shares, and what the difference is where they do not give it."""
    said, unlike = finding_result(found, lang), unlike_text(found, lang)
    return said if unlike in said else f"{said}{_gap(lang)}{unlike}"


def unlike_text(found: Result, lang: str) -> str:
    """Return that the difference is not what the two shares of all draws together give; "" where it is that, to 0.05 points."""
    counts = found.counts
    if found.share is None or not counts.called or not counts.left:
        return ""
    raw = counts.came_called / counts.called - counts.came_left / counts.left
    if abs(raw - found.share.difference) < 0.0005:
        return ""
    text = translator(lang)("Weighed by draw the difference is {points}, not the {raw} between the two shares.")
    return text.format(points=points_text(found.share.difference, lang), raw=points_text(raw, lang))


def weighed_text(found: Result, lang: str) -> str:
    """Return ``unlike_text`` and why that is so; "" where the two shares give the difference."""
    unlike = unlike_text(found, lang)
    return unlike and f"{unlike}{_gap(lang)}{weighed_reason(lang)}"


def weighed_reason(lang: str) -> str:
    """Return why a difference over several draws is not that of the two shares."""
    return translator(lang)(
        "Lists differ in who comes back anyway, so each draw is compared within itself and counts by how many were to be called; "
        "a draw with nobody on one side counts nothing."
    )


def drawn_text(found: Results, lang: str) -> str:
    """Return that customers were drawn in several rounds and count in each; "" where nobody was."""
    drawn, customers = found.drawn
    if drawn == customers:
        return ""
    text = translator(lang)("{drawn} drawn in all, {customers}: who was drawn in several rounds counts once in each.")
    return text.format(drawn=format_count(drawn, lang), customers=count_customers(customers, lang))


def leak_text(found: Result, lang: str) -> str:
    """Return how many left alone were contacted all the same, and how many called were not; "" for none."""
    _, _n = translator(lang), counter(lang)
    said = []
    if found.contacted_left:
        text = _n(
            "{count} of the {left} left alone was contacted all the same: the difference is rather larger than shown.",
            "{count} of the {left} left alone were contacted all the same: the difference is rather larger than shown.",
            found.contacted_left,
        )
        said.append(text.format(count=format_count(found.contacted_left, lang), left=format_count(found.counts.left, lang)))
    if found.never_called:
        text = _n(
            "{count} of the {called} to be called was not contacted by the log.",
            "{count} of the {called} to be called were not contacted by the log.", found.never_called,
        )
        said.append(text.format(count=format_count(found.never_called, lang), called=format_count(found.counts.called, lang)))
    if said:
        said.append(_("Everybody counts as drawn."))
    return _gap(lang).join(said)


def finding_left_alone(left: int, until: date, lang: str) -> str:
    """Return how many are left alone on purpose, and until when."""
    text = counter(lang)("{count} left alone on purpose until {day}", "{count} left alone on purpose until {day}", left)
    return text.format(count=format_count(left, lang), day=format_day(until, lang))


def finding_first_day(first_day: date, as_of: date, lang: str) -> str:
    """Return from which day on visits count of what was drawn by the bills up to ``as_of``.

    >>> finding_first_day(date(2026, 10, 1), date(2026, 9, 30), "en")
    'It begins on 1 Oct 2026: visits from that day on count. The bills up to 30 Sep 2026 were known at the draw.'
    """
    text = translator(lang)(
        "It begins on {day}: visits from that day on count. The bills up to {last} were known at the draw."
    )
    return text.format(day=format_day(first_day, lang), last=format_day(as_of, lang))


def finding_draw(customers: int, rules: TrialRules, first_day: date, lang: str, drawn: int = 0) -> str:
    """Return what a draw from a list of so many customers would do, or that it is too short for one; ``drawn`` others of the list
    stand in a draw that runs."""
    _ = translator(lang)
    left = rules.left_of(customers)
    text = _("Of {customers} customers {left} are drawn by lot and left alone until {day}; {called} are called.")
    if not left:
        text = _("{customers} customers are on this list: too few to leave some alone, it takes {least}. Everybody is called.")
    if not customers and drawn:
        text = counter(lang)(
            "The one customer of this list stands in a draw that runs.",
            "All {count} customers of this list stand in a draw that runs.", drawn,
        )
        return text.format(count=format_count(drawn, lang))
    if not left and drawn:
        text = _("{customers} customers of this list are not drawn from yet: too few to leave some alone, it takes {least}.")
    said = text.format(
        customers=format_count(customers, lang), left=format_count(left, lang), called=format_count(customers - left, lang),
        day=format_day(first_day + timedelta(days=rules.days - 1), lang), least=format_count(rules.smallest, lang),
    )
    if drawn:
        text = counter(lang)(
            "{count} more stands in a draw that runs.", "{count} more stand in a draw that runs.", drawn
        )
        said += _gap(lang) + text.format(count=format_count(drawn, lang))
    return said


def trial_name(trial: Trial, lang: str) -> str:
    """Return what a trial is called: its list, the saved group by its name, the festival, and from when on.

    Names of groups and managers stand in it as a person wrote them.
    """
    _ = translator(lang)
    of = [trial.group_name or _(TRIAL_LISTS.get(trial.kind, trial.kind))]
    if trial.occasion in FESTIVALS:
        of.append(_(FESTIVALS[trial.occasion]))
    if trial.manager:
        of.append(trial.manager)
    text = _("{list}, from {day}")
    return text.format(list=" · ".join(of), day=format_day(trial.first_day, lang))


def part_name(kind: str, reason: str, lang: str) -> str:
    """Return what a list, or those in warning who give a sign, are called."""
    return translator(lang)(SIGNS[reason] if reason in SIGNS else TRIAL_LISTS.get(kind, kind))


def points_text(share: float, lang: str) -> str:
    """Return a difference of shares in points, such as "12.5 points"."""
    return translator(lang)("{points} points").format(points=f"{share * 100:.1f}".removesuffix(".0"))


def effects_text(measured: Mapping[tuple[str, str], Result], draws: Callable[[str], Sequence[date]], lang: str) -> str:
    """Return from which calls the effects come that order a list by money saved, or that none is measured yet.

    ``measured`` is by list and reason, ``draws`` tells on which days was drawn from a list.
    """
    _ = translator(lang)
    if not measured:
        return _("No effect of calls is measured yet: every call counts alike. It is measured on the page “Did it help?”.")
    said, before = [], ""
    for (kind, reason), found in measured.items():
        text = _("{list}: {points} more come back when called ({called} called, {left} left alone; {draws})")
        if kind == before:  # drawn with those said before
            text = _("{list}: {points} more come back when called ({called} called, {left} left alone)")
        said.append(text.format(
            list=part_name(kind, reason, lang), points=points_text(found.share.difference, lang),
            called=format_count(found.counts.called, lang), left=format_count(found.counts.left, lang),
            draws=draws_text(draws(kind), lang),
        ))
        before = kind
    return _("Effects of calls, as measured in this house: {effects}. Others count as 1.").format(effects=_("; ").join(said))


def draws_text(days: Sequence[date], lang: str) -> str:
    """Return on which days was drawn, many of them by the first and the last.

    >>> draws_text([date(2026, 3, 2), date(2026, 5, 4)], "en"), draws_text([date(2026, 3, day) for day in range(2, 7)], "en")
    ('drawn on 2 Mar 2026, 4 May 2026', '5 draws, 2 Mar 2026 to 6 Mar 2026')
    """
    _ = translator(lang)
    said = [format_day(day, lang) for day in days]
    if len(said) <= MOST_DAYS:
        days = reduce(lambda before, day: _("{days}, {day}").format(days=before, day=day), said)
        return _("drawn on {days}").format(days=days)
    return _("{count} draws, {first} to {last}").format(count=format_count(len(said), lang), first=said[0], last=said[-1])


def _ends(found: Interval, lang: str) -> dict[str, str]:
    return {"low": points_text(found.low, lang), "high": points_text(found.high, lang)}


def _money(found: Result, lang: str) -> dict[str, Any]:
    def said(money: Decimal | None) -> str:
        return translator(lang)("unknown") if money is None else format_money_short(money, lang)

    return {"money": said(found.money), "low": said(found.money_low), "high": said(found.money_high)}


def _gap(lang: str) -> str:
    return " " if lang == "en" else ""
