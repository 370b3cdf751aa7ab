"""The search over all guides: where the words stand, with what is around them, and a way there."""

from __future__ import annotations

import html

import streamlit as st

from pages.help.read import WIDTH, open_part
from pages.shared.language import _, _n, current_language, plain
from segmentation.operating.guides import read_guide, search_guides


def draw_search() -> None:
    """Draw the field, and below it what was found."""
    words = st.text_input(
        _("Search the guides"), key="help_words", placeholder=_("Search the guides: churn, backup, A"), max_chars=80,
        label_visibility="collapsed", width=WIDTH,
    ).strip()
    if not words:
        return
    lang = current_language()
    hits = search_guides(words, lang)
    with st.container(border=True, width=WIDTH, key="hits"):
        if not hits:
            st.markdown(_("Nothing found. Try one word, or a shorter one."))
        else:
            st.caption(_n("{count} part", "{count} parts", len(hits)).format(count=len(hits)))
        for number, hit in enumerate(hits):
            part = hit.part
            title = read_guide(part.guide, lang)[0].heading
            label = title if part.level == 1 else f"{title} › {part.heading}"
            st.button(
                f":primary[{plain(label)}]", key=f"hit_{number}", type="tertiary", on_click=open_part,
                args=(part.guide, part.number),
            )
            found = f"<b>{html.escape(hit.found)}</b>" if hit.found else ""
            words = f"{html.escape(hit.before)}{found}{html.escape(hit.after)}"  # as HTML, which keeps the blanks around a mark
            st.html(f'<div style="font-size: 14px">{words}</div>')
