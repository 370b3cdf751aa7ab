"""The certificate of a closed month, as a page to print: one sheet for a house with a few imports a month."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from segmentation.exports.certificate import CSS
from segmentation.exports.printed import printed_page
from segmentation.exports.taken import count_taken
from segmentation.ingest.balance import say_money
from segmentation.ingest.kinds.registry import kind_of
from segmentation.language.i18n import N_, format_count, format_moment, format_money, format_month, translator
from segmentation.measures.books.checks import LABELS, OPEN, STATES, Check, check_text

OWN_CSS = CSS + """
body { font-size: 9.5pt } h2 { font-size: 11pt; margin: 5mm 0 1mm } td, th { font-size: 8.5pt; vertical-align: top }
.words td:last-child { text-align: left } th:last-child { text-align: right } .hash { font: 7pt monospace }
"""
SUMS = {
    "days": N_("Days with a bill"), "bills": N_("Bills"), "amount": N_("Amount of the bills"), "tables": N_("Tables"),
    "covers": N_("Covers"), "cost": N_("Cost"), "total": N_("Total of the month, as said"),
}
MONEY = ("amount", "cost", "total")
HASHES = {"bills": N_("Bills"), "whose": N_("Whose the bills are"), "grades": N_("Grades"), "result": N_("Result")}


def closing_page(
    certificate: Mapping[str, Any], sha256: str, names: Mapping[str, str], tiers: Mapping[tuple[str, str], str],
    reopened: Mapping[str, Any] | None, lang: str,
) -> str:
    """Return the certificate as HTML that stands alone.

    ``names`` are those of the files by the number of their import, ``tiers`` what scheme and tier are called (scheme, "" for the
    scheme itself); ``reopened`` says by whom, when and why, where the month was reopened.
    """
    _ = translator(lang)
    count_taken(1)
    month = format_month(date.fromisoformat(f"{certificate['month']}-01"), lang)
    said = _("{month} of {store} was closed by {name} on {moment}.").format(
        month=month, store=certificate["store"], name=certificate["closed_by"], moment=_moment(certificate["closed_at"], lang)
    )
    parts = [f"<h1>{html.escape(_('Certificate of the month-end close'))}</h1><p>{html.escape(said)}</p>"]
    parts += [
        f"<p><b>{html.escape(reopened_text(each, lang))}</b></p>"
        for each in (*certificate["reopened_before"], *([reopened] if reopened else []))
    ]
    parts.append(_table(_("Checked"), (), [
        (_(LABELS[each["check"]]), _("accepted") if each["state"] == OPEN else _(STATES[each["state"]]),
         check_text(Check(each["check"], each["state"], each), lang))
        for each in certificate["checks"]
    ], is_text=True))
    heads = (_("Import"), _("Rows"), _("Taken"), _("Not understood"), _("Left out"), _("Amount"), _("of it in this month"))
    parts.append(_table(_("What was imported"), heads, [_file(each, names, lang) for each in certificate["files"]]))
    if money := say_money(certificate["files"], lang):
        parts.append(f"<p class=quiet>{html.escape(money)}</p>")
    parts.append(_table(_("Sums"), (), [
        (_(label), _value(name, certificate["sums"][name], lang)) for name, label in SUMS.items()
        if certificate["sums"][name] is not None
    ]))
    parts.append(_table(_("Graded"), (_("Scheme"), _("Grade"), _("Customers"), _("Contribution")), [
        (tiers.get((row["scheme"], ""), row["scheme"]), tiers.get((row["scheme"], row["tier"]), row["tier"] or "–"),
         format_count(row["customers"], lang), format_money(Decimal(row["contribution"]), lang))
        for row in certificate["grades"]
    ]))
    hashes = "<br>".join(
        f"{html.escape(_(label))} {html.escape(certificate['hashes'][name])}" for name, label in HASHES.items()
    )
    files = "<br>".join(
        f"{html.escape(_('import {batch}').format(batch=each['import']))} {html.escape(each['sha256'])}"
        for each in certificate["files"] if each["sha256"]
    )
    parts.append(
        f"<h2>SHA-256</h2><p class=hash>{hashes}<br>{files}</p>"
        f"<p class=quiet>{html.escape(_('This certificate'))} <span class=hash>{html.escape(sha256)}</span></p>"
    )
    return printed_page(f"{certificate['store']} {certificate['month']}", OWN_CSS, "".join(parts), lang)


def reopened_text(told: Mapping[str, Any], lang: str) -> str:
    """Return who reopened a month, when and why, as one sentence."""
    return translator(lang)("Closed by {closer} on {closed}, reopened by {name} on {moment}: {reason}").format(
        closer=told["closed_by"], closed=_moment(told["closed_at"], lang), name=told["reopened_by"],
        moment=_moment(told["reopened_at"], lang), reason=told["reason"],
    )


def _moment(text: str, lang: str) -> str:
    return format_moment(datetime.fromisoformat(text), lang)


def _value(name: str, value: Any, lang: str) -> str:
    return format_money(Decimal(value), lang) if name in MONEY else format_count(value, lang)


def _file(each: Mapping[str, Any], names: Mapping[str, str], lang: str) -> Sequence[str]:
    _ = translator(lang)
    number = str(each["import"])
    name = f"{names.get(number, '–')} ({_('import {batch}').format(batch=number)} · {_(kind_of(each['kind']).label)})"
    rejected = format_count(each["rejected"], lang)
    if each["rejected"] != each["rejected_open"]:
        rejected = _("{rows}, open {left}").format(rows=rejected, left=format_count(each["rejected_open"], lang))
    return (
        name, format_count(each["rows"], lang), format_count(each["accepted"], lang), rejected,
        format_count(sum(each["skipped"].values()), lang), format_money(Decimal(each["amount"]), lang),
        format_money(Decimal(each["amount_in_month"]), lang),
    )


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, is_text: bool = False) -> str:
    head = "".join(f"<th>{html.escape(each)}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    kind = " class=words" if is_text else ""
    return f"<h2>{html.escape(title)}</h2><table{kind}>{f'<tr>{head}</tr>' if heads else ''}{body}</table>"
