"""The session's language, for pages: ``_("English text")`` in the language of whoever is looking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

import streamlit as st

from pages.shared.address import show_in_address
from segmentation.language.i18n import LANGUAGES, counter, format_day, pick_language, translator
from segmentation.language.text import writable

Markdown = str  # what Streamlit may read as Markdown: a text of ours, or what ``plain`` made of a stored one
NOTHING = ":color[]"  # a directive without a colour is a bare span; this one is empty
MARKS = re.compile(r"([!-/:-@\[-`{-~])")
READ_AFTER_ESCAPING = re.compile(  # http://, www., a@b, :name:, and -> <- <-> -- >= <= ~=
    r"(?<=:/)(?=/)|(?<=www)(?=\.)|(?=@)|(?<=:)(?=[\w+-]+:)|(?<=[-<>~])(?=[->=])", re.ASCII | re.IGNORECASE
)


_SPOKEN: ContextVar[str | None] = ContextVar("language", default=None)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Let everything inside be said in ``lang``, whatever the session says, also where there is none."""
    token = _SPOKEN.set(lang)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def settle_language() -> str:
    """Return the language of this run and keep it: the address bar's ``lang``, else the choice so far, else the browser's.

    The address bar carries it wherever it is not the browser's own, so that a copied link opens as it was seen.
    """
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["lang"] = asked
    lang = st.session_state["lang"] = current_language()
    if asked != lang and lang != pick_language(st.context.locale):
        show_in_address("lang", lang)
    return lang


def current_language() -> str:
    """Return the session's language, "zh" or "en"; also inside a fragment that reruns alone. ``speaking`` overrules it."""
    if spoken := _SPOKEN.get():
        return spoken
    lang = st.session_state.get("lang")
    return lang if lang in LANGUAGES else pick_language(st.context.locale)


def switch_language(key: str = "lang_switch") -> None:
    """Draw the switch; a choice also goes to the address bar."""
    st.session_state[key] = current_language()
    st.segmented_control(
        "中文 / English",
        list(LANGUAGES),
        format_func=LANGUAGES.get,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=_choose,
        args=(key,),
    )


def _choose(key: str) -> None:
    st.session_state["lang"] = st.query_params["lang"] = st.session_state[key]


def _(message: str) -> str:
    """Return ``message`` (an English msgid) in the session's language."""
    return translator(current_language())(message)


def _n(one: str, many: str, count: int) -> str:
    """Return the text of a ``count`` (English msgids of one and of many) in the session's language."""
    return counter(current_language())(one, many, count)


def day_text(day: date) -> str:
    """Return a day in the session's language."""
    return format_day(day, current_language())


def plain(text: str) -> Markdown:
    r"""Return ``text`` so that Markdown shows its very characters, on one line: names come from files, and may look like markup.

    Every mark is escaped. What Streamlit and GitHub's Markdown look for only after that (addresses, pictures by :name:, arrows
    of ASCII) is kept apart by nothing at all: an empty span, which is neither seen nor copied.

    >>> plain("<b>x</b> [a](b) $x$ 12:30")
    '\\<b\\>x\\<\\/b\\> \\[a\\]\\(b\\) \\$x\\$ 12\\:30'
    >>> plain("www.a.b c@d.e")
    'www:color[]\\.a\\.b c:color[]\\@d\\.e'
    """
    return NOTHING.join(MARKS.sub(r"\\\1", part) for part in READ_AFTER_ESCAPING.split(writable(text)))
