"""The session's language, for pages: ``_("English text")`` in the language of whoever is looking."""

from __future__ import annotations

import re

import streamlit as st

from segmentation.i18n import LANGUAGES, pick_language, translator


def settle_language() -> str:
    """Return the language of this run and keep it: the address bar's ``lang``, else the choice so far, else the browser's.

    The address bar carries it wherever it is not the browser's own, so that a copied link opens as it was seen.
    """
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["lang"] = asked
    lang = st.session_state["lang"] = current_language()
    if asked != lang and lang != pick_language(st.context.locale):
        st.query_params["lang"] = lang
    return lang


def current_language() -> str:
    """Return the session's language, "zh" or "en"; also inside a fragment that reruns alone."""
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


def plain(text: str) -> str:
    r"""Return ``text`` so that markdown shows it as it is: names come from files, and may look like markup.

    >>> plain("<b>x</b> [a](b) $x$")
    '\\<b\\>x\\<\\/b\\> \\[a\\]\\(b\\) \\$x\\$'
    """
    unbroken = " ".join(text.split())
    apart = re.sub(r":(?=[a-zA-Z0-9_+-])", ":\u2060", unbroken)  # Streamlit turns :name: into a picture even where it is escaped
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", apart)
