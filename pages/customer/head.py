"""Whose he is, on one line with what can be done; how he stands, in a sentence and five figures."""

from __future__ import annotations

import html
from dataclasses import replace

import streamlit as st

from pages.customer.picks import Look
from pages.customer.rights import draw_more
from pages.customer.said import draw_log
from pages.customer.take import draw_print
from pages.shared.definition import window_of
from pages.shared.figures import Figure, change_of_count, change_of_money, draw_figures
from pages.shared.heads import draw_answer, split_answer
from pages.shared.house import scheme
from pages.shared.language import _, current_language, plain
from pages.shared.phone import dialled, spaced, tier_chip
from pages.shared.search import search_box
from pages.shared.seeing import may_change, sees_own
from pages.shared.tiers import tiers_of
from segmentation.exports.file_parts import CSS, escaped
from segmentation.language.i18n import format_count, format_day, format_money_short
from segmentation.measures.people.complete import hidden_text, missing_text
from segmentation.measures.people.file import CustomerFile
from segmentation.measures.people.file_words import finding_file, gap_text, outlook
from segmentation.measures.windows import covered_text
from segmentation.settings.modules import built_in_names

STYLE = """
.file-who { align-items: center; display: flex; flex-wrap: wrap; gap: 4px 10px; min-width: 0 }
.file-who .quiet { color: var(--muted); font-size: 13px; overflow-wrap: anywhere }
.file-who .tier { border: 2px solid; border-radius: 12px; font-size: 13px; padding: 0 8px; white-space: nowrap }
.file-call { background: #1D68AC; border-radius: 8px; color: #fff !important; display: inline-block; font-weight: 600;
  line-height: 40px; padding: 0 14px; text-decoration: none !important; white-space: nowrap }
.st-key-file_acts { flex-wrap: wrap }
.file-line { border-bottom: 1px solid var(--hairline); font-size: 12px; line-height: 16px; padding: 4px 0 }
.file-line .quiet { color: var(--muted) }
.file-fields { border-collapse: collapse; width: 100% }
.file-fields td { border: 0; font-size: 13px; line-height: 18px; overflow-wrap: anywhere; padding: 3px 6px 3px 0;
  vertical-align: top }
.file-fields td:first-child { color: var(--muted); font-size: 12px; line-height: 15px; padding-top: 5px; width: 22% }
.file-fields td.source { color: var(--muted); font-size: 12px; line-height: 15px; padding: 4px 0 1px; text-align: right;
  width: 43% }
.st-key-file_profile [data-testid=stFormSubmitButton] button { min-height: 34px; padding: 2px 12px; white-space: nowrap }
.file-fields .missing { color: var(--pressing, #B3261E) }
BOXES { gap: 4px !important; padding: 7px 14px !important }
:is(.st-key-file_year, .st-key-file_habits) .head { align-items: baseline; display: flex; flex-wrap: wrap; gap: 0 8px }
.st-key-file_why p { font-size: 13px; line-height: 17px }
.st-key-file_promise { align-items: baseline; column-gap: 10px !important; flex-flow: row wrap }
.st-key-file_promise > * { width: auto !important } .st-key-file_promise p { font-size: 13px; line-height: 18px }
.st-key-file_contacts summary { min-height: 0; padding: 2px 8px }
@media (min-width: 769px) {
  .stMainBlockContainer:has(.file-who) { padding: 8px 28px 4px }
  .stMainBlockContainer:has(.file-who) > [data-testid=stVerticalBlock] { gap: 5px }
  [data-testid=stColumn]:has(> * > * > .st-key-file_year, > * > .st-key-file_year) > [data-testid=stVerticalBlock] { gap: 6px }
  .stMainBlockContainer:has(.file-who) .figures { padding: 2px 0 !important }
  .stMainBlockContainer:has(.file-who) h3 { font-size: 21px; line-height: 28px }
  .stMainBlockContainer:has(.file-who) .figure .value { font-size: 24px; line-height: 30px }
  .st-key-file_acts button { min-height: 34px; padding: 2px 12px } .file-call { line-height: 34px }
  .st-key-file_acts [data-testid=stTextInputRootElement] { height: 34px; min-height: 34px }
  .st-key-definition summary { min-height: 0; padding: 2px 12px }
  .st-key-file_why { gap: 1px !important }
}
.st-key-file_profile [data-testid=stHorizontalBlock] button, .st-key-file_edit button { min-height: 24px; padding: 0 }
@page { size: A4 portrait; margin: 9mm }
@media print {
  .file-call, .st-key-file_log, .st-key-file_more, .st-key-file_edit, .st-key-file_find { display: none !important }
  .file-fields td.source { white-space: normal }
  .stMainBlockContainer:has(.file-who) { zoom: 0.66 }
}
""".replace("BOXES", ", ".join(
    f".st-key-file_{name}" for name in ("year", "habits", "why", "promise", "contacts", "profile", "same")
))


def draw_identity(look: Look) -> None:
    """Draw his grade, module, key and manager, the number to call, the log and the search for somebody else."""
    found, lang = look.found, current_language()
    dark = st.context.theme.type == "dark"
    st.html(f"<style>{CSS}{STYLE}:root {{ --pressing: {'#F2867E' if dark else '#B3261E'} }}</style>")
    left, right = st.columns([1, 2.6], vertical_alignment="center")
    with left:
        st.html(f'<div class="file-who">{_who(found, lang)}</div>')
    with right, st.container(horizontal=True, key="file_acts", gap="small", horizontal_alignment="right"):
        if number := dialled(found.fields["phone"].text):
            st.html(f'<a class="file-call" href="tel:{number}">☎ {html.escape(spaced(number))}</a>', width="content")
        if look.is_now and may_change("contacts"):
            draw_log(look)
        draw_print(look)
        draw_more(look)
        search_box()


def _who(found: CustomerFile, lang: str) -> str:
    module, manager = (found.fields[name] for name in ("module", "manager"))
    held = ""
    if manager.text:
        held = manager.text
        if manager.source != "bill" and manager.since:
            held = _("{manager}, since {day}").format(manager=manager.text, day=format_day(manager.since, lang))
    said = " · ".join(filter(None, (built_in_names(current_language()).get(module.text, module.text), found.customer, held)))
    quiet = f'<span class="quiet">{escaped(said)}</span>'
    return f"{tier_chip(found.tier, lang)}{quiet}"


def draw_standing(look: Look) -> None:
    """Draw how he stands and what follows, and the figures of the window with those of the window before."""
    found, lang = look.found, current_language()
    first, rest = split_answer(finding_file(found, lang))
    draw_answer(first)
    st.caption(plain(("" if lang == "zh" else " ").join(filter(None, (rest, outlook(found, lang))))))
    when = scheme().setting("window").choices[look.view.window][lang]
    if not window_of(look.view).is_covered:
        when = covered_text(window_of(look.view), lang)
    row = found.row
    money, visits = Figure(
        _("Contribution · {window}").format(window=when), format_money_short(row["contribution"], lang)
    ), Figure(_("Visits · {window}").format(window=when), format_count(row["frequency"], lang), None, _usual(found))
    if found.contribution_before is not None:
        before = _("before {value}")
        money = replace(
            money, change=change_of_money(row["contribution"], found.contribution_before),
            against=before.format(value=format_money_short(found.contribution_before, lang)),
        )
        visits = replace(
            visits, change=change_of_count(row["frequency"], found.visits_before),
            against=" · ".join(filter(None, (before.format(value=format_count(found.visits_before, lang)), visits.against))),
        )
    draw_figures([money, visits, _standard(look, lang), *_stored(found, lang), _complete(found, lang)])


def _usual(found: CustomerFile) -> str:
    """Return how often he usually comes, which the sentence above says too; "" where it cannot be told."""
    return "" if found.rhythm.usual_gap_days is None else _("usually every {gap} days").format(gap=gap_text(found))


def _standard(look: Look, lang: str) -> Figure:
    row, own = look.found.row, scheme()
    figure = Figure(_("Average per table"), format_money_short(row["standard"], lang))
    mean = next((each["standard"] for each in tiers_of(look.view).to_pylist() if each["tier"] == row["tier"]), None)
    if mean is None:
        return figure
    text = _("mean of your {tier} {money}") if sees_own() else _("mean of {tier} {money}")
    said = text.format(
        tier=own.tier(row["tier"]).label[lang], money=format_money_short(mean, lang)
    )
    return replace(figure, against=said)


def _stored(found: CustomerFile, lang: str) -> list[Figure]:
    if found.balance is None:
        return []
    figure = Figure(_("Stored value"), format_money_short(found.balance["balance"], lang))
    if not found.top_ups.num_rows:
        return [figure]
    last = found.top_ups.slice(0, 1).to_pylist()[0]
    said = _("{money} on {day}").format(
        money=format_money_short(last["amount"], lang), day=format_day(last["topped_up_on"], lang)
    )
    return [replace(figure, against=said)]


def _complete(found: CustomerFile, lang: str) -> Figure:
    told = found.completeness
    said = _("missing: {fields}").format(fields=missing_text(told.missing, lang)) if told.missing else _("all that is asked for")
    if told.hidden:
        said = " · ".join(filter(None, (said if told.asked else "", hidden_text(told.hidden, lang))))
    return Figure(_("File complete"), f"{len(told.filled)}/{len(told.asked)}" if told.asked else "–", None, said)


def draw_unknown(look: Look) -> None:
    """Say that there is no such customer, and lead back to the list."""
    st.warning(_("There is no customer “{customer}” in {store} as of {day}.").format(
        customer=plain(look.customer), store=plain(look.view.store["store"]), day=format_day(look.view.as_of, current_language())
    ))
    st.page_link("pages/customers/page.py", label=_("Back to the list of customers"))
