"""The handover book on paper (交接客户本): HTML that stands alone, A4 pages for whoever takes over, to tick off with a pen.

Each successor's customers begin on a page of their own, nobody's last, and stand by grade, the best first. It is read in black
and white too, and nobody is cut.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from segmentation.exports.printed import printed_page
from segmentation.exports.taken import count_taken
from segmentation.fields import CONTACT_OUTCOMES
from segmentation.language.i18n import N_, counter, format_count, format_day, format_money_short, translator
from segmentation.language.text import writable
from segmentation.schemes import Scheme

STEPS_TO_TICK = (N_("Introduced in person"), N_("Called"), N_("Has come"))
CSS = """
@page { size: A4 portrait; margin: 9mm 11mm }
* { box-sizing: border-box; margin: 0; padding: 0 }
html { background: #fff; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { color: #1f2933; font: 9.5pt/1.4 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif }
.sheet { break-after: page; margin: 0 auto; width: 188mm }
.sheet:last-child { break-after: auto }
header { align-items: flex-end; border-bottom: 1.5px solid #1f2933; display: flex; gap: 5mm; padding-bottom: 2mm }
header > :first-child { flex: 1; min-width: 0; overflow-wrap: anywhere }
header > :last-child { max-width: 70mm; overflow-wrap: anywhere; text-align: right }
h1 { display: inline; font-size: 16pt; line-height: 1.25; margin-right: 3mm }
h2 { border-bottom: .3mm solid #1f2933; break-after: avoid; font-size: 11pt; padding-top: 3.5mm }
.quiet { color: #4b5866; font-size: 8.5pt; font-weight: 400 }
article { border-bottom: .3mm solid #9aa3ae; break-inside: avoid; overflow-wrap: anywhere; padding: 2.2mm 0 1.6mm }
.top { align-items: baseline; display: flex; gap: 2.5mm }
.top b { font-size: 12pt; min-width: 0; overflow-wrap: anywhere }
.top .right { margin-left: auto; white-space: nowrap }
.phone { font-size: 12pt; font-variant-numeric: tabular-nums; font-weight: 700 }
.barred { border: .4mm solid #1f2933; border-radius: .8mm; font-size: 8.5pt; font-weight: 700; padding: 0 1mm;
  white-space: nowrap }
.promise { font-weight: 700 }
.note { border-left: .8mm solid #9aa3ae; margin: .6mm 0; padding-left: 2mm; white-space: pre-line }
.ticks { display: flex; gap: 6mm; padding-top: .8mm }
.ticks i { border: .3mm solid #1f2933; border-radius: .5mm; display: inline-block; height: 3.2mm; margin-right: 1mm;
  vertical-align: -.5mm; width: 3.2mm }
.ticks u { border-bottom: .3mm solid #4b5866; flex: 1; text-decoration: none }
footer { padding-top: 2mm }
@media screen {
  html { background: #e9ecef }
  .sheet { background: #fff; box-shadow: 0 1px 8px #0003; margin: 8mm auto; padding: 9mm; width: 210mm }
}
"""


def handover_pages(store: str, leaving: str, as_of: date, book: pa.Table, scheme: Scheme, lang: str) -> str:
    """Return the book of a manager who leaves as an HTML page that asks for nothing else and prints to A4 pages a successor.

    ``book`` stands in order, the best grade first: manager (who takes over; null: nobody yet), customer, name, phone, tier (key),
    contribution (CNY), last_visit, birthday, habits, next_day, last_contact, outcome (key), last_note, note, is_barred; birthdays
    and habits are in words. Names and notes are never markup.
    """
    _, rows = translator(lang), book.to_pylist()
    count_taken(len(rows))
    managers = sorted({row["manager"] for row in rows}, key=lambda each: (each is None, each or ""))
    sheets = [
        _sheet(store, leaving, as_of, name, [row for row in rows if row["manager"] == name], scheme, lang) for name in managers
    ]
    title = f"{store} · {_('Handover book')} · {leaving}"
    return printed_page(title, CSS, "\n".join(sheets), lang)


def _escape(text: str) -> str:
    return html.escape(writable(text))


def _sheet(
    store: str, leaving: str, as_of: date, manager: str | None, rows: Sequence[dict[str, Any]], scheme: Scheme, lang: str
) -> str:
    _ = translator(lang)
    to = _("{name} takes over from {leaving}").format(name=manager, leaving=leaving) if manager else (
        _("Nobody takes these over from {leaving} yet").format(leaving=leaving)
    )
    said = f"{_counted(rows, lang)} · {_('As of {day}').format(day=format_day(as_of, lang))}"
    tiers = dict.fromkeys(row["tier"] for row in rows)
    groups = "".join(_grade(tier, [row for row in rows if row["tier"] == tier], scheme, lang) for tier in tiers)
    return (
        f'<section class="sheet"><header><div><h1>{_escape(to)}</h1></div>'
        f'<div><b>{_escape(store)}</b><p class="quiet">{_escape(said)}</p></div></header>{groups}'
        f'<footer class="quiet">{_escape(_("Holds phone numbers: collect after use, do not pass on"))}</footer></section>'
    )


def _counted(rows: Sequence[dict[str, Any]], lang: str) -> str:
    text = counter(lang)("{customers} customer, {money}", "{customers} customers, {money}", len(rows))
    money = format_money_short(sum(row["contribution"] or 0 for row in rows), lang)
    return text.format(customers=format_count(len(rows), lang), money=money)


def _grade(tier: str | None, rows: Sequence[dict[str, Any]], scheme: Scheme, lang: str) -> str:
    name = scheme.tier(tier).label[lang] if tier else scheme.ungraded[lang]
    head = f'<h2>{_escape(name)} <span class="quiet">{_escape(_counted(rows, lang))}</span></h2>'
    return head + "".join(_customer(row, lang) for row in rows)


def _customer(row: dict[str, Any], lang: str) -> str:
    _ = translator(lang)
    barred = f'<span class="barred">{_escape(_("Not to be contacted"))}</span>' if row["is_barred"] else ""
    money = format_money_short(row["contribution"] or 0, lang)
    parts = [
        f'<div class="top"><b>{_escape(row["name"] or row["customer"])}</b>{barred}<span class="right">{_escape(money)}　'
        f'<span class="phone">{_escape(row["phone"] or _("no phone"))}</span></span></div>',
        *(f'<p class="{kind}">{_escape(text)}</p>' for kind, text in _facts(row, lang)),
        '<div class="ticks">' + "".join(f"<span><i></i>{_escape(_(each))}</span>" for each in STEPS_TO_TICK) + "<u></u></div>",
    ]
    return f"<article>{''.join(parts)}</article>"


def _facts(row: dict[str, Any], lang: str) -> Iterator[tuple[str, str]]:
    """Yield what must be known of a customer, a class and a line each; what is not known is left out."""
    _ = translator(lang)
    if row["next_day"]:
        yield "promise", _("Promised: {day}").format(day=format_day(row["next_day"], lang))
    if row["habits"]:
        yield "habits", row["habits"]
    said = []
    if row["last_visit"]:
        said.append(_("last here on {day}").format(day=format_day(row["last_visit"], lang)))
    if row["last_contact"]:
        outcome = _(CONTACT_OUTCOMES[row["outcome"]])
        said.append(_("last contact on {day}: {outcome}").format(day=format_day(row["last_contact"], lang), outcome=outcome))
    if row["birthday"]:
        said.append(_("birthday {day}").format(day=row["birthday"]))
    if said:
        yield "quiet", " · ".join(said)
    for note in dict.fromkeys(filter(None, (row["last_note"], row["note"]))):
        yield "note", note
