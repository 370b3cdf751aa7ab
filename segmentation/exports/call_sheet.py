"""The sheets of the day (日程管控表): HTML that stands alone, a page of A4 a manager, to call from and to tick off with a pen.

It is read in black and white too. Whoever has more calls than a page has room for has a second one: nobody is cut.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from segmentation.exports.printed import printed_page
from segmentation.exports.taken import count_taken
from segmentation.fields import CALL_REASONS
from segmentation.language.i18n import N_, counter, format_count, format_day, format_money_short, format_weekday, translator
from segmentation.language.text import writable
from segmentation.measures.managers.call_words import tell_worth
from segmentation.schemes import Scheme

OUTCOMES = (N_("Coming"), N_("Reached"), N_("Missed"), N_("Later"))
CSS = """
@page { size: A4 portrait; margin: 9mm 11mm }
* { box-sizing: border-box; margin: 0; padding: 0 }
html { background: #fff; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { color: #1f2933; font: 9.5pt/1.4 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif }
.sheet { break-after: page; margin: 0 auto; width: 188mm }
.sheet:last-child { break-after: auto }
header { align-items: flex-end; border-bottom: 1.5px solid #1f2933; display: flex; gap: 5mm; padding-bottom: 2mm }
header > :first-child { flex: 1; min-width: 0; overflow-wrap: anywhere }
header > :last-child { text-align: right; white-space: nowrap }
h1 { display: inline; font-size: 16pt; line-height: 1.25; margin-right: 3mm }
.quiet { color: #4b5866; font-size: 8.5pt; font-weight: 400 }
article { border-bottom: .3mm solid #9aa3ae; break-inside: avoid; padding: 2.2mm 0 1.6mm }
.top { align-items: baseline; display: flex; gap: 2.5mm }
.top b { font-size: 12pt; overflow-wrap: anywhere }
.top .right { margin-left: auto; white-space: nowrap }
.grade, .why { border: .25mm solid #1f2933; border-radius: .8mm; font-size: 8.5pt; padding: 0 1mm; white-space: nowrap }
.phone { font-size: 12pt; font-variant-numeric: tabular-nums; font-weight: 700; white-space: nowrap }
.say { border-left: .8mm solid #9aa3ae; margin: 1mm 0; padding-left: 2mm }
.ticks { display: flex; gap: 6mm; padding-top: .6mm }
.ticks i { border: .3mm solid #1f2933; border-radius: .5mm; display: inline-block; height: 3.2mm; margin-right: 1mm;
  vertical-align: -.5mm; width: 3.2mm }
.ticks u { border-bottom: .3mm solid #4b5866; flex: 1; text-decoration: none }
footer { padding-top: 2mm }
@media screen {
  html { background: #e9ecef }
  .sheet { background: #fff; box-shadow: 0 1px 8px #0003; margin: 8mm auto; padding: 9mm }
}
"""


def call_sheets(
    store: str, on: date, as_of: date, calls: pa.Table, scheme: Scheme, lang: str, window: str = "all"
) -> str:
    """Return the calls of a day as an HTML page that asks for nothing else and prints to a sheet of A4 a manager, nobody's last.

    ``calls`` stand in order: manager (null: nobody), customer, name, phone, tier (key), call_reason (key), reason, habits, say,
    contribution (CNY), which is worth (in the window, of so many days) or of who is asleep worth_before (in as many up to the
    last visit). Names are never markup.
    """
    _ = translator(lang)
    rows = calls.to_pylist()
    count_taken(len(rows))
    managers = sorted({row["manager"] for row in rows}, key=lambda each: (each is None, each or ""))
    sheets = [
        _sheet(store, on, as_of, name, [row for row in rows if row["manager"] == name], scheme, lang, window) for name in managers
    ]
    title = f"{store} · {_('Sheets of the day')} · {format_day(on, lang)}"
    return printed_page(title, CSS, "\n".join(sheets), lang)


def _sheet(
    store: str, on: date, as_of: date, manager: str | None, rows: Sequence[dict[str, Any]], scheme: Scheme, lang: str, window: str
) -> str:
    _, _n = translator(lang), counter(lang)
    count = _n("{count} call", "{count} calls", len(rows)).format(count=format_count(len(rows), lang))
    awake, asleep = ([row[name] for row in rows if row[name] is not None] for name in ("worth", "worth_before"))
    money = tell_worth(window, awake, asleep, lang)
    day = f"{format_day(on, lang)} {format_weekday(on, lang)}"
    until = _("Bills up to {day}").format(day=format_day(as_of, lang))
    name = manager or _("Nobody's")
    head = (
        f'<header><div><h1>{_escape(name)}</h1><span>{_escape(store)}</span></div>'
        f'<div><b>{_escape(day)}</b><p class="quiet">{_escape(f"{count} · {money} · {until}")}</p></div></header>'
    )
    foot = f'<footer class="quiet">{_escape(_("Holds phone numbers: collect after use, do not pass on"))}</footer>'
    return f'<section class="sheet">{head}{"".join(_call(row, scheme, lang) for row in rows)}{foot}</section>'


def _call(row: dict[str, Any], scheme: Scheme, lang: str) -> str:
    _ = translator(lang)
    tier = row["tier"] and scheme.tier(row["tier"]).label[lang]
    parts = [
        f'<div class="top"><b>{_escape(row["name"] or row["customer"])}</b>',
        f'<span class="grade">{_escape(tier)}</span>' if tier else "",
        f'<span class="why">{_escape(_(CALL_REASONS[row["call_reason"]]))}</span><span>{_escape(row["reason"])}</span>',
        f'<span class="right">{_escape(format_money_short(row["contribution"], lang))}　<span class="phone">'
        f'{_escape(row["phone"] or _("no phone"))}</span></span></div>',
        f'<div class="quiet">{_escape(row["habits"])}</div>' if row["habits"] else "",
        f'<div class="say">{_escape(row["say"])}</div>',
        '<div class="ticks">' + "".join(f"<span><i></i>{_escape(_(each))}</span>" for each in OUTCOMES) + "<u></u></div>",
    ]
    return f"<article>{''.join(parts)}</article>"


def _escape(text: str) -> str:
    return html.escape(writable(text))
