"""What only a person can decide about a file, one like the other: what is asked, its money, how to tell, the answers."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from pages.shared.language import Markdown, _, current_language, plain
from pages.upload.item import Item
from pages.upload.tray import Tray
from segmentation.ingest.meaning import EXPENSE, FILLED, LABELS, MEANINGS, SALE, UNPAID, VOID, Mark
from segmentation.ingest.questions import Question
from segmentation.language.i18n import format_count, format_money

WIDTHS = [2, 1]  # of a value with its rows and money, and of its meaning
FEW = 6  # values that need no scrolling


def ask(tray: Tray, item: Item, number: int) -> int:
    """Draw the questions of a file, answered ones too, counted from ``number``, then what is to be known; return the next."""
    questions = item.questions
    asked = Counter(question.field for question in questions)
    for question in sorted(questions, key=lambda question: not question.field):
        with st.container(border=True, key=f"question_{item.number}_{question.code}", gap="xxsmall"):
            _head(item, question, f":blue-badge[{number:d}]" if question.field else f":gray-badge[{_('To know')}]")
            if question.options:
                _answer(tray, item, question, is_alone=asked[question.field] == 1)
            if question.field == "meanings":
                choose_meanings(tray, item)
        number += bool(question.field)
    return number


def _head(item: Item, question: Question, badge: Markdown) -> None:
    lang = current_language()
    evidence = question.evidence(lang)
    if question.code == "rejected" and item.rejects:
        first = item.rejects[0]
        values = {"row": first["line"], "column": first["column"] or "–", "value": first["value"] or _("(empty)")}
        evidence = _("The first: row {row}, {column}, {value}: {reason}. {more}").format(
            **values, reason=_(first["reason"]), more=evidence
        )
    title = plain(question.heading(lang))
    with st.container(horizontal=True, gap="small"):
        st.markdown(f"{badge} **{title}**", width="stretch")
        if question.money is not None:
            st.markdown(f"**{plain(format_money(question.money, lang))}**", width="content")
    if evidence:
        st.caption(plain(evidence))


def _answer(tray: Tray, item: Item, question: Question, *, is_alone: bool) -> None:
    """The answers side by side; the one that stands until another is given comes first and says so.

    Of questions that one choice answers, each has a key of its own: two widgets of one key end the page.
    """
    lang, name = current_language(), "which_key" if question.field == "customer_key" else question.field
    key = f"{name}_{item.number}" if is_alone else f"{question.code}_{name}_{item.number}"
    texts = {answer: question.option(answer, lang) for answer in question.options}
    if question.proposal:
        note = _("as last time") if item.is_remembered(question) else _("default")
        told = question.answer if item.is_remembered(question) else question.proposal
        texts[told] += _(" ({reasons})").format(reasons=note)
    st.session_state[key] = question.answer if question.answer in texts else None
    title = plain(question.heading(lang))
    st.radio(
        title, list(texts), index=None, key=key, horizontal=True,
        format_func={answer: plain(text) for answer, text in texts.items()}.get,
        label_visibility="collapsed", on_change=lambda: _keep_answer(tray, item, question, st.session_state[key]),
    )


def _keep_answer(tray: Tray, item: Item, question: Question, answer: str) -> None:
    if question.field == "parts":
        item.said.add("parts")
        tray.take_parts(item, question, answer)
    else:
        tray.choose(item, **{question.field: question.choice(answer)})


# --- what values mean ------------------------------------------------------------------------------------------------


def show_meanings(tray: Tray, item: Item) -> None:
    """Draw what the values are taken to mean, to be confirmed, where none was unknown; else it stands under its question."""
    marks = item.look.marks if item.look else ()
    asked = any(question.field == "meanings" for question in item.questions)
    if asked or all(mark.meaning == SALE for mark in marks):
        return
    skipped, top_ups = item.look.skipped, item.look.counts["top_ups"]
    out = sum(skipped.get(meaning, 0) for meaning in (VOID, UNPAID, EXPENSE)) + top_ups  # a row under two columns is one
    label = _("What these values say of their rows; no sale: {count} rows").format(count=format_count(out, current_language()))
    with st.expander(label, expanded=out > 0, key=f"meanings_{item.number}"):
        choose_meanings(tray, item)


def choose_meanings(tray: Tray, item: Item) -> None:
    """Draw a row a value with its lines, its money and a picker of what it means; the order stays whatever is answered."""
    lang, marks = current_language(), item.look.marks
    labels = {meaning: _(label) for meaning, label in LABELS.items()}
    with st.container(height=320 if len(marks) > FEW else "content", border=False, gap="xxsmall", key=f"marks_{item.number}"):
        for place, mark in sorted(enumerate(marks), key=lambda each: (each[1].header, each[1].value) not in item.unknown):
            key = f"meaning_{item.number}_{place}"
            st.session_state[key] = mark.meaning
            text = _("{column}: {value}").format(column=mark.header, value=_value_text(mark.value))
            cells = st.columns(WIDTHS, vertical_alignment="center")
            worth = _("{count} rows").format(count=format_count(mark.lines, lang)) + f" · {format_money(mark.amount, lang)}"
            cells[0].markdown(f":small[{plain(text)}]  \n:small[:gray[{plain(worth)}]]")
            cells[1].selectbox(
                plain(text), MEANINGS, index=None if mark.meaning is None else 0, key=key, format_func=labels.get,
                placeholder=_("Please choose"),
                label_visibility="collapsed", on_change=_keep_meaning, args=(tray, item, mark, key),
            )


def _value_text(value: str) -> str:
    return {"": _("(empty)"), FILLED: _("(filled)")}.get(value, value)


def _keep_meaning(tray: Tray, item: Item, mark: Mark, key: str) -> None:
    chosen = {header: dict(values) for header, values in item.choices.meanings.items()}
    chosen.setdefault(mark.header, {})[mark.value] = st.session_state[key]
    tray.choose(item, meanings=chosen)
