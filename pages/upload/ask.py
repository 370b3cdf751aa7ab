"""What only a person can decide about a file: the order of dates, days to come or there already, what counts as paid."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from pages.shared.language import Markdown, _, _n, current_language, plain
from pages.upload.item import Item
from pages.upload.tray import Tray
from segmentation.ingest.examination import Choices, Question
from segmentation.ingest.meaning import FILLED, LABELS, MEANINGS, REFUND, SALE, Mark
from segmentation.language.i18n import N_, format_count, format_day, format_money
from segmentation.language.values import spell

ORDERS = {"ymd": N_("Year, month, day"), "mdy": N_("Month, day, year"), "dmy": N_("Day, month, year")}

# how the answers of a Question are offered, by its field; one that does not stand here is offered as it is
ANSWERS = {
    ("missing_bills", "remove"): (N_("Take them out"), N_("The file is a corrected version: what it does not hold was wrong")),
    ("missing_bills", "keep"): (N_("Keep them"), N_("The file is another part (another hall, another till): both stand")),
    ("right_store", "yes"): (N_("It belongs to this store"), N_("Else choose the right store at the top of the page")),
    ("amounts", "bill"): (N_("The total of the bill"), N_("It is counted once a bill")),
    ("amounts", "line"): (N_("What each row costs"), N_("The rows of a bill are added up")),
    ("refunds", "net"): (N_("They are taken off already"), N_("The amounts are counted as they are")),
    ("refunds", "gross"): (N_("They are not taken off yet"), N_("Each refund is taken off its amount")),
}
SHELL = re.compile(r"\s*[(（](?:in the shell|命令行)[^()（）]*[)）]")  # how a question is answered in the shell


def ask(tray: Tray, item: Item) -> None:
    """Draw the questions that this file raises, open ones and answered ones."""
    if item.date_orders:
        _ask_date_order(tray, item)
    if item.look is not None and (item.look.future is not None or item.choices.future_bills):
        _ask_future(tray, item)
    if item.look is not None and item.look.overlap is not None:
        _ask_overlap(tray, item)
    for question in item.look.questions if item.look else ():
        _ask_question(tray, item, question)
    if _is_without_customer(item):
        _ask_walk_ins(tray, item)
    if item.look is not None and item.look.marks:
        _ask_meanings(tray, item)


def _radio(
    tray: Tray, item: Item, field: str, label: Markdown, options: dict[Any, tuple[Markdown, Markdown]], answer: Any = None
) -> None:
    """Draw one question whose answer is the choice ``field``; options are value → (text, explanation).

    ``answer`` stands where nothing was chosen here: what is remembered.
    """
    key = f"{field}_{item.number}"
    chosen = getattr(item.choices, field)
    st.session_state[key] = answer if chosen is None else chosen
    st.radio(
        label, list(options), index=None, format_func=lambda value: options[value][0], key=key,
        captions=[explained for _text, explained in options.values()],
        on_change=lambda: tray.choose(item, **{field: st.session_state[key]}),
    )


def _ask_date_order(tray: Tray, item: Item) -> None:
    lang = current_language()
    options = {}
    for order in item.date_orders:
        read = [f"{example} → {format_day(day, lang)}" for example in item.date_examples if (day := spell(example).read(order))]
        options[order] = (_(ORDERS[order]), plain(" · ".join(read)))
    _radio(tray, item, "date_order", _("In which order are the dates of this file written?"), options)


def _ask_future(tray: Tray, item: Item) -> None:
    lang, ahead = current_language(), item.look.future
    question = _("What shall be done with the bills that are dated in the future?")
    if ahead is not None:
        told = _n(
            "{bills} bill ({amount}) is dated in the future, {first} – {last}; by the clock of the computer today is {today}. "
            "Put the clock right if it is wrong. Else: what shall be done with it?",
            "{bills} bills ({amount}) are dated in the future, {first} – {last}; by the clock of the computer today is {today}. "
            "Put the clock right if it is wrong. Else: what shall be done with these bills?", ahead.bills,
        )
        question = told.format(
            bills=format_count(ahead.bills, lang), amount=format_money(ahead.amount, lang), today=format_day(ahead.today, lang),
            first=format_day(ahead.first_day, lang), last=format_day(ahead.last_day, lang),
        )
    _radio(
        tray, item, "future_bills", plain(question),
        {
            "reject": (_("Leave them out"), _("They are listed as not understood, and can be mended and uploaded again")),
            "keep": (_("Take them"), _("The dates are right; they count from their day on")),
        },
    )


def _ask_overlap(tray: Tray, item: Item) -> None:
    lang, overlap = current_language(), item.look.overlap
    question = _(
        "The file has no bill numbers, and {days} of its days ({first} – {last}) have bills already. "
        "There are {bills} ({amount}); the file has {new_bills} ({new_amount}) for these days. What shall be done?"
    ).format(
        days=format_count(overlap.days, lang), first=format_day(overlap.first_day, lang), last=format_day(overlap.last_day, lang),
        bills=format_count(overlap.bills_there, lang), amount=format_money(overlap.amount_there, lang),
        new_bills=format_count(overlap.bills_new, lang), new_amount=format_money(overlap.amount_new, lang),
    )
    _radio(
        tray, item, "on_overlap", plain(question),
        {
            "replace": (_("Replace these days"), _("The file is a corrected or fuller version: its bills stand, the others go")),
            "add": (_("Add to these days"), _("The file brings further bills (another till, another shift): both stand")),
        },
    )


def _ask_question(tray: Tray, item: Item, question: Question) -> None:
    """Draw a question of the examination: its text and its answers, the proposed one first, and what it is worth at the right."""
    told, worth = st.columns([5, 1])
    as_chosen = int if Choices.__annotations__[question.field].startswith("int") else str
    options = {}
    for place, option in enumerate(question.options):
        text, explained = ANSWERS.get((question.field, option), (None, None))
        words = _(text) if text else plain(option)
        first = place == 0 and len(question.options) > 1
        options[as_chosen(option)] = (
            _("{answer} (proposed)").format(answer=words) if first else words, _(explained) if explained else Markdown(""),
        )
    with told:
        label = SHELL.sub("", _(question.message).format(**question.values))
        answer = None if question.answer is None else as_chosen(question.answer)
        _radio(tray, item, question.field, plain(label), options, answer)
    if question.money is not None:
        worth.metric(_("Amount"), format_money(question.money, current_language()), label_visibility="collapsed")


def _walk_ins_only(item: Item) -> bool:
    chosen = item.choices.walk_ins_only
    remembered = item.look.choices.walk_ins_only if item.look else None
    return bool(remembered if chosen is None else chosen)


def _is_without_customer(item: Item) -> bool:
    return _walk_ins_only(item) or (item.error is not None and item.error.code == "no_customer_column_in_bills")


def _ask_walk_ins(tray: Tray, item: Item) -> None:
    key = f"walk_ins_only_{item.number}"
    st.session_state[key] = _walk_ins_only(item)
    st.checkbox(
        _("These are bills of walk-ins only; no customer is meant to be known"), key=key,
        on_change=lambda: tray.choose(item, walk_ins_only=st.session_state[key]),
    )


def _ask_meanings(tray: Tray, item: Item) -> None:
    """One row a value, with its lines and money, and a picker of what it means; folded away where nothing is unknown."""
    lang, marks = current_language(), item.look.marks
    unknown = sum(mark.meaning is None for mark in marks)
    out = sum(mark.lines for mark in marks if mark.meaning not in (SALE, REFUND, None))
    said = {meaning: _(text) for meaning, text in LABELS.items()}
    label = _("What do these rows mean? Rows that are no sale: {count}").format(count=format_count(out, lang))
    with st.expander(label, expanded=unknown > 0, key=f"meanings_{item.number}"):
        for place, mark in enumerate(marks):
            key = f"meaning_{item.number}_{place}"
            st.session_state[key] = mark.meaning
            text = _("{column}: {value} · {count} rows, {amount}").format(
                column=mark.header, value=_value_text(mark.value), count=format_count(mark.lines, lang),
                amount=format_money(mark.amount, lang),
            )
            options = MEANINGS if mark.meaning in (*MEANINGS, None) else (*MEANINGS, mark.meaning)
            st.selectbox(
                plain(text), options, index=None, key=key, format_func=said.get,
                placeholder=_("Please choose"), on_change=_keep_meaning, args=(tray, item, mark, key),
            )


def _value_text(value: str) -> str:
    return {"": _("(empty)"), FILLED: _("(filled)")}.get(value, value)


def _keep_meaning(tray: Tray, item: Item, mark: Mark, key: str) -> None:
    chosen = {header: dict(values) for header, values in item.choices.meanings.items()}
    chosen.setdefault(mark.header, {})[mark.value] = st.session_state[key]
    tray.choose(item, meanings=chosen)
