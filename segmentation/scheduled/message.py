"""Monday's message: who is to be called, and how the month stands against the last year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.ingest.batches import list_stores
from segmentation.language.errors import InputError
from segmentation.language.i18n import (
    N_,
    counter,
    format_count,
    format_day,
    format_money_short,
    format_month,
    format_month_name,
    format_ratio,
    translator,
)
from segmentation.language.wording import in_words
from segmentation.measures.managers.call_words import call_reason
from segmentation.measures.managers.today import Call, pressing_first, read_today
from segmentation.scheduled.context import Context, Result
from segmentation.scheduled.sending import send_mail, send_robot
from segmentation.scheduled.settings import scheduled_folder, write_private
from segmentation.schemes import DEFAULT, load_scheme
from segmentation.settings.call_rules import call_rules
from segmentation.settings.kept import scheme_settings
from segmentation.settings.trades import words_of

NAMES = 3
FRESH = 3  # days that bills may be old without a word


def send_message(context: Context) -> Result:
    """Write the message and send it wherever it is set to go; each way that fails is told, and the others are tried."""
    _, settings = translator(context.lang), context.settings
    text, told, is_well = write_message(context), [], True
    if settings.to_file:
        path = scheduled_folder(context.database) / "messages" / f"{context.now:%Y-%m-%d}.txt"
        write_private(path, text.encode("utf-8-sig"))
        told.append(_("Message written to {file}.").format(file=path.name))
    ways = [send_mail] if settings.smtp_host and settings.mail_to else []
    ways += [send_robot] if settings.robot else []
    for way in ways:
        try:
            told.append(way(context, _("Customers of the week"), text))
        except InputError as error:
            told.append(error.text(context.lang))
            is_well = False
    return Result(tuple(told) or (_("The message goes nowhere: switch a way on."),), is_well and bool(told))


def write_message(context: Context) -> str:
    """Return the message: of the store of the settings, or of every one with bills."""
    wanted = context.settings.store
    rows = [row for row in list_stores(context.warehouse) if row["last_date"] and wanted in ("", row["store"])]
    if not rows:
        raise InputError("no_store_for_message", N_("There is no store with bills to tell of."))
    said = []
    for row in rows:
        with in_words(words_of(context.warehouse, row["store_id"])):
            said.append(_of_store(context, row))
    return "\n\n".join(said) + "\n"


def _of_store(context: Context, row: dict[str, Any]) -> str:
    _, lang, on, as_of = translator(context.lang), context.lang, context.now.date(), row["last_date"]
    lines = [_("{store}, {day}").format(store=row["store"], day=format_day(on, lang))]
    if (on - as_of).days > FRESH:
        lines.append(_("The bills end on {last}: upload the newer ones.").format(last=format_day(as_of, lang)))
    return "\n".join([*lines, *_calls(context, row["store_id"], as_of), month_text(context, row["store_id"], as_of)])


def _calls(context: Context, store_id: int, as_of: date) -> list[str]:
    _, _n, lang = translator(context.lang), counter(context.lang), context.lang
    scheme, rules = load_scheme(DEFAULT), call_rules(context.warehouse, store_id)
    settings = scheme_settings(context.warehouse, store_id, scheme)
    found = read_today(context.warehouse, store_id, scheme, as_of, context.now.date(), settings, rules, rules.per_day)
    calls = pressing_first(found.to_call(rules.per_day))
    if not calls:
        return [_("Nobody to call today.")]
    lines = [_n("{count} customer to call today:", "{count} customers to call today, first:", len(calls)).format(
        count=format_count(len(calls), lang)
    )]
    for call in calls[:NAMES]:
        name = call.named if context.settings.full_names else masked_text(call, context.lang)
        lines.append(f"· {name}  {call.tier or '–'}  {format_money_short(call.stake, lang)}  {call_reason(call, found, lang)}")
    return lines


def masked_text(call: Call, lang: str) -> str:
    """Return a customer of whose name the first letter is left, told apart from others by who looks after him and since when he
    has not come."""
    _ = translator(lang)
    last = _("last here in {month}").format(month=format_month_name(call.last_visit, lang)) if call.last_visit else ""
    said = _(", ").join(filter(None, (call.manager or _("no manager"), last)))
    return _("{name} ({said})").format(name=mask_name(call.name or ""), said=said)


def mask_name(name: str) -> str:
    """Return a name of which the first letter is left; of a key that stands for one, nothing.

    >>> mask_name("顾明远"), mask_name("Li Ming"), mask_name("138"), mask_name("")
    ('顾**', 'L**', '**', '**')
    """
    first = name.strip()[:1]
    return f"{first}**" if first.isalpha() else "**"


def month_text(context: Context, store_id: int, as_of: date) -> str:
    """Return what the month of the last bill has brought so far, against the same days of the year before."""
    _, lang = translator(context.lang), context.lang
    now = _amount(context, store_id, as_of.replace(day=1), as_of)
    then_last = date(as_of.year - 1, as_of.month, 28 if (as_of.month, as_of.day) == (2, 29) else as_of.day)
    then = _amount(context, store_id, then_last.replace(day=1), then_last)
    first = next(row["first_date"] for row in list_stores(context.warehouse) if row["store_id"] == store_id)
    day, month = format_day(as_of, lang), format_month(as_of, lang)
    if first > then_last.replace(day=1) or then <= 0:
        return _("{month} up to {day}, the last bill: {amount}; of last year there are no bills to compare.").format(
            month=month, day=day, amount=format_money_short(now, lang)
        )
    change = (now - then) / then
    sign = "+" if change >= 0 else "−"
    return _("{month} up to {day}, the last bill: {amount}, last year {then} ({change}).").format(
        month=month, day=day, amount=format_money_short(now, lang), then=format_money_short(then, lang),
        change=sign + format_ratio(abs(change), lang),
    )


def _amount(context: Context, store_id: int, first: date, last: date) -> Decimal:
    rows = context.warehouse.rows("measures/books/month_sums", store=store_id, first_day=first, last_day=last)
    return rows[0]["amount"]
