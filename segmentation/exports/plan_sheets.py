"""The plan of a month to print: HTML that stands alone, a sheet of A4 for each manager, to be signed and hung up.

It is read in black and white too: a limit that is broken is said in words, with a line to write the reason on.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from segmentation.exports.masking import Masker
from segmentation.exports.printed import printed_page
from segmentation.exports.taken import count_taken
from segmentation.language.i18n import format_month, translator
from segmentation.language.text import cut, writable
from segmentation.measures.managers.plan import Figures, Key, Plan, Row
from segmentation.measures.managers.plan_words import (
    broken_text,
    finding_plan,
    money_text,
    name_of,
    number_text,
    ratio_text,
    season_text,
    was,
)
from segmentation.schemes import Scheme
from segmentation.settings.plan_reasons import ReasonKey

CSS = """
@page { size: A4 landscape; margin: 0 }
* { box-sizing: border-box; margin: 0; padding: 0 }
html { background: #e9ecef; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { color: #1f2933; font: 11pt/1.4 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif }
.sheet { background: #fff; break-after: page; display: flex; flex-direction: column; gap: 4mm; height: 210mm; margin: 0 auto;
  overflow: hidden; padding: 12mm 14mm 9mm; width: 297mm }
.sheet:last-child { break-after: auto }
header { border-bottom: .5mm solid #1f2933; display: flex; justify-content: space-between; align-items: baseline; gap: 5mm }
h1 { font-size: 20pt; line-height: 1.3 }
.finding { font-size: 14pt; font-weight: 700 }
table { border-collapse: collapse; width: 100% }
th, td { border: .3mm solid #9aa3ae; padding: 1.6mm 3mm; text-align: right }
th:first-child, td:first-child { text-align: left }
td b { display: block; font-size: 15pt; line-height: 1.25 }
.quiet, small { color: #4b5866; font-size: 8.5pt; font-weight: 400 }
.over { border: .8mm solid #1f2933 }
.sum td { background: #eef1f4 }
.reasons { flex: 1; min-height: 0; overflow: hidden }
.reasons p { border-bottom: .25mm solid #9aa3ae; min-height: 8mm; padding-top: 2mm }
.reasons.many p { font-size: 9pt; line-height: 1.25; min-height: 5mm; padding-top: .9mm }
h1, .finding { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
header span { white-space: nowrap }
footer { display: flex; justify-content: space-between; gap: 8mm }
footer u { display: inline-block; border-bottom: .3mm solid #4b5866; text-decoration: none; width: 45mm }
@media screen { .sheet { box-shadow: 0 1px 8px #0003; margin: 8mm auto } }
"""
LINES = 5  # to write on


def mask_plan(plan: Plan, masker: Masker) -> Plan:
    """Return the plan with its managers masked where the masker masks them; nobody's customers stay nobody's."""
    def keyed(figures: Mapping[Key, Figures]) -> dict[Key, Figures]:
        return {(masker.manager(manager), tier): each for (manager, tier), each in figures.items()}

    was = plan.proposal
    proposal = replace(
        was, stock=keyed(was.stock), last_year=keyed(was.last_year), recent=keyed(was.recent),
        asleep={masker.manager(manager): count for manager, count in was.asleep.items()},
    )
    return replace(plan, proposal=proposal, rows=tuple(replace(row, manager=masker.manager(row.manager)) for row in plan.rows))


def plan_sheets(store: str, plan: Plan, scheme: Scheme, lang: str, reasons: Mapping[ReasonKey, str] | None = None) -> str:
    """Return the plan as an HTML page that asks for nothing else and prints a sheet of A4 a manager; names are no markup.

    ``reasons`` say why a limit is broken; one without stands above a line to write it on.
    """
    _ = translator(lang)
    title = f"{store} · {_('Targets')} · {format_month(plan.proposal.month, lang)}"
    count_taken(len(plan.rows))
    managers = dict.fromkeys(row.manager for row in plan.rows)
    sheets = "\n".join(_sheet(store, plan, manager, scheme, lang, reasons or {}) for manager in managers)
    return printed_page(title, CSS, sheets, lang)


def _escape(text: str) -> str:
    return html.escape(writable(text))


def _sheet(store: str, plan: Plan, manager: str | None, scheme: Scheme, lang: str, said: Mapping[ReasonKey, str]) -> str:
    _ = translator(lang)
    rows = plan.of(manager)
    heads = [_("Grade"), _("Customers"), _("Frequency"), _("Tables"), _("Standard"), _("Revenue"), _("Share of target")]
    top = "".join(f"<th>{_escape(head)}</th>" for head in heads)
    body = "".join(_line(scheme.tier(row.tier).label[lang], row, row.figures, lang, row.last_year) for row in rows)
    year = was(plan.proposal, True, manager) if plan.proposal.last_year else None
    total = _line(_("In total"), None, plan.total(rows), lang, year)
    broken = [
        f"{broken_text(row, each, plan, lang)} {_('Reason:')} {said.get((row.manager, row.tier, each.limit), '')}".rstrip()
        for row in rows for each in row.broken
    ]
    many = " many" if len(broken) > LINES else ""
    reasons = "".join(f"<p>{_escape(text)}</p>" for text in broken)
    blank = "<p></p>" * max(0, LINES - len(broken))
    signed = "".join(f"<span>{_escape(each)} <u></u></span>" for each in (_("Manager"), _("Owner"), _("Signed on")))
    return (
        f'<main class="sheet"><header><h1>{_escape(name_of(manager, lang))} · {_escape(_("Targets"))} '
        f"{_escape(format_month(plan.proposal.month, lang))}</h1><span>{_escape(cut(store, 40))}</span></header>"
        f'<p class="finding">{_escape(finding_plan(plan, lang, manager))}</p>'
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}{total}</tbody></table>"
        f'<section class="reasons{many}">{reasons}{blank}</section>'
        f'<p class="quiet">{_escape(season_text(plan.proposal, lang))}</p><footer>{signed}</footer></main>'
    )


def _line(name: str, row: Row | None, planned: Figures, lang: str, year: Figures | None) -> str:
    _ = translator(lang)
    over = {each.limit.rpartition("_")[0] for each in row.broken} if row else set()

    def cell(key: str, value: Fraction | None, write: Callable[[Fraction | None], str]) -> str:
        before = write(getattr(year, key)) if year else ""
        said = f"<small>{_escape(_('last year {value}').format(value=before))}</small>" if before else ""
        return f'<td{" class=over" if key in over else ""}><b>{_escape(write(value))}</b>{said}</td>'

    cells = [
        cell("customers", planned.customers, lambda value: number_text(value, 0)),
        cell("frequency", row.frequency if row else planned.frequency, number_text),
        cell("bookings", planned.bookings, lambda value: number_text(value, 0)),
        cell("standard", row.standard if row else planned.standard, lambda value: money_text(value, lang)),
        cell("revenue", planned.revenue, lambda value: money_text(value, lang)),
        cell("share", planned.share, lambda value: ratio_text(value, lang)),
    ]
    return f'<tr class="{"" if row else "sum"}"><td><b>{_escape(name)}</b></td>{"".join(cells)}</tr>'
