"""Today's list in words: why each is called, what he usually has, a sentence to begin with, and what the day comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from segmentation.language.festivals import FESTIVALS
from segmentation.language.i18n import (
    N_,
    counter,
    format_count,
    format_day,
    format_money_short,
    format_short_day,
    listed,
    translator,
)
from segmentation.language.lunar import birthday_text, is_lunar
from segmentation.measures.festivals.names import festival_reason
from segmentation.measures.managers.today import Call, Today
from segmentation.measures.movement.migration import place_label
from segmentation.measures.movement.warnings import reason_text as warning_text

WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
PARTS = {"noon": N_("{weekday} noon"), "evening": N_("{weekday} evening")}
ZERO = Decimal("0.00")
AFTERWARDS = {  # what the line of a customer says once he was called
    "coming": N_("coming {day}"), "came": N_("came already"), "reached": N_("reached, again in {days} days"),
    "not_reached": N_("no answer, back tomorrow"), "not_now": N_("call again {day}"), "do_not_call": N_("do not contact"),
}


def usual_day(call: Call, on: date) -> date:
    """Return the next day after ``on`` on which he might come: that of his usual weekday, else a week later."""
    weekday = call.habits["weekday"]
    return on + timedelta(days=(weekday - on.isoweekday() - 1) % 7 + 1 if weekday else 7)


def later_day(found: Today) -> date:
    """Return the day that is proposed to call again whom it did not suit."""
    return found.on + timedelta(days=found.rules.reached_days)


def may_have_come(call: Call, found: Today) -> bool:
    """Whether he was due between the last bill and the day of the list, so that nobody knows whether he came."""
    return "due" in call.reasons and found.as_of < call.expected_on < found.on


def call_reason(call: Call, found: Today, lang: str, reason: str | None = None) -> str:
    """Return in words why he is on the list: his most pressing reason, or the one asked for."""
    return _WHY[reason or call.reason](call, found, lang)


def _promised(call: Call, found: Today, lang: str) -> str:
    _ = translator(lang)
    text = _("to call again {day}")
    if call.row["last_outcome"] == "coming":
        text = _("was to come {day}: came?") if call.promised_on < found.on else _("said to come {day}")
    return text.format(day=_day_of_list(call.promised_on, found, lang))


def _demoted(call: Call, found: Today, lang: str) -> str:
    before, after = (place_label(found.scheme, call.row[side], lang) for side in ("from_place", "to_place"))
    return translator(lang)("from {before} to {after}, win back by {day}").format(
        before=before, after=after, day=format_short_day(call.win_back_by, lang)
    )


def _warned(call: Call, found: Today, lang: str) -> str:
    text = warning_text(call.row, lang)
    if not found.is_old:
        return text
    return translator(lang)("{reason} (by {day})").format(reason=text, day=format_short_day(found.as_of, lang))


def _due(call: Call, found: Today, lang: str) -> str:
    _ = translator(lang)
    if may_have_come(call, found):
        return _("due on {day}, may have come already").format(day=format_short_day(call.expected_on, lang))
    gap = f"{call.row['usual_gap_days'].normalize():f}"
    return _("usually every {gap} days, due {day}").format(gap=gap, day=_day_of_list(call.expected_on, found, lang))


def _birthday(call: Call, found: Today, lang: str) -> str:
    _, day, kept = translator(lang), _day_of_list(call.birthday_on, found, lang), call.row["birthday"]
    if is_lunar(kept):
        return _("birthday {day} ({lunar})").format(day=day, lunar=birthday_text(kept, lang, with_year=False))
    return _("birthday {day}").format(day=day)


def _festival(call: Call, found: Today, lang: str) -> str:
    return festival_reason(found.festivals[call.row["festival_no"]], lang)


def _lost(call: Call, found: Today, lang: str) -> str:
    text = translator(lang)("last here on {day}, silent for {silent} days by {as_of}") if found.is_old else translator(lang)(
        "last here on {day}, silent for {silent} days"
    )
    return text.format(
        day=format_short_day(call.last_visit, lang), silent=format_count(call.row["silent_days"], lang),
        as_of=format_short_day(found.as_of, lang),
    )


_WHY: dict[str, Callable[[Call, Today, str], str]] = {
    "promised": _promised, "demoted": _demoted, "warned": _warned, "due": _due, "birthday": _birthday,
    "festival": _festival, "lost": _lost,
}


def _day_of_list(day: date, found: Today, lang: str) -> str:
    _ = translator(lang)
    return _("today") if day == found.on else _("on {day}").format(day=format_short_day(day, lang))


def habits_text(call: Call, lang: str) -> str:
    """Return what he usually has, what is not known left out: room, day, covers, dishes; "" where nothing is."""
    return habit_words(call.habits, lang)


def habit_words(has: Mapping[str, Any], lang: str) -> str:
    """Return habits (room, weekday, part, covers, dish, second_dish) in words, what is None left out."""
    _ = translator(lang)
    said = [has["room"]] if has["room"] else []
    if has["weekday"]:
        weekday = _(WEEKDAYS[has["weekday"] - 1])
        said.append(_(PARTS[has["part"]]).format(weekday=weekday) if has["part"] else weekday)
    if has["covers"]:
        text = counter(lang)("{count} guest", "{count} guests", has["covers"])
        said.append(text.format(count=format_count(has["covers"], lang)))
    if has["dish"]:
        said.append(listed((dish for dish in (has["dish"], has["second_dish"]) if dish), lang))
    return " · ".join(said)


def say_text(call: Call, found: Today, lang: str) -> str:
    """Return a sentence to begin the call with, from the reason, the grade, and what he usually has."""
    _ = translator(lang)
    room, dish, weekday = (call.habits[name] for name in ("room", "dish", "weekday"))
    day = _day_in_talk(usual_day(call, found.on), found, lang, known=bool(weekday))
    keep = (
        _("I have kept {room} for you").format(room=room) if room else _("I have kept your usual table for you")
    )
    dish_text = _(" and have {dish} ready").format(dish=dish) if dish else ""
    tier = found.scheme.tier(call.tier).number if call.tier else 0
    close = _(_CLOSES.get(tier, _CLOSE))
    asleep = call.reason == "demoted" and "lost" in call.reasons
    opening = _(_OPENINGS["lost" if asleep else call.reason])
    if call.reason == "promised" and call.row["last_outcome"] != "coming":
        opening = _(_CALL_AGAIN)
    elif call.reason == "promised" and call.promised_on < found.on:
        opening = _(_DID_HE_COME)
    values = {"day": day, "keep": keep, "dish": dish_text, "close": close}
    if call.birthday_on:
        values["birthday"] = _day_in_talk(call.birthday_on, found, lang, known=True)
    if "festival" in call.reasons:
        values["festival"] = _(FESTIVALS[found.festivals[call.row["festival_no"]].key])
    if call.promised_on:
        values["promised"] = _day_in_talk(call.promised_on, found, lang, known=True)
    return opening.format(**values)


def _day_in_talk(day: date, found: Today, lang: str, *, known: bool) -> str:
    """Return a day as one says it: today, Friday, next Friday; where it is ``known`` to suit nobody, soon."""
    _ = translator(lang)
    if not known:
        return _("one of these days")
    if day == found.on:
        return _("today")
    weekday, this_sunday = _(WEEKDAYS[day.isoweekday() - 1]), found.on + timedelta(days=7 - found.on.isoweekday())
    if day < found.on or day > this_sunday + timedelta(days=7):
        return format_short_day(day, lang)
    return (_("next {weekday}") if day > this_sunday else _("this {weekday}")).format(weekday=weekday)


_OPENINGS = {
    "promised": N_("Last time you said {promised}: {keep}{dish}. How many will you be?"),
    "demoted": N_(
        "We have seen less of you this month. Did we get something wrong? Tell me, I will see to it. {keep} {day}{dish}. {close}"
    ),
    "warned": N_("It has been a while since we saw you. {keep} {day}{dish}. {close}"),
    "due": N_("It is about time for your visit. {keep} {day}{dish}. {close}"),
    "birthday": N_(
        "{birthday} is your birthday: our best wishes! Shall I lay the table for you then? {keep}, and I will see to the noodles."
    ),
    "festival": N_(
        "Last year you were with us around {festival}. Shall I keep a table for you this time too? {keep}{dish}. {close}"
    ),
    "lost": N_(
        "You have not been here for a while. What did we get wrong last time? I would like to hear it from you. "
        "{keep} whenever you come again."
    ),
}
_CALL_AGAIN = N_("Last time you asked me to call again. Which day suits you? {keep}{dish}.")
_DID_HE_COME = N_("Last time you said {promised}: have you been here? If not, which day suits you? {keep}{dish}.")
_CLOSES = {
    1: N_("I will be at the door to welcome you. How many will you be?"),
    2: N_("When you have guests to invite, leave it to me. How many will you be?"),
}
_CLOSE = N_("Bring your friends along. How many will you be?")


def afterwards(outcome: str, next_day: date | None, found: Today, lang: str) -> str:
    """Return what the line of a customer says once he was called."""
    _ = translator(lang)
    day = _day_of_list(next_day, found, lang) if next_day else _("one of these days")
    if outcome == "not_reached" and found.rules.not_reached_days > 1:
        return _("no answer, again in {days} days").format(days=found.rules.not_reached_days)
    return _(AFTERWARDS[outcome]).format(day=day, days=found.rules.reached_days)


def finding_calls(found: Today, calls: Sequence[Call], lang: str) -> str:
    """Return in words how many of ``calls`` are left and whom to call first; once all are made, how many of them come."""
    _, _n = translator(lang), counter(lang)
    left = [call for call in calls if not call.is_done]
    if not calls:
        return _("Nobody to call today")
    if left:
        text = _n("One left to call: {name}", "{count} left to call, {name} first", len(left))
        return text.format(count=format_count(len(left), lang), name=left[0].named)
    coming = sum(call.today_outcome == "coming" for call in calls)
    text = _n(
        "The one call of today is made, {coming} coming", "All {count} calls of today are made, {coming} coming", len(calls)
    )
    return text.format(count=format_count(len(calls), lang), coming=format_count(coming, lang))


def finding_day(found: Today, calls: Sequence[Call], lang: str) -> str:
    """Return in words how many there are to call on the day, how many are done and come, and what those left bring a year."""
    _, _n = translator(lang), counter(lang)
    if not calls:
        return _("Nobody to call today.")
    done = [call for call in calls if call.is_done]
    left = [call for call in calls if not call.is_done]
    text = _n(
        "One to call today: {done} done, {coming} coming; {left} left.",
        "{count} to call today: {done} done, {coming} coming; {left} left.", len(calls),
    )
    if left:
        text = _n(
            "One to call today: {done} done, {coming} coming; {left} left, {worth}.",
            "{count} to call today: {done} done, {coming} coming; {left} left, {worth}.", len(calls),
        )
    return text.format(
        count=format_count(len(calls), lang), done=format_count(len(done), lang),
        coming=format_count(sum(call.today_outcome == "coming" for call in done), lang), left=format_count(len(left), lang),
        worth=worth_text(found, left, lang),
    )


def worth_text(found: Today, calls: Sequence[Call], lang: str) -> str:
    """Return what customers bring in the window, and apart from it what those asleep brought up to their last visit."""
    apart = found.window != "all"
    return tell_worth(
        found.window, [call.stake for call in calls if not (apart and call.is_asleep)],
        [call.stake for call in calls if apart and call.is_asleep], lang,
    )


def tell_worth(window: str, awake: Sequence[Decimal], asleep: Sequence[Decimal], lang: str) -> str:
    """Return in words what customers who come bring in the window, and those asleep brought in as many days up to the last visit.

    >>> tell_worth("365", [Decimal(500), Decimal(70)], [Decimal(9)], "en")
    '¥570 in the last 365 days, one asleep with ¥9 in the 365 days up to the last visit'
    """
    _, _n = translator(lang), counter(lang)
    money, slept = (format_money_short(sum(amounts, ZERO), lang) for amounts in (awake, asleep))
    said = []
    if awake:
        said.append((_("{money} so far") if window == "all" else _("{money} in the last {days} days")).format(
            money=money, days=window
        ))
    if asleep:
        text = _n(
            "one asleep with {money} in the {days} days up to the last visit",
            "{count} asleep with {money} in the {days} days up to their last visit", len(asleep),
        )
        said.append(text.format(count=format_count(len(asleep), lang), money=slept, days=window))
    return _("{awake}, {asleep}").format(awake=said[0], asleep=said[1]) if said[1:] else "".join(said)


def finding_left(found: Today, calls: Sequence[Call], lang: str) -> str:
    """Return what those who are left to call bring, "" where nobody is."""
    left = [call for call in calls if not call.is_done]
    return translator(lang)("left: {worth}").format(worth=worth_text(found, left, lang)) if left else ""


def finding_sheet(found: Today, calls: Sequence[Call], lang: str) -> str:
    """Return how many are left to call on the day and what they bring, as the title of the day's sheet (日程管控表)."""
    left = [call for call in calls if not call.is_done]
    text = counter(lang)("{day}: one to call, {worth}.", "{day}: {count} to call, {worth}.", len(left))
    return text.format(
        day=format_day(found.on, lang), count=format_count(len(left), lang), worth=worth_text(found, left, lang)
    )


def finding_yesterday(rows: Sequence[dict[str, Any]], lang: str) -> str:
    """Return what came of the calls of the day before, "" where there were none."""
    if not rows:
        return ""
    reached = sum(row["outcome"] != "not_reached" for row in rows)
    coming = sum(row["outcome"] == "coming" for row in rows)
    text = translator(lang)("Yesterday: {reached} of {count} reached, {coming} coming")
    return text.format(
        reached=format_count(reached, lang), count=format_count(len(rows), lang), coming=format_count(coming, lang)
    )


def finding_next(found: Today, following: Sequence[Call], lang: str) -> str:
    """Return who is the next to call where nobody is today, ``following`` being those of the days to come; "" where nobody is."""
    if not following:
        return ""
    first = following[0]
    return translator(lang)("Next: {name}, {reason}.").format(name=first.named, reason=call_reason(first, found, lang))


def finding_ranks(found: Today, lang: str) -> str:
    """Return what ranks would change, "" where an owner has said any, or nobody looks after anybody."""
    if found.has_ranks or not any(call.manager for call in found.calls):
        return ""
    return translator(lang)("No ranks are set yet: with them, A customers go to ranks 1 and 2 first.")


def finding_nobodys(calls: Sequence[Call], lang: str) -> str:
    """Return how many of the calls are of customers whom nobody looks after, "" where none is."""
    count = sum(call.manager is None and not call.is_done for call in calls)
    text = counter(lang)("One of them has no manager.", "{count} of them have no manager.", count)
    return text.format(count=format_count(count, lang)) if count else ""


def finding_limits(would: int, now: int, lang: str) -> str:
    """Return how many would be on the list of the day under limits that are tried, and how many are."""
    text = translator(lang)("These limits put {would} on the list; those that are saved put {now}.")
    return text.format(would=format_count(would, lang), now=format_count(now, lang))


def finding_old_bills(found: Today, lang: str) -> str:
    """Return that the bills end some days before the day of the list, "" where they are fresh."""
    if not found.is_old:
        return ""
    text = counter(lang)("The bills end on {day}, {days} day ago", "The bills end on {day}, {days} days ago", found.days_old)
    return text.format(day=format_day(found.as_of, lang), days=format_count(found.days_old, lang))
