"""The file of a customer in words: how he stands, what follows if nothing happens, what he usually has, why he has his grade."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from segmentation.fields import CONTACT_CHANNELS, CONTACT_OUTCOMES
from segmentation.language.i18n import (
    N_,
    counter,
    format_count,
    format_day,
    format_money_short,
    format_short_day,
    translator,
)
from segmentation.measures.grades.explanation import Explanation, explain_lift
from segmentation.measures.grades.rank_reasons import explain_ranks
from segmentation.measures.grades.reasons import explain_tier
from segmentation.measures.managers.call_words import PARTS, WEEKDAYS
from segmentation.measures.people.file import ENOUGH_VISITS, CustomerFile, Habit
from segmentation.schemes import Value

HABIT_HEADS: Mapping[str, str] = {
    "room": N_("Usual room"), "time": N_("Usual time"), "dish": N_("Usual dishes"), "hour": N_("Usual hour"),
    "covers": N_("Guests"), "payment": N_("Usual payment"),
}
RANKED = "rank_overlap"
PROMISE_DAYS = 30  # after the day that was agreed, it is still told what came of it


def finding_file(found: CustomerFile, lang: str) -> str:
    """Return in a sentence how often he comes, how long he has been away, what he brings and where he sits."""
    _, _n = translator(lang), counter(lang)
    if found.row["last_visit"] is None:
        return _("No visit yet.")
    gap, silent = found.rhythm.usual_gap_days, found.row["recency_days"]
    if gap is None or found.rhythm.visits < ENOUGH_VISITS:
        text = _n(
            "{visits} visit so far: too few to tell what is usual.", "{visits} visits so far: too few to tell what is usual.",
            found.rhythm.visits,
        )
        first = text.format(visits=format_count(found.rhythm.visits, lang))
    elif not silent:
        first = _("Usually comes every {gap} days, was here on the last day.").format(gap=gap_text(found))
    else:
        text = _n("Usually comes every {gap} days, last here {silent} day ago.",
                  "Usually comes every {gap} days, last here {silent} days ago.", silent)
        first = text.format(gap=gap_text(found), silent=format_count(silent, lang))
    return first + ("" if lang == "zh" else " ") + _brought(found, lang)


def gap_text(found: CustomerFile) -> str:
    """Return the usual gap as it is written: 9, 10.5; "–" where it cannot be told."""
    gap = found.rhythm.usual_gap_days
    return "–" if gap is None else f"{gap.normalize():f}"


def _brought(found: CustomerFile, lang: str) -> str:
    _, _n = translator(lang), counter(lang)
    visits, rooms = found.row["frequency"], found.habits["room"]
    if found.window.days is None:
        text = _n("{visits} visit, {money} in all.", "{visits} visits, {money} in all.", visits)
    elif not found.window.is_covered:
        text = _n(
            "{visits} visit, {money} in the {covered} days that bills cover.",
            "{visits} visits, {money} in the {covered} days that bills cover.", visits,
        )
    else:
        text = _n("{visits} visit, {money} in {days} days.", "{visits} visits, {money} in {days} days.", visits)
    values = {"visits": format_count(visits, lang), "money": format_money_short(found.row["contribution"], lang)}
    said = text.format(days=found.window.days, covered=format_count(found.window.covered, lang), **values)
    if not rooms:
        return said
    return said + ("" if lang == "zh" else " ") + _("Mostly sits in {room}.").format(room=rooms[0].said)


def outlook(found: CustomerFile, lang: str) -> str:
    """Return his place in the store, when he is expected, what happens if he does not come, and up to which day bills go."""
    _ = translator(lang)
    parts, rank = [], found.row.get("contribution_rank")
    if rank is not None:
        parts.append(_("Place {rank} by contribution.").format(rank=format_count(rank, lang)))
    if found.rhythm.expected_on is not None and found.rhythm.expected_on > found.as_of:
        parts.append(_("Should come again by {day}.").format(day=format_day(found.rhythm.expected_on, lang)))
    if found.sleeps_after is not None:
        text = _("Without a visit by {day}: asleep.")
        if found.scheme.rule == RANKED and found.tier:
            text = _("Without a visit by {day}: from {tier} to {last}.")
        own = found.scheme.tier(found.tier).label[lang] if found.tier else ""
        last = found.scheme.tiers[-1].label[lang]
        parts.append(text.format(day=format_day(found.sleeps_after, lang), tier=own, last=last))
    parts.append(_("Bills up to {day}.").format(day=format_day(found.as_of, lang)))
    return ("" if lang == "zh" else " ").join(parts)


def habit_text(kind: str, habit: Habit, lang: str) -> str:
    """Return what a habit is, in words: Friday evening, 18:00, 6 guests; rooms, dishes and payments as the till writes them.

    >>> from datetime import date
    >>> told = {"time": "5 evening", "hour": "18", "covers": "6"}
    >>> [habit_text(kind, Habit(said, 1, date.min), "en") for kind, said in told.items()]
    ['Friday evening', '18–19 h', '6 guests']
    """
    _ = translator(lang)
    if kind == "time":
        day, _blank, part = habit.said.partition(" ")
        weekday = _(WEEKDAYS[int(day) - 1])
        return _(PARTS[part]).format(weekday=weekday) if part else weekday
    if kind == "hour":
        return _("{first}–{last} h").format(first=int(habit.said), last=int(habit.said) + 1)
    if kind == "covers":
        count = int(habit.said)
        return counter(lang)("{count} guest", "{count} guests", count).format(count=format_count(count, lang))
    return habit.said


def times_text(times: int, lang: str) -> str:
    """Return how often, as it stands beside a bar: 19×, 19次."""
    return translator(lang)("{times}×").format(times=format_count(times, lang))


def contact_text(row: Mapping[str, Any], lang: str) -> str:
    """Return a contact on one line without its note: day, channel, what came of it, who it was."""
    _ = translator(lang)
    parts = [
        format_day(row["contact_day"], lang), _(CONTACT_CHANNELS[row["contact_channel"]]) if row["contact_channel"] else "",
        _(CONTACT_OUTCOMES[row["outcome"]]), row["manager"] or "",
    ]
    said = " · ".join(filter(None, parts))
    if row["next_day"] is None:
        return said
    return said + " → " + format_short_day(row["next_day"], lang)


def promise_row(found: CustomerFile) -> Mapping[str, Any] | None:
    """Return the contact in which a day was agreed last: the open one, else one whose day lies at most PROMISE_DAYS back."""
    rows = [row for row in found.contacts.to_pylist() if row["next_day"] is not None]
    if found.promised_on is not None:
        return next((row for row in rows if row["next_day"] == found.promised_on), None)
    return next((row for row in rows if row["next_day"] >= found.on - timedelta(days=PROMISE_DAYS)), None)


def promise_text(found: CustomerFile, lang: str) -> str:
    """Return what was agreed and how it stands: open, passed, kept by a visit or overtaken by a later contact; and that he is not
    to be contacted; "" where nothing is."""
    _ = translator(lang)
    parts = [_("Not to be contacted.")] if found.is_barred else []
    if found.promised_on is not None:
        text = _("Agreed for {day}, which has passed.") if found.promised_on < found.on else _("Agreed for {day}.")
        parts.append(text.format(day=format_day(found.promised_on, lang)))
    elif row := promise_row(found):
        came = [
            day["visit_date"] for day in found.days.to_pylist() if day["bills"] and day["visit_date"] > row["contact_day"]
        ]
        again = [each["contact_day"] for each in found.contacts.to_pylist() if each["contact_day"] > row["contact_day"]]
        then, text = None, _("Agreed for {day}.")
        if came:
            then, text = min(came), _("Agreed for {day}; came on {then}.")
        elif again:
            then, text = max(again), _("Agreed for {day}; contacted again on {then}.")
        parts.append(text.format(day=format_day(row["next_day"], lang), then=format_day(then, lang) if then else ""))
    return ("" if lang == "zh" else " ").join(parts)


def why_sentences(
    found: CustomerFile, settings: Mapping[str, Value], why: Explanation | None, lang: str
) -> tuple[list[str], str]:
    """Return in sentences why he has his grade, and in one what would lift him or how much he can spare ("": nothing to say).

    ``why`` explains the rule of two rankings (``explain``) and is None for any other.
    """
    if why is not None:
        return explain_ranks(why, found.scheme, lang), explain_lift(why, lang)
    return explain_tier(found.scheme.under(settings), found.row, lang), ""
