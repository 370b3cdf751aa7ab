"""The morning page: HTML that stands alone and prints to exactly one sheet of A4, to be ticked off with a pen.

It is read in black and white too: what a grade or a reason is, is written. What has no room is counted, never cut in silence.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.exports.masking import Masker, mask_frame
from segmentation.exports.printed import printed_page
from segmentation.exports.room import lines_needed
from segmentation.exports.summary import with_arrows
from segmentation.language.i18n import (
    N_,
    counter,
    format_count,
    format_day,
    format_money_short,
    format_ratio,
    format_short_day,
    format_weekday,
    format_whole_ratio,
    translator,
)
from segmentation.language.lunar import birthday_text, is_lunar
from segmentation.language.text import cut, writable
from segmentation.measures.managers.call_words import call_reason
from segmentation.measures.movement.birthdays import BIRTHDAYS
from segmentation.measures.movement.migration import find_moves
from segmentation.measures.movement.morning import FRESH, Morning, Span, days_text, finding_morning
from segmentation.measures.revenue.overview import same_day_before
from segmentation.measures.windows import ALL
from segmentation.schemes import Scheme

LINES = 28  # customers to call and the managers above them, in what the page has room for
LISTED = 6  # birthdays, promoted, demoted
WRITTEN = 30  # lines to write on; those for which there is no room do not show
PEOPLE = ("customer", "name", "phone", "manager")  # columns of the lists that the page names somebody by
OUTCOMES = (N_("Coming"), N_("Reached"), N_("Missed"), N_("Later"))
ZERO = Decimal(0)
Line = tuple[str, str, str]  # a name with what stands before and after it
POINT = 25.4 / 72  # millimetres
WIDE = 188  # millimetres between the margins
NAME, LETTER, GRADE, MONEY, PHONE = 43, 8, 13, 16, 23  # millimetres of the columns; what is left is the reason's
TICKS = (13, 11, 11, 12)
MOST = 2  # lines of a name and of a reason, however long somebody's texts are
USUAL, SMALL = 9.5, 8  # points of letters, and of those of a reason
ROW = 5.2  # millimetres
BLOCKS = (80, 47, 47)  # millimetres of the lists of birthdays, promoted and demoted

CSS = """
@page { size: A4 portrait; margin: 0 }
* { box-sizing: border-box; margin: 0; padding: 0 }
html { background: #e9ecef; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { color: #1f2933; font: 9.5pt/1.4 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif }
.sheet { background: #fff; display: flex; flex-direction: column; gap: 3.2mm; height: 297mm; margin: 0 auto; overflow: hidden;
  padding: 10mm 11mm 7mm; width: 210mm }
main > * { flex: none }
header { align-items: flex-end; border-bottom: 1.5px solid #1f2933; display: flex; gap: 5mm; padding-bottom: 2mm }
header > :first-child { flex: 1; min-width: 0 }
header > :last-child { text-align: right; white-space: nowrap }
h1 { display: inline; font-size: 17pt; line-height: 1.25; margin-right: 3mm }
h2 { font-size: 10.5pt; line-height: 1.35 }
.quiet { color: #4b5866; font-size: 8.5pt; font-weight: 400 }
.finding { font-size: 12pt; font-weight: 700; line-height: 1.4 }
.old { border-left: 1mm solid #1f2933; font-weight: 700; padding-left: 2mm }
.clamp { display: -webkit-box; overflow: hidden; overflow-wrap: anywhere; -webkit-box-orient: vertical }
.one { -webkit-line-clamp: 1 } .two { -webkit-line-clamp: 2 }
.figures { display: flex; gap: 4mm }
.figures div { flex: 1; min-width: 0 }
.figures p { line-height: 1.35 }
.figures .value { font-size: 14pt; font-weight: 700 }
table { border-collapse: collapse; table-layout: fixed; width: 100% }
th, td { border-bottom: .25mm solid #d5dbe1; height: 5.2mm; line-height: 1.25; overflow-wrap: anywhere; padding: 0 1mm 0 0;
  text-align: left }
th { border-bottom: .3mm solid #1f2933; font-size: 9.5pt; height: 6.2mm; vertical-align: bottom }
td.name { font-weight: 700 }
td.reason, th.quiet { font-size: 8pt }
.number, td:nth-child(n+5), th.quiet, .three span { white-space: nowrap }
.number { font-variant-numeric: tabular-nums; padding-right: 3mm; text-align: right }
.none { color: #b3261e }
td i { border: .3mm solid #4b5866; border-radius: .5mm; display: inline-block; height: 3mm; vertical-align: -0.4mm; width: 3mm }
td u { border-bottom: .3mm solid #4b5866; display: inline-block; margin-left: 1mm; text-decoration: none; width: 8mm }
.three { display: flex; gap: 6mm }
.three section { flex: 1; min-width: 0 }
.three section:first-child { flex: 1.7 }
.three li { list-style: none; overflow-wrap: anywhere }
.three li b { font-weight: 400; margin-right: 1mm }
.notes { flex: 1; min-height: 0; overflow: hidden }
.notes p { border-bottom: .25mm solid #9aa3ae; height: 8mm }
footer { border-top: .3mm solid #1f2933; display: flex; gap: 5mm; justify-content: space-between; padding-top: 1.5mm }
@media screen { .sheet { box-shadow: 0 1px 8px #0003; margin: 8mm auto } }
"""


def mask_morning(found: Morning, masker: Masker) -> Morning:
    """Return what the page says with every customer in it masked, and managers too where the masker does."""
    return replace(
        found,
        calls=_masked(found.calls, masker),
        birthdays=_masked(found.birthdays, masker),
        moves=replace(found.moves, customers=_masked(found.moves.customers, masker)),
    )


def _masked(frame: pa.Table, masker: Masker) -> pa.Table:
    people = mask_frame(frame.select([name for name in PEOPLE if name in frame.column_names]), masker)
    for name in people.column_names:
        frame = frame.set_column(frame.column_names.index(name), name, people[name])
    return frame


def morning_page(store: str, found: Morning, scheme: Scheme, period: str, lang: str) -> str:
    """Return the morning of a store as an HTML page that asks for nothing else and prints to one sheet of A4.

    Customers to call stand under their manager, those who bring the most first, as many as there is room for; how many are
    left and what they bring is said, and so it is of birthdays and moves beyond ``LISTED``. ``period`` says in which days it was
    brought; of who is asleep it was in as many up to his last visit, which is said too. Names are never markup.
    """
    _ = translator(lang)
    born, up, down = _birthdays(found, scheme, lang), _moved(found, "promoted", lang), _moved(found, "demoted", lang)
    longest = max(_tall(each, wide) for each, wide in zip((born, up, down), BLOCKS, strict=True))
    room = LINES + LISTED + 1 - max(longest, 1 + found.birthdays_hidden) - (found.days_old > FRESH)
    since = _("against {day}").format(day=format_short_day(found.moves.from_day, lang))
    parts = [
        _head(store, found, lang),
        _age(found, lang),
        f'<p class="finding clamp two">{_escape(finding_morning(found, lang))}</p>',
        _figures(found, lang),
        _calls(found, scheme, room, period, lang),
        '<div class="three">'
        + _block(_("Birthdays"), _week(found.on, lang), born, lang, _nobody_born(found, lang))
        + _block(_("Gone up"), since, up, lang) + _block(_("Gone down"), since, down, lang) + "</div>",
        f'<section class="notes"><h2>{_escape(_("Settled in the meeting"))}</h2>{"<p></p>" * WRITTEN}</section>',
        f'<footer class="quiet"><span>{_escape(_("Who is called first? Whom does the owner see? Which table is held?"))}</span>'
        f'<span>{_escape(_("Holds phone numbers: collect after use, do not pass on"))}</span></footer>',
    ]
    title = f"{store} · {_('Morning page')} · {format_day(found.on, lang)}"
    body = '<main class="sheet">\n' + "\n".join(filter(None, parts)) + "\n</main>"
    return printed_page(title, CSS, body, lang)


def _escape(text: str) -> str:
    return html.escape(writable(text))


def _head(store: str, found: Morning, lang: str) -> str:
    _ = translator(lang)
    until = _("Bills up to {day}").format(day=format_day(found.as_of, lang))
    day = f"{format_day(found.on, lang)} {format_weekday(found.on, lang)}"
    return (
        f'<header><div class="clamp two"><h1>{_escape(_("Morning page"))}</h1><span>{_escape(store)}</span></div>'
        f'<div><b>{_escape(day)}</b><p class="quiet">{_escape(until)}</p></div></header>'
    )


def _age(found: Morning, lang: str) -> str:
    """Say so where the bills are old: what is silent or due is then known of an earlier day."""
    if found.days_old <= FRESH:
        return ""
    _n = counter(lang)
    text = _n("The bills end on {day}: who came in the {days} day since is not known here.",
              "The bills end on {day}: who came in the {days} days since is not known here.", found.days_old)
    said = text.format(day=format_day(found.as_of, lang), days=format_count(found.days_old, lang))
    return f'<p class="old clamp one">{_escape(said)}</p>'


def _figures(found: Morning, lang: str) -> str:
    _, _n = translator(lang), counter(lang)
    day = f"{format_short_day(found.as_of, lang)} {format_weekday(found.as_of, lang)}"
    so_far, before = days_text(found.as_of, lang), days_text(same_day_before(found.as_of), lang)

    def a_week_before(value: str) -> str:
        return _("a week before: {value}").format(value=value) if found.week_before.bills else _("no bills a week before")

    def a_month_before(value: str) -> str:
        text = _("{days}: {value}") if found.month_before.bills else _("{days}: no bills")
        return text.format(days=before, value=value)

    def customers(span: Span) -> str:
        return format_count(span.customers, lang)

    share = format_whole_ratio(found.day.identified_share, lang) if found.day.revenue > 0 else "–"
    cells = [
        (_("{day}: revenue").format(day=day), format_money_short(found.day.revenue, lang),
         a_week_before(format_money_short(found.week_before.revenue, lang))),
        (_("{day}: customers").format(day=format_short_day(found.as_of, lang)), customers(found.day),
         _("{share} of the revenue · {before}").format(share=share, before=a_week_before(customers(found.week_before)))),
        (_("{days}: revenue").format(days=so_far), format_money_short(found.month.revenue, lang),
         a_month_before(_with_change(found, lang))),
        (_("{days}: bills").format(days=so_far), format_count(found.month.bills, lang),
         a_month_before(format_count(found.month_before.bills, lang))),
        (_("{days}: customers").format(days=so_far), customers(found.month), a_month_before(customers(found.month_before))),
    ]
    return '<section class="figures">' + "".join(
        f'<div><p class="quiet clamp two">{_escape(label)}</p><p class="value">{_escape(value)}</p>'
        f'<p class="quiet clamp two">{with_arrows(_escape(note))}</p></div>'
        for label, value, note in cells
    ) + "</section>"


def _with_change(found: Morning, lang: str) -> str:
    money = format_money_short(found.month_before.revenue, lang)
    if found.month_before.revenue <= 0:
        return money
    change = round(float(found.month.revenue / found.month_before.revenue - 1), 3)
    return f"{money} {'▲' if change > 0 else '▼' if change < 0 else '＝'} {format_ratio(abs(change), lang)}"


def _calls(found: Morning, scheme: Scheme, room: int, period: str, lang: str) -> str:
    _ = translator(lang)
    rows = found.calls.to_pylist()
    lettered = all(len(_grade(row["tier"], scheme, lang)) == 1 for row in rows)
    grade = LETTER if lettered else GRADE
    said_of = [_row_high(row, found, WIDE - NAME - grade - MONEY - PHONE - sum(TICKS), lang) for row in rows]
    shown = _with_room(rows, room, said_of)
    title = f"<h2>{_escape(_('Whom to call'))} "
    if not rows:
        return f'<section>{title}</h2><p class="quiet">{_escape(_("Nobody to call."))}</p></section>'
    said = _say_of(len(rows), found.stake, len(shown), _sum(shown), lang)
    text = _("{customers} · money: what he brought in {period}")
    if found.today.window != ALL and any(found.today.calls[row["number"]].is_asleep for row in rows):
        text = _("{customers} · money: what he brought in {period}; of who is asleep, in as many days up to his last visit")
    note = text.format(customers=said, period=period)
    managers = sorted(
        {row["manager"] or "" for row in shown},
        key=lambda each: (not each, -sum(row["stake"] for row in shown if (row["manager"] or "") == each), each),
    )
    widths = (NAME, grade, 0, MONEY, PHONE, *TICKS)
    columns = "".join(f'<col style="width: {width}mm">' if width else "<col>" for width in widths)
    outcomes = "".join(f'<th class="quiet">{_escape(_(each))}</th>' for each in OUTCOMES)
    body = ""
    for manager in managers:
        own = [row for row in shown if (row["manager"] or "") == manager]
        everyone = [row for row in rows if (row["manager"] or "") == manager]
        count = _say_of(len(everyone), _sum(everyone), len(own), _sum(own), lang)
        name = cut(manager, 24) or _("Nobody's customers")
        body += f'<tr><th colspan="5">{_escape(name)} <span class="quiet">{_escape(count)}</span></th>{outcomes}</tr>'
        body += "".join(_call(row, found, scheme, lang) for row in own)
    table = f"<table><colgroup>{columns}</colgroup>{body}</table>"
    return f'<section>{title}<span class="quiet">{_escape(note)}</span></h2>{table}</section>'


def _sum(rows: Sequence[dict[str, Any]]) -> Decimal:
    return sum((row["stake"] for row in rows), ZERO)


def _with_room(rows: list[dict[str, Any]], room: float, high: Sequence[float]) -> list[dict[str, Any]]:
    """Return the first rows that fit, each with the line of its manager; ``high`` is how many usual rows each takes.

    >>> three = [{"n": 1, "manager": "a"}, {"n": 2, "manager": "b"}, {"n": 3, "manager": "a"}]
    >>> [[row["n"] for row in _with_room(three, room, (1, 1.5, 1))] for room in (4, 4.5, 5.5)]
    [[1], [1, 2], [1, 2, 3]]
    """
    taken, managers, used = [], set(), 0.0
    for row, its in zip(rows, high, strict=True):
        used += its
        if used + len(managers | {row["manager"] or ""}) > room:
            break
        taken.append(row)
        managers.add(row["manager"] or "")
    return taken


def _row_high(row: dict[str, Any], found: Morning, wide: float, lang: str) -> float:
    """Return how many usual rows a customer takes whose reason has so many millimetres: what is long goes on a second line."""
    reason = _lines(call_reason(found.today.calls[row["number"]], found.today, lang), SMALL, wide)
    name = _lines(row["name"] or row["customer"], 1.06 * USUAL, NAME)
    return max(ROW, POINT * 1.25 * max(SMALL * reason, USUAL * name) + 0.5) / ROW


def _lines(text: str, size: float, wide: float) -> int:
    """Return how many lines a text takes in so many millimetres, at most ``MOST``."""
    return min(MOST, lines_needed(writable(text), 0.93 * size, (wide - 1) / POINT))


def _tall(lines: Sequence[Line], wide: float) -> int:
    """Return how many lines a list takes that is so many millimetres wide, with the one of those left out."""
    return sum(_lines("  ".join(each), USUAL, wide) for each in lines[:LISTED]) + (len(lines) > LISTED)


def _say_of(customers: int, money: Decimal, shown: int, shown_money: Decimal, lang: str) -> str:
    """Return how many customers there are and what they bring; where not all are listed, how many are, and what they bring."""
    _, _n = translator(lang), counter(lang)
    whole = {"customers": format_count(customers, lang), "money": format_money_short(money, lang)}
    if shown == customers:
        return _n("{customers} customer, {money}", "{customers} customers, {money}", customers).format(**whole)
    text = _n("the first {shown} of {customers} customer, {part} of {money}",
              "the first {shown} of {customers} customers, {part} of {money}", customers)
    return text.format(**whole, shown=format_count(shown, lang), part=format_money_short(shown_money, lang))


def _call(row: dict[str, Any], found: Morning, scheme: Scheme, lang: str) -> str:
    _ = translator(lang)
    reason = call_reason(found.today.calls[row["number"]], found.today, lang)
    phone = _escape(row["phone"]) if row["phone"] else f'<span class="none">{_escape(_("no phone"))}</span>'
    ticks = "".join(f"<td><i></i>{'<u></u>' if number in (0, 3) else ''}</td>" for number in range(len(OUTCOMES)))
    cells = (
        ("name", row["name"] or row["customer"]), ("", _grade(row["tier"], scheme, lang)), ("reason", reason),
        ("number", format_money_short(row["stake"], lang)),
    )
    said = "".join(f'<td class="{kind}"><div class="clamp two">{_escape(text)}</div></td>' for kind, text in cells)
    return f"<tr>{said}<td>{phone}</td>{ticks}</tr>"


def _grade(tier: str | None, scheme: Scheme, lang: str) -> str:
    """Return a tier as briefly as it can be told: its key where that is a letter, else its name."""
    if tier is None:
        return scheme.ungraded[lang]
    return tier if len(tier) == 1 else scheme.tier(tier).label[lang]


def _week(on: date, lang: str) -> str:
    return f"{format_short_day(on, lang)} – {format_short_day(on + timedelta(days=BIRTHDAYS - 1), lang)}"


def _birthdays(found: Morning, scheme: Scheme, lang: str) -> list[Line]:
    return [
        (_day_born(row, lang), row["name"] or row["customer"],
         " ".join(filter(None, (row["tier"] and _grade(row["tier"], scheme, lang), row["phone"]))))
        for row in found.birthdays.to_pylist()
    ]


def _nobody_born(found: Morning, lang: str) -> str:
    """Return what stands where no birthday is listed: that there is none, or that the account sees none."""
    _ = translator(lang)
    return _("Birthdays are hidden from your account: nobody is listed for one") if found.birthdays_hidden else _("Nobody")


def _day_born(row: dict[str, Any], lang: str) -> str:
    day, kept = format_short_day(row["day"], lang), row["birthday"]
    return f"{day} {birthday_text(kept, lang, with_year=False)}" if is_lunar(kept) else day


def _moved(found: Morning, move: str, lang: str) -> list[Line]:
    scheme = found.moves.scheme

    def grade(place: str) -> str:
        return _grade(place if place in scheme.tier_keys else None, scheme, lang)

    return [
        ("", row["name"] or row["customer"], f"{grade(row['from_place'])} → {grade(row['to_place'])}")
        for row in find_moves(found.moves, move).to_pylist()
    ]


def _block(title: str, note: str, lines: Sequence[Line], lang: str, nobody: str = "") -> str:
    _, _n = translator(lang), counter(lang)
    shown, left = lines[:LISTED], len(lines) - LISTED
    items = [
        f"<li class='clamp two'>{_escape(before)}{' ' if before else ''}<b>{_escape(name)}</b> <span>{_escape(after)}</span></li>"
        for before, name, after in shown
    ] or [f'<li class="quiet">{_escape(nobody or _("Nobody"))}</li>']
    if left > 0:
        text = _n("and {count} more customer", "and {count} more customers", left).format(count=format_count(left, lang))
        items.append(f'<li class="quiet">{_escape(text)}</li>')
    count = f" {format_count(len(lines), lang)}" if lines else ""
    head = f'<h2 class="clamp one">{_escape(title)}{count} <span class="quiet">{_escape(note)}</span></h2>'
    return f"<section>{head}<ul>{''.join(items)}</ul></section>"
