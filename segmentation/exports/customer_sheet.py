"""The file of one customer to take along: one A4 page as HTML that stands alone, and the same as lines of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from segmentation.exports.file_parts import CSS as PARTS
from segmentation.exports.file_parts import escaped, habits_html, year_html
from segmentation.exports.masking import Masker
from segmentation.exports.printed import printed_page
from segmentation.exports.taken import count_taken
from segmentation.language.i18n import (
    N_,
    format_count,
    format_day,
    format_money,
    format_month,
    translator,
)
from segmentation.language.text import cut
from segmentation.measures.people.complete import missing_text
from segmentation.measures.people.file import HABITS, CustomerFile
from segmentation.measures.people.file_words import (
    HABIT_HEADS,
    contact_text,
    finding_file,
    habit_text,
    outlook,
    promise_text,
    times_text,
)
from segmentation.measures.people.profile import LABELS, field_text, source_text

CONTACTS, SENTENCES = 6, 4  # what one page has room for
NAME, FIELD, SOURCE, LONGEST = 70, 56, 44, 150  # columns of half width of a name, a field, where it is from, any other text
HIDDEN = "***"
PARTS_OF_FILE = {
    "profile": N_("Profile"), "figures": N_("Figures"), "grades": N_("Grade by month"), "money": N_("Money by month"),
    "habits": N_("What he usually has"), "days": N_("Visits"), "top_ups": N_("Stored value"), "contacts": N_("Contact log"),
}
CSS = """
@page { size: A4 portrait; margin: 9mm 11mm }
* { box-sizing: border-box; margin: 0; padding: 0 }
:root { --muted: #4b5866; --panel: #F4F6F8; --hairline: #9aa3ae }
html { background: #fff; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { color: #1f2933; font: 9.5pt/1.4 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif }
main { display: flex; flex-direction: column; height: 277mm; margin: 0 auto; width: 188mm }
main > div { flex: 1; min-height: 0; overflow: hidden }
header { align-items: flex-end; border-bottom: 1.5px solid #1f2933; display: flex; gap: 5mm; padding-bottom: 2mm }
header > :first-child { flex: 1; min-width: 0; overflow-wrap: anywhere }
header > :last-child { max-width: 70mm; overflow-wrap: anywhere; text-align: right }
h1 { font-size: 18pt; line-height: 1.25 }
h2 { font-size: 11pt; padding: 3mm 0 1mm }
.quiet { color: #4b5866; font-size: 8.5pt }
.said { font-size: 11pt; font-weight: 600; padding-top: 2mm }
.figures { border: solid var(--hairline); border-width: 1px 0; display: flex; margin-top: 2mm; padding: 1.5mm 0 }
.figures > div { flex: 1 } .figures b { display: block; font-size: 13pt }
dl { display: grid; gap: 0 6mm; grid-template-columns: 1fr 1fr; padding-top: 2mm }
dl > div { border-bottom: .2mm solid #d5dae0; display: flex; font-size: 9pt; gap: 2mm; padding: .7mm 0 }
dl > div:last-child { grid-column: 1 / -1 }
dt { color: #4b5866; flex: none; width: 20mm } dd { flex: 1; min-width: 0; overflow-wrap: anywhere }
dl span { color: #4b5866; font-size: 7.5pt; max-width: 40%; text-align: right }
.promise { font-weight: 700 }
footer { padding-top: 2mm }
@media screen {
  html { background: #e9ecef }
  main { background: #fff; height: auto; margin: 8mm auto; padding: 9mm; width: 210mm }
}
"""


def customer_page(store: str, found: CustomerFile, why: Sequence[str], lang: str) -> str:
    """Return the file as an HTML page that asks for nothing else and prints to one A4 page; ``why`` says how he got his grade.

    What does not fit on one page is left out: the oldest contacts, the end of a long note. Names and notes are never markup.
    """
    _ = translator(lang)
    count_taken(1)
    title = f"{store} · {_('Customer file')} · {found.name}"
    grade = found.scheme.tier(found.tier).label[lang] if found.tier else found.scheme.ungraded[lang]
    said = f"{grade} · {_('As of {day}').format(day=format_day(found.as_of, lang))}"
    promise = promise_text(found, lang)
    parts = [
        f'<header><div><h1>{escaped(cut(found.name, NAME))}</h1>'
        f'<span class="quiet">{escaped(cut(found.customer, NAME))}</span></div>'
        f'<div><b>{escaped(cut(store, NAME))}</b><p class="quiet">{escaped(said)}</p></div></header>',
        f'<p class="said">{escaped(cut(finding_file(found, lang), LONGEST))}</p>',
        f'<p class="quiet">{escaped(outlook(found, lang))}</p>',
        f'<div class="figures">{"".join(_figure(*each) for each in _figures(found, lang))}</div>',
        _fields(found, lang),
        f"<h2>{escaped(_('The year by day, the grade and the money by month'))}</h2>{year_html(found, lang)}",
        _block(_("What he usually has"), habits_html(found, lang)),
        _block(_("Why this grade"), "".join(f"<p>{escaped(cut(each, 2 * LONGEST))}</p>" for each in why[:SENTENCES])),
        f'<p class="promise">{escaped(promise)}</p>' if promise else "",
        _block(_("Contact log"), _contacts(found, lang)),
    ]
    foot = f'<footer class="quiet">{escaped(_("Holds personal data: collect after use, do not pass on"))}</footer>'
    return printed_page(title, PARTS + CSS, f"<main><div>{''.join(parts)}</div>{foot}</main>", lang)


def _figure(label: str, value: str) -> str:
    return f'<div><span class="quiet">{escaped(label)}</span><b>{escaped(value)}</b></div>'


def _block(head: str, body: str) -> str:
    return f"<h2>{escaped(head)}</h2>{body}" if body else ""


def _fields(found: CustomerFile, lang: str) -> str:
    """Return the fields side by side, the note, which is the last of them, on lines of its own."""
    *fields, note = _profile(found, lang)
    told = "".join(_field(label, cut(text, FIELD), source) for label, text, source in fields)
    return f"<dl>{told}{_field(note[0], cut(note[1], LONGEST), note[2])}</dl>"


def _field(label: str, text: str, source: str) -> str:
    return f"<div><dt>{escaped(label)}</dt><dd>{escaped(text)}</dd><span>{escaped(cut(source, SOURCE))}</span></div>"


def _contacts(found: CustomerFile, lang: str) -> str:
    rows = found.contacts.slice(0, CONTACTS).to_pylist()
    return "".join(
        f"<p>{escaped(cut(contact_text(row, lang), LONGEST))}"
        + (f'<span class="quiet"> {escaped(cut(row["note"], LONGEST))}</span>' if row["note"] else "") + "</p>"
        for row in rows
    )


def _figures(found: CustomerFile, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the figures of the file: what each is called, and its value."""
    _ = translator(lang)
    yield _("Contribution"), format_money(found.row["contribution"], lang)
    yield _("Visits"), format_count(found.row["frequency"], lang)
    yield _("Average per table"), format_money(found.row["standard"], lang)
    if found.balance is not None:
        yield _("Stored value"), format_money(found.balance["balance"], lang)
    yield _("File complete"), f"{len(found.completeness.filled)}/{len(found.completeness.asked)}"


def _profile(found: CustomerFile, lang: str) -> Iterator[tuple[str, str, str]]:
    _ = translator(lang)
    for field, known in found.fields.items():
        missing = _("not filled in") if field in found.completeness.missing else "–"
        if field in found.completeness.hidden:
            missing = _("hidden from your account")
        yield _(LABELS[field]), field_text(known, lang) or missing, source_text(known, lang)


def file_lines(found: CustomerFile, why: Sequence[str], lang: str) -> pa.Table:
    """Return the whole file as lines of a table: file_part, file_item, file_text, file_source; texts as people write them."""
    _ = translator(lang)
    rows = [("profile", *row) for row in _profile(found, lang)]
    rows.append(("profile", _("Missing"), missing_text(found.completeness.missing, lang) or "–", ""))
    rows += [("figures", label, value, "") for label, value in _figures(found, lang)]
    rows += [("figures", _("In a sentence"), text, "") for text in (finding_file(found, lang), outlook(found, lang)) if text]
    rows += [("figures", _("Why this grade"), text, "") for text in why]
    for each in found.grades:
        grade = found.scheme.tier(each.tier).label[lang] if each.tier else found.scheme.ungraded[lang]
        rows.append(("grades", format_day(each.day, lang), grade, _("kept") if each.is_kept else ""))
    for row in found.months.to_pylist():
        visits = _("Visits: {count}").format(count=format_count(row["visits"], lang))
        rows.append(("money", format_month(row["month"], lang), format_money(row["contribution"], lang), visits))
    for kind in HABITS:
        rows += [
            ("habits", _(HABIT_HEADS[kind]), habit_text(kind, each, lang), times_text(each.times, lang))
            for each in found.habits[kind]
        ]
    for part, day, frame in (("days", "visit_date", found.days), ("top_ups", "topped_up_on", found.top_ups)):
        rows += [(part, format_day(row[day], lang), format_money(row["amount"], lang), "") for row in frame.to_pylist()]
    if promise := promise_text(found, lang):
        rows.append(("contacts", _("Agreed"), promise, ""))
    rows += [("contacts", contact_text(row, lang), row["note"] or "", "") for row in found.contacts.to_pylist()]
    names = ("file_part", "file_item", "file_text", "file_source")
    columns = list(zip(*((_(PARTS_OF_FILE[part]), *others) for part, *others in rows), strict=True))
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})


def masked_file(found: CustomerFile, masker: Masker) -> CustomerFile:
    """Return the file as it may be taken along: he goes by his number, his phone is hidden, of his birthday the day is left.

    The masker knows him. Managers are masked where it masks them; an e-mail, and what nobody can tell apart, is not shown.
    """
    fields = dict(found.fields)
    texts = {
        "name": masker.name(fields["name"].text, found.customer), "phone": masker.phone(fields["phone"].text),
        "email": HIDDEN if fields["email"].text else None, "manager": masker.manager(fields["manager"].text),
        "birthday": re.sub(r"\d{4}-(?=\d\d-)", "--", fields["birthday"].text or "") or None,
        "note": masker.text(fields["note"].text), "module": fields["module"].text, "region": masker.text(fields["region"].text),
        "potential": fields["potential"].text,
    }
    known = {
        field: replace(each, text=texts[field], file=masker.store(masker.text(each.file))) for field, each in fields.items()
    }
    contacts = found.contacts
    for name, mask in (("manager", masker.manager), ("note", masker.text)):
        texts_of = pa.array([mask(text) for text in contacts[name].to_pylist()], pa.string())
        contacts = contacts.set_column(contacts.column_names.index(name), name, texts_of)
    return replace(found, customer=masker.customer(found.customer, fields["name"].text), fields=known, contacts=contacts)
